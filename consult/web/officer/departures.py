"""Why a candidate finding was raised, in figures that may be shown, as rows of a summary list."""

from collections.abc import Mapping
from typing import Any

from consult.web.locale import gettext
from consult.web.officer.cells import cell_words, share_words
from consult.web.officer.figures import number, percent
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
    low, high = figures["interval"]
    clear = (
        gettext("Chance alone hardly explains it.") if figures["is_clear"] else gettext("It may be chance.")
    )
    return [
        (gettext("Answer"), names.option(figures["question"], figures["option"])),
        (gettext("This community"), _share(figures["yes"])),
        (gettext("Everyone else"), _share(figures["no"])),
        (
            gettext("Difference"),
            [
                gettext(
                    "%(difference)s points, between %(low)s and %(high)s",
                    difference=_points(figures["difference"]),
                    low=_points(low),
                    high=_points(high),
                ),
                clear,
            ],
        ),
    ]


def _share(one: Mapping[str, int]) -> str:
    return gettext(
        "%(share)s (%(count)s of %(of)s)",
        share=percent(one["count"] / one["of"]) if one["of"] else "–",
        count=number(one["count"]),
        of=number(one["of"]),
    )


def _points(difference: float) -> str:
    """Percentage points with their sign: never a plus that is a minus for a reader from the right."""
    return f"\u2066{'+' if difference > 0 else ''}{number(round(100 * difference, 1))}\u2069"
