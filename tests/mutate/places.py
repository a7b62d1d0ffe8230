"""The places of a source that may be changed, and how: each Place is one small change of one expression or
statement in the body of a function.
"""

import dataclasses
import re

from tokens import STATEMENTS, Source

SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "+": "-", "-": "+"}
BINDS = {"*": 10, "/": 10, "%": 10, "+": 9, "-": 9, "<<": 8, ">>": 8, "<=>": 7.5, "<": 7, "<=": 7,
         ">": 7, ">=": 7, "==": 6, "!=": 6, "&": 5, "^": 4, "|": 3, "&&": 2, "||": 1}
# Parts of an expression, though they are words.
VALUES = {"true", "false", "nullptr", "this", "static_cast", "reinterpret_cast", "const_cast",
          "dynamic_cast", "sizeof", "new", "not", "typename", "template", "const", "int", "unsigned",
          "long", "short", "char", "bool", "auto", "double", "operator", "mutable", "noexcept"}
WORDS = {"return", "co_return", "throw", "case", "else", "do", "goto", "if", "for", "while", "switch",
         "break", "continue", "delete", "default", "using", "typedef", "struct", "class", "enum",
         "union", "static_assert", "namespace", "template", "try", "catch", "co_yield", "co_await"}
# Of these a program's behaviour does not depend; tests must not.
HINTS = {"reserve", "shrink_to_fit", "static_cast", "__builtin_prefetch"}
INTEGER = re.compile(r"(0[xX])?((?(1)[0-9a-fA-F']+|(?:0(?![\d'])|[1-9][\d']*)))([uUlLzZ]*)$")
ON = "::muster_mutate::on({n})"


@dataclasses.dataclass
class Place:
    file: str
    line: int
    text: str  # of that line
    change: str  # as a person reads it
    start: int  # what is replaced
    end: int
    holes: tuple  # (start, end) of what stays and may hold other places
    form: str  # the new text: {n} is the number of the mutant, {a} and {b} the texts of the holes
    number: int = 0

    @property
    def key(self):
        """Outlives moved lines."""
        return (self.file, self.text, self.change)

    def __str__(self):
        return f"{self.file}:{self.line}: {self.change}: {self.text}"


