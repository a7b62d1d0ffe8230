#!/usr/bin/env python3
"""The rules of the code that no compiler checks. Prints what breaks one, as FILE:LINE: WHY.

Usage: tidy.py ROOT
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "engine", "adapters",
             "include", "bench", "tests", "config"}

# Which folder may include which, beside itself and include/muster (DESIGN: one flow, one direction).
MAY_USE = {
    "engine/roads": set(),
    "engine/match": {"engine/roads"},
    "engine/core": {"engine/match", "engine/roads"},
    "engine/codec": set(),
    "engine/sqlite": set(),
    "engine/seal": {"engine/sqlite"},
    "engine/log": {"engine/codec", "engine/sqlite", "engine/seal"},
    "engine/views": {"engine/codec", "engine/core", "engine/match", "engine/roads"},
    "engine/feed": {"engine/codec", "engine/views"},
    "engine/intake": set(),
}
PIPELINE = set(MAY_USE)
MAY_USE["engine/pipeline"] = PIPELINE
MAY_USE["engine/sim"] = PIPELINE | {"engine/pipeline"}
MAY_USE["engine/gate"] = {"engine/codec"}
MAY_USE["engine/access"] = {"engine/codec", "engine/gate", "engine/seal", "engine/sqlite"}
MAY_USE["engine/net"] = set()
MAY_USE["engine/reports"] = {"engine/codec", "engine/log", "engine/seal", "engine/sqlite"}
ADAPTERS_MAY_USE = {"engine/codec", "engine/gate", "engine/net", "engine/sqlite"}
# The program knows adapters from here alone.
REGISTRY = ("engine/app/adapters.hpp", "engine/app/adapters.cpp")

# The core and what it asks are pure: no clock, chance, file, socket, thread, environment or float.
PURE = ("engine/roads/", "engine/match/", "engine/core/", "include/muster/")
# Reads foreign files, before anything runs; draws, which decides nothing.
NOT_PURE = ("engine/roads/import/", "engine/roads/tiles/")
IMPURE = re.compile(
    r"\b(float|double|std::chrono|std::random|rand|getenv|fopen|std::thread|std::mutex|std::atomic"
    r"|system_clock|steady_clock|time\s*\(\s*(nullptr|NULL|0)\s*\))\b"
    r"|#include\s*<(chrono|random|thread|mutex|atomic|fstream|iostream|filesystem|ctime|cmath)>")

BANNED = [
    (re.compile(r"\bassert\s*\("), "an assertion that release builds drop; abort instead"),
    (re.compile(r"\busing namespace std\s*;"), "using namespace std"),
    (re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"), "a note to oneself"),
    (re.compile(r"\bstd::(cout|cerr)\b"), "iostreams for output; results go through stdio"),
    (re.compile(r"\bstatic\s+(?!const|inline|constexpr|assert|void|bool|int\b|std::|auto)"
                r"[A-Za-z_:<>]+\s+g_"), "a mutable global"),
]
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|home/[a-z]+|root)/")
LONGEST = 600
# Lines of a function, from its head to its end. Tests may list their cases in a longer one.
LONGEST_FUNCTION = 70
BANNER = re.compile(r"^\s*(//|#)\s*[-=*]{3,}( |$)|^\s*(//|#).*[-=*]{8,}$")
# Begins a block that is no function, or goes on with one.
BLOCK = re.compile(r"^\s*(if|for|while|switch|else|do|namespace|class|struct|enum|union|case"
                   r"|default|try|catch|return|extern|\}|//)")
VALUE = re.compile(r"=\s*(\[|\{|[\w:<>, ]*\{)")


def tracked():
    out = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True,
                         check=True).stdout
    return [line for line in out.splitlines() if (ROOT / line).is_file()]


def folder_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def code_only(line):
    """The line without string literals and // comments."""
    return re.sub(r'"(\\.|[^"\\])*"', '""', line).split("//")[0]


