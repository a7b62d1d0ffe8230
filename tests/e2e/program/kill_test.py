"""kill -9 under load, twenty times on one log: whatever was acknowledged is there afterwards."""

import os
import random

from desks import Desk, load_and_kill
from harness import ProgramTest, main

SEED = int(os.environ.get("MUSTER_TEST_SEED", "20251"))
ROUNDS = 20
CLIENTS = 6
RESENT = 60  # acknowledged keys that are sent again after each restart


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
            load_and_kill(service, token, desks, rng)
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
                self.assertIsNone(desk.send_again(client, sent))
            desk.settle(client)

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
