"""A city's load with its consoles for as long as is asked: nothing fails, and nothing grows but the log."""

import json
import math
import os
import pathlib
import random
import subprocess
import sys
import threading
import time

from place import place
from written import Written

from desks import GONE, Desk
from harness import run

CLIENTS = 24
WARM, WARM_S = 0.1, 60  # of the time, at least: what is bounded fills
SEEN_THROUGH = 0.2  # of the requests; the others are called off
COMMANDS = 2.6  # that one takes from its call to its end, about
SAMPLES_S = 10
SAMPLES = 60  # at least
GROWTH = 2.0  # percent, over the whole time after the warm-up
STOP_S, CHECK_S = 600, 3_600
TOKEN = "desk"


class Paced(Desk):
    """A desk that takes a call at each of its times, whatever became of the one before."""

    def __init__(self, number):
        super().__init__(number, ends=True, seen_through=SEEN_THROUGH)
        self.took = []
        self.late = []
        self.begun = 0
        self.broken = []

    def ask(self, client, sent):
        begun = time.monotonic()
        told = super().ask(client, sent)
        self.took.append(time.monotonic() - begun)
        return told

    def run(self, client, rng, rate, until):
        due = time.monotonic()
        # What a service that is too slow has not begun in time is not begun any more: the rate tells.
        while due < until and time.monotonic() < until:
            due += rng.expovariate(rate)
            time.sleep(max(0.0, due - time.monotonic()))
            self.late.append(time.monotonic() - due)
            self.begun += 1
            try:
                self.one_request(client, rng)
            except GONE as lost:
                self.broken.append(repr(lost))
                client.close()  # it connects anew with the next


class Process:
    """What a process has, as the system sees it."""

    def __init__(self, pid, data):
        self.proc = pathlib.Path(f"/proc/{pid}")
        self.data = data
        self.samples = []

    def look(self, at):
        status = (self.proc / "status").read_text(encoding="ascii")
        memory = int(status.split("VmRSS:")[1].split()[0]) / 1024
        opened = len(list((self.proc / "fd").iterdir()))
        self.samples.append((at, memory, opened))

    def disk(self):
        # A file may go between being named and being looked at.
        total = 0
        for path in self.data.rglob("*"):
            try:
                total += path.stat().st_size
            except FileNotFoundError:
                pass
        return total / 2**20

    def growth(self, begin):
        """Percent by which the line through the samples rises from `begin` to the end, and its mean."""
        points = [(at, memory) for at, memory, _ in self.samples if at >= begin]
        count = len(points)
        mean_at = sum(at for at, _ in points) / count
        mean = sum(memory for _, memory in points) / count
        spread = sum((at - mean_at) ** 2 for at, _ in points)
        slope = sum((at - mean_at) * (memory - mean) for at, memory in points) / spread
        return 100 * slope * (points[-1][0] - points[0][0]) / mean, mean


def warm_up(seconds):
    return max(WARM * seconds, min(WARM_S, seconds / 2))


def bound(test, seconds, rate):
    """What is bounded by time or number is to be full when the warm-up ends."""
    warm = warm_up(seconds)
    commands = rate * COMMANDS
    stays = f"{max(1, int(warm / 3))} s"
    test.change_rules('archive_after_ms = "168 h"', f'archive_after_ms = "{stays}"')
    test.change_rules('key_retention_ms = "24 h"', f'key_retention_ms = "{stays}"')
    test.set_options("log", f"snapshot_records = {max(1_000, int(commands * seconds / 12))}")
    test.set_options("feed", f"retained_records = {min(200_000, int(commands * warm / 2))}")


