"""Choosing numbers of a table: by their number in it, several of them added up."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import chain

from consult.consultations.benchmarks.figures import Figure, Sheet
from surveys.problems import Problem, Refused

MOST_CHOSEN = 1_000
LONGEST = 2_000
_RANGE = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?")


def chosen(sheet: Sheet, written: str, where: str) -> tuple[Figure, ...]:
    """Return the numbers of a table that `written` names, as in `3, 5-7`; none where nothing is written.

    Raises Refused at `where`: `benchmarks.bad_rows`, `.no_such_row`, `.row_twice`, `.row_without_count`,
    `.shares_and_counts`.
    """
    numbers = _numbers(written, where)
    known = {figure.number: figure for figure in sheet.figures}
    faults = [Problem("benchmarks.row_twice", where, {"row": one}) for one in _twice(numbers)]
    found = []
    for number in dict.fromkeys(numbers):
        figure = known.get(number)
        if figure is None:
            faults.append(Problem("benchmarks.no_such_row", where, {"row": number}))
        elif figure.count is None and figure.percent is None:
            faults.append(Problem("benchmarks.row_without_count", where, {"row": number}))
        else:
            found.append(figure)
    if len({figure.count is None for figure in found}) > 1:
        faults.append(Problem("benchmarks.shares_and_counts", where))
    if faults:
        raise Refused(faults)
    return tuple(found)


def people(figures: Sequence[Figure], where: str) -> int:
    """Return how many people they count together; Refused `benchmarks.nobody`, and where they are shares."""
    if any(figure.count is None for figure in figures):
        without = next(figure.number for figure in figures if figure.count is None)
        raise Refused(Problem("benchmarks.row_without_count", where, {"row": without}))
    together = sum(figure.count or 0 for figure in figures)
    if together == 0:
        raise Refused(Problem("benchmarks.nobody", where))
    return together


def share(figures: Sequence[Figure], where: str) -> Decimal:
    """Return which share they are together, in per cent; Refused `benchmarks.nobody`."""
    together = sum((figure.percent or Decimal(0) for figure in figures), Decimal(0))
    if together == 0:
        raise Refused(Problem("benchmarks.nobody", where))
    return together


def _numbers(written: str, where: str) -> list[int]:
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if len(written) > LONGEST:
        raise Refused(Problem("benchmarks.bad_rows", where))
    ranges = []
    for part in parts:
        found = _RANGE.fullmatch(part)
        if found is None:
            raise Refused(Problem("benchmarks.bad_rows", where))
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first or last - first >= MOST_CHOSEN:
            raise Refused(Problem("benchmarks.bad_rows", where))
        ranges.append(range(first, last + 1))
    return list(chain.from_iterable(ranges))


def _twice(numbers: Sequence[int]) -> list[int]:
    return [number for number, times in Counter(numbers).items() if times > 1]
