"""A month of the demo city's time in the simulator, its log checked as any other."""

import json
import os
import subprocess
import time

from place import place

from harness import CONFIG, PROGRAM, run

DAY_RECORDS = 20_000  # fewer are no city
EACH_DAY_S = 120


def lived(folder, days, seed):
    """The simulator's report, its seconds and the most memory it had, MiB."""
    begun = time.monotonic()
    with open(folder / "report.json", "wb") as out, open(folder / "simulate.log", "wb") as errors:
        child = subprocess.Popen(
            [PROGRAM, "simulate", "--hours", str(24 * days), "--seed", str(seed), "--config", CONFIG,
             "--data", str(folder / "month"), "--json"], stdout=out, stderr=errors)
        # wait4 tells the memory of this child alone.
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        return None, (folder / "simulate.log").read_text(errors="replace")[-2_000:], 0
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return report, time.monotonic() - begun, used.ru_maxrss / 1024


def month(table, days, seed):
    with place() as test:
        report, seconds, memory = lived(test.folder, days, seed)
        if report is None:
            print(f"  simulate: {seconds}", flush=True)
            table.row("month", "days of the city", 0, days, False)
            return
        begun = time.monotonic()
        checked = run("check", "--data", test.folder / "month", "--json", timeout=EACH_DAY_S * days)
        checked_s = time.monotonic() - begun
        whole = checked.returncode == 0
        if not whole:
            print(f"  check: {checked.stdout} {checked.stderr}", flush=True)
        table.row("month", "days of the city", days, days, True)
        table.at_least("month", "records", report["records"], DAY_RECORDS * days)
        table.row("month", "requests received", report["received"])
        table.row("month", "every decision and invariant of it, by `check`",
                  "hold" if whole else "BROKEN", "hold", whole)
        if whole:
            state = json.loads(checked.stdout)["state_hash"]
            table.row("month", "state decided anew", state[:16], report["state_hash"][:16],
                      state == report["state_hash"])
        table.row("month", "seconds to live it, to check it", f"{seconds:.0f}, {checked_s:.0f}")
        table.row("month", "memory at most, MiB", memory)
