"""Runs tests on mutants: first all without one, to know how long each takes and which mutants it comes
to at all; then each mutant with the tests that come to it, until one fails.
"""

import concurrent.futures
import dataclasses
import os
import pathlib
import signal
import subprocess
import tempfile
import time

# A mutant must not take the machine with it: memory, a file without end, a core file.
LIMITS = ["prlimit", "--data=6442450944", "--fsize=2147483648", "--core=0", "--"]
LATE = 10  # times as long as without a mutant is a hang
LEAST_LATE_S = 10
# Time in which this process did not run is not the test's: a machine that sleeps, a run that is paused.
LONGEST_LOOK_S = 0.5


@dataclasses.dataclass
class Test:
    name: str
    command: list
    folder: str
    environment: dict
    skipped: int = None  # the code that says so
    took_s: float = 0.0
    reached: frozenset = frozenset()

    def run(self, extra, limit_s, log=None):
        """(passed, skipped, failed or late; after how long), in a folder for temporary files that goes
        with it."""
        with tempfile.TemporaryDirectory(prefix="muster-mutate-", ignore_cleanup_errors=True) as scratch:
            # What random tests draw is the same each time, and they do not look for a smaller case.
            environment = os.environ | self.environment | {
                "TMPDIR": scratch, "GTEST_FAIL_FAST": "1", "RC_PARAMS": "seed=1 noshrink=1"} | extra
            with open(log or os.devnull, "wb") as out:
                process = subprocess.Popen(
                    [*LIMITS, *self.command], cwd=self.folder, env=environment, stdout=out, stderr=out,
                    stdin=subprocess.DEVNULL, start_new_session=True)
                try:
                    code, took_s = wait(process, limit_s)
                finally:
                    end_group(process)
        if code is None:
            return "late", took_s
        if self.skipped is not None and code == self.skipped:
            return "skipped", took_s
        return "passed" if code == 0 else "failed", took_s

    @property
    def limit_s(self):
        return max(LATE * self.took_s, LEAST_LATE_S)


def wait(process, limit_s):
    """(its exit code, or None if it did not end in time; how long it had)."""
    had_s, last = 0.0, time.monotonic()
    while True:
        try:
            code = process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            code = None
        now = time.monotonic()
        had_s += min(now - last, LONGEST_LOOK_S)
        last = now
        if code is not None or had_s >= limit_s:
            return code, had_s


def end_group(process):
    """And the programs that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def run_plain(tests, count, folder):
    """Without a mutant: sets how long each takes and what it reaches. Returns what does not pass."""
    wrong = []
    for test in tests:
        file = folder / "reached.bin"
        file.write_bytes(bytes(count + 1))
        log = folder / f"plain-{test.name}.txt"
        outcome, test.took_s = test.run({"MUSTER_MUTANTS_REACHED": str(file)}, 1200, log)
        test.reached = frozenset(i for i, one in enumerate(file.read_bytes()) if one)
        if outcome not in ("passed", "skipped"):
            wrong.append(f"{test.name} {outcome} without a mutant: {log}")
    return wrong


def order_for(place, tests):
    """Those that come to the place: first those named after its folder, then the quick ones."""
    parts = set(pathlib.PurePath(place.file).parts[1:-1]) | {pathlib.PurePath(place.file).stem}
    near = [test for test in tests if place.number in test.reached]
    return sorted(near, key=lambda test: (not any(part in test.name for part in parts), test.took_s))


def try_one(place, tests):
    """(outcome, what the tests that decided it are)."""
    asked = order_for(place, tests)
    if not asked:
        return "unreached", []
    chosen = {"MUSTER_MUTANT": str(place.number)}
    for test in asked:
        outcome, _ = test.run(chosen, test.limit_s)
        # Once more, since a test that fails by chance would speak well of all of them.
        if outcome == "late" or outcome == "failed" and test.run(chosen, test.limit_s)[0] != "passed":
            return "caught", [f"{test.name} ({'hangs' if outcome == 'late' else 'fails'})"]
    return "survived", [test.name for test in asked]


def try_all(places, tests_of, jobs, tell):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(try_one, place, tests_of(place)): place for place in places}
        for done in concurrent.futures.as_completed(waiting):
            tell(waiting[done], *done.result())
