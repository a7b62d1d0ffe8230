"""Rounds of real kill -9 under load on one folder: nothing that was acknowledged is lost or done twice."""

import json
import random
import time

from place import place
from written import Written

from desks import Desk, load_and_kill
from harness import run

CLIENTS = 6
NEWEST = 2  # of each desk are sent again after each start: the likeliest to be lost
TOKEN = "desk"


class Kills:
    def __init__(self, test, seed):
        self.test = test
        self.rng = random.Random(seed)
        # The board stays as it is, however long this goes on; some kills meet a snapshot.
        test.set_options("log", "snapshot_records = 2_000")
        test.change_rules('archive_after_ms = "168 h"', 'archive_after_ms = "1 min"')
        self.token = test.make_token("dispatcher", "supervisor", "admin", name=TOKEN)
        self.desks = [Desk(i, ends=True) for i in range(CLIENTS)]
        self.written = Written(test.data, f"http:{TOKEN}")
        self.counts = {"acknowledged": 0, "refused": 0, "settled": 0, "again": 0, "rounds": 0}
        self.faults = []

    def round(self):
        service = self.test.serve()
        client = service.client(self.token)
        if self.counts["rounds"] == 0:
            for desk in self.desks:
                desk.register(client)
        self.verify(client)
        load_and_kill(service, self.token, self.desks, self.rng)
        self.counts["rounds"] += 1

    def verify(self, client):
        """All of the round before: by its key and number in the log, the newest by what is answered too."""
        for desk in self.desks:
            for sent in desk.acknowledged[-NEWEST:]:
                self.counts["again"] += 1
                self.note(desk.send_again(client, sent))
            self.counts["settled"] += len(desk.unanswered)
            desk.settle(client)
            desk.tidy(client)
        self.written.read_on()
        for desk in self.desks:
            for fault in self.written.faults_of(desk.acknowledged, desk.refused):
                self.note(fault)
            for sent in desk.refused:
                # Load and crashes end an assignment, but nothing else is refused here.
                if sent.answer.status != 409:
                    self.note(f"{sent.name} was refused: {sent.answer.status} {sent.answer.body}")
            self.counts["acknowledged"] += len(desk.acknowledged)
            self.counts["refused"] += len(desk.refused)
            desk.acknowledged.clear()
            desk.refused.clear()

    def note(self, fault):
        if fault:
            self.faults.append(fault)
            print(f"  round {self.counts['rounds']}: {fault}", flush=True)

    def end(self):
        """The last start; then the whole log from its beginning, and what `check` says of it."""
        service = self.test.serve()
        self.verify(service.client(self.token))
        code = service.stop()
        if code != 0:
            self.note(f"the service ended with {code}: {service.text()}")
        self.written.read_on()
        for key in self.written.changed():
            self.note(f"{key} is not where it was")
        for key in self.written.twice:
            self.note(f"{key} is there twice")
        checked = run("check", "--data", self.test.data, "--json", timeout=1_200)
        if checked.returncode != 0:
            self.note(f"check: {checked.stdout} {checked.stderr}")
            return 0
        return json.loads(checked.stdout)["records"]


def kills(table, rounds, seed, round_s=None):
    """`round_s`: so long each may take."""
    with place() as test:
        tried = Kills(test, seed)
        begun = time.monotonic()
        for number in range(rounds):
            tried.round()
            if (number + 1) % 50 == 0:
                print(f"  {number + 1} kills, {tried.counts['acknowledged']} acknowledged", flush=True)
        each = (time.monotonic() - begun) / rounds
        records = tried.end()
        counts = tried.counts
        table.row("kill", "rounds of kill -9 on one log", counts["rounds"], rounds,
                  counts["rounds"] == rounds)
        table.at_least("kill", "commands acknowledged", counts["acknowledged"], 10 * rounds)
        table.none("kill", "... lost, done twice or otherwise wrong", len(tried.faults))
        table.row("kill", "... without an answer, settled by their key", counts["settled"])
        table.row("kill", "... sent again, same answer", counts["again"])
        table.row("kill", "records that `check` finds whole", records, "all", records > 0)
        table.row("kill", "seconds a round", each, f"<= {round_s}" if round_s else "",
                  each <= round_s if round_s else None)