class Finder:
    def __init__(self, file, text):
        self.file, self.source, self.places = file, Source(text), []
        self.tokens = self.source.tokens

    def found(self):
        for at, token in enumerate(self.tokens):
            if token.open:
                self._at(at, token)
        for first, last in self.source.statements:
            if self.tokens[first].open:
                self._statement(first, last)
        self.places.sort(key=lambda place: (place.start, place.end, place.change))
        self._number_equal_ones()
        return self.places

    def _number_equal_ones(self):
        counts = {}
        for place in self.places:
            counts.setdefault((place.line, place.change), []).append(place)
        for places in counts.values():
            for nth, place in enumerate(places[1:], 2):
                place.change += f" (number {nth} of the line)"

    def _add(self, at, change, start, end, holes, form):
        """`at` is the token that says the line."""
        text = self.source.text[start:end]
        # The changed way stands on one line before the one as written, so that lines keep their numbers.
        if "\n" in text and ("//" in text or 'R"' in text or "\n#" in text):
            return
        line = self.source.line_of(self.tokens[at].start)
        self.places.append(Place(self.file, line, self.source.line_text(line), change, start, end,
                                 tuple(holes), form))

    def _at(self, at, token):
        if token.kind == "name":
            if token.text in ("true", "false"):
                other = "false" if token.text == "true" else "true"
                self._add(at, f"{token.text} becomes {other}", token.start, token.end, [],
                          f"({ON} != {token.text})")
            elif token.text in ("if", "while") and self.source.is_text(at + 1, "("):
                self._condition(at)
        elif token.kind == "number":
            self._constant(at, token)
        elif token.kind == "op":
            if token.text in SWAPS and token.before and token.after and self._ends_value(at - 1):
                self._binary(at, token)
            elif token.text in ("++", "--"):
                self._step(at, token)

    def _constant(self, at, token):
        match = INTEGER.match(token.text)
        if not match:
            return
        prefix, digits, suffix = match.group(1) or "", match.group(2).replace("'", ""), match.group(3)
        value = int(digits, 16 if prefix else 10) + 1
        changed = (f"{prefix}{value:x}" if prefix else str(value)) + suffix
        self._add(at, f"{token.text} becomes {changed}", token.start, token.end, [],
                  f"({ON} ? {changed} : {token.text})")

    def _condition(self, at):
        first, last = at + 2, self.tokens[at + 1].mate
        # Behind `if (initialiser; ...`. A declaration as the condition stays as it is.
        flat = self.source._flat(first, last)
        for i in flat:
            if self.source.is_text(i, ";"):
                first = i + 1
        if first >= last or any(self.source.is_text(i, "=") and i >= first for i in flat):
            return
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        self._add(at, f"condition of {self.tokens[at].text} negated", start, end, [(start, end)],
                  f"{ON} != static_cast<bool>({{a}})")

    def _binary(self, at, token):
        first, last = self._left(at), self._right(at)
        if first >= at or last <= at:
            return
        inside = self.tokens[first:last + 1]
        if token.text in "+-" and any(one.kind in ("string", "raw") for one in inside):
            return  # texts are only joined
        if any(one.text == ";" for one in inside):
            return  # a lambda's statements would stand there twice
        left = (self.tokens[first].start, self.tokens[at - 1].end)
        right = (self.tokens[at + 1].start, self.tokens[last].end)
        other = SWAPS[token.text]
        a, b = ("({a})", "({b})") if token.text in ("&&", "||") else ("{a}", "{b}")
        self._add(at, f"{token.text} becomes {other}", left[0], right[1], [left, right],
                  f"({ON} ? {a} {other} {b} : {{as_written}})")

    def _step(self, at, token):
        other = "--" if token.text == "++" else "++"
        if self._ends_value(at - 1) and not token.before:
            first = self._left(at, 11)
            hole = (self.tokens[first].start, self.tokens[at - 1].end)
            start, end, changed = hole[0], token.end, "{a}" + other
        else:
            last = self._right(at, 11)
            hole = (self.tokens[at + 1].start, self.tokens[last].end) if last > at else (0, 0)
            start, end, changed = token.start, hole[1], other + "{a}"
        if hole[0] < hole[1]:
            self._add(at, f"{token.text} becomes {other}", start, end, [hole],
                      f"({ON} ? {changed} : {{as_written}})")

    def _statement(self, first, last):
        word, block = self.tokens[first].text, self.source.holder[first]
        start, end = self.tokens[first].start, self.tokens[last].end
        if word in ("break", "continue") and last == first + 1 and not self._in_switch(block):
            other = "continue" if word == "break" else "break"
            self._add(first, f"{word} becomes {other}", start, end, [],
                      f"{{{{ if ({ON}) {other}; else {word}; }}}}")
        elif word == "return" and last > first + 1:
            self._return(first, last, block)
        elif self._is_action(first, last):
            self._add(first, "statement left out", start, end, [(start, end)],
                      f"{{{{ if (!{ON}) {{a}} }}}}")

    def _return(self, first, last, block):
        while block.kind not in ("function", "lambda"):
            block = block.outer
        literal = last == first + 2 and (self.tokens[first + 1].kind == "number"
                                         or self.tokens[first + 1].text in ("true", "false"))
        if literal or block.kind == "lambda" or self.source.is_text(first + 1, "{"):
            return
        hole = (self.tokens[first + 1].start, self.tokens[last - 1].end)
        if block.returns == "bool":
            self._add(first, "the opposite is returned", *hole, [hole],
                      f"({ON} ? !({{a}}) : bool({{as_written}}))")
        elif block.returns == "number":
            self._add(first, "one more is returned", *hole, [hole], f"({{a}}) + ({ON} ? 1 : 0)")

    def _in_switch(self, block):
        """Where break and continue differ in more than going on."""
        while block.kind not in ("function", "lambda", "loop"):
            if block.kind == "switch":
                return True
            block = block.outer
        return False

    def _is_action(self, first, last):
        """A plain call, or an assignment to what is there already."""
        token = self.tokens[first]
        if self.source.holder[first].kind not in STATEMENTS or token.text in WORDS:
            return False
        if token.kind != "name" and token.text not in ("*", "("):
            return False
        flat = self.source._flat(first, last)
        assigned = [i for i in flat if self.tokens[i].kind == "op"
                    and self.tokens[i].text in ("=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<<=")]
        target = [i for i in flat if not assigned or i < assigned[0]]
        names = [self.tokens[i].text for i in target if self.tokens[i].kind == "name"]
        if not names or HINTS & set(names) or "must" in names or "auto" in names:
            return False
        for one, other in zip(target, target[1:]):
            # `Type name`, `Type<Other> name`, `Type* name`: a declaration.
            if self.tokens[other].kind == "name" and (
                    self.tokens[one].kind in ("name", "angle")
                    or self.source.is_text(one, "*", "&", "&&") and one > first):
                return False
        if assigned:
            return True
        return self.source.is_text(last - 1, ")") and not any(
            self.tokens[i].kind == "op" and self.tokens[i].text in BINDS for i in flat[1:])

    def _ends_value(self, at):
        if at < 0:
            return False
        token = self.tokens[at]
        if token.kind == "name":
            return token.text not in WORDS
        if token.kind in ("number", "string", "char", "raw"):
            return True
        if token.text == "}":
            return self.source.blocks[token.mate].kind in ("init", "lambda") if token.mate >= 0 else False
        return token.text in (")", "]", ">") and (token.kind == "angle" or token.text != ">") \
            or token.text in ("++", "--") and self._ends_value(at - 1)

    def _stops(self, at, binds, same):
        """Whether the operator at this token ends an operand of one that binds so."""
        token = self.tokens[at]
        if token.text in ("::", ".", "->", "->*", "!", "~", "++", "--"):
            return False
        if token.text in BINDS:
            if not self._ends_value(at - 1):
                return False  # unary
            return BINDS[token.text] < binds or same and BINDS[token.text] == binds
        return True

    def _left(self, at, binds=None):
        """The first token of the left operand of the operator at `at`."""
        binds = binds or BINDS[self.tokens[at].text]
        first = at
        while first > 0:
            token = self.tokens[first - 1]
            if token.kind in ("op", "angle") and token.text in (")", "]", "}", ">") and token.mate >= 0:
                if token.text == "}" and not self._ends_value(first - 1):
                    break
                first = token.mate
            elif token.kind == "angle" or token.text in ("(", "[", "{") and token.kind == "op":
                break
            elif token.kind == "op" and self._stops(first - 1, binds, False):
                break
            elif token.kind == "name" and token.text in WORDS:
                break
            elif binds == 11 and token.text in ("*", "&", "!", "-", "++", "--"):
                break  # binds less than a step behind the value
            else:
                first -= 1
        return first

    def _right(self, at, binds=None):
        binds = binds or BINDS[self.tokens[at].text]
        last = at
        while last + 1 < len(self.tokens):
            token = self.tokens[last + 1]
            if token.kind in ("op", "angle") and token.text in ("(", "[", "{", "<") and token.mate >= 0:
                block = self.source.blocks.get(last + 1)
                if block and block.kind not in ("init", "lambda"):
                    break
                last = token.mate
            elif token.kind == "angle" or token.kind == "op" and token.text in (")", "]", "}"):
                break
            elif token.kind == "op" and self._stops(last + 1, binds, True):
                break
            elif token.kind == "name" and token.text in WORDS:
                break
            else:
                last += 1
        return last


def find(file, text):
    return Finder(file, text).found()
