"""Reads a C++ source far enough to know where it may be changed: its tokens, which bracket belongs to
which, and what each block is. No parser: it leans on clang-format, which writes spaces around operators
and none inside the angle brackets of templates.
"""

import bisect
import dataclasses
import re

PATTERN = re.compile(r"""
      (?P<space>\s+)
    | (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^\s()\\]*)\(.*?\)(?P=mark)"\w*)
    | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"\w*)
    | (?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
    | (?P<number>\.?\d(?:[eEpP][+-]|'\w|[\w.])*)
    | (?P<name>[A-Za-z_]\w*)
    | (?P<op><=>|->\*|\.\.\.|<<=|>>=|::|->|\+\+|--|&&|\|\||<=|>=|==|!=|\+=|-=|\*=|/=|%=|&=|\|=|\^=|<<|.)
    """, re.VERBOSE | re.DOTALL)
DIRECTIVE = re.compile(r"[ \t]*#(?:\\\n|[^\n])*")

PAIRS = {"(": ")", "[": "]", "{": "}"}
CONTROL = {"if", "for", "while", "switch", "catch"}
# A block of one of these kinds holds statements, and another statement may follow its end.
STATEMENTS = {"function", "control", "loop", "switch", "block", "lambda"}
NUMBERS = {"int", "unsigned", "long", "short", "size_t", "ptrdiff_t", "int8_t", "int16_t", "int32_t",
           "int64_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t"}
# Compile-time questions, and what states that something never happens: no run shows a change there.
UNSEEN = {"static_assert", "decltype", "sizeof", "alignof", "noexcept", "requires", "must"}


@dataclasses.dataclass
class Token:
    kind: str  # raw, string, char, number, name, op, angle
    text: str
    start: int
    end: int
    before: bool = False  # white space before it
    after: bool = False
    open: bool = False  # runs: in the body of a function, and not only while compiling
    mate: int = -1  # of a bracket: the other one


@dataclasses.dataclass
class Block:
    kind: str  # namespace, class, enum, init, or one of STATEMENTS
    returns: str = ""  # of a function: bool, number or other
    outer: "Block" = None


def tokenize(text):
    tokens, at, fresh = [], 0, True
    while at < len(text):
        directive = fresh and DIRECTIVE.match(text, at)
        if directive:
            at = directive.end()
            continue
        match = PATTERN.match(text, at)
        kind, part = match.lastgroup, match.group()
        if kind == "mark":
            kind = "raw"
        if kind == "space":
            fresh = fresh or "\n" in part
        elif kind != "comment":
            tokens.append(Token(kind, part, at, match.end()))
            fresh = False
        at = match.end()
        if part == ">" and text.startswith(">", at) and text[at + 1:at + 2].isspace() \
                and text[at - 2:at - 1].isspace():  # a shift; ">>" elsewhere closes two templates
            tokens[-1].text, tokens[-1].end, at = ">>", at + 1, at + 1
    for token in tokens:
        token.before = token.start == 0 or text[token.start - 1].isspace()
        token.after = text[token.end:token.end + 1].isspace()
    return tokens