def check_includes(path, number, line, problems):
    match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
    if not match:
        return
    included, here = match.group(1), folder_of(path)
    there = "include/muster" if included.startswith("muster/") else folder_of(included)
    if there in (here, "include/muster"):
        return
    if here == "include/muster":
        problems.append((path, number, f"the vocabulary includes {included}"))
    elif here.startswith("adapters/"):
        if there not in ADAPTERS_MAY_USE:
            problems.append((path, number, f"an adapter includes {included}"))
    elif here.startswith("engine/") and there.startswith("adapters/"):
        if path not in REGISTRY:
            problems.append((path, number, f"{included} is for {REGISTRY[1]} alone"))
    elif here in MAY_USE and there not in MAY_USE[here]:
        problems.append((path, number, f"{here} may not use {there}"))


def functions(lines):
    """(first, last) of each function, counted from 1, as clang-format lays them out: the brace that
    ends one stands where its head begins. A brace that follows a name without a space begins a
    value."""
    at = 0
    while at < len(lines):
        if not lines[at].endswith(" {") or BLOCK.match(lines[at]):
            at += 1
            continue
        first = at
        while (first > 0 and lines[first - 1].strip()
               and not re.search(r"[;{}:]$|^\s*//|^#", lines[first - 1])):
            first -= 1
        head = " ".join(line.strip() for line in lines[first:at + 1])
        if "(" not in head or VALUE.search(head) or BLOCK.match(lines[first]):
            at += 1
            continue
        indent = len(lines[first]) - len(lines[first].lstrip())
        last = at + 1
        while last < len(lines) and not lines[last].startswith(" " * indent + "}"):
            last += 1
        yield first + 1, last + 1
        at = last + 1


def check_functions(path, lines, problems):
    if path.startswith(("tests/", "bench/")):
        return
    for first, last in functions(lines):
        if last - first + 1 > LONGEST_FUNCTION:
            problems.append((path, first, f"a function of {last - first + 1} lines, above "
                                          f"{LONGEST_FUNCTION}: does it fit a screen?"))


def check_code(path, problems):
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    if len(lines) > LONGEST:
        problems.append((path, len(lines), f"longer than {LONGEST} lines: two ideas?"))
    if path.endswith(".hpp") and "#pragma once" not in lines:
        problems.append((path, 1, "no #pragma once"))
    if path.endswith(".hpp") and not lines[0].startswith("//"):
        problems.append((path, 1, "a header begins with what it promises"))
    check_functions(path, lines, problems)
    for number, line in enumerate(lines, 1):
        if BANNER.search(line):
            problems.append((path, number, "a banner; a file that needs them holds two ideas"))
        check_includes(path, number, line, problems)
        bare = code_only(line)
        if len(line) > 100:
            problems.append((path, number, "longer than 100 columns"))
        pure = path.startswith(PURE) and not path.startswith(NOT_PURE)
        if pure and (found := IMPURE.search(bare)):
            problems.append((path, number, f"{found.group(0)} in the pure part"))
        for pattern, why in BANNED:
            if pattern.search(bare):
                problems.append((path, number, why))


def check_adapters_named(files, problems):
    """Whoever looks for a protocol looks into the README."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [(number, line) for number, line in enumerate(lines, 1)
            if line.startswith("| adapters |")]
    number, row = rows[0] if rows else (1, "")
    for path in files:
        match = re.fullmatch(r"adapters/(\w+)/CMakeLists\.txt", path)
        if match and not re.search(rf"\b{match.group(1)}\b", row):
            problems.append(("README.md", number, f"does not name adapters/{match.group(1)}"))


def main():
    problems = []
    files = tracked()
    for path in files:
        top = path.split("/")[0]
        if top not in TOP_LEVEL and not top.startswith("."):
            problems.append((path, 1, "outside the agreed layout"))
        if path.endswith((".cpp", ".hpp")):
            check_code(path, problems)
        if path.endswith((".cpp", ".hpp", ".md", ".txt", ".py", ".sh", ".js", ".mjs", ".toml",
                          ".json")) and not path.endswith("tidy.py"):
            text = (ROOT / path).read_text(encoding="utf-8", errors="replace")
            for number, line in enumerate(text.splitlines(), 1):
                if MACHINE_PATH.search(line):
                    problems.append((path, number, "a path of somebody's machine"))
    check_adapters_named(files, problems)
    for path, number, why in problems:
        print(f"{path}:{number}: {why}")
    print(f"{len(files)} files, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
