"""Fuzz targets run for a time each, by tests/fuzz/run; their executions added up."""

import re
import subprocess

from place import TOP

LINE = re.compile(r"^(\S+)\s+(\d+) executions\s+(\d+)/s\s+(\d+) edges", re.MULTILINE)


def fuzz(table, seconds):
    names = sorted(path.name for path in (TOP / "tests" / "fuzz" / "seeds").iterdir())
    done = subprocess.run(
        [str(TOP / "tests" / "fuzz" / "run"), "--seconds", str(seconds), *names],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False)
    found = {name: (int(runs), int(edges)) for name, runs, _, edges in LINE.findall(done.stdout)}
    for name in names:
        runs, edges = found.get(name, (0, 0))
        table.row("fuzz", f"{name}: executions in {seconds} s; edges", f"{runs:,}; {edges:,}",
                  "no failure", name in found)
    table.at_least("fuzz", "executions in all", sum(runs for runs, _ in found.values()), 1)
    if done.returncode != 0:
        print(done.stdout[-2_000:] + done.stderr[-6_000:], flush=True)
    table.row("fuzz", "exit code of tests/fuzz/run", done.returncode, 0, done.returncode == 0)
