#!/usr/bin/env python3
"""Adds one of each kind to a copy of the tree, and counts the files that it touches.

What is added stands in probes.py. With all of it the sources that see it must be right, as far as a
compiler says without making code; with one file left out, its messages must name what is missing.

Usage: touched_files.py ROOT
"""

import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

from probes import PROBES

TIDY = pathlib.Path(__file__).resolve().parent / "tidy.py"
COMPILER = os.environ.get("CXX", "g++")
FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror",
         "-DBOOST_ASIO_NO_DEPRECATED", "-I.", "-Iinclude"]


class Failed(Exception):
    pass


def copy_of(root, folder):
    """What git would commit, without what git already knows of it."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files"], capture_output=True, text=True,
                            check=True).stdout.splitlines()
    for name in listed:
        if not (root / name).is_file():
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, folder / name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)


class Copy:
    def __init__(self, folder):
        self.folder = folder
        self.original = {}

    def put(self, probe, edit):
        path = self.folder / edit.path
        old = path.read_text(encoding="utf-8") if path.is_file() else None
        self.original.setdefault(edit.path, old)
        text = old or ""
        for anchor, added in edit.puts:
            if (anchor == "") != (old is None):
                raise Failed(f"probe {probe.name}: {edit.path} " +
                             ("is there already" if old is not None else "is not there any more"))
            found = list(re.finditer(anchor, text)) if anchor else [re.match("", text)]
            if len(found) != 1:
                raise Failed(f"probe {probe.name}: in {edit.path} the anchor {anchor!r} matches "
                             f"{len(found)} times, not once. Has the place moved? Then tell "
                             "tests/tidy/probes.py where such a thing is added now.")
            text = text[:found[0].end()] + added + text[found[0].end():]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def reset(self):
        for name, text in self.original.items():
            if text is None:
                (self.folder / name).unlink()
            else:
                (self.folder / name).write_text(text, encoding="utf-8")
        self.original = {}

    def put_all(self, left_out=()):
        self.reset()
        for probe in PROBES:
            for edit in probe.edits:
                if edit not in left_out:
                    self.put(probe, edit)

    def messages(self, *sources):
        """Of the compiler; nothing when the sources are right."""
        all_of_them = "".join(f'#include "{source}"\n' for source in sources)
        done = subprocess.run([COMPILER, *FLAGS, "-x", "c++", "-"], cwd=self.folder,
                              input=all_of_them, capture_output=True, text=True)
        return done.stderr if done.returncode != 0 else ""

    def tidy(self):
        """What tidy.py finds when each file is formatted, as whoever adds to it would do."""
        sources = [name for name in self.original if name.endswith((".cpp", ".hpp"))]
        subprocess.run(["clang-format", "-i", *sources], cwd=self.folder, check=True)
        subprocess.run(["git", "add", "--intent-to-add", "."], cwd=self.folder, check=True)
        done = subprocess.run([sys.executable, str(TIDY), str(self.folder)], capture_output=True,
                              text=True)
        return done.stdout if done.returncode != 0 else ""


def count(probe, problems):
    own = tuple(probe.own.split())
    files = [edit.path for edit in probe.edits if not (own and edit.path.startswith(own))]
    print(f"{probe.name}: {probe.what}: {len(files)} files, the goal is {probe.goal}")
    if probe.goal != probe.today:
        print(f"  {probe.why}")
    for edit in probe.edits:
        if edit.path in files:
            print(f"  {edit.path}; forgotten, it is noticed by {edit.noticed}")
    if len(files) > probe.today:
        problems.append(f"{probe.name} touches {len(files)} files, and touched {probe.today}")
    if len(files) < probe.today:
        problems.append(f"{probe.name} touches {len(files)} files only: say so in probes.py")


def check_whole(copy, problems):
    copy.put_all()
    if found := copy.tidy():
        problems.append(f"the probes are not tidy:\n{found}")
    for probe in [probe for probe in PROBES if probe.compiled]:
        if found := copy.messages(*probe.compiled):
            problems.append(f"probe {probe.name} does not compile:\n{found[:4000]}")


def check_left_out(copy, problems):
    """Edits that the same source notices are left out together: it names each of them."""
    noticing = {}
    for edit in [edit for probe in PROBES for edit in probe.edits if edit.by]:
        noticing.setdefault(edit.by[0], []).append(edit)
    for source, edits in noticing.items():
        copy.put_all(left_out=edits)
        found = copy.messages(source)
        for edit in edits:
            if edit.by[1] not in found:
                problems.append(f"without {edit.path}, no message about {source} names "
                                f"{edit.by[1]}:\n{found[:4000]}")
    readme = [edit for probe in PROBES for edit in probe.edits if "tidy" in edit.noticed]
    copy.put_all(left_out=readme)
    found = copy.tidy()
    for edit in readme:
        if edit.path not in found:
            problems.append(f"without {edit.path}, nothing is untidy")


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    problems = []
    for probe in PROBES:
        count(probe, problems)
    with tempfile.TemporaryDirectory(prefix="muster-probes-") as name:
        copy_of(root, pathlib.Path(name))
        copy = Copy(pathlib.Path(name))
        try:
            check_whole(copy, problems)
            check_left_out(copy, problems)
        except Failed as wrong:
            problems.append(str(wrong))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    for problem in problems:
        print(f"error: {problem}")
    print(f"{len(problems)} problems, {used.ru_utime + used.ru_stime:.0f} s of processor time")
    return 1 if problems else 0


sys.exit(main())
