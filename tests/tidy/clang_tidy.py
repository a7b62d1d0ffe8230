#!/usr/bin/env python3
"""Runs clang-tidy, with the checks of .clang-tidy, on what changed since it was last found clean.

The whole tree takes many minutes, so tests/tidy/clean.txt remembers the content (SHA-256) of each
source and header, and of .clang-tidy, as they were when nothing was found. What a file includes of
ours, and where it lies, does not count: a move is no change. A source is looked at again when it
changed; a header through the sources that include it directly, or, if there are none,
through one that includes it by way of others. What does not fit into the budget is named, not
hidden.

Usage: clang_tidy.py ROOT BUILD [--all] [--update] [--jobs N] [--budget SECONDS]
  BUILD     a folder with compile_commands.json of clang (cmake --preset clang)
  --all     everything, whatever clean.txt says, without a budget
  --update  write clean.txt for what was found clean
Exit code: 0 nothing found, 1 findings, 77 clang-tidy or the build folder is missing.
"""

import argparse
import concurrent.futures
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

LOOKED_AT = ("engine/", "adapters/", "include/")
CONFIG = ".clang-tidy"
# Headers that most sources include: one changed line is looked at through this many of them.
SOURCES_PER_HEADER = 2


def digest(path):
    lines = path.read_bytes().splitlines(keepends=True)
    text = b"".join(line for line in lines if not line.startswith(b'#include "'))
    return hashlib.sha256(text).hexdigest()


def tracked(root):
    out = subprocess.run(["git", "-C", str(root), "ls-files", "*.cpp", "*.hpp"],
                         capture_output=True, text=True, check=True).stdout
    return [line for line in out.splitlines()
            if line.startswith(LOOKED_AT) and (root / line).is_file()]


def read_clean(file):
    if not file.is_file():
        return {}
    return {path: value for value, path in (line.split() for line in file.read_text().splitlines())}


def includes_of(root, path):
    """The project's own files that this one names."""
    found = set()
    for line in (root / path).read_text(encoding="utf-8").splitlines():
        match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
        if match:
            name = match.group(1)
            found.add("include/" + name if name.startswith("muster/") else name)
    return found


def through(header, sources, included_by):
    """The sources that show this header to the compiler, direct ones first."""
    seen, level, found = {header}, [header], []
    while level and not found:
        level = sorted({user for item in level for user in included_by.get(item, ())} - seen)
        seen.update(level)
        found = [path for path in level if path in sources]
    # Its own source first.
    own = header.replace(".hpp", ".cpp")
    return sorted(found, key=lambda path: (path != own, path))[:SOURCES_PER_HEADER]


def run_one(build, root, path, stop_at):
    if time.monotonic() > stop_at:
        return path, None, ""
    result = subprocess.run(["clang-tidy", "-p", str(build), "--quiet", str(root / path)],
                            capture_output=True, text=True, check=False)
    return path, result.returncode == 0, result.stdout


def main():
    parser = argparse.ArgumentParser(add_help=True)
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--budget", type=float, default=240)
    args = parser.parse_args()
    root, build = args.root.resolve(), args.build.resolve()
    commands = build / "compile_commands.json"
    if shutil.which("clang-tidy") is None or not commands.is_file():
        print(f"skipped: needs clang-tidy and {commands} (cmake --preset clang)")
        return 77

    clean_file = root / "tests/tidy/clean.txt"
    files = tracked(root)
    compiled = {entry["file"] for entry in json.loads(commands.read_text())}
    sources = {path for path in files if path.endswith(".cpp") and str(root / path) in compiled}
    hashes = {path: digest(root / path) for path in [*files, CONFIG]}
    clean = read_clean(clean_file)
    if args.all or clean.get(CONFIG) != hashes[CONFIG]:
        clean = {}
    included_by = {}
    for path in files:
        for name in includes_of(root, path):
            included_by.setdefault(name, set()).add(path)

    known = set(clean.values())
    changed = [path for path in files if hashes[path] not in known]
    shown_by = {path: [path] if path in sources else through(path, sources, included_by)
                for path in changed}
    wanted = sorted({source for shown in shown_by.values() for source in shown})
    print(f"{len(files)} files, {len(changed)} changed since they were clean: "
          f"{len(wanted)} sources to look at", flush=True)
    stop_at = time.monotonic() + (1e9 if args.all else args.budget)
    verdicts, findings = {}, set()
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for path, fine, text in pool.map(lambda p: run_one(build, root, p, stop_at), wanted):
            verdicts[path] = fine
            if fine is False:
                findings.update(re.split(r"\n(?=/)", text.strip()))
    for finding in sorted(findings):
        print(finding)
    late = [path for path, fine in verdicts.items() if fine is None]
    for path in late:
        print(f"not looked at, the budget of {args.budget:.0f} s is spent: {path}")

    if args.update:
        for path in files:
            if hashes[path] in known or all(verdicts.get(source) for source in shown_by[path]):
                clean[path] = hashes[path]
        clean[CONFIG] = hashes[CONFIG]
        clean_file.write_text("".join(f"{clean[path]} {path}\n" for path in sorted(clean)
                                      if path in hashes))
    bad = sum(fine is False for fine in verdicts.values())
    print(f"{len(wanted) - len(late)} sources looked at, {len(late)} not, {bad} with findings")
    return 1 if bad else 0


sys.exit(main())
