"""What can be done with words. None where more of them would come out than anybody writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from surveys.expressions.values import LONGEST_WORDS, words

_SPACE: Final = re.compile("[ \t\n\r]+")


def together(values: Iterable[Any], between: str = "") -> str | None:
    """The values as words, one after another; those that are missing are left out."""
    found: list[str] = []
    length = 0
    for value in values:
        written = None if value is None else words(value)
        if written is not None:
            found.append(written)
            length += len(written) + len(between)
            if length > LONGEST_WORDS + len(between):
                return None
    return between.join(found)


def part(text: str, start: int, end: int | None = None) -> str:
    """The characters from `start` (the first is 0) up to `end`, counted from the back where negative."""
    return text[start:end]


def before(text: str, mark: str) -> str:
    """What comes before the first `mark`; nothing where there is none (XPath 1.0, section 4.2)."""
    return text.partition(mark)[0] if mark and mark in text else ""


def after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


OF_WORDS: Final[Mapping[str, Callable[..., str | bool | Decimal]]] = {
    "contains": lambda text, inner: inner in text,
    "starts-with": lambda text, start: text.startswith(start),
    "ends-with": lambda text, end: text.endswith(end),
    "substring-before": before,
    "substring-after": after,
    "string-length": lambda text: Decimal(len(text)),
    "normalize-space": lambda text: _SPACE.sub(" ", text.strip(" \t\n\r")),
    "string": lambda text: text,
}
"""Operators all of whose arguments are words, and which are missing if one of them is."""
