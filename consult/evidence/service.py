"""What officers do with what people said: findings, what is set aside, the authority's answers, the decision."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.queries import communities as known_communities
from consult.consultations.values import ConsultationValue
from consult.evidence.citations import check_cited, check_treated
from consult.evidence.duty import alone_with, is_final, latest_compilation
from consult.evidence.models import (
    Candidate,
    Compilation,
    Decision,
    Disposition,
    Finding,
    SessionNote,
)
from consult.evidence.terms import CandidateKind, CandidateState, DecisionKind, DispositionKind, Strength
from surveys.problems import Problem, Refused
from surveys.text import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """The authority's answer to a finding. `requirement` is what it changed or created in the tender."""

    kind: DispositionKind
    reason: Text
    role: Text
    owner: Text | None = None
    due_on: date | None = None
    requirement: Mapping[str, Any] | None = None
    given_at: datetime | None = None
    """When it was given, where it is entered later; by default now."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was said in a facilitated session, agreed with those present."""

    key: str
    community: str
    held_on: date
    place: Text
    ran_by: Text
    people: int
    language: str
    notes: Text


def _open(
    session: Session, actor: Actor, permission: Permission, consultation: ConsultationValue
) -> Compilation:
    """Return what was compiled; Refused when the actor may not, or there is nothing to work on, or it is sealed."""
    require(actor, permission)
    if consultation.organisation_id != actor.organisation_id:
        raise Refused(Problem("consultation.unknown", parameters={"slug": consultation.slug}))
    alone_with(session, consultation.id)
    if is_final(session, consultation.id):
        raise Refused(Problem("evidence.sealed"))
    compilation = latest_compilation(session, consultation.id)
    if compilation is None:
        raise Refused(Problem("evidence.not_compiled"))
    return compilation


def _said(words: Text, where: str) -> dict[str, Any]:
    if not words.languages:
        raise Refused(Problem("evidence.words_missing", where))
    return words.canonical()


def write_finding(
    session: Session,
    actor: Actor,
    consultation: ConsultationValue,
    *,
    statement: Text,
    communities: Sequence[str],
    supports: Sequence[Mapping[str, Any]],
    strength: Strength,
    treats: Sequence[str] = (),
) -> int:
    """Write a finding and return its number. `treats` are the keys of the candidates it takes up.

    Refused when it cites nothing, cites what does not exist, or holds for a community nobody knows.
    """
    compilation = _open(session, actor, Permission.WRITE_FINDINGS, consultation)
    candidates = [_candidate(session, consultation.id, key) for key in treats]
    check_cited(session, consultation, communities, supports)
    check_treated(session, consultation.id, candidates, communities, supports)
    highest = select(func.max(Finding.number)).where(Finding.consultation_id == consultation.id)
    finding = Finding(
        id=uuid.uuid4(),
        organisation_id=consultation.organisation_id,
        consultation_id=consultation.id,
        number=(session.scalar(highest) or 0) + 1,
        statement=_said(statement, "statement"),
        communities=list(communities),
        supports=[dict(support) for support in supports],
        strength=strength,
        created_at=clock.now(),
    )
    session.add(finding)
    session.flush()
    for candidate in candidates:
        candidate.state, candidate.finding_id, candidate.reason = CandidateState.FINDING, finding.id, None
    details = {"number": finding.number, "treats": list(treats), "considered": compilation.fingerprint}
    record(session, actor, "finding.written", "consultation", consultation.id, details)
    return finding.number


def _candidate(session: Session, consultation_id: uuid.UUID, key: str) -> Candidate:
    found = session.scalar(
        select(Candidate).where(Candidate.consultation_id == consultation_id, Candidate.key == key)
    )
    if found is None:
        raise Refused(Problem("evidence.candidate.unknown", key, {"key": key}))
    return found


def set_aside(
    session: Session, actor: Actor, consultation: ConsultationValue, key: str, reason: Text
) -> None:
    """Set a candidate aside with the reason that will be published.

    Refused for "not heard": a community that was not heard is a finding, never a matter of opinion.
    """
    _open(session, actor, Permission.WRITE_FINDINGS, consultation)
    candidate = _candidate(session, consultation.id, key)
    if candidate.kind is CandidateKind.NOT_HEARD:
        raise Refused(Problem("evidence.not_heard_stays", key, {"key": key}))
    if candidate.state is CandidateState.FINDING:
        raise Refused(Problem("evidence.candidate.already", key, {"key": key}))
    candidate.reason = _said(reason, "reason")
    candidate.state = CandidateState.SET_ASIDE
    record(session, actor, "candidate.set_aside", "consultation", consultation.id, {"key": key})