class Load:
    def __init__(self, test, seconds, rate, seed):
        self.seconds, self.rate = seconds, rate
        self.token = test.make_token("dispatcher", "supervisor", "admin", name=TOKEN)
        self.service = test.serve()
        self.client = self.service.client(self.token)
        self.written = Written(test.data, f"http:{TOKEN}")
        self.desks = [Paced(number) for number in range(CLIENTS)]
        self.process = Process(self.service.process.pid, test.data)
        self.rng = random.Random(seed)
        self.counts = {"acknowledged": 0, "not legal any more": 0, "errors": 0, "faults": 0}
        self.examples = []

    def go(self):
        for desk in self.desks:
            desk.register(self.client)
        begun = time.monotonic()
        threads = [
            threading.Thread(target=desk.run, args=(
                self.service.client(self.token), random.Random(self.rng.random()),
                self.rate / CLIENTS, begun + self.seconds), daemon=True)
            for desk in self.desks
        ]
        for thread in threads:
            thread.start()
        every = min(SAMPLES_S, self.seconds / SAMPLES)
        due = begun
        while (due := due + every) < begun + self.seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            self.process.look(time.monotonic() - begun)
            self.compare()
        for thread in threads:
            thread.join()
        self.lasted = time.monotonic() - begun
        self.compare()

    def compare(self):
        """What was acknowledged until now with the log."""
        until = [(desk, len(desk.acknowledged), len(desk.refused)) for desk in self.desks]
        self.written.read_on()
        for desk, good, bad in until:
            acknowledged, refused = desk.acknowledged[:good], desk.refused[:bad]
            for fault in self.written.faults_of(acknowledged, refused):
                self.note("faults", fault)
            for sent in refused:
                what = "not legal any more" if sent.answer.status == 409 else "errors"
                self.note(what, f"{sent.name}: {sent.answer.status} {sent.answer.body}")
            self.counts["acknowledged"] += good
            del desk.acknowledged[:good], desk.refused[:bad]

    def note(self, what, example):
        self.counts[what] += 1
        if what != "not legal any more" and len(self.examples) < 20:
            self.examples.append(example)
            print(f"  {what}: {example}", flush=True)


def crowd(service, token, count):
    child = subprocess.Popen(
        [sys.executable, str(pathlib.Path(__file__).with_name("consoles.py")),
         f"http://127.0.0.1:{service.port}", str(count)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "MUSTER_TOKEN": token})
    if child.stdout.readline() != "joined\n":
        child.kill()
        raise AssertionError("the consoles could not join")
    return child


def rank(values, share):
    return sorted(values)[math.ceil(share * len(values)) - 1]


def load(table, seconds, rate, consoles, seed):
    with place() as test:
        bound(test, seconds, rate)
        tried = Load(test, seconds, rate, seed)
        watching = crowd(tried.service, tried.token, consoles)
        test.addCleanup(watching.kill)
        tried.go()
        time.sleep(2)  # the last of it comes to the consoles
        disk = tried.process.disk()
        said, _ = watching.communicate("", timeout=60)
        seen = json.loads(said)
        tell(table, tried, seen, consoles)
        last = tried.service.client(tried.token).get("/readyz")  # the first one was idle too long
        table.row("load", "alarms at its end", len(last["alarms"]), 0, not last["alarms"])
        begun = time.monotonic()
        tried.service.process.terminate()
        code = tried.service.wait(STOP_S)
        table.row("load", "seconds to stop", time.monotonic() - begun)
        checked = run("check", "--data", test.data, "--json", timeout=CHECK_S)
        table.row("load", "exit code of the service, of `check`", f"{code}, {checked.returncode}",
                  "0, 0", code == 0 and checked.returncode == 0)
        if checked.returncode == 0:
            records = json.loads(checked.stdout)["records"]
            table.row("load", "records, MiB on disk at the end", f"{records:,}, {disk:,.0f}")


def tell(table, tried, seen, consoles):
    counts, desks = tried.counts, tried.desks
    begun = sum(desk.begun for desk in desks)
    table.at_least("load", "requests a second", begun / tried.lasted, 0.98 * tried.rate)
    table.row("load", "minutes; commands acknowledged",
              f"{tried.lasted / 60:.1f}; {counts['acknowledged']:,}")
    table.none("load", "errors", counts["errors"] + sum(len(desk.broken) for desk in desks))
    table.row("load", "refused, as somebody else had ended it", counts["not legal any more"])
    table.none("load", "acknowledged and not in the log as told, or twice",
               counts["faults"] + len(tried.written.twice))
    took = [each for desk in desks for each in desk.took]
    table.row("load", "ms to an answer, p50, p99, most",
              ", ".join(f"{1_000 * rank(took, share):.1f}" for share in (0.5, 0.99, 1)))
    late = [each for desk in desks for each in desk.late]
    table.row("load", "ms behind the plan, p99", 1_000 * rank(late, 0.99))
    warm = warm_up(tried.seconds)
    growth, mean = tried.process.growth(warm)
    table.at_most("load", f"memory grows, after {warm:.0f} s, by", growth, GROWTH, " %")
    first, *_, end = [memory for at, memory, _ in tried.process.samples if at >= warm]
    table.row("load", "... MiB, mean, first, last", f"{mean:.0f}, {first:.0f}, {end:.0f}")
    opened = [files for at, _, files in tried.process.samples if at >= warm]
    table.at_most("load", "descriptors at most, above the least", max(opened) - min(opened), 8)
    table.row("load", "messages to the consoles", seen["messages"])
    table.none("load", f"consoles of {consoles} that were closed", len(seen["ended"]))
    table.none("load", "gaps in what consoles got", seen["gaps"])
