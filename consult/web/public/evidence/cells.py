"""Protected counts of a sealed record as boxes of a table. What is withheld is said in words, never in figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.web.locale import gettext
from consult.web.public.evidence.numbers import count_of, number, percentage
from surveys.text import Said

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
"""Around a figure whose direction must not lean on the words beside it (Unicode, UAX #9)."""

Cell = Mapping[str, Any]
"""A count as the record holds it: kind, count, at_least, at_most."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: what it says, what stands small below it, and the share its bar draws (None: there is none to draw)."""

    text: str | Said
    note: str | Said | None = None
    share: float | None = None
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of boxes."""

    label: str | Said | None
    cells: Sequence[Box]


def is_shown(cell: Cell) -> bool:
    """Say whether the count itself may be seen."""
    return bool(cell["kind"] == "shown")


def in_words(cell: Cell) -> str:
    """Return a count that is shown as a number, any other in words."""
    if is_shown(cell):
        return number(cell["count"])
    return {
        "nobody": gettext("nobody"),
        "nearly_none": gettext("nearly none"),
        "nearly_all": gettext("nearly all"),
        "withheld": gettext("not shown, to protect others"),
    }.get(cell["kind"], gettext("too few to show"))


def count_box(cell: Cell, note: str | None = None, share: float | None = None) -> Box:
    """Return a count by itself."""
    return Box(in_words(cell), note, share if is_shown(cell) else None, cell["count"] is None)


def share_box(cell: Cell, of: Cell) -> Box:
    """Return what part of those who answered chose something; a count alone where it is not shown of how many."""
    if not is_shown(cell) or not is_shown(of) or not of["count"]:
        return count_box(cell)
    share = cell["count"] / of["count"]
    return Box(percentage(share), count_of(cell["count"], of["count"]), share)


def part_of(count: int, of: int) -> str:
    """Return a part of a whole in one line: 43 % (47 of 109)."""
    if not of:
        return number(count)
    share = f"{ISOLATE}{percentage(count / of)}{END_OF_ISOLATE}"
    return gettext("%(share)s (%(count)s)", share=share, count=count_of(count, of))
