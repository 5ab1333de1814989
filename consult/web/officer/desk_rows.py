"""What the pages of the desk show: candidates, findings, sessions, the decision, and what is still to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from consult.evidence.queries import FindingValue
from consult.web.days import day
from consult.web.locale import gettext, language, ngettext
from consult.web.officer import evidence_words
from consult.web.officer.departures import candidate_rows
from consult.web.officer.desk import Laid
from consult.web.officer.frame import is_allowed
from consult.words.locales import endonym
from consult.words.problems import sentence
from surveys.problems import Problem
from surveys.text import Said, Text

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate finding as a page shows it."""

    key: str
    place: int
    anchor: str
    title: str
    about: Said | None
    state: str
    rows: list[Row]
    finding: int | None
    reason: Said | None
    may_be_set_aside: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    """The notes of a session as a page shows them: with whom it was, on which day, and what else is known."""

    key: str
    community: Said | str
    on: str
    rows: list[Row]


def candidates(found: Laid) -> list[CandidateRow]:
    """Return the candidate findings, those still to be dealt with first."""
    rows = [
        CandidateRow(
            key=one["key"],
            place=place,
            anchor=f"candidate-{place}",
            title=evidence_words.candidate_words(one["kind"]),
            about=found.names.community(one["community"]) if one["community"] else None,
            state=one["state"],
            rows=candidate_rows(one, found.names),
            finding=one["finding"],
            reason=written(one["reason"]),
            may_be_set_aside=one["kind"] != "not_heard",
        )
        for place, one in enumerate(found.desk.candidates, 1)
    ]
    return sorted(rows, key=lambda row: row.state != "open")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a page shows it; `answer` is empty until it is answered."""

    number: int
    statement: Said
    rows: list[Row]
    answer: list[Row]


def findings(found: Laid) -> list[FindingRow]:
    """Return the findings in their order."""
    return [finding_row(found, one) for one in found.desk.findings]


def finding_row(found: Laid, one: FindingValue) -> FindingRow:
    """Return one finding with whom it holds for, what it rests on, and the answer to it."""
    holds_for: Any = [found.names.community(key) for key in one.communities]
    rows = [
        {"key": gettext("Holds for"), "value": holds_for or gettext("Everyone who answered")},
        {"key": gettext("Strength"), "value": dict(evidence_words.strengths())[one.strength]},
        {"key": gettext("Rests on"), "value": list(_citations(found, one.supports))},
    ]
    return FindingRow(one.number, one.statement.to(language()), rows, _answer(one.disposition))


def _citations(found: Laid, supports: Sequence[Mapping[str, Any]]) -> Iterator[Said | str]:
    for support in supports:
        if support["kind"] == "question":
            yield found.names.question(support["id"])
            yield from (found.names.option(support["id"], option) for option in support.get("options", ()))
        elif support["kind"] == "session":
            yield gettext("Session notes: %(name)s", name=support["id"])
        else:
            yield gettext("Not heard")
            yield found.names.community(support["id"])


def _answer(given: Mapping[str, Any] | None) -> list[Row]:
    if given is None:
        return []
    requirement = given["requirement"] or {}
    rows = [
        (gettext("Answer"), dict(evidence_words.dispositions())[given["kind"]]),
        (gettext("Reason"), written(given["reason"])),
        (gettext("In the role of"), written(given["role"])),
        (gettext("Who does it"), written(given["owner"])),
        (gettext("By when"), day(date.fromisoformat(given["due_on"])) if given["due_on"] else None),
        (gettext("Requirement"), written(requirement.get("title"))),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def session_rows(found: Laid) -> list[SessionRow]:
    """Return the sessions: with whom and when, and what else is known."""
    return [
        SessionRow(
            note["key"],
            found.names.community(note["community"]),
            day(date.fromisoformat(note["held_on"])),
            [
                {"key": gettext("Where"), "value": written(note["place"])},
                {"key": gettext("Language"), "value": endonym(note["language"])},
                {"key": gettext("Run by"), "value": written(note["ran_by"])},
                {
                    "key": gettext("Took part"),
                    "value": ngettext("%(num)s person", "%(num)s people", note["people"]),
                },
                {"key": gettext("Notes"), "value": written(note["notes"])},
            ],
        )
        for note in found.desk.session_notes
    ]


def decision_rows(found: Laid) -> list[Row]:
    """Return the decision; nothing before there is one."""
    made = found.desk.decision
    if made is None:
        return []
    rows = [
        (gettext("Decision"), dict(evidence_words.decisions())[made["kind"]]),
        (gettext("Reasons"), written(made["reason"])),
        (gettext("Decided by"), written(made["body"])),
        (gettext("In the role of"), written(made["role"])),
        (gettext("Equality analysis considered"), written(made["equality_analysis"])),
        (gettext("Recorded on"), day(date.fromisoformat(made["on"]))),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def to_do(found: Laid) -> list[tuple[str, str | None]]:
    """Return what still stands between the desk and a sealed record: words, and where it can be done."""
    anchors = {row.key: row.anchor for row in candidates(found)}
    return [_outstanding(found, problem, anchors) for problem in found.desk.outstanding]


def _outstanding(found: Laid, problem: Problem, anchors: Mapping[str, str]) -> tuple[str, str | None]:
    slug = found.consultation.slug
    said = sentence(problem, language(), "officer")
    if problem.code == "evidence.untreated_candidate":
        one = found.candidate(problem.where)
        about = f" ({found.names.community(one['community'])})" if one["community"] else ""
        place = url_for("officer.evidence", slug=slug, _anchor=anchors[problem.where])
        return f"{evidence_words.candidate_words(one['kind'])}{about}", place
    if not is_allowed("decide"):
        return said, None
    if problem.code == "evidence.unanswered_finding":
        number = problem.parameters["number"]
        return said, url_for("officer.answer_finding", slug=slug, number=number)
    if problem.code in {"evidence.undecided", "evidence.decision_on_older"}:
        return said, url_for("officer.decision", slug=slug)
    return said, None


def written(stored: Mapping[str, Any] | None) -> Said | None:
    """Return stored words in the reader's language; None where there are none."""
    return None if stored is None else Text.model_validate(stored).to(language())
