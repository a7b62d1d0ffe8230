"""Compiles one text with mutants of each kind in it and runs it with each of them: the program does what
the mutant says, and without one what is written.
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

import places
import schema

TOP = pathlib.Path(__file__).resolve().parents[2]
CODE = """#include <cstdio>
namespace {
bool less(int a, int b) {
    return a < b;
}
int sum(int a, int b) {
    int total = a + b;
    total += 10;
    return total;
}
int count(int a, bool b) {
    int n = 0;
    for (int i = 0; i != 4; ++i) {
        if (a > 1 &&
            b) continue;
        if (i == 2) break;
        n++;
    }
    return n;
}
}  // namespace
int main() {
    const bool yes = true;
    std::printf("%d%d %d %d%d", less(1, 2), less(2, 2), sum(3, 4), count(1, yes), count(2, yes));
}
"""
# Of these changes of these lines: what is printed then.
EXPECTED = {
    ("return a < b;", "< becomes <="): "11 17 20",
    ("return a < b;", "the opposite is returned"): "01 17 20",
    ("int total = a + b;", "+ becomes -"): "10 9 20",
    ("total += 10;", "statement left out"): "10 7 20",
    ("total += 10;", "10 becomes 11"): "10 18 20",
    ("return total;", "one more is returned"): "10 18 20",
    ("int n = 0;", "0 becomes 1"): "10 17 31",
    ("if (a > 1 &&", "> becomes >="): "10 17 00",
    ("if (a > 1 &&", "&& becomes ||"): "10 17 00",
    ("if (a > 1 &&", "condition of if negated"): "10 17 02",
    ("b) continue;", "continue becomes break"): "10 17 20",
    ("if (i == 2) break;", "break becomes continue"): "10 17 30",
    ("if (i == 2) break;", "== becomes !="): "10 17 00",
    ("n++;", "++ becomes --"): "10 17 -20",
    ("const bool yes = true;", "true becomes false"): "10 17 22",
}


class Compiled(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.places = places.find("a.cpp", CODE)
        for number, place in enumerate(cls.places, 1):
            place.number = number
        # The condition of the loop changed lets it go on for ever: not here.
        cls.places = [place for place in cls.places if not place.text.startswith("for ")]
        source = pathlib.Path(cls.folder.name, "a.cpp")
        source.write_text(schema.mutated(CODE, cls.places))
        cls.program = pathlib.Path(cls.folder.name, "a")
        # With the warnings of the engine, as errors.
        subprocess.run([os.environ.get("CXX", "c++"), "-std=c++20", "-Wall", "-Wextra", "-Wpedantic",
                        "-Wconversion", "-Werror", "-I", TOP, "-o", cls.program, source], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def printed(self, **environment):
        return subprocess.run([self.program], env=os.environ | environment, check=True,
                              capture_output=True, text=True, timeout=10).stdout

    def test_without_a_mutant(self):
        self.assertEqual(self.printed(), "10 17 20")

    def test_with_each(self):
        by_key = {(place.text, place.change): place for place in self.places}
        for key, expected in EXPECTED.items():
            self.assertEqual(self.printed(MUSTER_MUTANT=str(by_key[key].number)), expected, key)

    def test_tells_what_is_reached(self):
        file = pathlib.Path(self.folder.name, "reached")
        file.write_bytes(bytes(len(self.places) + 20))
        self.printed(MUSTER_MUTANTS_REACHED=str(file))
        reached = file.read_bytes()
        self.assertTrue(all(reached[place.number] for place in self.places))
        self.assertEqual(reached[0], 0)


if __name__ == "__main__":
    unittest.main()
