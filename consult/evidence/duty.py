"""The duty to answer: what must still be done before evidence can be sealed."""

import uuid
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.values import OVER, ConsultationValue, State
from consult.db import one_at_a_time
from consult.evidence.models import Candidate, Compilation, Decision, Disposition, EvidenceRecord, Finding
from consult.evidence.terms import CandidateState, DispositionKind
from consult.responses.queries import changes, count
from consult.responses.service import EVIDENCE_OF
from surveys.problems import Problem


def latest_compilation(session: Session, consultation_id: uuid.UUID) -> Compilation | None:
    """Return the newest compilation of a consultation."""
    mine = select(Compilation).where(Compilation.consultation_id == consultation_id)
    return session.scalars(mine.order_by(Compilation.number.desc()).limit(1)).first()


def is_stale(session: Session, compilation: Compilation) -> bool:
    """Say whether answers came in, were withdrawn or were corrected since; never once figures are sealed."""
    consultation_id = compilation.consultation_id
    now = (count(session, consultation_id), changes(session, consultation_id).total)
    return now != (compilation.answers, compilation.answer_changes) and not is_sealed(
        session, consultation_id
    )


def is_sealed(session: Session, consultation_id: uuid.UUID) -> bool:
    """Say whether figures of a consultation are sealed, in an interim record too.

    From then on they stay as they are: two public records that differ by one answer would give that answer away.
    """
    sealed = select(EvidenceRecord.number).where(EvidenceRecord.consultation_id == consultation_id)
    return session.scalars(sealed.limit(1)).first() is not None


def is_final(session: Session, consultation_id: uuid.UUID) -> bool:
    """Say whether evidence is sealed for good: findings and answers to them can no longer be changed either."""
    final = select(EvidenceRecord.number).where(
        EvidenceRecord.consultation_id == consultation_id, EvidenceRecord.is_interim.is_(False)
    )
    return session.scalars(final.limit(1)).first() is not None


def alone_with(session: Session, consultation_id: uuid.UUID) -> None:
    """Let nobody else change the evidence or take back an answer of this consultation until this transaction ends."""
    one_at_a_time(session, EVIDENCE_OF.format(consultation_id))


def outstanding(session: Session, consultation: ConsultationValue, state: State) -> list[Problem]:
    """Return everything that still stands between this consultation and a sealed record; empty means it may be sealed.

    Each problem's `where` names the candidate or the finding it is about.
    """
    if state not in OVER:
        return [Problem("evidence.consultation_not_closed")]
    compilation = latest_compilation(session, consultation.id)
    if compilation is None:
        return [Problem("evidence.not_compiled")]
    problems = [Problem("evidence.stale")] if is_stale(session, compilation) else []
    problems += _untreated(session, consultation.id)
    problems += _unanswered(session, consultation.id)
    return problems + list(_undecided(session, compilation))


def _untreated(session: Session, consultation_id: uuid.UUID) -> list[Problem]:
    untreated = select(Candidate.key).where(
        Candidate.consultation_id == consultation_id,
        Candidate.is_current.is_(True),
        Candidate.state == CandidateState.OPEN,
    )
    return [
        Problem("evidence.untreated_candidate", key, {"key": key})
        for key in session.scalars(untreated.order_by(Candidate.key))
    ]


def _unanswered(session: Session, consultation_id: uuid.UUID) -> list[Problem]:
    answered = select(Disposition.finding_id).where(Disposition.is_in_force.is_(True))
    unanswered = select(Finding.number).where(
        Finding.consultation_id == consultation_id, Finding.id.not_in(answered)
    )
    return [
        Problem("evidence.unanswered_finding", f"F{number}", {"number": number})
        for number in session.scalars(unanswered.order_by(Finding.number))
    ]


def _undecided(session: Session, compilation: Compilation) -> Iterator[Problem]:
    decision = session.scalars(
        select(Decision).where(
            Decision.consultation_id == compilation.consultation_id, Decision.is_in_force.is_(True)
        )
    ).first()
    if decision is None:
        yield Problem("evidence.undecided")
    elif decision.considered != compilation.fingerprint:
        yield Problem("evidence.decision_on_older")


def is_interim(session: Session, consultation_id: uuid.UUID) -> bool:
    """Say whether a disposition in force still needs more: such evidence is sealed as interim only."""
    open_ended = (
        select(Disposition.id)
        .join(Finding, Finding.id == Disposition.finding_id)
        .where(
            Finding.consultation_id == consultation_id,
            Disposition.is_in_force.is_(True),
            Disposition.kind == DispositionKind.NEEDS_MORE,
        )
    )
    return session.scalars(open_ended.limit(1)).first() is not None
