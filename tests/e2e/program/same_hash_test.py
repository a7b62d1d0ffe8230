"""The same seed gives the same state on another compiler's build. 77: there is no such build."""

import json
import os
import subprocess
import sys

from harness import CONFIG, PROGRAM

SEED = "7"
other = os.environ.get("MUSTER_STATE_HASH") or sys.argv[1]
if not os.access(other, os.X_OK):
    print(f"skipped: there is no other compiler's build at {other} (MUSTER_STATE_HASH)")
    sys.exit(77)

hashes = {}
for command in ([PROGRAM, "simulate", "--seed", SEED, "--config", CONFIG, "--json"],
                [other, CONFIG, SEED]):
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=250)
    report = json.loads(done.stdout)
    hashes[command[0]] = (report["state_hash"], report["records"])
    print(*command, *hashes[command[0]])
if len(set(hashes.values())) != 1:
    sys.exit("the two builds do not agree")