def add_session_note(session: Session, actor: Actor, consultation: ConsultationValue, note: Note) -> None:
    """Keep what was said in a facilitated session, so that a finding can cite it."""
    require(actor, Permission.WRITE_FINDINGS)
    if consultation.organisation_id != actor.organisation_id:
        raise Refused(Problem("consultation.unknown", parameters={"given": consultation.slug}))
    if is_final(session, consultation.id):
        raise Refused(Problem("evidence.sealed"))
    known = {community.key for community in known_communities(session, consultation.id)}
    if note.community not in known:
        raise Refused(Problem("community.unknown", "community", {"key": note.community}))
    if note.people < 1:
        raise Refused(Problem("evidence.nobody_in_session", "people"))
    same = select(SessionNote.id).where(
        SessionNote.consultation_id == consultation.id, SessionNote.key == note.key
    )
    if session.scalar(same) is not None:
        raise Refused(Problem("session_note.already", "key", {"key": note.key}))
    session.add(
        SessionNote(
            organisation_id=consultation.organisation_id,
            consultation_id=consultation.id,
            key=note.key,
            community=note.community,
            held_on=note.held_on,
            place=_said(note.place, "place"),
            ran_by=_said(note.ran_by, "ran_by"),
            people=note.people,
            language=note.language,
            notes=_said(note.notes, "notes"),
            created_at=clock.now(),
        )
    )
    session.flush()
    record(session, actor, "session.noted", "consultation", consultation.id, {"key": note.key})


def answer(
    session: Session, actor: Actor, consultation: ConsultationValue, number: int, given: Answer
) -> None:
    """Answer finding `number`; an earlier answer to it stays on record and is no longer in force."""
    _open(session, actor, Permission.DECIDE, consultation)
    finding = session.scalar(
        select(Finding).where(Finding.consultation_id == consultation.id, Finding.number == number)
    )
    if finding is None:
        raise Refused(Problem("evidence.finding.unknown", "finding", {"number": number}))
    if given.kind is DispositionKind.NEEDS_MORE and (given.owner is None or given.due_on is None):
        raise Refused(Problem("evidence.needs_owner", "owner"))
    reason, role = _said(given.reason, "reason"), _said(given.role, "role")
    session.execute(update(Disposition).where(Disposition.finding_id == finding.id).values(is_in_force=False))
    session.add(
        Disposition(
            organisation_id=consultation.organisation_id,
            finding_id=finding.id,
            kind=given.kind,
            reason=reason,
            role=role,
            answered_at=given.given_at or clock.now(),
            owner=given.owner.canonical() if given.owner else None,
            due_on=given.due_on,
            requirement=dict(given.requirement) if given.requirement else None,
        ),
    )
    details = {"number": number, "disposition": given.kind.value}
    record(session, actor, "finding.answered", "consultation", consultation.id, details)


def decide(
    session: Session,
    actor: Actor,
    consultation: ConsultationValue,
    kind: DecisionKind,
    *,
    reason: Text,
    body: Text,
    role: Text,
    equality_analysis: Text | None = None,
    decided_at: datetime | None = None,
) -> None:
    """Record whether the authority goes ahead, on the evidence compiled last; an earlier decision stays on record.

    `decided_at` is for a decision that is entered later than it was made.
    """
    compilation = _open(session, actor, Permission.DECIDE, consultation)
    words = {"reason": _said(reason, "reason"), "body": _said(body, "body"), "role": _said(role, "role")}
    earlier = update(Decision).where(Decision.consultation_id == consultation.id)
    session.execute(earlier.values(is_in_force=False))
    session.add(
        Decision(
            organisation_id=consultation.organisation_id,
            consultation_id=consultation.id,
            kind=kind,
            considered=compilation.fingerprint,
            equality_analysis=equality_analysis.canonical() if equality_analysis else None,
            decided_at=decided_at or clock.now(),
            **words,
        ),
    )
    details = {"decision": kind.value, "considered": compilation.fingerprint}
    record(session, actor, "consultation.decided", "consultation", consultation.id, details)
