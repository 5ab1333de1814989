"""The authority of the story answers: session notes, findings, what is set aside, the decision, the seal."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consult import clock, db
from consult.audit.actor import Actor
from consult.consultations.values import ConsultationValue
from consult.evidence import queries, service
from consult.evidence.compiling import compiled, keep
from consult.evidence.sealing import seal
from consult.evidence.terms import DecisionKind, DispositionKind, Strength
from surveys.text import Text

Written = Mapping[str, Any]
ANY = "*"


def answer_for_the_authority(actor: Actor, consultation: ConsultationValue, evidence: Written) -> None:
    """Compile, answer every finding as the story says, and seal."""
    found = compiled(consultation.id, lambda _done, _total: None)
    assert found is not None  # the story closed it
    with db.unit_of_work() as session:
        keep(session, found)
        _note_sessions(session, actor, consultation, evidence["session_notes"])
        numbers = _write_findings(session, actor, consultation, evidence["findings"])
        _set_aside(session, actor, consultation, evidence["set_aside"])
        _answer(session, actor, consultation, evidence["dispositions"], numbers)
        _decide(session, actor, consultation, evidence["decision"])
        seal(session, actor, consultation)


def _note_sessions(
    session: Session, actor: Actor, consultation: ConsultationValue, notes: Iterable[Written]
) -> None:
    for note in notes:
        service.add_session_note(
            session,
            actor,
            consultation,
            service.Note(
                key=note["key"],
                community=note["community"],
                held_on=_moment(note["held_in_days"]).date(),
                place=Text.of(note["place"]),
                ran_by=Text.of(note["ran_by"]),
                people=note["people"],
                language=note["language"],
                notes=Text.of(note["notes"]),
            ),
        )


def _write_findings(
    session: Session, actor: Actor, consultation: ConsultationValue, findings: Iterable[Written]
) -> dict[str, int]:
    numbers = {}
    for finding in findings:
        open_now = _open_candidates(session, consultation)
        treats = [one["key"] for one in open_now if any(_means(wanted, one) for wanted in finding["treats"])]
        numbers[finding["key"]] = service.write_finding(
            session,
            actor,
            consultation,
            statement=Text.of(finding["statement"]),
            communities=[key for key in finding["holds_for"] if key != "everyone"],
            supports=finding["rests_on"],
            strength=Strength(finding["strength"]),
            treats=treats,
        )
    return numbers


def _set_aside(
    session: Session, actor: Actor, consultation: ConsultationValue, wanted: Iterable[Written]
) -> None:
    for rule in wanted:
        for candidate in _open_candidates(session, consultation):
            if _means(rule["treats"], candidate):
                service.set_aside(session, actor, consultation, candidate["key"], Text.of(rule["reason"]))


def _open_candidates(session: Session, consultation: ConsultationValue) -> list[Written]:
    return [one for one in queries.desk(session, consultation).candidates if one["state"] == "open"]


def _means(wanted: Written, candidate: Written) -> bool:
    places = (("community", "community"), ("question_id", "question"))
    same = all(wanted[name] in {ANY, candidate[other]} for name, other in places)
    return bool(wanted["kind"] == candidate["kind"] and same)


def _answer(
    session: Session,
    actor: Actor,
    consultation: ConsultationValue,
    dispositions: Iterable[Written],
    numbers: Mapping[str, int],
) -> None:
    for one in dispositions:
        given = service.Answer(
            DispositionKind(one["disposition"]),
            Text.of(one["reason"]),
            Text.of(one["role"]),
            Text.of(one["owner_role"]) if one["owner_role"] else None,
            _moment(one["due_in_days"]).date() if one["due_in_days"] is not None else None,
            one["requirement"],
            _moment(one["given_in_days"]),
        )
        for key in one["findings"]:
            service.answer(session, actor, consultation, numbers[key], given)


def _decide(session: Session, actor: Actor, consultation: ConsultationValue, decision: Written) -> None:
    service.decide(
        session,
        actor,
        consultation,
        DecisionKind(decision["decision"]),
        reason=Text.of(decision["reasons"]),
        body=Text.of(decision["body"]),
        role=Text.of(decision["role"]),
        equality_analysis=Text.of(decision["equality_analysis"]) if decision["equality_analysis"] else None,
        decided_at=_moment(decision["decided_in_days"]),
    )


def _moment(days: int) -> datetime:
    return clock.now() + timedelta(days=days)
