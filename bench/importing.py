"""Measures `muster import` from a table to a service that has it on disk. Used by program.py.

    import   the whole command: reading what is there and the table, the rehearsal, sending, the
             commits, the answers
    check    the same without sending: what reading and rehearsing take
    raw      the bytes that the service's log has afterwards, written in as many pieces as there are
             full commits, each made durable: what the disk takes
"""
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from fairness import Server

COMMIT_ROWS = 512


def timed(command):
    start = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.monotonic() - start, done.stdout


def raw_seconds(folder, size, pieces):
    piece = os.urandom(max(size // pieces, 1))
    file = os.open(Path(folder) / "raw", os.O_WRONLY | os.O_CREAT, 0o600)
    start = time.monotonic()
    for _ in range(pieces):
        os.write(file, piece)
        os.fdatasync(file)
    taken = time.monotonic() - start
    os.close(file)
    return taken


def importing(muster, rows):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([muster, "demo-data", folder, "--members", str(rows), "--volunteers", "0"],
                       check=True, capture_output=True)
        with Server(muster, folder, fast=True) as server:
            token = server.token("importer", "--role", "admin,dispatcher")
            command = [muster, "import", "members", str(Path(folder) / "members.csv"), "--token",
                       token, "--url", f"http://127.0.0.1:{server.port}"]
            check, _ = timed(command + ["--check"])
            whole, said = timed(command)
            if f"{rows} of {rows} imported" not in said:
                raise SystemExit("not all rows were imported: " + said)
            again, said = timed(command)
            if f"0 new, 0 changed, {rows} as they are" not in said:
                raise SystemExit("the same table again changed something: " + said)
        size = sum(file.stat().st_size for file in server.data.rglob("*") if file.is_file())
        return {"rows": rows, "import_s": whole, "check_s": check, "again_s": again,
                "log_bytes": size, "raw_s": raw_seconds(folder, size, -(-rows // COMMIT_ROWS)),
                "rows_per_s": rows / whole}
