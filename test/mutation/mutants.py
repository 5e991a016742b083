"""Small changes of a C++ source, one at a time: the kind of each, and its text.

A change is made in code alone, never in a comment, a string or a line of the preprocessor. It relies on the
layout that clang-format gives the sources: a statement begins a line, and a binary operator has blanks around it.
"""

import bisect
import re


class Mutant:
    """One change: the bytes from `begin` to `end` become `text`."""

    def __init__(self, kind, line, begin, end, text):
        self.kind = kind
        self.line = line
        self.begin = begin
        self.end = end
        self.text = text

    def apply(self, source):
        return source[: self.begin] + self.text + source[self.end:]


def blank_out(source):
    """The source with blanks in place of everything that is not code; its length stays the same."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"\((?:.|\n)*?\)"|"(?:\\.|[^"\\\n])*"'
        r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])'|^[ \t]*#(?:\\\n|[^\n])*",
        re.DOTALL | re.MULTILINE)
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)


def closing(code, opening):
    """The place at which the parenthesis that opens there is closed."""
    depth = 0
    for at in range(opening, len(code)):
        if code[at] == "(":
            depth += 1
        elif code[at] == ")":
            depth -= 1
            if depth == 0:
                return at
    return None


OPERATORS = [
    (" < ", " <= "), (" <= ", " < "), (" > ", " >= "), (" >= ", " > "), (" == ", " != "), (" != ", " == "),
    (" && ", " || "), (" || ", " && "), (" + ", " - "), (" - ", " + "), (" * ", " / "), (" / ", " * "),
    (" += ", " -= "), (" -= ", " += "),
]
WORDS = [("true", "false"), ("false", "true"), ("std::min", "std::max"), ("std::max", "std::min")]
NO_STATEMENT = re.compile(
    r"(return|using|namespace|case|default|break|continue|throw|goto|typedef|public|private|template|friend"
    r"|co_return|else|const|constexpr|static|auto|if|for|while|switch|do|struct|class|enum|union|delete)\b")
LOCK = re.compile(r"[ \t]*(?:const )?std::(?:lock_guard|scoped_lock)\b[^;\n]*;")
CALL_OF_TWO = re.compile(r"\b(?!min\b|max\b)\w+\((\w+), (\w+)\)(?=[;,)\s])")
NOTHING = "static_cast<void>(0);"


class Maker:
    def __init__(self, source):
        self.source = source
        self.code = blank_out(source)
        self.starts = [0] + [found.end() for found in re.finditer("\n", source)]
        self.made = []

    def add(self, kind, begin, end, text):
        line = bisect.bisect_right(self.starts, begin)
        self.made.append(Mutant(kind, line, begin, end, text))

    def all(self):
        self.conditions()
        self.operators()
        self.constants()
        self.statements()
        self.locks()
        self.returns()
        self.arguments()
        self.made.sort(key=lambda each: (each.begin, each.kind, each.text))
        return self.made

    def conditions(self):
        for found in re.finditer(r"\b(?:if|while) \(", self.code):
            opening = found.end() - 1
            end = closing(self.code, opening)
            if end is None or self.code[: found.start()].endswith("constexpr "):
                continue
            inner = self.code[opening + 1: end]
            begin = opening + 1 + (inner.rfind(";") + 1)
            condition = self.source[begin:end].strip()
            if re.match(r"(const |auto|[\w:<>*& ]+ [*&]?\w+ = )", condition):
                continue
            lead = " " if begin > opening + 1 else ""
            self.add("negate a condition", begin, end, f"{lead}!({condition})")

    def operators(self):
        for before, after in OPERATORS:
            for found in re.finditer(re.escape(before), self.code):
                self.add("change an operator", found.start(), found.end(), after)
        for before, after in WORDS:
            for found in re.finditer(r"(?<![\w:])" + re.escape(before) + r"\b", self.code):
                self.add("change a word", found.start(), found.end(), after)
        for found in re.finditer(r"(\+\+|--)(?=[\w*])", self.code):
            self.add("change an operator", found.start(), found.end(), "--" if found.group() == "++" else "++")

    def constants(self):
        for found in re.finditer(r"(?<![\w.'])(\d[\d']*)(?=(?:ms|s|min|h|U|UL)?\b)(?![.'\w]*[.x])", self.code):
            value = int(found.group(1).replace("'", ""))
            self.add("change a constant", found.start(1), found.end(1), str(value + 1))

    def statements(self):
        for found in re.finditer(r"^[ \t]+([\w*+(~:-][^\n{}]*;)[ \t]*$", self.code, re.MULTILINE):
            text = found.group(1)
            before = self.code[: found.start()].rstrip()
            begins = not before or before[-1] in ";{}" or before.endswith((")", "else", ":"))
            is_declaration = re.match(r"[\w:<>,*& ]+[ *&]\w+(?:\{.*\}|\(.*\)| = .*)?;$", text) and not re.match(
                r"[\w.\->\[\]:]+ [-+|&^]?= ", text)
            is_call = re.match(r"(\+\+|--|\*)?[\w.:\->\[\]()]+(\(|\+\+;|--;)", text) or re.match(
                r"[\w.\->\[\]*()]+ [-+|&^]?= ", text) or re.match(r"(\+\+|--)", text)
            if begins and is_call and not is_declaration and not NO_STATEMENT.match(text):
                self.add("remove a statement", found.start(1), found.end(1), NOTHING)

    def locks(self):
        for found in LOCK.finditer(self.code):
            begin = found.start() + len(found.group()) - len(found.group().lstrip())
            self.add("remove a lock", begin, found.end(), NOTHING)

    def returns(self):
        for found in re.finditer(r"^[ \t]+(return;)", self.code, re.MULTILINE):
            self.add("remove an early return", found.start(1), found.end(1), NOTHING)
        for found in re.finditer(r"^[ \t]+(return ([^;{}]+);)", self.code, re.MULTILINE):
            if found.group(2).strip() not in ("true", "false", "0", "nullptr", "std::nullopt"):
                self.add("return nothing", found.start(1), found.end(1), "return {};")
        for found in re.finditer(r"^void [^;{}]*\)(?: const)?(?: noexcept)?\n\{\n", self.code, re.MULTILINE):
            self.add("return at once", found.end(), found.end(), "    return;\n")

    def arguments(self):
        for found in CALL_OF_TWO.finditer(self.code):
            first, second = found.group(1), found.group(2)
            if first != second:
                self.add("swap two arguments", found.start(1), found.end(2), f"{second}, {first}")


def mutants_of(source):
    """All changes of a source, in the order of their places."""
    return Maker(source).all()


def difference(source, mutant):
    """The change as removed and added lines."""
    first = source.rfind("\n", 0, mutant.begin) + 1
    last = source.find("\n", mutant.end)
    before = source[first:last]
    after = source[first: mutant.begin] + mutant.text + source[mutant.end: last]
    return [f"- {line}" for line in before.split("\n")] + [f"+ {line}" for line in after.split("\n")]
