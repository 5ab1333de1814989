"""Evidence as it is read: the officers' desk, and the sealed records anyone may see."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Select, String, Uuid, column, select, table
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import ConsultationValue
from consult.evidence import record
from consult.evidence.duty import is_stale, latest_compilation, outstanding
from consult.evidence.models import Compilation, Decision, Disposition, EvidenceRecord, Finding
from surveys.problems import Problem
from surveys.text import Text

_tenders = table("tenders", column("id", Uuid), column("ocid", String))
_consultations = table("consultations", column("id", Uuid), column("slug", String))


@dataclass(frozen=True)
class RecordValue:
    """A sealed record. `body` are the exact bytes; `content` is what they say."""

    number: int
    organisation_id: uuid.UUID
    consultation_slug: str
    ocid: str
    body: bytes
    fingerprint: str
    corrects: int | None
    is_interim: bool
    sealed_at: datetime

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """The record as JSON says it."""
        read: Mapping[str, Any] = json.loads(self.body)
        return read


@dataclass(frozen=True, slots=True)
class CompilationValue:
    """The results compiled last; and, apart from them, what weighting would change."""

    number: int
    fingerprint: str
    compiled_at: datetime
    is_stale: bool
    results: Mapping[str, Any]
    weighting: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class FindingValue:
    """A finding, and the authority's answer in force, if there is one."""

    number: int
    statement: Text
    communities: tuple[str, ...]
    supports: tuple[Mapping[str, Any], ...]
    strength: str
    disposition: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything an officer works with after a consultation has closed.

    `candidates` and `session_notes` are as the sealed record will hold them; `outstanding` says what is still to do.
    """

    compilation: CompilationValue | None
    candidates: tuple[Mapping[str, Any], ...]
    findings: tuple[FindingValue, ...]
    session_notes: tuple[Mapping[str, Any], ...]
    decision: Mapping[str, Any] | None
    outstanding: tuple[Problem, ...]
    records: tuple[RecordValue, ...]

    @property
    def is_sealed(self) -> bool:
        """Whether a record is sealed for good."""
        return any(not sealed.is_interim for sealed in self.records)


def desk(session: Session, consultation: ConsultationValue) -> Desk:
    """Return the desk of one consultation."""
    compilation = latest_compilation(session, consultation.id)
    return Desk(
        compilation=None
        if compilation is None
        else CompilationValue(
            compilation.number,
            compilation.fingerprint,
            compilation.compiled_at,
            is_stale(session, compilation),
            json.loads(compilation.body),
            compilation.weighting,
        ),
        candidates=tuple(record.candidates(session, consultation.id)),
        findings=findings(session, consultation.id),
        session_notes=tuple(record.session_notes(session, consultation.id)),
        decision=_decision(session, consultation.id),
        outstanding=tuple(outstanding(session, consultation, consultation.state(clock.now()))),
        records=records_of_consultation(session, consultation.id),
    )


def findings(session: Session, consultation_id: uuid.UUID) -> tuple[FindingValue, ...]:
    """Return the findings of a consultation in their order, each with the answer in force."""
    in_force = (Disposition.finding_id == Finding.id) & Disposition.is_in_force.is_(True)
    rows = (
        select(Finding, Disposition)
        .outerjoin(Disposition, in_force)
        .where(Finding.consultation_id == consultation_id)
        .order_by(Finding.number)
    )
    return tuple(
        FindingValue(
            finding.number,
            Text.model_validate(finding.statement),
            tuple(finding.communities),
            tuple(finding.supports),
            finding.strength.value,
            record.disposition(answer) if answer is not None else None,
        )
        for finding, answer in session.execute(rows)
    )


def _decision(session: Session, consultation_id: uuid.UUID) -> Mapping[str, Any] | None:
    made = select(Decision).where(Decision.consultation_id == consultation_id, Decision.is_in_force.is_(True))
    row = session.scalars(made).first()
    return None if row is None else record.decision(row)


def record_by_number(session: Session, number: int) -> RecordValue | None:
    """Return a sealed record by its number; None where there is none."""
    found = session.execute(_records().where(EvidenceRecord.number == number)).first()
    return None if found is None else _record(found)


def records_of_consultation(session: Session, consultation_id: uuid.UUID) -> tuple[RecordValue, ...]:
    """Return the sealed records of a consultation, the newest first."""
    mine = _records().where(EvidenceRecord.consultation_id == consultation_id)
    return tuple(_record(row) for row in session.execute(mine.order_by(EvidenceRecord.number.desc())))


def records_of_tender(session: Session, tender_id: uuid.UUID) -> tuple[RecordValue, ...]:
    """Return the sealed records attached to a tender, the newest first."""
    attached = _records().where(EvidenceRecord.tender_id == tender_id)
    return tuple(_record(row) for row in session.execute(attached.order_by(EvidenceRecord.number.desc())))


def latest_record(session: Session, consultation_id: uuid.UUID) -> RecordValue | None:
    """Return the newest sealed record of a consultation; None before anything is sealed."""
    return next(iter(records_of_consultation(session, consultation_id)), None)


def compiled_at(session: Session, consultation_id: uuid.UUID) -> datetime | None:
    """Return when the results of a consultation were compiled last; None before they ever were."""
    mine = select(Compilation.compiled_at).where(Compilation.consultation_id == consultation_id)
    return session.scalars(mine.order_by(Compilation.number.desc()).limit(1)).first()


def _records() -> Select[tuple[Any, ...]]:
    return (
        select(EvidenceRecord, _consultations.c.slug, _tenders.c.ocid)
        .join(_consultations, _consultations.c.id == EvidenceRecord.consultation_id)
        .join(_tenders, _tenders.c.id == EvidenceRecord.tender_id)
    )


def _record(found: Row[Any]) -> RecordValue:
    values: tuple[Any, ...] = tuple(found)
    row, slug, ocid = values
    return RecordValue(
        number=row.number,
        organisation_id=row.organisation_id,
        consultation_slug=slug,
        ocid=ocid,
        body=row.body,
        fingerprint=row.fingerprint,
        corrects=row.corrects,
        is_interim=row.is_interim,
        sealed_at=row.sealed_at,
    )
