"""The whole-system simulation with a disk that fails, for many seeds: so many processes as cores."""

import concurrent.futures
import os
import re
import subprocess

from place import TOP

POLICIES = ("closest", "rolling", "coverage")
# The test's own sums (so many crashes, so many calls closed) need some seeds to hold.
SLICE = 24
SEED_S = 30  # of one seed, at most


def slices(first, seeds):
    """Pieces of about SLICE seeds, each for one policy: (policy, first, count)."""
    pieces = max(1, seeds // SLICE)
    for piece in range(pieces):
        begin = first + seeds * piece // pieces
        end = first + seeds * (piece + 1) // pieces
        for policy in POLICIES:
            yield policy, begin, end - begin


class Slice:
    def __init__(self, program, policy, first, seeds):
        self.name = f"MUSTER_SIM_FIRST_SEED={first} MUSTER_SIM_SEEDS={seeds}, {policy}"
        env = {**os.environ, "MUSTER_SIM_FIRST_SEED": str(first), "MUSTER_SIM_SEEDS": str(seeds)}
        done = subprocess.run(
            [program, f"--gtest_filter=*/{policy}"], env=env, cwd=TOP,
            capture_output=True, text=True, check=False, timeout=SEED_S * seeds + 60)
        lived = re.findall(r"seed \d+: (\d+) records, (\d+) answers, (\d+) crashes", done.stdout)
        self.seeds = len(lived)
        self.records, self.answers, self.crashes = (sum(int(row[i]) for row in lived) for i in range(3))
        # An abort within a city leaves its seed as the last word.
        self.failed = done.returncode != 0 or self.seeds != seeds
        self.output = done.stdout[-3_000:] + done.stderr[-1_000:]


def crashes(table, program, seeds, first, processes):
    failed = 0
    sums = {"seeds": 0, "records": 0, "answers": 0, "crashes": 0}
    with concurrent.futures.ThreadPoolExecutor(processes) as threads:
        asked = [threads.submit(Slice, program, *piece) for piece in slices(first, seeds)]
        for number, one in enumerate(concurrent.futures.as_completed(asked)):
            done = one.result()
            for what in sums:
                sums[what] += getattr(done, what)
            if done.failed:
                failed += 1
                print(f"  failed: {done.name}\n{done.output}", flush=True)
            if (number + 1) % 20 == 0:
                print(f"  {number + 1} of {len(asked)} slices, {sums['crashes']} crashes", flush=True)
    lives = seeds * len(POLICIES)
    table.row("crashes", f"seeds from {first} on, each with {len(POLICIES)} policies", sums["seeds"],
              lives, sums["seeds"] == lives)
    table.none("crashes", "slices with a broken promise", failed)
    table.row("crashes", "crashes lived through", sums["crashes"])
    table.row("crashes", "records", sums["records"])
    table.row("crashes", "answers checked against the disk", sums["answers"])
