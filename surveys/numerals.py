"""Numbers as people type them: digits of any script, decimal commas and points, thousands apart or not."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

LONGEST_NUMBER: Final = 40
"""Characters. Nothing longer is a number somebody means."""

_PLAIN: Final = {
    **dict.fromkeys("\u2212\u2013\uff0d", "-"),
    **dict.fromkeys("\u200e\u200f\u061c", ""),  # direction marks that keyboards add
    **dict.fromkeys(" \u00a0\u2009\u202f'\u2019\u066c", " "),
    "\uff0b": "+",
    "\uff0e": ".",
    "\uff0c": ",",
}

_SHAPE: Final = re.compile(r"([-+]?)([0-9., ]*)(?:\u066b([0-9]*))?", re.ASCII)
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?P<mark>[., ])(\d{2,3}(?P=mark))*\d{3}", re.ASCII)
"""Thousands apart: groups of three, or of two as in India, the last one of three."""


class NotANumber(ValueError):
    """What was typed is no number."""


class Ambiguous(ValueError):
    """What was typed is one number to one reader and a thousand times it to another."""


def typed_number(text: str, decimals: int) -> Decimal:
    """The number a person means by `text`, when asked for one with at most `decimals` decimals.

    Takes the decimal digits of every script, `-` and the minus sign, decimal `.`, `,` and `٫`, and thousands
    set apart by `.`, `,`, `'`, `٬` or a space. A single `.` or `,` before exactly three digits sets thousands
    apart where a whole number is asked for; where one or two decimals are, nobody can tell: Ambiguous.
    Raises NotANumber for anything else, exponents among it. More decimals than asked for are the caller's matter.
    """
    if len(text) > LONGEST_NUMBER:
        raise NotANumber
    shape = _SHAPE.fullmatch("".join(map(_plain, text.strip())))
    if shape is None:
        raise NotANumber
    sign, before, after = shape.groups()
    whole, fraction = (before, after) if after is not None else _at_the_point(before, decimals)
    if not (whole or fraction):
        raise NotANumber
    return Decimal(f"{sign}{_together(whole)}.{fraction}")


def typed_digits(text: str) -> str:
    """The digits of any script in `text` as ASCII, leading zeros kept. Raises NotANumber for anything else."""
    digits = "".join(map(_plain, text.strip())) if len(text) <= LONGEST_NUMBER else ""
    if not (digits.isascii() and digits.isdigit()):
        raise NotANumber
    return digits


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return _PLAIN.get(character, character)


def _at_the_point(digits: str, decimals: int) -> tuple[str, str]:
    """The digits before and after what must be the decimal point; nothing after it where there is none."""
    marks = [character for character in digits if character in ".,"]
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        return digits, ""
    whole, _, fraction = digits.rpartition(marks[-1])
    if len(marks) == 1 and decimals <= 2 and _GROUPED.fullmatch(digits):  # noqa: PLR2004 - three would fit
        if decimals:
            raise Ambiguous
        return digits, ""
    return whole, fraction


def _together(whole: str) -> str:
    """The digits before the point without what sets thousands apart."""
    if whole.isdigit() or not whole:
        return whole or "0"
    if not _GROUPED.fullmatch(whole):
        raise NotANumber
    return re.sub("[., ]", "", whole)
