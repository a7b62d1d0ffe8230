"""Tests of report.py, matters.py and trial.py: what is caught, what is equal, which tests are run."""

import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

import matters
import report
import trial
from places import Place
from told import CannotTell


def place(number, file="engine/gate/rate_limiter.cpp"):
    return Place(file, 7, f"line {number};", "statement left out", 0, 1, (), "", number)


def script(name, code, reached=()):
    return trial.Test(name, [sys.executable, "-c", code], ".", {}, 77, 0.1, frozenset(reached))


class Process:
    """What each look at it finds."""

    def __init__(self, looks):
        self.looks = looks

    def wait(self, timeout):
        code = self.looks.pop(0)
        if code is None:
            raise subprocess.TimeoutExpired("a", timeout)
        return code


class Equal(unittest.TestCase):
    def test_is_read_as_it_is_proposed(self):
        text = "# about\n\n" + report.as_equal(place(1)) + " it makes no difference\n"
        self.assertEqual(report.read_equal(text), {place(1).key: "it makes no difference"})

    def test_without_a_reason_it_does_not_count(self):
        with self.assertRaises(CannotTell):
            report.read_equal(report.as_equal(place(1)) + "\n")

    def test_that_of_this_checkout_can_be_read(self):
        file = pathlib.Path(__file__).with_name("equal.txt")
        report.read_equal(file.read_text(encoding="utf-8"))


class Table(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name, "results.json")
        self.results = report.Results(self.file)
        for number, outcome in enumerate(["caught"] * 8 + ["survived", "survived", "unreached"], 1):
            self.results.add(place(number), outcome, ["gate"])
        self.places = {"engine/gate": [place(number) for number in range(1, 12)]}

    def test_counts_those_that_are_not_equal(self):
        text, share = report.table(self.places, self.results, {place(9).key: "so"})
        self.assertEqual(share, 0.8)
        self.assertEqual(text.splitlines()[1].split(),
                         ["engine/gate", "11", "8", "1", "1", "1", "72.7%", "80.0%"])

    def test_names_each_survivor(self):
        text = report.survivors(self.places, self.results, {place(9).key: "so"})
        self.assertNotIn("line 9;", text)
        self.assertIn("engine/gate/rate_limiter.cpp:7: survived\n    line: line 10;", text)
        self.assertIn("no test" if not self.results.found[place(11).key][1] else "ran: gate", text)

    def test_what_was_caught_is_known_again(self):
        again = report.Results(self.file)
        again.load()
        self.assertTrue(again.is_caught(place(1)))
        self.assertFalse(again.is_caught(place(9)))
        self.assertFalse(again.is_caught(place(30)))


class Trials(unittest.TestCase):
    def outcome(self, *tests):
        return trial.try_one(place(3), list(tests))

    def test_only_tests_that_come_there(self):
        self.assertEqual(self.outcome(script("a", "raise SystemExit(1)", [4])), ("unreached", []))

    def test_the_first_that_fails_catches_it(self):
        fails = script("b", "import os; raise SystemExit(int(os.environ['MUSTER_MUTANT'] == '3'))", [3])
        self.assertEqual(self.outcome(script("a", "", [3]), fails), ("caught", ["b (fails)"]))

    def test_survives_those_that_pass_or_are_skipped(self):
        self.assertEqual(self.outcome(script("a", "", [3]), script("b", "raise SystemExit(77)", [3])),
                         ("survived", ["a", "b"]))

    def test_what_fails_once_by_chance_catches_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            code = (f"import pathlib; p = pathlib.Path({folder!r}, 'ran'); ran = p.exists(); p.touch();"
                    "raise SystemExit(0 if ran else 1)")
            self.assertEqual(self.outcome(script("a", code, [3])), ("survived", ["a"]))

    def test_a_hang_is_seen_and_ended(self):
        self.assertEqual(script("a", "import time; time.sleep(60)").run({}, 0.3)[0], "late")

    def test_a_pause_of_the_whole_run_is_no_hang(self):
        with unittest.mock.patch("trial.time.monotonic", side_effect=[0, 0.1, 500, 500.1]):
            code, had_s = trial.wait(Process([None, None, 0]), 1)
        self.assertEqual(code, 0)
        self.assertAlmostEqual(had_s, 0.7)

    def test_time_that_it_had_is_a_hang(self):
        with unittest.mock.patch("trial.time.monotonic", side_effect=[0, 0.4, 0.8, 1.2]):
            code, had_s = trial.wait(Process([None, None, None]), 1)
        self.assertIsNone(code)
        self.assertAlmostEqual(had_s, 1.2)

    def test_tests_of_the_folder_first_then_the_quick(self):
        tests = [script("slow", "", [3]), script("quick", "", [3]), script("core_care_property", "", [3])]
        tests[0].took_s, tests[1].took_s, tests[2].took_s = 9, 1, 20
        order = trial.order_for(place(3, "engine/core/care/visits.cpp"), tests)
        self.assertEqual([test.name for test in order], ["core_care_property", "quick", "slow"])


class Matters(unittest.TestCase):
    def test_whole_names_count(self):
        core = matters.folder("core")
        self.assertTrue(core.matches("core_care", False))
        self.assertFalse(core.matches("asan_core_care", False))

    def test_each_source_is_there(self):
        top = pathlib.Path(__file__).resolve().parents[2]
        for folder in matters.FOLDERS:
            for pattern in folder.sources:
                self.assertTrue(list(top.glob(pattern)), pattern)


if __name__ == "__main__":
    unittest.main()
