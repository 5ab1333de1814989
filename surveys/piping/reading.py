"""A text with answers in it, read into parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from surveys.expressions.tree import QUESTION_ID
from surveys.problems import Parameter, Problem, Refused

DEEPEST: Final = 4
"""Forms within forms. Nobody can translate more."""

Form = Literal["plural", "select"]

_NAME: Final = re.compile(rf"\s*({QUESTION_ID.strip('^$')})\s*(?=[,}}])")
_FORM: Final = re.compile(r",\s*(plural|select)\s*,")
_BRANCH: Final = re.compile(r"\s*(=[0-9]{1,9}|[a-z0-9][a-z0-9_-]{0,63})\s*\{")
_CLOSE: Final = re.compile(r"\s*\}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or what a calculation gave."""

    name: str
    start: int


@dataclass(frozen=True, slots=True)
class NumberSign:
    """The number of the nearest plural."""


@dataclass(frozen=True, slots=True)
class Forms:
    """One of several texts, by the plural category of a number or by the option chosen."""

    name: str
    form: Form
    branches: Mapping[str, tuple[Part, ...]]
    start: int


Part = str | Answer | NumberSign | Forms


def has_pipes(text: str) -> bool:
    """Whether a text has braces, and must be read; most have none, and say themselves."""
    return "{" in text or "}" in text


def read(text: str) -> tuple[Part, ...]:
    """The parts of a text.

    Raises Refused, never anything else, with one problem at its `line` and `column`: `piping.open_brace`,
    `.stray_brace`, `.bad_name`, `.bad_form`, `.bad_branch`, `.double_branch`, `.no_other`, `.too_deep`.
    """
    reader = _Reader(text)
    parts = reader.parts(0, in_plural=False)
    if reader.position < len(text):
        raise reader.fault("stray_brace", reader.position)
    return parts


def every(parts: tuple[Part, ...]) -> Iterator[Answer | Forms]:
    """All that names something, in the order it is written."""
    for part in parts:
        if isinstance(part, Answer):
            yield part
        elif isinstance(part, Forms):
            yield part
            for branch in part.branches.values():
                yield from every(branch)


def fault(what: str, text: str, start: int, **parameters: Parameter) -> Problem:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Problem(f"piping.{what}", "", {"line": line, "column": column, **parameters})


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.position = text, 0

    def fault(self, what: str, start: int, **parameters: Parameter) -> Refused:
        return Refused(fault(what, self.text, start, **parameters))

    def parts(self, depth: int, *, in_plural: bool) -> tuple[Part, ...]:
        """What stands up to a closing brace or the end."""
        found: list[Part] = []
        while self.position < len(self.text) and self.text[self.position] != "}":
            if self.text[self.position] == "{":
                found.append(self.pipe(depth, in_plural=in_plural))
            else:
                found.extend(self.plain(in_plural=in_plural))
        return tuple(found)

    def plain(self, *, in_plural: bool) -> Iterator[Part]:
        """Ordinary characters, and the number signs of a plural among them."""
        characters: list[str] = []
        while self.position < len(self.text) and self.text[self.position] not in "{}":
            character = self.text[self.position]
            following = self.text[self.position + 1 : self.position + 2]
            self.position += 1
            if character == "\\" and following and following in ("{}#" if in_plural else "{}"):
                characters.append(following)
                self.position += 1
            elif character == "#" and in_plural:
                yield "".join(characters)
                yield NumberSign()
                characters = []
            else:
                characters.append(character)
        yield "".join(characters)

    def pipe(self, depth: int, *, in_plural: bool) -> Part:
        start = self.position
        name = _NAME.match(self.text, start + 1)
        if name is None:
            is_closed = "}" in self.text[start:]
            raise self.fault("bad_name" if is_closed else "open_brace", start)
        self.position = name.end()
        if self.text[self.position] == "}":
            self.position += 1
            return Answer(name[1], start)
        return self.forms(name[1], start, depth, in_plural=in_plural)

    def forms(self, name: str, start: int, depth: int, *, in_plural: bool) -> Forms:
        if depth == DEEPEST:
            raise self.fault("too_deep", start, limit=DEEPEST)
        found = _FORM.match(self.text, self.position)
        if found is None:
            raise self.fault("bad_form", self.position)
        form: Form = "plural" if found[1] == "plural" else "select"
        self.position = found.end()
        branches: dict[str, tuple[Part, ...]] = {}
        while (close := _CLOSE.match(self.text, self.position)) is None:
            key, place = self.key(start)
            if key in branches:
                raise self.fault("double_branch", place, branch=key)
            branches[key] = self.parts(depth + 1, in_plural=in_plural or form == "plural")
            if self.position == len(self.text):
                raise self.fault("open_brace", start)
            self.position += 1
        self.position = close.end()
        if "other" not in branches:
            raise self.fault("no_other", start, name=name)
        return Forms(name, form, branches, start)

    def key(self, start: int) -> tuple[str, int]:
        """What a form is for, and where that stands."""
        found = _BRANCH.match(self.text, self.position)
        if found is None:
            if not self.text[self.position :].strip():
                raise self.fault("open_brace", start)
            raise self.fault("bad_branch", self.position)
        self.position = found.end()
        return found[1], found.start(1)
