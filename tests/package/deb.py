"""What the tests of the package share: where it is, and what is in it."""

import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(sys.argv[1]).resolve()
HERE = TOP / "config/package"


def the_deb():
    found = sorted(pathlib.Path(os.environ["MUSTER_PACKAGE_FOLDER"]).glob("muster_*.deb"))
    assert len(found) == 1, f"one package, not {found}"
    return found[0]


def run(*command, **how):
    """What it printed; with what it said, an error where it failed."""
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True,
                          check=False, **how)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def field(deb, name):
    return run("dpkg-deb", "-f", deb, name).strip()


def dependencies(deb):
    """The first of what each dependency allows, without versions."""
    return [re.split(r"[ |(]", one.strip())[0] for one in field(deb, "Depends").split(",")]


def unpack(deb, folder):
    run("dpkg-deb", "-R", deb, folder)
    return pathlib.Path(folder)


def repacked(deb, folder, version, change):
    """The same as another version, with what `change` does to its files."""
    root = unpack(deb, folder / f"of-{version}")
    control = root / "DEBIAN/control"
    control.write_text(re.sub(r"^Version: .*$", f"Version: {version}", control.read_text(),
                              flags=re.M))
    change(root)
    out = folder / f"muster_{version}_amd64.deb"
    run("dpkg-deb", "-Znone", "--root-owner-group", "-b", root, out)
    return out