class Source:
    """tokens; blocks: of the index of each "{" its Block; holder: of each token's index the block that it
    stands in; statements: (first, last) indices of each that ends with a semicolon."""

    def __init__(self, text):
        self.text = text
        self.tokens = tokenize(text)
        self.lines = [0] + [at + 1 for at, c in enumerate(text) if c == "\n"]
        self.blocks, self.holder, self.statements, self.shut = {}, [], [], set()
        self._match_angles()
        self._match_brackets()
        self._walk()
        self._shut_unseen()

    def line_of(self, at):
        """Counted from 1."""
        return bisect.bisect_right(self.lines, at)

    def line_text(self, line):
        return self.text.split("\n")[line - 1].strip()

    def is_text(self, at, *texts):
        return 0 <= at < len(self.tokens) and self.tokens[at].text in texts \
            and self.tokens[at].kind in ("op", "name")

    def _match_angles(self):
        opened = []
        for at, token in enumerate(self.tokens):
            if token.kind != "op":
                continue
            if token.text in (";", "{", "}"):
                opened = []
            if token.text == "<" and not (token.before and token.after
                                          and not self.is_text(at - 1, "template")):
                if not self.is_text(at - 1, "operator"):
                    opened.append(at)
            elif token.text == ">" and not token.before and opened:
                first = opened.pop()
                for one, other in ((first, at), (at, first)):
                    self.tokens[one].kind, self.tokens[one].mate = "angle", other

    def _match_brackets(self):
        opened = []
        for at, token in enumerate(self.tokens):
            if token.kind != "op":
                continue
            if token.text in PAIRS:
                opened.append(at)
            elif token.text in PAIRS.values() and opened:
                first = opened.pop()
                token.mate, self.tokens[first].mate = first, at

    def _walk(self):
        top = Block("namespace")
        stack = [(top, -1)]  # the block, and where its present statement begins; brackets too
        starts = [0]
        for at, token in enumerate(self.tokens):
            block = stack[-1][0]
            self.holder.append(block)
            token.open = bool(block.returns)
            if token.kind != "op":
                if self.is_text(at, "else", "do") and stack[-1][1] < 0:
                    starts[-1] = at + 1
                continue
            if token.text == "{":
                inner = self._block(at, starts[-1], stack)
                self.blocks[at] = inner
                stack.append((inner, -1))
                starts.append(at + 1)
            elif token.text in ("(", "["):
                stack.append((block, at))
                starts.append(at + 1)
            elif token.text in PAIRS.values() and len(stack) > 1:
                ended, _ = stack.pop()
                starts.pop()
                if token.text == "}" and ended.kind not in ("init", "lambda", "class", "enum"):
                    starts[-1] = at + 1
                elif token.text == ")" and self._is_header(at) and stack[-1][1] < 0:
                    starts[-1] = at + 1
            elif token.text == ";" and stack[-1][1] < 0:
                if block.kind in STATEMENTS and starts[-1] < at:
                    self.statements.append((starts[-1], at))
                starts[-1] = at + 1
            elif token.text == ":" and stack[-1][1] < 0:
                if self.is_text(starts[-1], "case", "default", "public", "private", "protected"):
                    self.shut.update(range(starts[-1], at))
                    starts[-1] = at + 1

    def _keyword_of(self, closing):
        """What stands before the bracket that ends here: `if` for `if constexpr (...)` too."""
        at = self.tokens[closing].mate - 1
        if self.is_text(at, "constexpr"):
            at -= 1
        return self.tokens[at].text if at >= 0 else ""

    def _is_header(self, closing):
        return self._keyword_of(closing) in CONTROL

    def _block(self, at, start, stack):
        outer, bracket = stack[-1]
        if self._is_lambda(at):
            return Block("lambda", "other" if outer.returns else "", outer)
        if bracket >= 0 or outer.kind == "init" or outer.kind == "enum":
            return Block("init", outer.returns, outer)
        head = self.tokens[start:at]
        if outer.kind in STATEMENTS:
            return Block(self._kind_of_inner(at, start, head), outer.returns, outer)
        words = {token.text for token in head if token.kind == "name"}
        first = head[0].text if head else ""
        flat = self._flat(start, at)
        if "namespace" in words or first == "extern":
            return Block("namespace", "", outer)
        if "enum" in words:
            return Block("enum", "", outer)
        has_list = any(self.tokens[i].text == "(" for i in flat)
        if words & {"class", "struct", "union"} and not has_list:
            return Block("class", "", outer)
        assigned = any(self.is_text(i, "=") and not self.is_text(i - 1, "operator") for i in flat)
        if not has_list or assigned:
            return Block("init", "", outer)
        # `: member_{value}` of a constructor; its body follows a bracket.
        if any(self.is_text(i, ":") for i in flat) and not self.is_text(at - 1, ")", "}"):
            return Block("init", "", outer)
        compiled = words & {"constexpr", "consteval"}
        return Block("function", "" if compiled else self._returned(flat), outer)

    def _kind_of_inner(self, at, start, head):
        if self.is_text(at - 1, ")") and self._is_header(at - 1):
            word = self._keyword_of(at - 1)
            return {"for": "loop", "while": "loop", "switch": "switch"}.get(word, "control")
        if self.is_text(at - 1, "do"):
            return "loop"
        if self.is_text(at - 1, "else", "try") or start == at:
            return "block"
        if head and head[0].text in ("struct", "class", "enum", "union"):
            return "enum" if head[0].text == "enum" else "class"
        return "init"

    def _is_lambda(self, at):
        """Goes back over `mutable`, `noexcept`, `-> Type` and the list to the brackets of the capture."""
        back = at - 1
        limit = max(0, at - 24)
        for i in range(back, limit, -1):
            if self.is_text(i, "->") and self.is_text(i - 1, ")", "mutable", "noexcept", "]"):
                back = i - 1
                break
            if not (self.tokens[i].kind in ("name", "angle") or self.is_text(i, "::", "*", "&", ",")):
                break
        while self.is_text(back, "mutable", "noexcept"):
            back -= 1
        if self.is_text(back, ")"):
            back = self.tokens[back].mate - 1
            if 0 <= back and self.tokens[back].kind == "angle":
                back = self.tokens[back].mate - 1
        if not self.is_text(back, "]") or self.tokens[back].mate < 0:
            return False
        before = self.tokens[self.tokens[back].mate - 1] if self.tokens[back].mate else None
        # Behind a value, brackets are an index; behind these words they are not.
        return before is None or not (before.kind == "name" and before.text != "return"
                                      or before.text in (")", "]"))

    def _flat(self, start, end):
        """Indices that stand in no bracket of their own."""
        at, found = start, []
        while at < end:
            found.append(at)
            mate = self.tokens[at].mate
            at = mate if at < mate < end and self.tokens[at].text != ">" else at
            at += 1
        return found

    def _returned(self, flat):
        words = []
        for i in flat:
            if self.tokens[i].text == "(":
                break
            if self.tokens[i].kind == "name":
                words.append(self.tokens[i].text)
            elif self.tokens[i].text in ("*", "&") or self.tokens[i].kind == "angle":
                return "other"
        words = [word for word in words if word not in ("static", "inline", "std", "const")]
        if not words or len(words) < 2:
            return "other"
        return "bool" if words[0] == "bool" else "number" if words[0] in NUMBERS else "other"

    def _shut_unseen(self):
        """Closes what is decided while compiling, and what states what never happens."""
        for at, token in enumerate(self.tokens):
            if token.kind == "angle" and token.text == "<":
                self.shut.update(range(at, token.mate + 1))
            elif token.kind == "name" and self.is_text(at + 1, "("):
                if token.text in UNSEEN or (token.text == "constexpr" and self.is_text(at - 1, "if")):
                    self.shut.update(range(at, self.tokens[at + 1].mate + 1))
            elif self.is_text(at, "[") and self.is_text(at + 1, "["):
                self.shut.update(range(at, max(token.mate, at) + 1))
        for first, last in self.statements:
            words = {token.text for token in self.tokens[first:first + 3]}
            if words & {"constexpr", "using", "typedef", "constinit"}:
                self.shut.update(range(first, last + 1))
        for at in self.shut:
            self.tokens[at].open = False
