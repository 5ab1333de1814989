"""The words and signs of the text form, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from surveys.problems import Parameter, Problem, Refused
from surveys.strict_json import is_text

LONGEST_TEXT: Final = 10_000
"""Characters. The longest expression in the forms we know has some hundreds."""

Sort = Literal["number", "words", "answer", "name", "sign", "end"]

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<words>'(?:[^']|'')*'(?!') | "(?:[^"]|"")*"(?!") | \u2018[^\u2019]*\u2019 | \u201c[^\u201d]*\u201d)
    | \$\{\s*(?P<answer>[^{}\s]+)\s*\}
    | (?:\.\./)+(?P<path>[A-Za-z_][A-Za-z0-9_.-]*)
    | (?P<name>[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?)
    | (?P<sign>!=|<=|>=|==|\.\.|[-=<>+*(),.])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
"""Numbers, names and signs as XPath 1.0 (section 3.7) has them, `${name}` as XLSForm, which once wrote `../name`;
quotes as word processors make them, too, and within quotes the quote itself, doubled."""

_SORTS: Final[Mapping[str, Sort]] = {
    "number": "number",
    "words": "words",
    "answer": "answer",
    "path": "answer",
    "name": "name",
    "sign": "sign",
    "end": "end",
}


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is what was written, of words without their quotes; `start` the place in characters."""

    sort: Sort
    text: str
    start: int


def fault(what: str, text: str, start: int, **parameters: Parameter) -> Refused:
    """A refusal that points at a place: `line` and `column`, from 1."""
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Refused(Problem(f"expression.{what}", "", {"line": line, "column": column, **parameters}))


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, the last of which is its end.

    Raises Refused `expression.too_long`, `expression.bad_characters`, `expression.open_quote`, `expression.open_name`,
    `expression.path`, `expression.unknown_sign`.
    """
    if len(text) > LONGEST_TEXT:
        raise Refused(Problem("expression.too_long", "", {"limit": LONGEST_TEXT}))
    if not is_text(text) or "\0" in text:
        raise Refused(Problem("expression.bad_characters"))
    position = 0
    while True:
        found = _TOKEN.match(text, position)
        if found is None:
            raise _unreadable(text, position)
        group = found.lastgroup or "end"
        sort = _SORTS[group]
        yield Token(sort, _meant(found[group]) if sort == "words" else found[group], found.start(group))
        if sort == "end":
            return
        position = found.end()


def _meant(quoted: str) -> str:
    quote = quoted[0]
    return quoted[1:-1].replace(quote + quote, quote) if quote in "'\"" else quoted[1:-1]


def _unreadable(text: str, position: int) -> Refused:
    while text[position].isspace():
        position += 1
    sign = text[position]
    if sign in "'\"\u2018\u201c":
        return fault("open_quote", text, position)
    if sign == "$":
        return fault("open_name", text, position)
    if sign in "/[]@|:":
        return fault("path", text, position)
    return fault("unknown_sign", text, position, sign=sign)
