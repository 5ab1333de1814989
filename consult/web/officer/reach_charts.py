"""The charts of the dashboard, each below a table that says the same: communities over time, and the funnel.

Lines differ by mark and by dash, not by colour alone; what may not be shown is a gap.
"""

import json
from collections.abc import Sequence
from itertools import cycle
from typing import Any

from babel.dates import format_skeleton

from consult.outreach.funnel import Funnel
from consult.web.locale import gettext, language
from consult.web.officer.charts import SYMBOLS
from consult.web.officer.figures import number, shown, spoken
from consult.web.officer.reach_funnels import page_words
from consult.web.officer.reach_tables import Looked, days_told, seen_on
from surveys.live_counts import LiveCount
from surveys.local_plan import LocalPlan
from surveys.text import direction

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
INK = "#17292d"
ROOM_FOR_TITLES = 145
MOST_LETTERS = 17
"""A longer title of a page would leave no room for its bar on a telephone; the table above has it whole."""


TARGET = {
    "type": "line",
    "xref": "paper",
    "x0": 0,
    "x1": 1,
    "y0": 1,
    "y1": 1,
    "line": {"color": INK, "width": 2, "dash": "dash"},
}
"""The line all others are on the way to."""


def against_target(found: Looked) -> dict[str, Any] | None:
    """Return each community's share of its target over time, and the target; None where there is no line to draw."""
    from plotly import graph_objects  # loads slowly, and only these pages need it

    aimed = [one.community for one in found.board.reach.communities if one.community.target]
    days = days_told(found)
    if not aimed or len(days) < 2:  # noqa: PLR2004  # a line has two ends
        return None
    lines = [
        graph_objects.Scatter(
            x=[on.isoformat() for on in days],
            y=[_part(count, one.target) for count in counts],
            text=[shown(count) if count else "" for count in counts],
            name=_running(str(one.name.to(language()))),
            mode="lines+markers",
            connectgaps=False,
            line_dash=dash,
            marker={"symbol": symbol, "size": 9},
            hovertemplate="%{text}<extra>%{fullData.name}</extra>",
        )
        for one, symbol, dash in zip(aimed, cycle(SYMBOLS), cycle(DASHES), strict=False)
        for counts in [[seen_on(found, one.key, on) for on in days]]
    ]
    return _made(graph_objects.Figure(lines, {"template": "none", **_time_axes(found)}))


def _part(count: LiveCount | None, target: int | None) -> float | None:
    """Return the part of a target that a count is; None where it may not be shown."""
    return None if count is None or count.count is None or not target else count.count / target


def _time_axes(found: Looked) -> dict[str, Any]:
    days = days_told(found)
    every = -(-len(days) // 6)
    ticks = days[::-1][::every][::-1]
    return {
        "height": 460,
        "legend": {"orientation": "h", "yanchor": "top", "y": -0.15},
        "margin": {"t": 20, "r": 30, "b": 50, "l": 80},
        "xaxis": {
            "type": "date",
            "tickvals": [on.isoformat() for on in ticks],
            "ticktext": [_running(format_skeleton("MMMd", on, locale=spoken())) for on in ticks],
            "automargin": True,
        },
        "yaxis": _shares(),
        "shapes": [TARGET],
    }


def _shares() -> dict[str, Any]:
    marks = (0, 0.25, 0.5, 0.75, 1)
    return {
        "title": {"text": gettext("Part of the target")},
        "tickvals": marks,
        "ticktext": [_per_cent(share) for share in marks],
        "rangemode": "tozero",
    }


def _per_cent(share: float) -> str:
    return gettext("%(share)s %%", share=number(round(100 * share)))


def steps_drawn(words: LocalPlan | None, one: Funnel) -> dict[str, Any] | None:
    """Return the steps of a funnel as bars, the first above; None where nothing may be drawn."""
    from plotly import graph_objects  # loads slowly, and only these pages need it

    told = [
        (gettext("Started"), one.started),
        *((str(page_words(words, step.page)), step.reached) for step in one.pages),
        (gettext("Sent"), one.sent),
    ]
    if all(count.count is None for _, count in told):
        return None
    bars = graph_objects.Bar(
        x=[count.count for _, count in told],
        y=list(range(len(told))),
        orientation="h",
        text=[shown(count) for _, count in told],
        textposition="auto",
        hoverinfo="skip",
        marker={"color": "#0b5f65", "line": {"color": INK, "width": 1}},
    )
    return _made(graph_objects.Figure([bars], {"template": "none", **_step_axes([name for name, _ in told])}))


def _step_axes(names: Sequence[str]) -> dict[str, Any]:
    return {
        "height": 90 + 40 * len(names),
        "margin": {"t": 10, "r": 20, "b": 40, "l": ROOM_FOR_TITLES},
        "showlegend": False,
        "xaxis": {"rangemode": "tozero", "tickformat": ",d", "nticks": 5},
        "yaxis": {
            "autorange": "reversed",
            "tickvals": list(range(len(names))),
            "ticktext": [_cut(name) for name in names],
        },
    }


def _cut(words: str) -> str:
    return _running(words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1].rstrip()}…")


def _running(words: str) -> str:
    """Return words that run as the page is read, within a drawing that always runs from the left."""
    return f"\u2067{words}\u2069" if direction(language()) == "rtl" else words


def _made(figure: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(figure.to_json())
    return made
