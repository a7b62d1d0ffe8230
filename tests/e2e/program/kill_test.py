"""kill -9 under load, twenty times on one log: whatever was acknowledged is there afterwards."""

import http.client
import os
import random
import threading
import time

from harness import ProgramTest, main

SEED = int(os.environ.get("MUSTER_TEST_SEED", "20251"))
ROUNDS = 20
CLIENTS = 6
RESPONDERS = 4  # of each client, which only that client sends
RESENT = 60  # acknowledged keys that are sent again after each restart
GONE = (ConnectionError, http.client.HTTPException, OSError)


class Sent:
    """A command that left, and the answer if one came."""

    def __init__(self, name, body, key):
        self.name = name
        self.body = body
        self.key = key
        self.answer = None


class Desk:
    """What one client did in all rounds; it takes requests and sees some of them through."""

    def __init__(self, number):
        self.number = number
        self.count = 0
        self.acknowledged = []
        self.unanswered = []
        self.refused = []
        self.served = set()  # requests whose completion was acknowledged

    def send(self, client, name, body):
        self.count += 1
        sent = Sent(name, body, f"desk{self.number}-{self.count}")
        self.unanswered.append(sent)
        answer = client.command(name, body, sent.key)
        self.unanswered.pop()
        sent.answer = answer
        (self.acknowledged if answer.status in (200, 201) else self.refused).append(sent)
        return answer.json if answer.status in (200, 201) else None

    def register(self, client):
        for i in range(RESPONDERS):
            profile = {
                "name": f"electrician {self.number}/{i}",
                "kind": "staff",
                "skills": ["electric"],
                "post": {"lat": 32.3 + self.number / 100, "lon": 119.3 + i / 100},
            }
            made = self.send(client, "RegisterResponder", {"profile": profile})
            if made:
                self.send(client, "SetDuty", {"responder": made["id"], "status": "available"})

    def work(self, client, rng, killed):
        try:
            while not killed.is_set():
                self.one_request(client, rng)
        except GONE:
            pass  # the server was killed, which is the point

    def one_request(self, client, rng):
        note = f"note {self.number}-{self.count}"
        place = {"lat": round(32.2 + rng.random() / 2, 6), "lon": round(119.1 + rng.random(), 6)}
        body = {"service": "power_repair", "note": note, "caller": "+8651480000001", "place": place}
        made = self.send(client, "CreateRequest", body)
        if not made:
            return
        sent = [e for e in made["events"] if e["type"] == "SlotAssigned"]
        if not sent or rng.random() < 0.1:
            return
        who = {"request": made["id"], "responder": sent[0]["responder"]}
        if self.send(client, "AcknowledgeAssignment", who) and rng.random() < 0.9:
            if self.send(client, "CompleteAssignment", {**who, "disposition": "helped"}):
                self.served.add(made["id"])
            self.send(client, "SetDuty", {"responder": who["responder"], "status": "available"})


class KillTest(ProgramTest):
    def test_kill_under_load(self):
        rng = random.Random(SEED)
        print(f"seed {SEED} (MUSTER_TEST_SEED)", flush=True)
        token = self.make_token("dispatcher", "supervisor", "admin")
        desks = [Desk(i) for i in range(CLIENTS)]
        for number in range(ROUNDS):
            service = self.serve()
            client = service.client(token)
            if number == 0:
                for desk in desks:
                    desk.register(client)
            else:
                self.verify(client, desks, rng)
            self.load_and_kill(service, token, desks, rng)
        service = self.serve()
        client = service.client(token)
        self.verify(client, desks, rng)
        self.verify_once(client, desks)
        self.assertEqual(service.stop(), 0, service.text())

        checked = self.assert_sound()
        total = sum(len(desk.acknowledged) for desk in desks)
        self.assertGreaterEqual(checked["records"], total)
        self.assertGreater(sum(len(desk.served) for desk in desks), ROUNDS)
        print(f"{total} commands acknowledged over {ROUNDS} kills, {checked['records']} records")

    def load_and_kill(self, service, token, desks, rng):
        killed = threading.Event()
        threads = [
            threading.Thread(
                target=desk.work,
                args=(service.client(token), random.Random(rng.random()), killed),
            )
            for desk in desks
        ]
        for thread in threads:
            thread.start()
        time.sleep(rng.uniform(0.05, 0.5))
        service.kill()
        killed.set()
        for thread in threads:
            thread.join()

    def verify(self, client, desks, rng):
        """Reads back all that was acknowledged in any round, and sends some of it again."""
        requests = client.all("requests")
        responders = client.all("responders")
        for desk in desks:
            for sent in desk.refused:
                # Load and crashes may end an assignment, but nothing else is refused here.
                self.assertEqual(sent.answer.status, 409, sent.answer.body)
            for sent in desk.acknowledged:
                self.verify_one(sent, requests, responders)
            for request in desk.served:
                self.assertEqual(requests[request]["status"], "served")
            newest = desk.acknowledged[-3:]  # the last before the kill are the likeliest to be lost
            older = rng.sample(desk.acknowledged, min(RESENT // CLIENTS, len(desk.acknowledged)))
            for sent in newest + older:
                again = client.command(sent.name, sent.body, sent.key)
                self.assertEqual(again.status, sent.answer.status, again.body)
                self.assertTrue(again.replayed, sent.key)
                self.assertEqual(again.body, sent.answer.body)
            self.settle(client, desk)

    def verify_one(self, sent, requests, responders):
        if sent.name == "CreateRequest":
            entity = requests.get(sent.answer.json["id"])
            self.assertIsNotNone(entity, f"lost: {sent.answer.body}")
            for field in ("service", "note", "caller", "place"):
                self.assertEqual(entity[field], sent.body[field])
        elif sent.name == "RegisterResponder":
            entity = responders.get(sent.answer.json["id"])
            self.assertIsNotNone(entity, f"lost: {sent.answer.body}")
            self.assertEqual(entity["profile"]["name"], sent.body["profile"]["name"])

    def settle(self, client, desk):
        """A client that got no answer asks again with its key: done before or done now, once."""
        while desk.unanswered:
            sent = desk.unanswered[0]
            sent.answer = client.command(sent.name, sent.body, sent.key)
            desk.unanswered.pop(0)
            if sent.answer.status in (200, 201):
                desk.acknowledged.append(sent)
                if sent.name == "CompleteAssignment":
                    desk.served.add(sent.body["request"])
            else:
                desk.refused.append(sent)

    def verify_once(self, client, desks):
        """Each request is on the board once, and nothing is there that nobody sent."""
        notes = [request["note"] for request in client.all("requests").values()]
        sent = [
            sent.body["note"]
            for desk in desks
            for sent in desk.acknowledged
            if sent.name == "CreateRequest"
        ]
        self.assertEqual(sorted(notes), sorted(sent))


if __name__ == "__main__":
    main()
