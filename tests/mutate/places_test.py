"""Tests of places.py and schema.py: each kind of change, where none may be, and how many are put into one
text. What is made of a place is compiled and run in compiled_test.py.
"""

import unittest

import places
import schema


def changes(body, head="void f()"):
    """(change, what it replaces) of each place in this body."""
    code = f"{head} {{ {body} }}"
    return [(place.change, code[place.start:place.end]) for place in places.find("a.cpp", code)]


def words(body, head="void f()"):
    return [change for change, _ in changes(body, head)]


class Operators(unittest.TestCase):
    def test_comparisons(self):
        for one, other in (("<", "<="), ("<=", "<"), (">", ">="), (">=", ">"), ("==", "!="), ("!=", "==")):
            self.assertIn((f"{one} becomes {other}", f"a {one} b"), changes(f"g(a {one} b);"))

    def test_and_or(self):
        self.assertIn(("&& becomes ||", "a && b"), changes("g(a && b);"))
        self.assertIn(("|| becomes &&", "a || b"), changes("g(a || b);"))

    def test_plus_minus(self):
        self.assertIn(("+ becomes -", "a + b"), changes("g(a + b);"))
        self.assertIn(("- becomes +", "a - b"), changes("g(a - b);"))

    def test_steps(self):
        self.assertIn(("++ becomes --", "++a.b[c]"), changes("++a.b[c];"))
        self.assertIn(("++ becomes --", "a->b++"), changes("x = *a->b++;"))
        self.assertIn(("-- becomes ++", "--i"), changes("for (i = n; i > m; --i) g();"))

    def test_truth(self):
        self.assertIn(("true becomes false", "true"), changes("g(true);"))
        self.assertIn(("false becomes true", "false"), changes("return false;", "bool f()"))

    def test_constants(self):
        for one, other in (("5", "6"), ("0", "1"), ("0x7f", "0x80"), ("60'000", "60001"), ("9u", "10u")):
            self.assertIn((f"{one} becomes {other}", one), changes(f"g({one});"))
        for other in ("1.5", "1e3", "017", "5ms", "2.0f"):
            self.assertEqual([word for word in words(f"g({other});") if "becomes" in word], [], other)

    def test_conditions(self):
        self.assertIn(("condition of if negated", "a"), changes("if (a) g();"))
        self.assertIn(("condition of while negated", "a && b"), changes("while (a && b) g();"))
        self.assertIn(("condition of if negated", "x == 1"), changes("if (const auto x = y(); x == 1) g();"))
        self.assertIn(("condition of if negated", "f(x = 1)"), changes("if (f(x = 1)) g();"))
        self.assertNotIn("condition of if negated", words("if (const auto x = y()) g();"))
        self.assertEqual(words("if constexpr (a == b) return;"), [])

    def test_statements_left_out(self):
        for code in ("g();", "a.b(c, d);", "a->b = c;", "x += 1;", "*x = y;", "a::b<c>(d);", "a[i].b(c)->d();"):
            self.assertIn(("statement left out", code), changes(code), code)

    def test_declarations_are_not_left_out(self):
        for code in ("A a(b);", "const A a = b;", "A* a = b;", "A<B> a(c);", "auto& a = b;", "a::B c{d};",
                     "auto [a, b] = c;", "std::lock_guard lock(a);"):
            self.assertNotIn("statement left out", words(code), code)

    def test_hints_are_not_left_out(self):
        for code in ("a.reserve(b);", "static_cast<void>(a);", "must(a == b);"):
            self.assertEqual(words(code), [], code)

    def test_other_statements_are_not_left_out(self):
        for code in ("return g();", "delete a;", "throw A(b);", "goto a;"):
            self.assertNotIn("statement left out", words(code), code)

    def test_returns(self):
        self.assertIn(("the opposite is returned", "a.b()"), changes("return a.b();", "bool A::f() const"))
        self.assertIn(("one more is returned", "a"), changes("return a;", "std::size_t f()"))
        self.assertEqual(words("return a;", "std::string f()"), [])
        self.assertEqual(words("return true;", "bool f()"), ["true becomes false"])
        # A lambda's is not that of the function.
        self.assertEqual(words("return g([] { return a; });", "bool f()"), ["the opposite is returned"])

    def test_jumps(self):
        self.assertIn(("break becomes continue", "break;"), changes("for (;;) { if (a) break; }"))
        self.assertIn(("continue becomes break", "continue;"), changes("while (a) { continue; }"))
        self.assertIn("break becomes continue", words("switch (a) { case b: for (;;) { break; } }"))
        self.assertNotIn("break becomes continue", words("for (;;) { switch (a) { case b: break; } }"))


