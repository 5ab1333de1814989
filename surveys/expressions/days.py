"""What can be computed with days and times. None where the calendar (years 1 to 9999) ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from surveys.expressions.values import EXACT, finite, moment, number

_FIRST: Final = date(1970, 1, 1)
"""Days are counted from here, as XForms does (OpenRosa, `decimal-date-time`)."""

_MICROSECONDS_A_DAY: Final = Decimal(86_400_000_000)
_MOST_DAYS: Final = 4_000_000
"""More than the calendar has."""

_CODES: Final[Mapping[str, Callable[[date], str]]] = {
    "%Y": lambda found: f"{found.year:04}",
    "%y": lambda found: f"{found.year % 100:02}",
    "%m": lambda found: f"{found.month:02}",
    "%n": lambda found: f"{found.month}",
    "%d": lambda found: f"{found.day:02}",
    "%e": lambda found: f"{found.day}",
    "%H": lambda found: f"{_hours(found):02}",
    "%h": lambda found: f"{_hours(found)}",
    "%M": lambda found: f"{found.minute if isinstance(found, datetime) else 0:02}",
    "%S": lambda found: f"{found.second if isinstance(found, datetime) else 0:02}",
}
"""The codes of XForms (OpenRosa, `format-date`) but those for names of months and days: names have a language."""

_CODE: Final = re.compile("%.?", re.DOTALL)


def _hours(found: date) -> int:
    return found.hour if isinstance(found, datetime) else 0


def quantity(value: object) -> Decimal | date | None:
    """What `+` and `-` take: a number, else a day. They count whole days, so the time of day falls away."""
    found = number(value)
    if found is not None:
        return found
    day = moment(value)
    return day.date() if isinstance(day, datetime) else day


def added(*terms: Decimal | date) -> Decimal | str | None:
    """Numbers, or a date and days: then the date so many days later. Two dates have no sum."""
    total = Decimal(0)
    start: date | None = None
    for term in terms:
        if isinstance(term, date):
            if start is not None:
                return None
            start = term
        else:
            total = EXACT.add(total, term)
    return finite(total) if start is None else later(start, total)


def subtracted(one: Decimal | date, other: Decimal | date) -> Decimal | str | None:
    """A number from a number, days from a date, or a date from a date: then the days between them."""
    if isinstance(one, date):
        return between(other, one) if isinstance(other, date) else later(one, EXACT.minus(other))
    return None if isinstance(other, date) else finite(EXACT.subtract(one, other))


def later(start: date, days: Decimal) -> str | None:
    """The date so many whole days after `start`; of parts of days the fraction is dropped."""
    if not days.is_finite() or abs(days) > _MOST_DAYS:
        return None
    try:
        return (start + timedelta(days=int(days))).isoformat()
    except OverflowError:
        return None


def between(start: date, end: date) -> Decimal:
    """Days from `start` to `end`, negative if it comes before."""
    return Decimal((end - start).days)


def years(start: date, end: date) -> Decimal:
    """Complete years from `start` to `end`: an age. A 29th of February is completed on the 1st of March."""
    if end < start:
        return -years(end, start)
    return Decimal(end.year - start.year - ((end.month, end.day) < (start.month, start.day)))


def counted(found: date) -> Decimal:
    """Days since 1970-01-01; of a time also the part of the day that is over, in UTC."""
    if not isinstance(found, datetime):
        return Decimal((found - _FIRST).days)
    offset = found.utcoffset() or timedelta(0)
    since = found.replace(tzinfo=None) - datetime(_FIRST.year, 1, 1) - offset  # noqa: DTZ001 - both are UTC
    return EXACT.divide(Decimal(since // timedelta(microseconds=1)), _MICROSECONDS_A_DAY)


def dated(value: object) -> str | None:
    """A date: of a date or time, of words such as 2026-11-30, of a number of days since 1970-01-01."""
    found = quantity(value)
    if isinstance(found, Decimal):
        return later(_FIRST, found.to_integral_value("ROUND_FLOOR"))
    return None if found is None else found.isoformat()


def formatted(found: date, pattern: str) -> str | None:
    """The date written by a pattern such as `%d/%m/%Y`; None for a code we do not have."""
    if wrong_code(pattern) is not None:
        return None
    return _CODE.sub(lambda code: _CODES[code[0]](found), pattern)


def wrong_code(pattern: str) -> str | None:
    """The first code of a pattern that `format-date` does not have."""
    return next((code for code in _CODE.findall(pattern) if code not in _CODES), None)
