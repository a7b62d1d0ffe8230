"""Tests of tokens.py: what is a token, a template's bracket, a block, a statement."""

import unittest

from tokens import Source, tokenize


def texts(code):
    return [token.text for token in tokenize(code)]


def block_kinds(code):
    source = Source(code)
    return [source.blocks[at].kind for at in sorted(source.blocks)]


def open_words(code):
    return [token.text for token in Source(code).tokens if token.open and token.kind == "name"]


def statements(code):
    source = Source(code)
    return [code[source.tokens[first].start:source.tokens[last].end]
            for first, last in sorted(source.statements)]


class Tokens(unittest.TestCase):
    def test_comments_are_none(self):
        self.assertEqual(texts("a /* b < c */ d // e == f\ng"), ["a", "d", "g"])

    def test_strings_stay_whole(self):
        self.assertEqual(texts(r'x = "a \" < b" + u8"c"sv;'), ["x", "=", r'"a \" < b"', "+", 'u8"c"sv', ";"])

    def test_raw_strings_stay_whole(self):
        code = 'f(R"sql(a ) "b" < c)sql", R"(")");'
        self.assertEqual(texts(code), ["f", "(", 'R"sql(a ) "b" < c)sql"', ",", 'R"(")"', ")", ";"])
        self.assertEqual(tokenize(code)[2].kind, "raw")

    def test_characters_and_separated_digits(self):
        self.assertEqual(texts(r"'\'' + 60'000'000 + 0x7F + 1e-7"),
                         [r"'\''", "+", "60'000'000", "+", "0x7F", "+", "1e-7"])

    def test_directives_are_none(self):
        self.assertEqual(texts("#define A(x) \\\n  x < 1\nb\n  #if 1 == 2\n#endif"), ["b"])

    def test_a_sharp_within_a_line_is_no_directive(self):
        self.assertIn("#", texts("a # b"))

    def test_long_operators(self):
        self.assertEqual(texts("a <=> b->c <<= d"), ["a", "<=>", "b", "->", "c", "<<=", "d"])

    def test_shifts_and_two_templates_that_close(self):
        self.assertIn(">>", texts("a >> 2"))
        self.assertEqual(texts("A<B<C>> d").count(">"), 2)


class Angles(unittest.TestCase):
    def angles(self, code):
        return [token.text for token in Source(code).tokens if token.kind == "angle"]

    def test_of_templates(self):
        self.assertEqual(self.angles("std::map<int, std::vector<A>> x;"), ["<", "<", ">", ">"])
        self.assertEqual(self.angles("template <class T> void f(T x);"), ["<", ">"])

    def test_comparisons_are_none(self):
        self.assertEqual(self.angles("bool f() { return a < b && c > d; }"), [])

    def test_a_comparison_among_templates(self):
        self.assertEqual(self.angles("void f() { g<int>(a < b, h<A>(c)); }"), ["<", ">", "<", ">"])

    def test_operators_that_are_declared(self):
        self.assertEqual(self.angles("bool operator<(A a, A b);"), [])


class Blocks(unittest.TestCase):
    def test_functions_and_what_holds_them(self):
        self.assertEqual(block_kinds("namespace a { class B { void f() const { } }; enum C { c }; }"),
                         ["namespace", "class", "function", "enum"])

    def test_loops_conditions_and_the_rest(self):
        self.assertEqual(block_kinds("void f() { for (;;) { } while (a) { } if (b) { } else { } "
                                     "switch (c) { } do { } while (d); { } try { } catch (E& e) { } }"),
                         ["function", "loop", "loop", "control", "block", "switch", "loop", "block",
                          "block", "control"])

    def test_braces_of_values(self):
        self.assertEqual(block_kinds("const A a{1}; B b = {2}; void f() { C c{3}; g({4}); return {5}; }"),
                         ["init", "init", "function", "init", "init", "init"])

    def test_lambdas(self):
        self.assertEqual(
            block_kinds("void f() { g([&] { }); auto a = [x](int y) mutable { }; "
                        "h([](A b) -> std::optional<C> { }); auto d = []<class T>(T t) { }; }"),
            ["function"] + ["lambda"] * 4)

    def test_an_index_before_braces_is_no_lambda(self):
        self.assertEqual(block_kinds("void f() { A{b[1]}; int c[2]{}; }"), ["function", "init", "init"])

    def test_constructors(self):
        self.assertEqual(block_kinds("A::A(int x) : B{x}, c_(x), d_{x} { e(); }"),
                         ["init", "init", "function"])

    def test_a_function_after_another(self):
        self.assertEqual(open_words("int f() { return a; } constexpr int g() { return b; } "
                                    "void h() { c; }"), ["return", "a", "c"])

    def test_what_is_returned(self):
        for head, kind in {"bool f()": "bool", "static bool A::f() const": "bool",
                           "std::size_t f(bool x)": "number", "const A& f()": "other",
                           "std::optional<bool> f()": "other", "A::A()": "other",
                           "[[nodiscard]] bool f()": "bool", "const int* f()": "other"}.items():
            source = Source(head + " { x; }")
            self.assertEqual([block.returns for block in source.blocks.values()], [kind], head)


class Closed(unittest.TestCase):
    """What no run can show stays as it is."""

    def test_outside_functions(self):
        self.assertEqual(open_words("const int a = b; struct C { int d = e; }; enum { f = g };"), [])

    def test_while_compiling(self):
        for code in ("constexpr int a = b;", "static constexpr A a{b};", "static_assert(a == b);",
                     "using A = B;"):
            self.assertEqual(open_words(f"void f() {{ {code} }}"), [], code)
        self.assertEqual(open_words("void f() { if constexpr (a) b(); }"), ["if", "b"])
        self.assertEqual(open_words("template <class T> constexpr bool f(T t) { return t; }"), [])

    def test_arguments_of_templates_and_labels(self):
        self.assertEqual(open_words("void f() { get<a>(b); switch (c) { case d: e(); } }"),
                         ["get", "b", "switch", "c", "e"])

    def test_attributes_and_what_never_happens(self):
        self.assertEqual(open_words("void f() { [[maybe_unused]] a; must(b == c); d(); }"), ["a", "d"])


class Statements(unittest.TestCase):
    def test_each_by_itself(self):
        self.assertEqual(statements("void f() { a(); if (b) c(); else d(); for (;;) e(); { g(); } }"),
                         ["a();", "c();", "d();", "e();", "g();"])

    def test_behind_labels(self):
        self.assertEqual(statements("void f() { switch (a) { case B::b: c(); break; default: d(); } }"),
                         ["c();", "break;", "d();"])

    def test_in_lambdas(self):
        self.assertEqual(statements("void f() { g([] { h(); }); i(); }"), ["g([] { h(); });", "h();", "i();"])

    def test_behind_values_in_braces(self):
        self.assertEqual(statements("void f() { A a{1}; b = {2}; c(); }"), ["A a{1};", "b = {2};", "c();"])


if __name__ == "__main__":
    unittest.main()
