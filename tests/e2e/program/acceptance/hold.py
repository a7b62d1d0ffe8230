"""Two ways of holding the log's commit back, so that what must wait for it can be seen to wait.

By the lock: another connection has the right to write, so nothing is decided; the program goes on
with all else, and what acknowledges on receipt would be seen. By the sync: all is decided and
written and not durable, and what is shown before the commit would be seen."""

import pathlib
import sqlite3
import subprocess
import tempfile

from harness import wait_for

SOURCE = pathlib.Path(__file__).resolve().parent / "hold_sync.c"


class Lock:
    """As long as it is entered nothing is written into the log."""

    written = False  # what is held back

    def __init__(self, data):
        self.path = data / "decisions.sqlite"
        self.other = None

    def __enter__(self):
        self.other = sqlite3.connect(self.path, isolation_level=None)
        self.other.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, *_):
        self.other.execute("ROLLBACK")
        self.other.close()

    def wait(self, case):
        """Until something waits to be decided."""
        wait_for("something that waits for the log",
                 lambda: case.metric("muster_log_held") == 1
                 and sum(case.metrics("muster_intake_waiting")) > 0)


class Sync:
    """As long as it is entered the program waits for its disk. It serves nobody meanwhile."""

    written = True
    library = None  # built once, for all tests of this process

    def __init__(self, folder):
        self.held = folder / "hold"
        self.waits = folder / "hold.waits"

    @classmethod
    def environment(cls, folder):
        if cls.library is None:
            cls.library = tempfile.TemporaryDirectory(prefix="muster-hold-")
            subprocess.run(
                ["cc", "-shared", "-fPIC", "-O1", "-o", cls.library.name + "/hold_sync.so", SOURCE],
                check=True, timeout=60)
        return {"LD_PRELOAD": cls.library.name + "/hold_sync.so",
                "MUSTER_TEST_HOLD": str(folder / "hold")}

    def __enter__(self):
        self.held.touch()
        return self

    def __exit__(self, *_):
        self.held.unlink()
        self.waits.unlink(missing_ok=True)  # of a program that was killed

    def wait(self, _):
        wait_for("a sync of the log that waits", self.waits.exists)
