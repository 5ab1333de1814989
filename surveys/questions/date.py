"""Date: a day, a month or a year, in a box for each part. It is counted by month, year or decade, never by day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from surveys import calendars, numerals
from surveys.problems import Problem
from surveys.questions.asked import Asked, Option, ValueKind
from surveys.questions.counting import Counted
from surveys.questions.reading import Answer, Form, Reader, only
from surveys.strict_json import Place, pointer
from surveys.text import Text

MOST_BANDS = 120
"""Months, years or decades in one table of results."""

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "day": ("day", "month", "year"),
    "month": ("month", "year"),
    "year": ("year",),
}
"""The boxes for each precision. In which order they are shown is the reader's language's matter."""

_WRITTEN: Final = {
    "day": re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    "month": re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})"),
    "year": re.compile(r"(?P<year>[0-9]{4})"),
}
"""The answer for each precision: the beginning of an ISO 8601 date."""


def _day(value: Any) -> date:
    if isinstance(value, str) and _WRITTEN["day"].fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_parsing", "is not a day")


Day = Annotated[date, BeforeValidator(_day)]


class Date(Asked):
    """`earliest` and `latest` are days that may be answered, or lie within a month or year that may.

    Months may be typed by name, in any language the question is asked in. Days are of the Gregorian calendar.
    """

    kind: Literal["date"]
    precision: Literal["day", "month", "year"] = "day"
    earliest: Day = date(1900, 1, 1)
    latest: Day = date(2100, 12, 31)
    counted_by: Literal["month", "year", "decade"] = "year"

    @property
    def value_kind(self) -> ValueKind:
        """Of a month or a year, the words of the answer: `2026-11` is no day that another could be compared with."""
        return "date" if self.precision == "day" else "words"

    @property
    def json_type(self) -> str:
        return "date"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(f"{self.id}.{part}" for part in PARTS[self.precision])

    def reader(self) -> Reader:
        fields = dict(zip(PARTS[self.precision], self.fields, strict=True))
        months = calendars.month_names(self.text.languages)
        bounds = _Bounds(self)

        def read(form: Form) -> Answer | Problem | None:
            typed: dict[str, str] = {}
            for part, field in fields.items():
                found = only(form, field)
                if isinstance(found, Problem):
                    return found
                if found is not None:
                    typed[part] = found
            if not typed:
                return None
            parts: dict[str, int] = {}
            for part, field in fields.items():
                number = _number(part, typed.get(part), field, months)
                if isinstance(number, Problem):
                    return number
                parts[part] = number
            return _no_such_day(parts, fields) or bounds.fault(parts, fields) or _written(parts)

        return read

    def typed(self, answer: object) -> Form | None:
        written = _WRITTEN[self.precision].fullmatch(answer) if isinstance(answer, str) else None
        if written is None:
            return None
        return {field: [written[field.rpartition(".")[2]]] for field in self.fields}

    def counted(self) -> tuple[Counted, ...]:
        bands = (
            Option(id=band, text=Text.of({language: words(language) for language in self.text.languages}))
            for band, words in calendars.bands(self.counted_by, self.earliest, self.latest)
        )
        return (Counted(self.id, "single", tuple(bands), is_ordered=True),)

    def codes(self, answer: Answer) -> Mapping[str, Answer]:
        return {self.id: calendars.band(self.counted_by, str(answer))}

    def drawn(self, chance: Random) -> Answer | None:
        day = self.earliest + timedelta(days=chance.randint(0, (self.latest - self.earliest).days))
        return _written({part: getattr(day, part) for part in PARTS[self.precision]})

    def faults(self, place: Place) -> Iterator[Problem]:
        if self.latest < self.earliest:
            yield Problem(
                "survey.too_small", pointer(*place, "latest"), {"minimum": self.earliest.isoformat()}
            )
        if self.precision == "year" and self.counted_by == "month":
            yield Problem("survey.not_allowed", pointer(*place, "counted_by"), {"expected": "year, decade"})
            return
        count = sum(1 for _ in calendars.bands(self.counted_by, self.earliest, self.latest))
        if count > MOST_BANDS:
            told = {"count": count, "limit": MOST_BANDS}
            yield Problem("survey.too_many_bands", pointer(*place, "counted_by"), told)


def _number(part: str, typed: str | None, field: str, months: Mapping[str, int]) -> int | Problem:
    """What one box says."""
    if typed is None:
        return Problem(f"answer.{part}_missing", field)
    if part == "month" and (named := months.get(calendars.folded(typed))):
        return named
    try:
        digits = numerals.typed_digits(typed)
    except numerals.NotANumber:
        return Problem(f"answer.not_a_{part}", field)
    if part == "year":
        is_right = len(digits) == len("2026") and digits >= "1000"
    else:
        is_right = 1 <= int(digits) <= (12 if part == "month" else 31)
    return int(digits) if is_right else Problem(f"answer.not_a_{part}", field)


def _no_such_day(parts: Mapping[str, int], fields: Mapping[str, str]) -> Problem | None:
    """A day beyond the end of its month."""
    if "day" not in parts:
        return None
    days = monthrange(parts["year"], parts["month"])[1]
    return Problem("answer.no_such_day", fields["day"], {"days": days}) if parts["day"] > days else None


class _Bounds:
    """The first and the last day that may be answered, as exactly as is asked."""

    def __init__(self, question: Date) -> None:
        self.earliest, self.latest = question.earliest, question.latest
        self.parts = PARTS[question.precision][::-1]

    def fault(self, parts: Mapping[str, int], fields: Mapping[str, str]) -> Problem | None:
        """What is wrong, at the box that decides it: the year before the month before the day."""
        for code, name, bound, sign in (
            ("answer.too_early", "earliest", self.earliest, 1),
            ("answer.too_late", "latest", self.latest, -1),
        ):
            for part in self.parts:
                beyond = sign * (getattr(bound, part) - parts[part])
                if beyond > 0:
                    exact = _written({each: getattr(bound, each) for each in self.parts})
                    return Problem(code, fields[part], {name: exact})
                if beyond < 0:
                    break
        return None


def _written(parts: Mapping[str, int]) -> str:
    """The beginning of an ISO 8601 date."""
    widths = {"year": 4, "month": 2, "day": 2}
    return "-".join(f"{parts[part]:0{width}}" for part, width in widths.items() if part in parts)
