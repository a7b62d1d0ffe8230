"""The way to what the end-to-end tests share, and a folder for a part of the soak."""

import contextlib
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM_TESTS = TOP / "tests" / "e2e" / "program"
if str(PROGRAM_TESTS) not in sys.path:
    sys.path.insert(0, str(PROGRAM_TESTS))

from harness import ProgramTest  # noqa: E402


@contextlib.contextmanager
def place():
    """What every test of the program has: a folder, a configuration, servers that end with it."""
    test = ProgramTest()
    test.setUp()
    try:
        yield test
    finally:
        test.doCleanups()
