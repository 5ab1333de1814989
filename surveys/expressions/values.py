"""What a value is taken for: a number, words, a day; None where it is nothing of the kind. Never an exception.

Numbers are exact decimals of at most 34 digits between 1e-99 and 1e99 (IEEE 754 decimal128 has as many digits),
so that time and memory are bounded whatever is computed. Days and times are ISO 8601 in the answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, Final

EXACT: Final = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-99, Emax=99, traps=[])
"""Traps nothing: what cannot be computed becomes infinite or not a number, and those are missing (`finite`)."""

LONGEST_NUMBER: Final = 150
LONGEST_WORDS: Final = 20_000
"""Characters. Longer words an operation would make are missing."""

_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_LENGTH_OF_A_DAY: Final = len("2026-11-30")


def finite(number: Decimal) -> Decimal | None:
    """The number, unless it is infinite or none at all."""
    return number if number.is_finite() else None


def number(value: Any) -> Decimal | None:
    """A number, or words that are one written with ASCII digits; true and false are none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return finite(EXACT.create_decimal(value))
    if isinstance(value, str):
        text = value.strip()
        if len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
            return None
        return finite(EXACT.create_decimal(text))
    if isinstance(value, float):
        return finite(EXACT.create_decimal(repr(value)))
    return finite(EXACT.plus(value)) if isinstance(value, Decimal) else None


def whole(value: Any) -> int | None:
    """A whole number of at most nine digits."""
    found = number(value)
    if found is None or found.adjusted() > 8 or found != found.to_integral_value():  # noqa: PLR2004 - nine digits
        return None
    return int(found)


def truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def words(value: Any) -> str | None:
    """Any single value as it is written: a number without an exponent and needless zeros, `true`, `2026-11-30`."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_WORDS else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    found = number(value)
    return None if found is None else written(found)


def written(found: Decimal) -> str:
    """A finite number written out: `2.5`, never `2.50`, `25e-1` or `-0`."""
    if not found:
        return "0"
    text = f"{found:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: Any) -> date | None:
    """The day of a date or a time."""
    found = moment(value)
    return found.date() if isinstance(found, datetime) else found


def moment(value: Any) -> date | datetime | None:
    """A date (`2026-11-30`), or a time with its offset from UTC (`2026-11-30T09:30:00+01:00`)."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        if len(value) == _LENGTH_OF_A_DAY and _DAY.fullmatch(value):
            return date.fromisoformat(value)
        return datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else None
    except ValueError:
        return None  # the 31st of February


def several(value: Any) -> Sequence[Any] | None:
    """The options chosen: those of a list, or the one."""
    if isinstance(value, list | tuple):
        return value
    return (value,) if isinstance(value, str) else None


def same(one: Any, other: Any) -> bool | None:
    """Whether two single values are equal; None if one is missing or they are of different kinds."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or _same_moment(one, other)
    if isinstance(one, bool) and isinstance(other, bool):
        return one is other
    left, right = number(one), number(other)
    return None if left is None or right is None else left == right


def _same_moment(one: str, other: str) -> bool:
    """The same time may be written with different offsets."""
    if "T" not in one[_LENGTH_OF_A_DAY:] or "T" not in other[_LENGTH_OF_A_DAY:]:
        return False
    left, right = moment(one), moment(other)
    return left is not None and left == right


def ordered(value: Any) -> Decimal | date | None:
    """What can come before and after another: a number, a date, a time."""
    found = number(value)
    return moment(value) if found is None else found


def are_alike(one: object, other: object) -> bool:
    """Whether two values from `ordered` can be compared: a date is not compared with a time."""
    return type(one) is type(other)
