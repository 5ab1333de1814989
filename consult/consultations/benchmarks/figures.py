"""What was read from a table: one number of people each, whom it counts, and where in the file it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from consult.consultations.terms import BenchmarkBasis
from surveys.problems import Parameter, Problem

Layout = Literal["simple", "nomis", "nomis_export", "eurostat", "sdmx"]
MOST_FAULTS = 200
"""Nobody reads more, and a hostile file has a million."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: the row of the file, counted from 1, and its column by name."""

    row: int
    column: str

    def fault(self, code: str, **parameters: Parameter) -> Problem:
        """Return a problem at this cell."""
        where = f"row {self.row}, column {self.column}"
        return Problem(f"benchmarks.{code}", where, {**parameters, "row": self.row, "column": self.column})


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `count` and `percent` are None where there is none that can be used; a count may be 0.

    `number` is what an officer calls it by. `total`, `source`, `on` and `basis` are there where the table says them.
    """

    number: int
    place: Place
    name: str
    count: int | None = None
    percent: Decimal | None = None
    key: str = ""
    area: str = ""
    period: str = ""
    total: int | None = None
    source: str = ""
    on: date | None = None
    basis: BenchmarkBasis | None = None
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read. `title` is what stands above it."""

    layout: Layout
    figures: tuple[Figure, ...]
    faults: tuple[Problem, ...]
    title: str = ""


def bounded(faults: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the first faults, and one that says how many more there are."""
    found = tuple(faults)
    if len(found) <= MOST_FAULTS:
        return found
    return (*found[:MOST_FAULTS], Problem("benchmarks.more_faults", "", {"count": len(found) - MOST_FAULTS}))


def repeated(figures: Iterable[Figure]) -> Iterable[Problem]:
    """Yield a problem for each number that is there a second time: of the same people, area and time."""
    first: dict[tuple[str, ...], Figure] = {}
    for figure in figures:
        said = (figure.key, figure.name, figure.area, figure.period, str(figure.percent is None))
        before = first.setdefault(said, figure)
        if before is not figure:
            yield figure.place.fault("repeated", earlier=before.place.row)
