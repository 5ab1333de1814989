"""Wide tables: Eurostat's TSV with its dimensions in the first column, and Nomis exports with titles above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from consult.consultations.benchmarks.figures import Figure, Place
from consult.consultations.benchmarks.grid import Row
from consult.consultations.benchmarks.numbers import MISSING, count_in, flagged, percent_in
from surveys.problems import Problem

EUROSTAT = re.compile(r"[a-z0-9_,]+\\time(_period)?", re.IGNORECASE)
SHARE = re.compile(r"%|per ?cent", re.IGNORECASE)
MOST_TITLES, LOOKED_AT = 60, 30
"""Rows above a table, and how far into a table its shape is told."""
_BEGINS = re.compile(r"-?\d")


@dataclass(slots=True)
class EurostatReader:
    r"""Reads `freq,unit,sex,age,geo\TIME_PERIOD` tables; what is wrong with them gathers in `faults`."""

    header: Row
    faults: list[Problem] = field(default_factory=list)

    def figures(self, rows: Sequence[Row]) -> Iterator[Figure]:
        """Yield a figure for each cell; missing ones are told and listed without a number."""
        names = [name.lower() for name in self.header.cells[0].split("\\")[0].split(",")]
        parts = [[part.strip() for part in row.cells[0].split(",")] for row in rows]
        told = [
            number
            for number, name in enumerate(names)
            if name not in {"geo", "freq", "unit"}
            and len({one[number] for one in parts if number < len(one)}) > 1
        ]
        told = told or [number for number, name in enumerate(names) if name not in {"geo", "freq", "unit"}]
        number = 0
        for row, said in zip(rows, parts, strict=True):
            if len(said) != len(names) or len(row.cells) != len(self.header.cells):
                code = "too_few_cells" if len(row.cells) <= len(self.header.cells) else "too_many_cells"
                self.faults.append(Place(row.number, self.header.cells[0]).fault(code))
                continue
            by_name = dict(zip(names, said, strict=True))
            name = ", ".join(said[one] for one in told)
            for period, cell in zip(self.header.cells[1:], row.cells[1:], strict=True):
                number += 1
                yield self._figure(number, Place(row.number, period), cell, name, by_name)

    def _figure(self, number: int, place: Place, cell: str, name: str, said: dict[str, str]) -> Figure:
        value, flags = flagged(cell)
        count, percent = None, None
        if said.get("unit", "").upper().startswith("PC"):
            percent, fault = percent_in(value, place)
        else:
            count, fault = count_in(value, place)
        self.faults += [each for each in (fault, flags and place.fault("flagged", flags=flags)) if each]
        area = said.get("geo", "")
        return Figure(
            number, place, name or area, count, percent, area=area, period=place.column, flags=flags
        )


@dataclass(slots=True)
class ExportReader:
    """Reads a table with row names in its first column; what is wrong with it gathers in `faults`."""

    header: Row
    faults: list[Problem] = field(default_factory=list)

    def figures(self, rows: Sequence[Row]) -> Iterator[Figure]:
        """Yield a figure for each cell of a column that has a name; notes below the table are none."""
        number = 0
        for row in rows:
            if not row.cells[0]:
                self.faults.append(Place(row.number, self.header.cells[0] or "1").fault("no_name"))
                continue
            cells = row.cells[1:]
            if not any(cells):
                continue  # a note below the table
            for name, cell in zip(self.header.cells[1:], cells, strict=False):
                if name:
                    number += 1
                    yield self._figure(number, Place(row.number, name), row.cells[0], cell)
            if len(row.cells) > len(self.header.cells) and any(row.cells[len(self.header.cells) :]):
                self.faults.append(Place(row.number, str(len(row.cells))).fault("too_many_cells"))

    def _figure(self, number: int, place: Place, name: str, cell: str) -> Figure:
        count, percent = None, None
        if SHARE.search(place.column):
            percent, fault = percent_in(cell, place)
        else:
            count, fault = count_in(cell, place)
        if fault is not None:
            self.faults.append(fault)
        return Figure(number, place, f"{name}: {place.column}", count, percent)


def is_eurostat(header: Row) -> bool:
    """Say whether a first row begins a table of Eurostat's."""
    return EUROSTAT.fullmatch(header.cells[0]) is not None


def export_begins(rows: Sequence[Row]) -> int | None:
    """Return which row names the columns of an export; None for none.

    Titles and notes stand around the table, most often with an empty line between, and some look like a small table
    themselves: the names are above the largest block of numbers.
    """
    sizes = [(_numbers_below(rows, index), index) for index in range(min(len(rows), MOST_TITLES))]
    size, begins = max(sizes, default=(0, 0))
    return begins if size else None


def _numbers_below(rows: Sequence[Row], index: int) -> int:
    columns = [column for column, cell in enumerate(rows[index].cells) if column and cell]
    deep = 0
    for above, row in pairwise(rows[index : index + LOOKED_AT]):
        is_next = row.number == above.number + 1 and row.cells[0]
        if not is_next or not all(_is_figure(cell) for cell in _at(row, columns)):
            break
        deep += 1
    return deep * len(columns)


def _at(row: Row, columns: Sequence[int]) -> list[str]:
    return [row.cells[column] if column < len(row.cells) else "" for column in columns]


def _is_figure(cell: str) -> bool:
    return _BEGINS.match(cell) is not None or (cell != "" and cell.lower() in MISSING)
