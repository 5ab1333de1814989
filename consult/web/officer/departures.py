"""Why a candidate finding was raised, in figures that may be shown, as rows of a summary list."""

from collections.abc import Mapping
from typing import Any

from consult.web.locale import gettext
from consult.web.officer.cells import cell_words, share_words
from consult.web.officer.figures import number
from consult.web.officer.names import Names

Row = dict[str, Any]


def candidate_rows(candidate: Mapping[str, Any], names: Names) -> list[Row]:
    """Return the community, the question and the figures of a candidate, what there is of them."""
    figures = candidate["figures"]
    rows: list[tuple[str, Any]] = []
    if candidate["community"]:
        rows.append((gettext("Community"), names.community(candidate["community"])))
    if candidate["question"]:
        rows.append((gettext("Question"), names.question(candidate["question"])))
    if candidate["kind"] == "divergence":
        rows += _departure(figures, names)
    elif candidate["kind"] == "objection":
        rows.append((gettext("Against"), [share_words(cell, figures["of"]) for cell in figures["against"]]))
    else:
        rows.append((gettext("Answered"), cell_words(figures["stated"])))
    return [{"key": key, "value": value} for key, value in rows]


def _departure(figures: Mapping[str, Any], names: Names) -> list[tuple[str, Any]]:
    clear = (
        gettext("Chance alone hardly explains it.") if figures["is_clear"] else gettext("It may be chance.")
    )
    if figures["option"] is None:
        return [*_along_the_scale(figures, names), (gettext("Difference"), [_delta(figures), clear])]
    beside = ((gettext("This community"), "yes"), (gettext("Those who say they do not belong"), "no"))
    if figures["option"] is None:
        higher = gettext("This community stands higher on the scale than everyone else.")
        lower = gettext("This community stands lower on the scale than everyone else.")
        return [(gettext("Difference"), [higher if figures["difference"] > 0 else lower, clear])]
    return [
        (gettext("Answer"), names.option(figures["question"], figures["option"])),
        *((words, _share(figures, names, side)) for words, side in beside),
        (gettext("Difference"), [_points_apart(figures), clear]),
    ]


def _along_the_scale(figures: Mapping[str, Any], names: Names) -> list[tuple[str, Any]]:
    """A scale is compared as a whole. Its first point is the one whose place everybody knows."""
    first = names.options(figures["question"])[0]
    is_higher = figures["difference"] > 0
    leans = gettext("Answers lie further from") if is_higher else gettext("Answers lie closer to")
    return [(leans, names.option(figures["question"], first["id"]))]


def _share(figures: Mapping[str, Any], names: Names, side: str) -> str:
    by = names.beside(figures["question"], figures["community"])
    place = [option["id"] for option in names.options(figures["question"])].index(figures["option"])
    return share_words(by[side][place], by["answered"][side])


def _points_apart(figures: Mapping[str, Any]) -> str:
    low, high = figures["interval"]
    return gettext(
        "%(difference)s points, between %(low)s and %(high)s",
        difference=_signed(100 * figures["difference"], 1),
        low=_signed(100 * low, 1),
        high=_signed(100 * high, 1),
    )


def _delta(figures: Mapping[str, Any]) -> str:
    low, high = figures["interval"]
    return gettext(
        "Cliff’s delta %(difference)s, between %(low)s and %(high)s",
        difference=_signed(figures["difference"], 2),
        low=_signed(low, 2),
        high=_signed(high, 2),
    )


def _signed(value: float, decimals: int) -> str:
    """A number with its sign, isolated: never a plus that stands behind for those who read from the right."""
    return f"\u2066{'+' if value > 0 else ''}{number(round(value, decimals))}\u2069"
