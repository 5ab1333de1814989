"""The plainest table: a row for each community, with its name or key, its count, and what else is known of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from consult.consultations.benchmarks.figures import Figure, Place
from consult.consultations.benchmarks.grid import Row
from consult.consultations.benchmarks.numbers import count_in, day_in, percent_in
from consult.consultations.terms import BenchmarkBasis
from surveys.problems import Problem

COLUMNS: Mapping[str, frozenset[str]] = {
    "key": frozenset({"key", "code", "id"}),
    "name": frozenset({"name", "community", "group", "category", "label"}),
    "count": frozenset({"count", "people", "number", "population", "persons"}),
    "percent": frozenset({"percent", "percentage", "share", "%"}),
    "total": frozenset({"total", "of", "whole"}),
    "source": frozenset({"source"}),
    "date": frozenset({"date", "on", "day"}),
    "area": frozenset({"area", "place"}),
    "basis": frozenset({"basis"}),
}

YEAR_DIGITS = 4


def columns(header: Row) -> dict[str, int] | None:
    """Return which column is which, by the names in a first row; None where it is no such table."""
    found: dict[str, int] = {}
    for number, cell in enumerate(header.cells):
        for name, words in COLUMNS.items():
            if cell.lower() in words:
                found.setdefault(name, number)
    is_one = {"key", "name"} & set(found) and {"count", "percent"} & set(found)
    return found if is_one else None


@dataclass(slots=True)
class Reader:
    """Reads the rows below a header; what is wrong with them gathers in `faults`."""

    header: Row
    at: Mapping[str, int]
    faults: list[Problem] = field(default_factory=list)

    def figures(self, rows: tuple[Row, ...]) -> Iterator[Figure]:
        """Yield a figure for each row."""
        for number, row in enumerate(rows, 1):
            if len(row.cells) != len(self.header.cells):
                code = "too_few_cells" if len(row.cells) < len(self.header.cells) else "too_many_cells"
                self.faults.append(Place(row.number, str(len(row.cells))).fault(code))
            yield self._figure(number, row)

    def _figure(self, number: int, row: Row) -> Figure:
        name = self._cell(row, "name") or self._cell(row, "key")
        if not name:
            self.faults.append(self._place(row, "name" if "name" in self.at else "key").fault("no_name"))
        count = self._count(row, "count") if "count" in self.at else None
        total = self._count(row, "total") if self._cell(row, "total") else None
        if count is not None and total is not None and count > total:
            self.faults.append(self._place(row, "total").fault("above_total", count=count, total=total))
            total = None
        percent = None
        if "percent" in self.at and ("count" not in self.at or self._cell(row, "percent")):
            percent, fault = percent_in(self._cell(row, "percent"), self._place(row, "percent"))
            self._note(fault)
        return Figure(
            number=number,
            place=self._place(row, "count" if "count" in self.at else "percent"),
            name=name,
            count=count,
            percent=percent,
            key=self._cell(row, "key"),
            area=self._cell(row, "area"),
            total=total,
            source=self._cell(row, "source"),
            on=self._day(row),
            period=self._cell(row, "date"),
            basis=self._basis(row),
        )

    def _count(self, row: Row, name: str) -> int | None:
        count, fault = count_in(self._cell(row, name), self._place(row, name))
        self._note(fault)
        return count

    def _day(self, row: Row) -> date | None:
        """A year alone is a time too; only what is neither is wrong."""
        given = self._cell(row, "date")
        day = day_in(given)
        if given and day is None and not (given.isdecimal() and len(given) == YEAR_DIGITS):
            self._note(self._place(row, "date").fault("not_a_day", given=given[:40]))
        return day

    def _basis(self, row: Row) -> BenchmarkBasis | None:
        given = self._cell(row, "basis").lower()
        if given in {one.value for one in BenchmarkBasis}:
            return BenchmarkBasis(given)
        if given:
            self._note(self._place(row, "basis").fault("not_a_basis", given=given[:40]))
        return None

    def _note(self, fault: Problem | None) -> None:
        if fault is not None:
            self.faults.append(fault)

    def _cell(self, row: Row, name: str) -> str:
        number = self.at.get(name)
        return row.cells[number] if number is not None and number < len(row.cells) else ""

    def _place(self, row: Row, name: str) -> Place:
        return Place(row.number, self.header.cells[self.at[name]])
