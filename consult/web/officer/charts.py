"""The officers' one chart: answers per week by community, made with plotly.py, drawn by Plotly in the browser."""

import json
from collections.abc import Mapping
from typing import Any

from consult.web.locale import gettext
from consult.web.officer.cells import drawn
from consult.web.officer.names import Names


def weekly_figure(results: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return data and layout of the figure as JSON has them. What may not be shown is a gap in its line."""
    from plotly import graph_objects  # loads slowly, and only this page needs it

    weeks = results["answers"]["weeks"]
    days = [week["id"] for week in weeks]
    lines = [(gettext("Everyone"), [week["count"] for week in weeks])]
    for one in results["communities"]:
        key = one["key"]
        lines.append((str(names.community(key)), [week["communities"][key] for week in weeks]))
    drawing: dict[str, Any] = {"mode": "lines+markers", "connectgaps": False, "hovertemplate": "%{y}"}
    figure = graph_objects.Figure(
        data=[
            graph_objects.Scatter(x=days, y=[drawn(cell) for cell in cells], name=name, **drawing)
            for name, cells in lines
        ],
        layout={"template": "none", **_axes(days)},
    )
    made: dict[str, Any] = json.loads(figure.to_json())
    return made


def _axes(days: list[str]) -> dict[str, Any]:
    return {
        "xaxis": {"type": "date", "title": {"text": gettext("Week")}, "tickvals": days},
        "yaxis": {"title": {"text": gettext("Answers")}, "rangemode": "tozero", "tickformat": ",d"},
    }
