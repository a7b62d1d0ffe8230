"""Clients that take requests, see some through, and know what was acknowledged: for whoever kills the
service under their hands."""

import http.client
import random
import threading
import time

RESPONDERS = 4  # of each client, which only that client sends
GONE = (ConnectionError, http.client.HTTPException, OSError)


class Sent:
    """A command that left, and the answer if one came."""

    def __init__(self, name, body, key):
        self.name = name
        self.body = body
        self.key = key
        self.answer = None


class Desk:
    """What one client did in all rounds; it takes requests and sees some of them through. With `ends`
    it sees through all of them, so that the board does not grow."""

    def __init__(self, number, ends=False, seen_through=0.9):
        self.number = number
        self.ends = ends
        self.seen_through = seen_through  # of those for whom somebody is sent
        self.count = 0
        self.acknowledged = []
        self.unanswered = []
        self.refused = []
        self.responders = []
        self.open = set()  # requests that have not come to an end
        self.served = set()  # requests whose completion was acknowledged

    def send(self, client, name, body):
        self.count += 1
        sent = Sent(name, body, f"desk{self.number}-{self.count}")
        self.unanswered.append(sent)
        return self.ask(client, sent)

    def ask(self, client, sent):
        answer = client.command(sent.name, sent.body, sent.key)
        self.unanswered.remove(sent)
        sent.answer = answer
        if answer.status not in (200, 201):
            self.refused.append(sent)
            return None
        self.acknowledged.append(sent)
        if sent.name == "CreateRequest":
            self.open.add(answer.json["id"])
        elif sent.name == "CompleteAssignment":
            self.served.add(sent.body["request"])
        elif sent.name in ("CancelRequest", "CloseRequest"):
            self.open.discard(sent.body["request"])
        return answer.json

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
                self.responders.append(made["id"])
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
        if sent and rng.random() < self.seen_through:
            self.see_through(client, rng, {"request": made["id"], "responder": sent[0]["responder"]})
        if self.ends and made["id"] in self.open:
            self.end(client, made["id"])

    def see_through(self, client, rng, who):
        if self.send(client, "AcknowledgeAssignment", who) and (self.ends or rng.random() < 0.9):
            self.send(client, "CompleteAssignment", {**who, "disposition": "helped"})
            self.send(client, "SetDuty", {"responder": who["responder"], "status": "available"})

    def end(self, client, request):
        """Called back and closed when somebody was helped, else called off."""
        if request in self.served:
            self.send(client, "RecordCallback", {"request": request, "rating": 5})
            self.send(client, "CloseRequest", {"request": request, "disposition": "helped"})
        else:
            self.send(client, "CancelRequest", {"request": request, "reason": "by mistake"})

    def settle(self, client):
        """Who got no answer asks again with the key: done before or done now, once."""
        while self.unanswered:
            self.ask(client, self.unanswered[0])

    def tidy(self, client):
        """What was cut off in the midst of its life comes to an end."""
        for request in sorted(self.open):
            self.end(client, request)
        for responder in self.responders:
            self.send(client, "SetDuty", {"responder": responder, "status": "available"})

    def send_again(self, client, sent):
        """What was acknowledged, once more: the same answer, and said to be that. Else what came."""
        again = client.command(sent.name, sent.body, sent.key)
        same = (again.status, again.body) == (sent.answer.status, sent.answer.body)
        return None if same and again.replayed else f"{sent.key}: {again.status} {again.body}"


def load_and_kill(service, token, desks, rng):
    """All desks at once, each on a connection of its own, until the service dies in the midst of it."""
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
