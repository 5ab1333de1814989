"""The officers' one chart: answers per week by community, made with plotly.py, drawn by Plotly in the browser."""

import json
from collections.abc import Mapping
from datetime import date
from itertools import cycle
from typing import Any

from babel.dates import format_skeleton

from consult.web.locale import gettext
from consult.web.officer.cells import drawn
from consult.web.officer.figures import spoken
from consult.web.officer.names import Names

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star")
"""A mark for each line, for those who do not see its colour."""


def weekly_figure(results: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return data and layout of the figure as JSON has them. What may not be shown is a gap in its line."""
    from plotly import graph_objects  # loads slowly, and only this page needs it

    weeks = results["answers"]["weeks"]
    days = [week["id"] for week in weeks]
    lines = [(gettext("Everyone"), [week["count"] for week in weeks])]
    for one in results["communities"]:
        key = one["key"]
        lines.append((str(names.community(key)), [week["communities"][key] for week in weeks]))
    drawing: dict[str, Any] = {
        "mode": "lines+markers",
        "connectgaps": False,
        "hovertemplate": "%{y}<extra>%{fullData.name}</extra>",
    }
    drawn_lines = [
        graph_objects.Scatter(
            x=days, y=[drawn(cell) for cell in cells], name=name, marker_symbol=symbol, **drawing
        )
        for (name, cells), symbol in zip(lines, cycle(SYMBOLS), strict=False)
    ]
    figure = graph_objects.Figure(drawn_lines, {"template": "none", **_axes(days)})
    made: dict[str, Any] = json.loads(figure.to_json())
    return made


def _axes(days: list[str]) -> dict[str, Any]:
    """Weeks in the reader's words, the names of the lines below, and room for them on a telephone."""
    words = [format_skeleton("MMMd", date.fromisoformat(day), locale=spoken()) for day in days]
    return {
        "height": 480,
        "legend": {"orientation": "h", "yanchor": "top", "y": -0.25},
        "margin": {"t": 10, "r": 50, "b": 50, "l": 50},
        "xaxis": {
            "type": "date",
            "title": {"text": gettext("Week")},
            "tickvals": days,
            "ticktext": words,
            "automargin": True,
        },
        "yaxis": {"title": {"text": gettext("Answers")}, "rangemode": "tozero", "tickformat": ",d"},
    }
