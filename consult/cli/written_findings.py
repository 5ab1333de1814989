"""Findings named on the command line: a written one by its number, a candidate by its key."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.values import ConsultationValue
from consult.evidence import queries, service
from consult.evidence.terms import Strength
from surveys.problems import Problem, Refused
from surveys.text import Text

PLAIN_STATEMENTS = {
    ("not_heard", "by_community"): "Too few answered for their results to be shown: %(community)s.",
    ("objection", "by_all"): "Some people object. The question was: “%(question)s”",
    ("objection", "by_community"): "Some object: %(community)s. The question was: “%(question)s”",
    ("divergence", "by_community"): "%(community)s answered differently from the rest: “%(question)s”",
}


def number_in(finding: str) -> int | None:
    """Return the number of a written finding named `F1` or `1`; None for the key of a candidate."""
    plain = finding.removeprefix("F")
    return int(plain) if plain.isascii() and plain.isdecimal() else None


def number_of_candidate(
    session: Session, actor: Actor, consultation: ConsultationValue, key: str, statement: Text | None
) -> int:
    """Return the number of the finding the candidate `key` became; it becomes one now where it had not.

    Raises Refused `evidence.candidate.unknown`.
    """
    desk = queries.desk(session, consultation)
    candidates = {one["key"]: one for one in desk.candidates}
    if key not in candidates:
        raise Refused(Problem("evidence.candidate.unknown", key, {"key": key}))
    one = candidates[key]
    if one["finding"] is not None:
        return int(one["finding"])
    support = (
        {"kind": "not_heard", "id": one["community"]}
        if one["kind"] == "not_heard"
        else {"kind": "question", "id": one["question"]}
    )
    return service.write_finding(
        session,
        actor,
        consultation,
        statement=statement or _plain_statement(desk, one),
        communities=[one["community"]] if one["community"] else [],
        supports=[support],
        strength=Strength.MODERATE,
        treats=[key],
    )


def _plain_statement(desk: queries.Desk, candidate: Mapping[str, Any]) -> Text:
    """Return what a candidate says in plain English, for whoever gives no words of their own."""
    assert desk.compilation is not None  # it suggested the candidate
    results = desk.compilation.results
    names = {one["key"]: one["name"] for one in results["communities"]}
    asked = {one["id"]: one["text"] for one in results["questions"]}
    said = {
        "community": Text.model_validate(names.get(candidate["community"], {})).to("en"),
        "question": Text.model_validate(asked.get(candidate["question"], {})).to("en"),
    }
    by = "by_community" if candidate["community"] else "by_all"
    return Text.of({"en": PLAIN_STATEMENTS[candidate["kind"], by] % said})
