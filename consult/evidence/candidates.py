"""Candidate findings: what the published figures themselves suggest. Every one must be treated before sealing.

They are computed from what is shown, never from what is withheld, so that a candidate gives nobody away.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.evidence.tallied import Tallied
from consult.evidence.terms import CandidateKind

DEPARTS_BY = 0.2
"""From this difference on a departure is raised even where chance could explain it: small communities never reach
significance, and significance never decides what is shown (DOMAIN.md)."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """One candidate, with the key under which it is known from compilation to compilation."""

    key: str
    kind: CandidateKind
    community: str | None
    question: str | None
    figures: Mapping[str, Any]


def suggested(
    results: Mapping[str, Any], asked: Sequence[Tallied], plainly_heard: Collection[str] = ()
) -> list[Suggested]:
    """Return what the results suggest: departures, objections to going ahead, communities that were not heard.

    `plainly_heard` are communities whose size is withheld only to cover another: they were heard.
    """
    silences = [one for one in _silences(results) if one.community not in plainly_heard]
    return [*_departures(results), *_objections(results, asked), *silences]


def _departures(results: Mapping[str, Any]) -> Iterator[Suggested]:
    """One for each community and question: the option with the largest difference that is clear or large."""
    widest: dict[tuple[str, str], Mapping[str, Any]] = {}
    affected = {one["key"] for one in results["communities"] if one["is_affected"]}
    for one in results["divergences"]:
        if one["community"] not in affected or not (one["is_clear"] or abs(one["difference"]) >= DEPARTS_BY):
            continue
        place = (one["community"], one["question"])
        if place not in widest or abs(one["difference"]) > abs(widest[place]["difference"]):
            widest[place] = one
    for (community, question), one in widest.items():
        yield Suggested(
            f"divergence:{community}:{question}", CandidateKind.DIVERGENCE, community, question, dict(one)
        )


def _objections(results: Mapping[str, Any], asked: Sequence[Tallied]) -> Iterator[Suggested]:
    """For everyone unless it is shown that nobody objected; for a community where its objections may be seen."""
    against = {one.id: one.question.objections for one in asked}
    for question in results["questions"]:
        places = [
            place
            for place, option in enumerate(question["options"])
            if option["id"] in against.get(question["id"], ())
        ]
        if not places:
            continue
        cells = [question["counts"][place] for place in places]
        if any(cell["count"] != 0 for cell in cells):
            yield _objection(question, None, cells, question["answered"])
        for by in question["communities"]:
            cells = [by["yes"][place] for place in places]
            if any(cell["kind"] == "nearly_all" or cell["count"] for cell in cells):
                yield _objection(question, by["key"], cells, by["answered"]["yes"])


def _objection(
    question: Mapping[str, Any], community: str | None, cells: list[Mapping[str, Any]], of: Mapping[str, Any]
) -> Suggested:
    key = f"objection:{question['id']}" + (f":{community}" if community else "")
    return Suggested(key, CandidateKind.OBJECTION, community, question["id"], {"against": cells, "of": of})


def _silences(results: Mapping[str, Any]) -> Iterator[Suggested]:
    """Nobody answered, fewer than can be shown, or fewer than its share and its target.

    The record must say so, or say what was heard in a session.
    """
    for one in results["communities"]:
        stated = one["stated"]["yes"]
        is_behind = one["label"] != "heard" and bool(one["still_to_hear"])
        if one["is_affected"] and (stated["count"] is None or stated["kind"] == "nobody" or is_behind):
            yield Suggested(
                f"not_heard:{one['key']}", CandidateKind.NOT_HEARD, one["key"], None, {"stated": stated}
            )
