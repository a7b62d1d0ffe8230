"""Tests of tree.py: the copy follows the checkout, and a compiler's words find the mutant at fault."""

import pathlib
import subprocess
import tempfile
import unittest

import places
from tree import Tree

CODE = "void f() {\n    a(1);\n    b(2);\n    if (c == d) {\n        e();\n    }\n}\n"


class Copies(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name, "top")
        (self.top / "engine").mkdir(parents=True)
        (self.top / "engine/a.cpp").write_text(CODE)
        (self.top / "engine/b.cpp").write_text("int b;\n")
        (self.top / ".gitignore").write_text("/build/\n")
        subprocess.run(["git", "init", "-q", self.top], check=True)
        work = self.top / "build/mutate"
        work.mkdir(parents=True)
        self.tree = Tree(self.top, work, 1)
        self.places = places.find("engine/a.cpp", CODE)

    def text(self, name):
        return (self.tree.tree / name).read_text()

    def blamed(self, said):
        return sorted({place.line for place in self.tree.blamed(said, self.places)})

    def test_the_copy_has_the_mutants(self):
        self.tree.write({"engine/a.cpp": "mutated"})
        self.assertEqual(self.text("engine/a.cpp"), "mutated")
        self.assertEqual(self.text("engine/b.cpp"), "int b;\n")
        self.assertFalse((self.tree.tree / "build").exists())

    def test_the_copy_becomes_the_checkout_again(self):
        self.tree.write({"engine/a.cpp": "mutated"})
        (self.top / "engine/b.cpp").unlink()
        self.tree.write({})
        self.assertEqual(self.text("engine/a.cpp"), CODE)
        self.assertFalse((self.tree.tree / "engine/b.cpp").exists())

    def test_what_is_equal_is_not_written_again(self):
        self.tree.write({"engine/a.cpp": "mutated"})
        before = (self.tree.tree / "engine/a.cpp").stat().st_mtime_ns
        self.tree.write({"engine/a.cpp": "mutated"})
        self.assertEqual((self.tree.tree / "engine/a.cpp").stat().st_mtime_ns, before)

    def test_an_error_names_the_mutants_of_its_line(self):
        for path in (f"{self.tree.tree}/engine/a.cpp", "../../engine/a.cpp"):
            self.assertEqual(self.blamed(f"{path}:3:7: error: no match for 'operator-'"), [3], path)

    def test_where_a_template_was_asked_for_counts(self):
        said = f"x.hpp:90:1: error: none\n{self.tree.tree}/engine/a.cpp:4:9:   required from here"
        self.assertEqual(self.blamed(said), [4])

    def test_an_error_elsewhere_in_the_file_blames_all_of_it(self):
        self.assertEqual(self.blamed(f"{self.tree.tree}/engine/a.cpp:7:1: error: at the end"), [2, 3, 4, 5])

    def test_an_error_of_another_file_blames_none(self):
        self.assertEqual(self.blamed(f"{self.tree.tree}/engine/b.cpp:1:1: error: not mutated"), [])


if __name__ == "__main__":
    unittest.main()
