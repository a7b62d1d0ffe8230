#!/usr/bin/env python3
"""Each promise of engine/TRUST.md names a test that exists. Prints what does not, as FILE:LINE: WHY.

Usage: promises.py ROOT
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
PAGE = ROOT / "engine" / "TRUST.md"
PROGRAM = ROOT / "tests" / "e2e" / "program"

FILE = re.compile(r"`([\w/.-]+)`")
# Names of tests: GivesTheCodesOfTheRfc, test_keys_for_the_recovery_key_alone.
NAME = re.compile(r"\b(?:[A-Z][a-z0-9]+){2,}[A-Za-z0-9]*\b|\bA(?:[A-Z][a-z0-9]+)+\b|\btest_\w+")


def known_names():
    names = set()
    for path in (ROOT / "tests").rglob("*"):
        if "node_modules" not in path.parts and path.suffix in (".cpp", ".py", ".mjs"):
            names |= set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return names


def there(name):
    return any((base / name).exists() for base in (ROOT, PROGRAM, ROOT / "tests" / "e2e"))


def rows():
    """(line number, promise, what tests it) of each row of a table with three columns."""
    for number, line in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), 1):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and not set(line) <= set("|- "):
            if cells[2] != "test":
                yield number, cells[1], cells[2]


def main():
    names, wrong, promises = known_names(), [], 0
    for number, promise, test in rows():
        promises += 1
        files = FILE.findall(test)
        named = NAME.findall(FILE.sub("", test))
        for file in files:
            if "/" in file or "." in file:
                if not there(file):
                    wrong.append(f"engine/TRUST.md:{number}: there is no {file}")
        for name in named:
            if name not in names:
                wrong.append(f"engine/TRUST.md:{number}: no test is called {name}")
        if not files and not named and test != "the same":
            wrong.append(f"engine/TRUST.md:{number}: no test for \"{promise[:60]}\"")
    if promises < 20:
        wrong.append(f"engine/TRUST.md: {promises} promises were found; is a table of another form?")
    print("\n".join(wrong) or f"{promises} promises, each with a test")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
