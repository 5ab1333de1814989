"""A number of people, or a share, as statistical offices write it in a cell; and everything else they write there."""

import re
from datetime import date
from decimal import Decimal

from consult.consultations.benchmarks.figures import Place
from surveys.problems import Problem

MOST_PEOPLE = 2_000_000_000
LONGEST_CELL = 40
MISSING = frozenset(
    {
        "",
        ":",
        "-",
        "–",
        ".",
        "..",
        "...",
        "…",
        "x",
        "c",
        "*",
        "n/a",
        "na",
        "nan",
        "null",
        "[x]",
        "[c]",
        "!",
        "~",
    }
)
"""What stands for "no number": Eurostat's colon, suppressed and not available cells of others."""

_FLAGGED = re.compile(r"(.*?)\s*([a-z]+)", re.DOTALL)
_GROUPED = re.compile(r"-?[0-9]{1,3}([ ,.\u00a0\u202f'’])[0-9]{3}(\1[0-9]{3})*")
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")

Read = tuple[Decimal | None, Problem | None]


def flagged(cell: str) -> tuple[str, str]:
    """Split Eurostat's flags from a number: `12 b` is 12, with a break in the series; `: c` is a missing one."""
    found = _FLAGGED.fullmatch(cell.strip())
    return (found[1], found[2]) if found and found[1] else (cell.strip(), "")


def count_in(cell: str, place: Place) -> tuple[int | None, Problem | None]:
    """Return the whole number of people in a cell, 0 too; and what is wrong with it. Thousands may be set apart."""
    number, fault = _number(cell, place)
    if number is None:
        return None, fault
    if number != number.to_integral_value():
        return None, place.fault("not_whole", given=_said(cell))
    if number < 0:
        return None, place.fault("negative", given=_said(cell))
    if number > MOST_PEOPLE:
        return None, place.fault("too_many_people", given=_said(cell))
    return int(number), place.fault("zero") if number == 0 else None


def percent_in(cell: str, place: Place) -> tuple[Decimal | None, Problem | None]:
    """Return the share in a cell, in per cent with two decimals; and what is wrong with it."""
    number, fault = _number(cell.removesuffix("%"), place, is_share=True)
    if number is None:
        return None, fault
    if number < 0:
        return None, place.fault("negative", given=_said(cell))
    if number > 100:  # noqa: PLR2004  # per cent
        return None, place.fault("share_above_whole", given=_said(cell))
    return round(number, 2), place.fault("zero") if number == 0 else None


def day_in(cell: str) -> date | None:
    """Return the whole day in a cell; None for a year alone, or anything else."""
    try:
        return date.fromisoformat(cell.strip())
    except ValueError:
        return None


def _number(cell: str, place: Place, *, is_share: bool = False) -> Read:
    given = cell.strip().replace("\N{MINUS SIGN}", "-")
    if given.lower() in MISSING:
        return None, place.fault("missing", given=_said(cell))
    grouped = None if is_share else _GROUPED.fullmatch(given)
    if grouped and grouped[1] == "." and given.count(".") == 1:
        return None, place.fault(
            "ambiguous", given=_said(cell)
        )  # twelve thousand in Dutch, twelve in English
    plain = given.replace(grouped[1], "") if grouped else given.replace(",", ".")
    if len(given) > LONGEST_CELL or not _PLAIN.fullmatch(plain):
        return None, place.fault("not_a_number", given=_said(cell))
    return Decimal(plain), None


def _said(cell: str) -> str:
    return cell.strip()[:LONGEST_CELL]
