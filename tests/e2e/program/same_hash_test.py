"""The same seed gives the same state on another compiler's build. 77: there is no such build."""

import json
import os
import subprocess
import sys

from harness import PROGRAM

other = os.environ.get("MUSTER_CLANG") or sys.argv[1]
if not os.access(other, os.X_OK):
    print(f"skipped: there is no clang build at {other} (MUSTER_CLANG)")
    sys.exit(77)

hashes = {}
for program in (PROGRAM, other):
    command = [program, "simulate", "--seed", "7", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=100)
    report = json.loads(done.stdout)
    hashes[program] = (report["state_hash"], report["records"])
    print(program, *hashes[program])
if len(set(hashes.values())) != 1:
    sys.exit("the two builds do not agree")
