"""The mutated copy of the checkout, under build/mutate/tree: written, configured, tried, built.

A checkout of its own with a build folder of its own, where the compiler cache finds whatever is not
mutated as it was compiled elsewhere.
"""

import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess

from told import CannotTell

PLACE = re.compile(r"(?:^|\s|,)([^\s:,]+\.cpp):(\d+)[:,]")


class Tree:
    def __init__(self, top, folder, jobs):
        self.top, self.folder, self.jobs = top, folder, jobs
        self.tree = folder / "tree"
        self.build_folder = self.tree / "build/release"
        self.noted = folder / "tried.json"
        self.tried = json.loads(self.noted.read_text()) if self.noted.exists() else {}

    def write(self, mutated):
        """Makes the tree equal to the checkout, but for these texts; touches what differs, no more."""
        listed = subprocess.run(
            ["git", "-C", str(self.top), "ls-files", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout.splitlines()
        wanted = {name for name in listed if (self.top / name).is_file()}
        for name in wanted:
            source, copy = self.top / name, self.tree / name
            text = mutated[name].encode() if name in mutated else source.read_bytes()
            if not copy.exists() or copy.read_bytes() != text:
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(text)
                copy.chmod(source.stat().st_mode)
        known = self.folder / "files.txt"
        if known.exists():
            for name in set(known.read_text().splitlines()) - wanted:
                (self.tree / name).unlink(missing_ok=True)
        known.write_text("\n".join(sorted(wanted)))

    def configure(self):
        # As the run scripts do, so that the units are those that the compiler cache knows.
        self._shell("configure release -DMUSTER_TESTS=ON")

    def _shell(self, command, **how):
        line = f'top={shlex.quote(str(self.tree))}; source "$top/engine/setup.sh"; {command}'
        return subprocess.run(["bash", "-euo", "pipefail", "-c", line], check=not how, cwd=self.tree,
                              stdin=subprocess.DEVNULL, **how)

    def ninja(self, targets):
        """What it said if it failed, else nothing."""
        done = self._shell(f"ninja -C build/release -k 0 -j {self.jobs} {shlex.join(targets)}",
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout if done.returncode else ""

    def syntax_faults(self, files):
        """What the compiler says of the units with these sources, without making code."""
        commands = json.loads((self.build_folder / "compile_commands.json").read_text())
        units = {}
        for entry in commands:
            held = [name for name in self._sources_of(entry["file"]) if name in files]
            if held:
                units[entry["file"]] = (entry, held)
        self._precompile([entry for entry, _ in units.values()])
        said = ""
        for file, (entry, held) in sorted(units.items()):
            digest = hashlib.sha256(b"\0".join((self.tree / name).read_bytes() for name in held))
            if self.tried.get(file) == digest.hexdigest():
                continue
            words = [word for word in shlex.split(entry["command"]) if word != "-Werror"]
            words = words[next(i for i, word in enumerate(words) if not word.endswith("ccache")):]
            at = words.index("-o")
            words[at:at + 2] = ["-fsyntax-only", "-w"]
            done = subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True)
            if done.returncode:
                said += done.stderr
            else:
                self.tried[file] = digest.hexdigest()
                self.noted.write_text(json.dumps(self.tried))
        return said

    def _sources_of(self, file):
        """The sources that a unit of several is made of, or the one itself."""
        path = pathlib.Path(file)
        if self.build_folder in path.parents and path.exists():
            return re.findall(r"#include <([^>]+\.cpp)>", path.read_text())
        return [os.path.relpath(file, self.tree)]

    def _precompile(self, entries):
        headers = set()
        for entry in entries:
            for header in re.findall(r"-include (\S+cmake_pch\.hxx)", entry["command"]):
                headers.add(os.path.relpath(header, self.build_folder) + ".gch")
        said = self.ninja(sorted(headers)) if headers else ""
        if said:
            raise CannotTell(said[-4000:])

    def blamed(self, said, places):
        """The places that this output speaks of: on the lines that it names, or, where it names none of
        them, all of the files that it names."""
        lines, files = set(), set()
        for path, line in PLACE.findall(said):
            full = os.path.normpath(os.path.join(self.build_folder, path))
            name = os.path.relpath(full, self.tree)
            lines.add((name, int(line)))
            files.add(name)
        found = [place for place in places if self._spans(place, lines)]
        return found or [place for place in places if place.file in files]

    def _spans(self, place, lines):
        text = (self.top / place.file).read_text()
        first = text.count("\n", 0, place.start) + 1
        last = text.count("\n", 0, place.end) + 1
        return any((place.file, line) in lines for line in range(first, last + 1))

    def tests(self):
        """name: (command, folder, environment) of every test that ctest knows and that is built."""
        said = subprocess.run(["ctest", "--show-only=json-v1"], cwd=self.build_folder, check=True,
                              capture_output=True, text=True).stdout
        known = {}
        for test in json.loads(said)["tests"]:
            about = {one["name"]: one["value"] for one in test.get("properties", [])}
            environment = dict(pair.split("=", 1) for pair in about.get("ENVIRONMENT", []))
            known[test["name"]] = (test.get("command"), about.get("WORKING_DIRECTORY"), environment,
                                   about.get("SKIP_RETURN_CODE"))
        return known
