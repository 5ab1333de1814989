"""Long tables, a number in each row: as Nomis gives them (GEOGRAPHY_NAME, …, OBS_VALUE), and SDMX-CSV as Eurostat does.

Whom a number counts is said by the columns in which rows differ: a table of one sex alone need not repeat it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from consult.consultations.benchmarks.figures import Figure, Layout, Place
from consult.consultations.benchmarks.grid import Row
from consult.consultations.benchmarks.numbers import count_in, percent_in
from surveys.problems import Problem

VALUE, FLAG = "OBS_VALUE", ("OBS_FLAG", "OBS_STATUS", "OBS_STATUS_NAME", "CONF_STATUS")
AREA, PERIOD = ("GEOGRAPHY_NAME", "GEO", "GEOGRAPHY"), ("DATE_NAME", "DATE", "TIME_PERIOD")
MEASURES = ("MEASURES_NAME", "UNIT")
ASIDE = frozenset(
    {
        "DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "LAST UPDATE", "FREQ",
        "RECORD_OFFSET", "RECORD_COUNT", "URN", "DECIMALS", "UNIT_MULT",
    }
)  # fmt: skip
"""Columns that say nothing about whom a number counts."""
USUAL_FLAGS = frozenset({"", "a", "normal value", "free (free for publication)", "f"})


def layout(header: Row) -> Layout | None:
    """Return which kind of long table a first row begins; None for another."""
    names = {cell.upper() for cell in header.cells}
    if VALUE not in names:
        return None
    if names & {"GEOGRAPHY_NAME", "GEOGRAPHY_CODE", "MEASURES_NAME"}:
        return "nomis"
    return "sdmx" if "TIME_PERIOD" in names else None


@dataclass(slots=True)
class Reader:
    """Reads the rows below a header; what is wrong with them gathers in `faults`."""

    header: Row
    faults: list[Problem] = field(default_factory=list)

    def figures(self, rows: Sequence[Row]) -> Iterator[Figure]:
        """Yield a figure for each row."""
        names = [cell.upper() for cell in self.header.cells]
        whole = [row for row in rows if self._is_whole(row)]
        said = self._telling(names, whole)
        for number, row in enumerate(whole, 1):
            cells = dict(zip(names, row.cells, strict=True))
            place = Place(row.number, self.header.cells[names.index(VALUE)])
            is_share = any(
                "percent" in cells.get(one, "").lower() or cells.get(one) == "PC" for one in MEASURES
            )
            count, percent, fault = _value(cells[VALUE], place, is_share=is_share)
            flags = " ".join(
                cells[one] for one in FLAG if one in cells and cells[one].lower() not in USUAL_FLAGS
            )
            self.faults += [
                each for each in (fault, flags and place.fault("flagged", flags=flags[:40])) if each
            ]
            yield Figure(
                number=number,
                place=place,
                name=", ".join(cells[one] for one in said if cells[one]) or _first(cells, AREA),
                count=count,
                percent=percent,
                area=_first(cells, AREA),
                period=_first(cells, PERIOD),
                flags=flags,
            )

    def _is_whole(self, row: Row) -> bool:
        if len(row.cells) == len(self.header.cells):
            return True
        code = "too_few_cells" if len(row.cells) < len(self.header.cells) else "too_many_cells"
        self.faults.append(Place(row.number, str(len(row.cells))).fault(code))
        return False

    def _telling(self, names: Sequence[str], rows: Sequence[Row]) -> list[str]:
        """Return the columns that say whom a number counts: words where there are words beside codes."""
        silent = {VALUE, *FLAG, *AREA, *PERIOD, *ASIDE}
        told = [
            name
            for name in names
            if name not in silent
            and not name.startswith(("GEOGRAPHY", "DATE", "MEASURES"))
            and not _has_words_beside(name, names)
        ]
        differing = [name for name in told if len({row.cells[names.index(name)] for row in rows}) > 1]
        return differing or told


def _has_words_beside(name: str, names: Sequence[str]) -> bool:
    stem = (
        name.removesuffix("_CODE").removesuffix("_TYPE").removesuffix("_TYPECODE").removesuffix("_SORTORDER")
    )
    return not name.endswith("_NAME") and f"{stem}_NAME" in names


def _value(cell: str, place: Place, *, is_share: bool) -> tuple[int | None, Decimal | None, Problem | None]:
    if is_share:
        percent, fault = percent_in(cell, place)
        return None, percent, fault
    count, fault = count_in(cell, place)
    return count, None, fault


def _first(cells: dict[str, str], names: Sequence[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")