class Traps(unittest.TestCase):
    def test_templates_are_no_comparisons(self):
        self.assertEqual(words("std::vector<int> a; g<b>(); std::map<A, std::vector<B>> c;"),
                         ["statement left out"])

    def test_references_and_pointers_are_no_operators(self):
        self.assertEqual(words("auto&& a = b; A& c = d; const A* const e = &g; for (auto&& h : i) { }"), [])

    def test_signs_are_no_sums(self):
        self.assertEqual(words("return -a;"), [])
        self.assertNotIn("- becomes +", words("x = -1; g(-y, +z);"))

    def test_texts_are_only_joined(self):
        self.assertNotIn("+ becomes -", words('g("a" + b + "c");'))

    def test_what_stands_in_texts_and_comments(self):
        self.assertEqual(words('A a = "b < c && 1"; // d == e\n /* true */ B f = R"(1 + 2)";'), [])

    def test_directives(self):
        self.assertEqual(words("\n#if A == 1 && B < 2\n#endif\n"), [])

    def test_outside_functions(self):
        code = ("const int a = 1; struct A { int b = 2; bool c = true; }; enum B { d = 3 };\n"
                "constexpr int e(int x) { return x + 1; } void g(int h = 4);")
        self.assertEqual(places.find("a.cpp", code), [])

    def test_what_is_known_while_compiling(self):
        self.assertEqual(words("constexpr int a = 1; static_assert(b == 2); A a = std::get<0>(c);"
                               "using A = B<3>;"), [])

    def test_labels(self):
        self.assertEqual([word for word in words("switch (a) { case 1: g(); }") if "1" in word], [])

    def test_a_lambdas_statements_do_not_stand_there_twice(self):
        self.assertNotIn("== becomes !=", words("x = g([] { h(); }) == y;"))


class Operands(unittest.TestCase):
    def operand(self, body, change):
        return dict(changes(body))[change]

    def test_reach_as_far_as_they_bind(self):
        self.assertEqual(self.operand("x = a + b * c < d - e && g;", "< becomes <="), "a + b * c < d - e")
        self.assertEqual(self.operand("x = a || b && !c.d() || e;", "&& becomes ||"), "b && !c.d()")
        self.assertEqual(self.operand("x = a - b + c - d;", "+ becomes -"), "a - b + c")
        self.assertEqual(self.operand("x = a ? b == c : d;", "== becomes !="), "b == c")
        self.assertEqual(self.operand("return g(a, b < c, d);", "< becomes <="), "b < c")

    def test_hold_brackets_casts_and_braces(self):
        self.assertEqual(self.operand("if (static_cast<int>(a[b]) >= A{c}) g();", ">= becomes >"),
                         "static_cast<int>(a[b]) >= A{c}")
        self.assertEqual(self.operand("x = *a == -b;", "== becomes !="), "*a == -b")

    def test_end_with_the_statement_before(self):
        self.assertEqual(self.operand("if (a) { g(); } *b == c;", "== becomes !="), "*b == c")


class Schema(unittest.TestCase):
    CODE = "bool f() {\n    if (a < b &&\n        c > 1) g();\n    return d == e;\n}\n"

    def numbered(self):
        found = places.find("a.cpp", self.CODE)
        for number, place in enumerate(found, 1):
            place.number = number
        return found

    def test_without_mutants_the_text_is_as_it_was(self):
        self.assertEqual(schema.mutated(self.CODE, []), self.CODE)

    def test_each_alone(self):
        for place in self.numbered():
            text = schema.mutated(self.CODE, [place])
            self.assertEqual(text.count(f"::muster_mutate::on({place.number})"), 1, place.change)

    def test_all_together_keep_their_lines(self):
        found = self.numbered()
        text = schema.mutated(self.CODE, found)
        for place in found:
            self.assertIn(f"on({place.number})", text)
        body = text.removeprefix(schema.HEAD)
        self.assertEqual(body.count("\n"), self.CODE.count("\n"))
        self.assertIn("d == e", body.split("\n")[3])

    def test_those_that_cross_are_not_taken_together(self):
        one = places.Place("a.cpp", 1, "", "x", 0, 10, ((0, 4), (6, 10)), "")
        for start, end, fits in ((0, 4, True), (7, 9, True), (10, 12, True), (3, 7, False), (8, 12, False),
                                 (0, 10, False)):
            other = places.Place("a.cpp", 1, "", "y", start, end, (), "")
            self.assertEqual(schema.agree(one, other), fits, (start, end))
            self.assertEqual(schema.agree(other, one), fits, (start, end))

    def test_equal_changes_of_a_line_have_names_of_their_own(self):
        found = places.find("a.cpp", "void f() { g(1, 1); }")
        self.assertEqual([place.change for place in found if place.change.startswith("1")],
                         ["1 becomes 2", "1 becomes 2 (number 2 of the line)"])


class Choice(unittest.TestCase):
    PLACES = places.find("a.cpp", "void f() { " + " ".join(f"g{i}({i});" for i in range(40)) + " }")

    def drawn(self, count, seed, refused=()):
        return [place.key for place in schema.choose(self.PLACES, count, seed, refused)]

    def test_a_seed_says_which(self):
        self.assertEqual(self.drawn(10, "1"), self.drawn(10, "1"))
        self.assertNotEqual(self.drawn(10, "1"), self.drawn(10, "2"))

    def test_others_take_the_place_of_the_refused(self):
        first = self.drawn(10, "1")
        second = self.drawn(10, "1", set(first[:2]))
        self.assertEqual(len(second), 10)
        self.assertEqual(second[:8], first[2:])

    def test_shares_follow_the_lines_and_no_folder_is_left_out(self):
        self.assertEqual(schema.shares({"a": 900, "b": 100}, 100, 5), {"a": 90, "b": 10})
        self.assertEqual(schema.shares({"a": 990, "b": 10}, 100, 5), {"a": 95, "b": 5})
        self.assertEqual(sum(schema.shares({"a": 7, "b": 5, "c": 3}, 100, 1).values()), 100)


if __name__ == "__main__":
    unittest.main()
