"""Tables of figures that are a page and a file at once, so that a file never tells more than the page it is from.

A cell is the figure as it may be seen; what it reads on a page, and what stands in a file, are two ways to write it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal

from consult.web.days import day
from consult.web.locale import gettext
from consult.web.officer.cells import DASH
from consult.web.officer.figures import number, percent, shown, spoken, within
from consult.web.officer.words import unbroken
from surveys.live_counts import LiveCount
from surveys.text import Said

Plain = str | int | float | date | None
"""What stands in a cell of a file."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of one, read per cent."""

    share: float


@dataclass(frozen=True, slots=True)
class Ranged:
    """A figure with its interval: three columns of a file. A share of one is read per cent; `digits` of others."""

    figure: float
    low: float
    high: float
    is_share: bool = False
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Tagged:
    """A word for the state something is in; the colour is never the only sign of it."""

    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class Shaded:
    """A count on a ground from 0, nothing to show, to 4, the most: the number stands in it."""

    count: LiveCount
    shade: int


@dataclass(frozen=True, slots=True)
class Linked:
    """Words that lead somewhere."""

    words: Said | str
    href: str


Cell = (
    Said | str | int | float | Decimal | date | LiveCount | Share | Ranged | Tagged | Shaded | Linked | None
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell as a page shows it."""

    words: Said | str
    colour: str | None = None
    shade: int | None = None
    href: str | None = None

    @property
    def is_marked(self) -> bool:
        """Whether it is more than its words."""
        return self.colour is not None or self.shade is not None or self.href is not None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `is_ranged`: its figures have intervals."""

    header: Said | str
    is_numeric: bool = False
    is_ranged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, by `key` on its page, in its address and on its sheet."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def headers(self) -> list[Said | str]:
        """The words above its columns."""
        return [column.header for column in self.columns]

    @property
    def numeric(self) -> list[int]:
        """Which columns hold figures."""
        return [place for place, column in enumerate(self.columns) if column.is_numeric]

    @property
    def has_figures(self) -> bool:
        """Whether it tells anything beside the names of its rows."""
        return any(cell is not None for row in self.rows for cell in row[1:])

    @property
    def seen(self) -> list[list[Seen]]:
        """Its rows as a page shows them."""
        return [[_seen(cell) for cell in row] for row in self.rows]

    @property
    def plain_headers(self) -> list[str]:
        """The words above the columns of a file."""
        return [words for column in self.columns for words in _plain_header(column)]

    @property
    def plain(self) -> list[list[Plain]]:
        """Its rows as a file has them."""
        return [
            [value for column, cell in zip(self.columns, row, strict=True) for value in _plain(column, cell)]
            for row in self.rows
        ]


def shades(rows: Sequence[Sequence[LiveCount]]) -> list[list[Shaded]]:
    """Return counts on grounds that are darker the more there are, against the largest of them."""
    most = max((count.count or 0 for row in rows for count in row), default=0)
    return [
        [Shaded(count, -(-4 * (count.count or 0) // most) if most else 0) for count in row] for row in rows
    ]


def _seen(cell: Cell) -> Seen:
    match cell:
        case Tagged():
            return Seen(cell.words, colour=cell.colour)
        case Shaded():
            return Seen(unbroken(shown(cell.count)), shade=cell.shade)
        case Linked():
            return Seen(cell.words, href=cell.href)
        case Said():
            return Seen(cell)
        case None:
            return Seen(DASH)
        case _:
            return Seen(_words(cell))


def _words(cell: str | float | Decimal | date | LiveCount | Share | Ranged) -> str:
    match cell:
        case str():
            return cell or DASH
        case LiveCount():
            return unbroken(shown(cell))
        case Share():
            return percent(cell.share)
        case Ranged():
            return _between(cell)
        case date():
            return day(cell)
        case _:
            return str(format_decimal(cell, locale=spoken()))


def _between(cell: Ranged) -> str:
    if cell.is_share:
        return within(percent, cell.figure, cell.low, cell.high)
    if cell.digits == 0:
        return within(lambda value: number(round(value)), cell.figure, cell.low, cell.high)
    pattern = "0." + "0" * cell.digits
    return within(
        lambda value: str(format_decimal(value, format=pattern, locale=spoken())),
        cell.figure,
        cell.low,
        cell.high,
    )


def _plain_header(column: Column) -> Iterator[str]:
    header = str(column.header)
    yield header
    if column.is_ranged:
        yield gettext("%(figure)s: from", figure=header)
        yield gettext("%(figure)s: to", figure=header)


def _plain(column: Column, cell: Cell) -> list[Plain]:
    match cell:
        case Ranged():
            digits = 4 if cell.is_share else cell.digits
            return [round(figure, digits) for figure in (cell.figure, cell.low, cell.high)]
        case LiveCount():
            value: Plain = shown(cell) if cell.count is None else cell.count
        case Shaded():
            value = shown(cell.count) if cell.count.count is None else cell.count.count
        case Share():
            value = round(cell.share, 4)
        case Tagged() | Linked():
            value = str(cell.words)
        case Said():
            value = str(cell)
        case Decimal():
            value = float(cell)
        case _:
            value = cell
    return [value, None, None] if column.is_ranged else [value]
