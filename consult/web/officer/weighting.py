"""What weighting would change: a check of how much the results hang on who answered, never evidence by itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask.typing import ResponseReturnValue

from consult.web.locale import gettext, language
from consult.web.officer.cells import DASH, cell_words
from consult.web.officer.desk import Laid, laid
from consult.web.officer.figures import number
from consult.web.officer.frame import render
from consult.words.problems import sentence
from surveys.problems import Problem, Refused
from surveys.text import Said


def weighting(slug: str) -> ResponseReturnValue:
    """Show each share as it is and as it would be, who is weighted, and what the weights are like."""
    found = laid(slug)
    if found.desk.compilation is None:
        raise Refused(Problem("evidence.not_compiled"))
    weighed = found.desk.compilation.weighting
    return render(
        "weighting",
        gettext("What weighting would change"),
        found=found,
        weighed=weighed,
        margins=[_margin(found, one) for one in weighed["margins"]] if weighed else [],
        refused=[_refusal(one) for one in weighed.get("refused", ())] if weighed else [],
        facts=_facts(weighed) if weighed and "base" in weighed else [],
        questions=list(_questions(found, weighed)) if weighed else [],
    )


def _margin(found: Laid, one: Mapping[str, Any]) -> tuple[Said, Said]:
    return found.names.words(one["name"]), found.names.words(one["source"])


def _refusal(one: Mapping[str, Any]) -> str:
    return sentence(Problem(one["code"], one["where"], one["parameters"]), language(), "officer")


def _facts(weighed: Mapping[str, Any]) -> list[dict[str, str]]:
    points = number(round(100 * weighed["largest_error"], 1))
    unmet = gettext("no: off by %(points)s percentage points at most", points=points)
    met = gettext("yes") if weighed["is_met"] else unmet
    return [
        {"key": gettext("People weighted, about"), "value": cell_words(weighed["base"])},
        {
            "key": gettext("Left out: they did not state everything, about"),
            "value": cell_words(weighed["excluded"]),
        },
        {"key": gettext("As good as this many people, about"), "value": number(weighed["effective_size"])},
        {
            "key": gettext("The heaviest answer counts, times the usual one"),
            "value": number(weighed["largest_ratio"]),
        },
        {"key": gettext("All weighting tables are met"), "value": met},
    ]


def _questions(found: Laid, weighed: Mapping[str, Any]) -> Iterator[tuple[Said, list[tuple[Any, ...]]]]:
    for question in weighed.get("questions", ()):
        rows = [
            (
                found.names.option(question["id"], one["id"]),
                _share(one["unweighted"]),
                _share(one["weighted"]),
            )
            for one in question["options"]
        ]
        yield found.names.question(question["id"]), rows


def _share(share: int | None) -> str:
    return DASH if share is None else gettext("%(share)s per cent", share=number(share))
