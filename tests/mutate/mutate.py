#!/usr/bin/env python3
"""Do the tests see a small mistake? Puts one after the other into the engine and runs the tests that
matter; README.md says how. tests/mutate/run installs what it needs and starts it.

Exit code: 0 = at least nine of ten are caught; 1 = fewer; 2 = it could not be told.
"""

import argparse
import json
import os
import pathlib
import sys

import matters
import places as finding
import report
import schema
import trial
from told import CannotTell, say
from tree import Tree

TOP = pathlib.Path(__file__).resolve().parents[2]
WORK = TOP / "build/mutate"
ROUNDS = 30
LEAST = 30  # of so many, one is for each folder at least: a small one is told of too


def asked():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300, help="mutants in all folders together")
    parser.add_argument("--only", metavar="FOLDER", help="those of this folder that a whole run takes")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="side by side")
    parser.add_argument("--list", action="store_true", help="say what is drawn, and end")
    parser.add_argument("--again", action="store_true",
                        help="keep what was found caught before; run the others")
    parser.add_argument("--programs", action="store_true",
                        help="where no unit test comes, the tests with the real program too")
    return parser.parse_args()


class Run:
    def __init__(self, options):
        self.options = options
        self.refused_file = WORK / "refused.json"
        self.refused = set()
        if self.refused_file.exists():
            self.refused = {tuple(key) for key in json.loads(self.refused_file.read_text())}
        self.texts, self.found, sizes = {}, {}, {}
        for folder in matters.FOLDERS:
            files = sorted({file for glob in folder.sources for file in TOP.glob(glob)})
            self.found[folder.name] = []
            sizes[folder.name] = 0
            for path in files:
                file = path.relative_to(TOP).as_posix()
                text = path.read_text(encoding="utf-8")
                self.texts[file] = text
                sizes[folder.name] += len(text.splitlines())
                self.found[folder.name] += finding.find(file, text)
        self.counts = schema.shares(sizes, options.count, options.count // LEAST)
        if options.only:
            only = matters.folder(options.only).name
            self.counts = {only: self.counts[only]}

    def draw(self):
        self.by_folder = {
            name: schema.choose(self.found[name], count, f"{self.options.seed}:{name}", self.refused)
            for name, count in self.counts.items()}
        for places in self.by_folder.values():
            places.sort(key=lambda place: (place.file, place.start, place.end, place.change))
        for number, place in enumerate(self.all_places(), 1):
            place.number = number

    def all_places(self):
        return [place for places in self.by_folder.values() for place in places]

    def mutated_texts(self):
        by_file = {}
        for place in self.all_places():
            by_file.setdefault(place.file, []).append(place)
        return {file: schema.mutated(self.texts[file], places) for file, places in by_file.items()}

    def refuse(self, tree, said):
        blamed = tree.blamed(said, self.all_places())
        if not blamed:
            raise CannotTell(f"{said[-6000:]}\nThis does not compile, and no mutant is in it.")
        self.refused |= {place.key for place in blamed}
        self.refused_file.write_text(json.dumps(sorted(self.refused), ensure_ascii=False))
        say(f"  {len(blamed)} do not compile: others instead")

    def compile(self, tree, programs=()):
        """All of the drawn that compile, others for those that do not, and the tests that matter."""
        for _ in range(ROUNDS):
            self.draw()
            texts = self.mutated_texts()
            tree.write(texts)
            tree.configure()
            say(f"Trying {len(self.all_places())} mutants in {len(texts)} sources")
            said = tree.syntax_faults(set(texts))
            if not said:
                say("Building")
                said = tree.ninja(self.targets(tree) + list(programs))
            if not said:
                return
            self.refuse(tree, said)
        raise CannotTell(f"After {ROUNDS} rounds there are still some that do not compile.")

    def targets(self, tree):
        names = [name for name in tree.tests() if self.folders_with(name, False)]
        return [name if name.startswith("fuzz_") else f"test_{name}" for name in names]

    def folders_with(self, test, programs):
        return [name for name in self.by_folder if matters.folder(name).matches(test, programs)]

    def tests(self, tree, programs=False):
        known = {name: test for name, test in tree.tests().items() if self.folders_with(name, programs)}
        missing = [name for name, (command, *_) in known.items() if not command]
        if missing:
            raise CannotTell(f"not built: {', '.join(missing)}")
        return [trial.Test(name, command, folder or str(tree.build_folder), environment, skipped)
                for name, (command, folder, environment, skipped) in known.items()]

    def folder_of(self, place):
        return next(name for name, places in self.by_folder.items() if place in places)

    def try_places(self, places, tests, results, programs, jobs):
        say(f"{len(tests)} tests without a mutant")
        wrong = trial.run_plain(tests, len(self.all_places()), WORK)
        if wrong:
            raise CannotTell("\n".join(wrong))
        say(f"  {sum(test.took_s for test in tests):.0f} s; {len(places)} mutants now")
        done = 0

        def tell(place, outcome, names):
            nonlocal done
            done += 1
            results.add(place, outcome, names)
            by = ": " + names[0] if outcome == "caught" else ""
            say(f"  {done}/{len(places)} {outcome}{by}: {place}")

        def tests_of(place):
            folder = matters.folder(self.folder_of(place))
            return [test for test in tests if folder.matches(test.name, programs)]

        trial.try_all(places, tests_of, jobs, tell)


def run_all(options):
    run = Run(options)
    if options.list:
        run.draw()
        print("\n".join(str(place) for place in run.all_places()))
        return 0
    WORK.mkdir(parents=True, exist_ok=True)
    tree = Tree(TOP, WORK, options.jobs)
    run.compile(tree)
    results = report.Results(WORK / "results.json")
    results.load()
    equal = report.read_equal((TOP / "tests/mutate/equal.txt").read_text(encoding="utf-8"))
    places = [place for place in run.all_places()
              if place.key not in equal and not (options.again and results.is_caught(place))]
    for place in run.all_places():
        if place.key in equal:
            results.add(place, "equal", [])
    run.try_places(places, run.tests(tree), results, False, options.jobs)
    unreached = [place for place in places if results.found[place.key][0] == "unreached"]
    if options.programs and unreached:
        run.compile(tree, ["muster"])
        # One after the other: they start servers and drive whole days.
        run.try_places(unreached, run.tests(tree, True), results, True, 1)
    text, share = report.table(run.by_folder, results, equal)
    whole = "\n".join(filter(None, [report.survivors(run.by_folder, results, equal), text]))
    (WORK / "report.txt").write_text(whole + "\n", encoding="utf-8")
    print(whole)
    return 0 if share >= report.ENOUGH else 1


def main():
    try:
        return run_all(asked())
    except CannotTell as why:
        say(str(why))
        return 2


if __name__ == "__main__":
    sys.exit(main())
