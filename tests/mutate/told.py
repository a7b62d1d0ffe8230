"""What the tool says while it works, and when it has to give up."""

import sys


class CannotTell(Exception):
    """Nothing is known of the tests then: exit code 2, not the 1 of too few caught."""


def say(text):
    print(text, file=sys.stderr, flush=True)
