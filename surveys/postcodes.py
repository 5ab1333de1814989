"""Postcodes made coarse: the part of one that a thousand homes share, never the part that a few do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, Literal

Rule = Literal["uk", "nl", "first"]

LONGEST_POSTCODE: Final = 20
"""Characters, spaces among them. No country has a longer one."""

_UK: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)([0-9][A-Z]{2})?", re.ASCII)
"""The outward code, which is the district, and perhaps the inward code (Royal Mail, Programmers' Guide to PAF)."""

_NL: Final = re.compile(r"([1-9][0-9]{3})([A-Z]{2})?", re.ASCII)
"""The four digits of a neighbourhood, and perhaps the letters of a street (PostNL)."""

_ANY: Final = re.compile(r"[A-Z0-9]+", re.ASCII)


class NotAPostcode(ValueError):
    """What was typed is no postcode of this kind."""


def coarsening(rule: Rule, characters: int) -> Callable[[str], str]:
    """How a postcode becomes its area, in capital letters and ASCII digits.

    `uk` leaves the district, `nl` the four digits, `first` so many `characters`. What is coarse already stays.
    Raises NotAPostcode.
    """
    pattern = _PATTERNS[rule]

    def coarse(typed: str) -> str:
        found = pattern.fullmatch(_plain(typed)) if len(typed) <= LONGEST_POSTCODE else None
        if found is None:
            raise NotAPostcode
        return found[0][:characters] if rule == "first" else found[1]

    return coarse


def _plain(typed: str) -> str:
    """Capital letters and ASCII digits, without what people put between them."""
    letters = unicodedata.normalize("NFKC", typed).upper()
    kept = (letter for letter in letters if letter not in " -." and unicodedata.category(letter) != "Cf")
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in kept)


_PATTERNS: Final[Mapping[Rule, re.Pattern[str]]] = {"uk": _UK, "nl": _NL, "first": _ANY}
