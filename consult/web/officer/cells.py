"""Protected figures in words: what may be shown, and what is said instead where it may not."""

from collections.abc import Mapping
from typing import Any

from consult.web.locale import gettext
from consult.web.officer.figures import number, percent

Cell = Mapping[str, Any]
DASH = "–"


def cell_words(cell: Cell) -> str:
    """Return a count as anyone may see it."""
    if cell["kind"] == "shown":
        return number(cell["count"])
    return {
        "nobody": gettext("nobody"),
        "too_few": gettext("too few to show"),
        "nearly_none": gettext("nearly none"),
        "nearly_all": gettext("nearly all"),
        "withheld": gettext("not shown"),
    }[cell["kind"]]


def share_words(cell: Cell, of: Cell) -> str:
    """Return a count with its share of `of`; the count alone, or what is said instead, where there is no share."""
    if cell["kind"] != "shown" or of["kind"] != "shown" or not of["count"]:
        return cell_words(cell)
    return gettext(
        "%(count)s (%(share)s)", count=number(cell["count"]), share=percent(cell["count"] / of["count"])
    )


def drawn(cell: Cell) -> int | None:
    """Return the count a chart may draw; None where nothing may be drawn."""
    count: int | None = cell["count"] if cell["kind"] in {"shown", "nobody"} else None
    return count
