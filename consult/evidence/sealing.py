"""Sealing: everything the duty to answer asks for, frozen as exact bytes with their SHA-256."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.holding import leave_deletion
from consult.consultations.service import mark_evidence_published
from consult.consultations.values import ConsultationValue
from consult.db import one_at_a_time
from consult.evidence.duty import alone_with, is_final, is_interim, latest_compilation, outstanding
from consult.evidence.models import EvidenceRecord
from consult.evidence.record import content
from surveys.problems import Problem, Refused
from surveys.versions import canonical, fingerprint


def seal(session: Session, actor: Actor, consultation: ConsultationValue) -> int:
    """Seal the evidence of a consultation and return its number.

    Refused, with the whole list, until the duty to answer is met. Where an answer to a finding still needs more the
    record is interim. A later record of the same consultation names the one it corrects.
    """
    require(actor, Permission.SEAL)
    if consultation.organisation_id != actor.organisation_id:
        raise Refused(Problem("consultation.unknown", parameters={"slug": consultation.slug}))
    one_at_a_time(session, "numbers of evidence records")
    alone_with(session, consultation.id)
    if is_final(session, consultation.id):
        raise Refused(Problem("evidence.sealed"))
    missing = outstanding(session, consultation, consultation.state(clock.now()))
    if missing:
        raise Refused(missing)
    row = _sealed_row(session, consultation)
    session.add(row)
    session.flush()
    mark_evidence_published(session, actor, consultation.slug)
    if not row.is_interim:
        kept_for = timedelta(days=consultation.details.retention.answers_deleted_after_days)
        leave_deletion(session, consultation.id, row.sealed_at + kept_for)
    details = {"number": row.number, "fingerprint": row.fingerprint, "is_interim": row.is_interim}
    record(session, actor, "evidence.sealed", "consultation", consultation.id, details)
    return row.number


def _sealed_row(session: Session, consultation: ConsultationValue) -> EvidenceRecord:
    compilation = latest_compilation(session, consultation.id)
    assert compilation is not None  # outstanding() says so
    earlier = _latest(session, EvidenceRecord.consultation_id == consultation.id)
    previous = _latest(session, EvidenceRecord.organisation_id == consultation.organisation_id)
    row = EvidenceRecord(
        id=uuid.uuid4(),
        organisation_id=consultation.organisation_id,
        consultation_id=consultation.id,
        tender_id=consultation.tender_id,
        number=(session.scalar(select(func.max(EvidenceRecord.number))) or 0) + 1,
        corrects=earlier.number if earlier else None,
        previous_fingerprint=previous.fingerprint if previous else None,
        is_interim=is_interim(session, consultation.id),
        sealed_at=clock.now(),
    )
    row.body = canonical(content(session, consultation, compilation, row))
    row.fingerprint = fingerprint(row.body)
    return row


def _latest(session: Session, condition: Any) -> EvidenceRecord | None:
    newest = select(EvidenceRecord).where(condition).order_by(EvidenceRecord.number.desc())
    return session.scalars(newest.limit(1)).first()
