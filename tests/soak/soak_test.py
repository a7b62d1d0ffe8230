"""The soak by the minute: some kills, some rot in each file, and that what compares would see a fault."""

import contextlib
import json
import os
import sqlite3
import unittest

from place import place

from consoles import HEAD, Console
from crashes import POLICIES, slices
from desks import Sent
from harness import main
from kills import kills
from rot import KNOWN, WRONG, Rot, rot
from table import Table
from traffic import Process
from written import Written

SEED = int(os.environ.get("MUSTER_TEST_SEED", "20251"))
KILLS = 20
SOURCE = "http:desk"


class BriefTest(unittest.TestCase):
    def brief(self, part, *args):
        table = Table()
        part(table, *args)
        print(table.text(), flush=True)
        self.assertEqual(table.missed, 0, table.text())

    def test_kills(self):
        self.brief(kills, KILLS, SEED)

    def test_rot_in_each_file(self):
        self.brief(rot, 1, SEED, KNOWN)


class RotTest(unittest.TestCase):
    def test_another_answer_than_before_is_seen(self):
        with place() as test:
            tried = Rot(test, SEED)
            tried.live()
            some = next(iter(tried.truth["requests"].values()))
            some["note"] = "something else"
            found, how = tried.outcome("", tried.whole)
            self.assertEqual(found, WRONG, how)
            self.assertIn("requests", how)


class WrittenTest(unittest.TestCase):
    """A log by hand, with what no log should have."""

    def setUp(self):
        self.place = place()
        self.data = self.place.__enter__().folder
        self.addCleanup(self.place.__exit__, None, None, None)
        self.sql("CREATE TABLE record(seq INTEGER PRIMARY KEY, source TEXT, key TEXT)")
        self.add(1, "rules", "")
        self.add(2, SOURCE, "a")
        self.written = Written(self.data, SOURCE)
        self.written.read_on()

    def sql(self, text, *values):
        with contextlib.closing(sqlite3.connect(self.data / "decisions.sqlite")) as log, log:
            log.execute(text, values)

    def add(self, *row):
        self.sql("INSERT INTO record VALUES(?, ?, ?)", *row)

    def sent(self, key, seq):
        sent = Sent("CreateRequest", {}, key)
        sent.answer = type("Answer", (), {"json": {"seq": seq}})
        return sent

    def faults(self, acknowledged, refused=()):
        self.written.read_on()
        return list(self.written.faults_of(acknowledged, refused))

    def test_what_is_there_is_no_fault(self):
        self.add(3, SOURCE, "b")
        self.add(4, "http:other", "b")
        self.assertEqual(self.faults([self.sent("a", 2), self.sent("b", 3)]), [])
        self.assertEqual((self.written.twice, self.written.changed()), ([], []))

    def test_lost_renumbered_and_refused(self):
        self.assertEqual(len(self.faults([self.sent("lost", 3)])), 1)
        self.assertEqual(len(self.faults([self.sent("a", 1)])), 1)
        self.assertEqual(len(self.faults([], [self.sent("a", 0)])), 1)

    def test_done_twice(self):
        self.add(3, SOURCE, "a")
        self.written.read_on()
        self.assertEqual(self.written.twice, ["a"])

    def test_lost_later(self):
        self.sql("DELETE FROM record WHERE seq = 2")
        self.assertEqual(self.written.changed(), ["a"])


class MeansTest(unittest.TestCase):
    def test_every_seed_with_every_policy_once(self):
        for seeds in (1, 23, 24, 200, 1_001):
            lived = sorted((policy, seed) for policy, first, count in slices(5, seeds)
                           for seed in range(first, first + count))
            wanted = sorted((policy, seed) for policy in POLICIES for seed in range(5, 5 + seeds))
            self.assertEqual(lived, wanted)
            self.assertGreaterEqual(min(count for *_, count in slices(5, seeds)), min(seeds, 24))

    def test_growth_is_that_of_the_line_after_the_warm_up(self):
        process = Process(os.getpid(), None)
        process.samples = [(at, 50 if at < 10 else 100 + at * 0.5, 7) for at in range(110)]
        growth, mean = process.growth(10)
        self.assertAlmostEqual(mean, 129.75)
        self.assertAlmostEqual(growth, 100 * 99 * 0.5 / mean)
        process.look(110)
        self.assertGreater(process.samples[-1][1], 1)

    def test_a_console_sees_gaps_through_frames_in_pieces(self):
        def frame(**message):
            text = json.dumps(message, separators=(",", ":")).encode()
            size = bytes([len(text)]) if len(text) < 126 else b"\x7e" + len(text).to_bytes(2, "big")
            return b"\x81" + size + text

        whole = b"".join((
            frame(type="hello", epoch="e"), frame(type="snapshot_end", seq=5),
            frame(type="delta", seq=7, prev=5, changes="x" * 200), frame(type="bookmark", seq=9),
            frame(type="delta", seq=10, prev=8), frame(type="delta", seq=13, prev=12)))
        for size in (1, 7, len(whole)):
            console = Console.__new__(Console)
            console.last, console.messages, console.gaps, console.resets = None, 0, 0, 0
            rest = b""
            for at in range(0, len(whole), size):
                rest = console.take(rest + whole[at:at + size])
            self.assertEqual((rest, console.messages, console.gaps, console.last), (b"", 6, 1, 13))
        self.assertIsNone(HEAD.match(b"nonsense"))


if __name__ == "__main__":
    main()
