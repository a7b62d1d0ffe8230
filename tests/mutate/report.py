"""What came of it: the table by folder, each survivor, and which of them are said to be equal."""

import json

from told import CannotTell

ENOUGH = 0.9


def read_equal(text):
    """{(file, text of the line, change): why} of equal.txt; its head says the form."""
    found, key = {}, None
    for number, line in enumerate(text.splitlines(), 1):
        word, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            key = [line.strip(), None, None]
        elif word == "line:" and key:
            key[1] = rest
        elif word == "change:" and key:
            key[2] = rest
        elif word == "why:" and key and all(key) and rest:
            found[tuple(key)] = rest
            key = None
        else:
            raise CannotTell(f"equal.txt:{number}: not understood: {line}")
    return found


def as_equal(place):
    """The entry for equal.txt, but for its reason."""
    return f"{place.file}\n    line: {place.text}\n    change: {place.change}\n    why:"


class Results:
    """By place; kept in a file after each, so that a run may go on where another ended."""

    def __init__(self, file):
        self.file, self.found = file, {}

    def load(self):
        if self.file.exists():
            self.found = {tuple(one["key"]): (one["outcome"], one["tests"])
                          for one in json.loads(self.file.read_text())}

    def add(self, place, outcome, tests):
        self.found[place.key] = (outcome, tests)
        rows = [{"key": list(key), "outcome": outcome, "tests": tests}
                for key, (outcome, tests) in self.found.items()]
        scratch = self.file.with_suffix(".new")
        scratch.write_text(json.dumps(rows, indent=1, ensure_ascii=False))
        scratch.replace(self.file)

    def is_caught(self, place):
        return self.found.get(place.key, ("",))[0] == "caught"


def judge(place, results, equal):
    outcome = results.found[place.key][0]
    return outcome if outcome == "caught" or place.key not in equal else "equal"


def table(by_folder, results, equal):
    """(text, share caught of those that are not equal)."""
    lines = [f"{'folder':18}{'mutants':>8}{'caught':>8}{'equal':>8}{'survived':>10}{'unreached':>11}"
             f"{'of all':>9}{'of unequal':>12}"]
    total = [0] * 5
    for name, places in by_folder.items():
        said = [judge(place, results, equal) for place in places]
        row = [len(said), *(said.count(word) for word in ("caught", "equal", "survived", "unreached"))]
        total = [one + other for one, other in zip(total, row)]
        lines.append(_row(name, row))
    lines.append(_row("all", total))
    return "\n".join(lines), _share(total[1], total[0] - total[2])


def _share(part, whole):
    return part / whole if whole else 1.0


def _row(name, row):
    return (f"{name:18}{row[0]:8}{row[1]:8}{row[2]:8}{row[3]:10}{row[4]:11}"
            f"{_share(row[1], row[0]):9.1%}{_share(row[1], row[0] - row[2]):12.1%}")


def survivors(by_folder, results, equal):
    parts = []
    for places in by_folder.values():
        for place in places:
            if judge(place, results, equal) in ("survived", "unreached"):
                outcome, tests = results.found[place.key]
                ran = "ran: " + ", ".join(tests) if tests else "no test comes here"
                parts.append(f"{place.file}:{place.line}: {outcome}\n    line: {place.text}\n"
                             f"    change: {place.change}\n    {ran}")
    return "\n".join(parts)
