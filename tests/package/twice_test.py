#!/usr/bin/env python3
"""The package is made again from the same sources in another folder, and has the same bytes.

Usage: twice_test.py ROOT [--cold]
  --cold  compile without this machine's compiler cache (some minutes of both processors)
Exit code: 0 the same, 1 not, 77 skipped (no git).
"""

import difflib
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import deb

COLD = "--cold" in sys.argv[2:]


def put_checkout(there):
    """The tracked files as they are in the working tree, under a longer name than here."""
    there.mkdir(parents=True)
    names = deb.run("git", "-C", deb.TOP, "ls-files", "-z")
    packed = subprocess.Popen(["tar", "-C", str(deb.TOP), "--null", "-T", "-", "-cf", "-"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    unpacked = subprocess.Popen(["tar", "-C", str(there), "-xf", "-"], stdin=packed.stdout)
    packed.stdin.write(names.encode())
    packed.stdin.close()
    assert packed.wait() == 0 and unpacked.wait() == 0, "the checkout could not be copied"


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def differences(first, second, work):
    """The first files that differ, and how, where they are text."""
    roots = [deb.unpack(one, work / name) for one, name in ((first, "one"), (second, "other"))]
    names = sorted({file.relative_to(root) for root in roots for file in root.rglob("*")
                    if file.is_file() and not file.is_symlink()})
    for name in names:
        texts = [(root / name).read_bytes() if (root / name).is_file() else b"" for root in roots]
        if texts[0] != texts[1]:
            print(f"differs: {name}")
            if b"\0" not in texts[0]:
                lines = [text.decode(errors="replace").splitlines() for text in texts]
                print("\n".join(list(difflib.unified_diff(*lines, lineterm=""))[:20]))
    # Times, rights and order.
    lists = [deb.run("dpkg-deb", "-c", one).splitlines() for one in (first, second)]
    print("\n".join(list(difflib.unified_diff(*lists, lineterm=""))[:20]))


def main():
    if shutil.which("git") is None or not (deb.TOP / ".git").exists():
        print("skipped: needs a checkout and git")
        return 77
    first = deb.the_deb()
    work = pathlib.Path(tempfile.mkdtemp(prefix="muster_twice."))
    try:
        there = work / "a/folder/elsewhere"
        # Another folder, zone and mask of rights.
        os.umask(0o027)
        put_checkout(there)
        environment = dict(os.environ, SOURCE_DATE_EPOCH=deb.run(
            "git", "-C", deb.TOP, "log", "-1", "--format=%ct").strip(), TZ="Pacific/Auckland")
        if COLD:
            environment["CCACHE_DISABLE"] = "1"
        deb.run(there / "engine/package", work / "out", env=environment)
        second = next((work / "out").glob("*.deb"))
        print(f"{digest(first)} {first.name}\n{digest(second)} {second.name}, made elsewhere")
        if digest(first) == digest(second):
            return 0
        differences(first, second, work)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)


sys.exit(main())
