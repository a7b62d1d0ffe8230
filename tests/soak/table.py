"""Figures beside their goals: one table for all parts of the soak."""

import datetime
import platform
import subprocess

HEAD = ("part", "figure", "measured", "goal", "reached")


class Table:
    def __init__(self, say=print):
        self.rows = []
        self.missed = 0
        self.say = say

    def row(self, part, figure, measured, goal="", reached=None):
        """`reached` None: a figure without a goal."""
        self.missed += reached is False
        said = "" if reached is None else "yes" if reached else "NO"
        self.rows.append((part, figure, _text(measured), _text(goal), said))

    def none(self, part, figure, count):
        """What there must not be at all."""
        self.row(part, figure, count, 0, count == 0)

    def at_least(self, part, figure, measured, goal):
        self.row(part, figure, measured, f">= {_text(goal)}", measured >= goal)

    def at_most(self, part, figure, measured, goal, unit=""):
        self.row(part, figure, _text(measured) + unit, f"<= {_text(goal)}{unit}", measured <= goal)

    def text(self):
        rows = [HEAD, *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
        lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |"
                 for row in rows]
        lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        return "\n".join(lines)

    def append_to(self, file, how):
        day = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True,
                                text=True, check=False).stdout.strip()
        with open(file, "a", encoding="utf-8") as out:
            out.write(f"\n## {day}, commit {commit or 'unknown'}, {platform.machine()}\n\n"
                      f"`{how}`\n\n{self.text()}\n")


def _text(value):
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
