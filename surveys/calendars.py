"""Months by their names, and dates put together by month, year or decade."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton

YEARS_IN_A_DECADE = 10
MONTHS_IN_A_YEAR = 12

InWords = Callable[[str], str]
"""From a language to words in it."""


def locale_of(language: str) -> Locale:
    """The locale for a BCP 47 tag, or for its wider form; English for one nobody knows. `en` is British."""
    parts = ("en-GB" if language == "en" else language).split("-")
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale.parse("en_GB")


def folded(name: str) -> str:
    """A month's name as names are compared: in one letter case, without points and the marks keyboards add."""
    plain = unicodedata.normalize("NFKC", name[:100]).casefold()
    return "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cf", "Po", "Zs"})


def month_names(languages: Iterable[str]) -> dict[str, int]:
    """The month each name means in these languages; a name that means two months in them is left out."""
    meant: dict[str, set[int]] = defaultdict(set)
    for language in languages:
        for widths in locale_of(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in widths[width].items():
                    meant[folded(name)].add(number)
    return {name: numbers.pop() for name, numbers in meant.items() if len(numbers) == 1}


def band(by: str, written: str) -> str:
    """Where an ISO 8601 date, or its beginning, is counted: `2026-11`, `2026`, `2020-2029`."""
    if by == "month":
        return written[:7]
    year = int(written[:4])
    first = year - year % YEARS_IN_A_DECADE
    return str(year) if by == "year" else f"{first}-{first + YEARS_IN_A_DECADE - 1}"


def bands(by: str, earliest: date, latest: date) -> Iterator[tuple[str, InWords]]:
    """Every band from the earliest day to the latest, in order, with its words."""
    if by == "month":
        for count in range(_months(earliest), _months(latest) + 1):
            year, month = divmod(count, MONTHS_IN_A_YEAR)
            first = date(year, month + 1, 1)
            yield first.isoformat()[:7], _month_in_words(first)
        return
    step = 1 if by == "year" else YEARS_IN_A_DECADE
    for year in range(earliest.year - earliest.year % step, latest.year + 1, step):
        name = band(by, f"{year:04}")
        yield name, _as_it_is(name.replace("-", "–"))


def _months(day: date) -> int:
    return day.year * MONTHS_IN_A_YEAR + day.month - 1


def _month_in_words(first: date) -> InWords:
    return lambda language: format_skeleton("yMMMM", first, locale=locale_of(language))


def _as_it_is(name: str) -> InWords:
    return lambda _: name
