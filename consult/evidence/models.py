"""Compilations, candidates, findings, dispositions, the decision, and sealed records."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Id, by_value
from consult.evidence.terms import CandidateKind, CandidateState, DecisionKind, DispositionKind, Strength


class Compilation(Base):
    """The results of a closed consultation after disclosure control: canonical bytes and their SHA-256."""

    __tablename__ = "compilations"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    body: Mapped[bytes]
    fingerprint: Mapped[str] = mapped_column(String(64))
    answers_root: Mapped[str] = mapped_column(String(64))
    compiled_at: Mapped[datetime]
    answers: Mapped[int]
    answer_changes: Mapped[int]
    """How many answers and how many withdrawals and corrections there were: other numbers mean that it is stale."""
    weighting: Mapped[dict[str, Any] | None]
    """What weighting would change, for officers. It stands beside the results and is never sealed with them."""


class Candidate(Base):
    """A finding the figures suggest. It becomes a finding or is set aside with a published reason."""

    __tablename__ = "candidates"
    __table_args__ = (
        UniqueConstraint("consultation_id", "key"),
        CheckConstraint("state <> 'set_aside' OR reason IS NOT NULL", "set_aside_has_reason"),
        CheckConstraint("(state = 'finding') = (finding_id IS NOT NULL)", "finding_is_named"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CandidateKind] = mapped_column(by_value(CandidateKind))
    community: Mapped[str | None] = mapped_column(String(80))
    question_id: Mapped[str | None] = mapped_column(String(80))
    figures: Mapped[dict[str, Any]]
    finding_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("findings.id"))
    state: Mapped[CandidateState] = mapped_column(by_value(CandidateState))
    reason: Mapped[dict[str, Any] | None]
    is_current: Mapped[bool] = mapped_column(default=True)


class Finding(Base):
    """A statement about what people said, what supports it, and for whom it holds."""

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    statement: Mapped[dict[str, Any]]
    communities: Mapped[list[str]]
    supports: Mapped[list[Any]]
    strength: Mapped[Strength] = mapped_column(by_value(Strength))
    created_at: Mapped[datetime]


class SessionNote(Base):
    """What was said in a facilitated session, for a community too small to be counted."""

    __tablename__ = "session_notes"
    __table_args__ = (CheckConstraint("people > 0", "people"), UniqueConstraint("consultation_id", "key"))

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    key: Mapped[str] = mapped_column(String(80))
    community: Mapped[str] = mapped_column(String(80))
    held_on: Mapped[date]
    place: Mapped[dict[str, Any]]
    ran_by: Mapped[dict[str, Any]]
    people: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))
    notes: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Disposition(Base):
    """The authority's answer to one finding, with its reason. A new answer replaces the old one in force."""

    __tablename__ = "dispositions"
    __table_args__ = (
        Index(
            "uq_dispositions_in_force",
            "finding_id",
            unique=True,
            postgresql_where=text("is_in_force"),
            sqlite_where=text("is_in_force"),
        ),
        CheckConstraint(
            "kind <> 'needs_more' OR (owner IS NOT NULL AND due_on IS NOT NULL)", "needs_more_has_owner"
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    finding_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("findings.id"), index=True)
    kind: Mapped[DispositionKind] = mapped_column(by_value(DispositionKind))
    reason: Mapped[dict[str, Any]]
    role: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime]
    owner: Mapped[dict[str, Any] | None]
    due_on: Mapped[date | None]
    requirement: Mapped[dict[str, Any] | None]
    is_in_force: Mapped[bool] = mapped_column(default=True)


class Decision(Base):
    """Whether the authority goes ahead, and why; `considered` is the compilation's fingerprint."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index(
            "uq_decisions_in_force",
            "consultation_id",
            unique=True,
            postgresql_where=text("is_in_force"),
            sqlite_where=text("is_in_force"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(by_value(DecisionKind))
    body: Mapped[dict[str, Any]]
    role: Mapped[dict[str, Any]]
    reason: Mapped[dict[str, Any]]
    considered: Mapped[str] = mapped_column(String(64))
    equality_analysis: Mapped[dict[str, Any] | None]
    decided_at: Mapped[datetime]
    is_in_force: Mapped[bool] = mapped_column(default=True)


class EvidenceRecord(Base):
    """A sealed record: exact bytes and their SHA-256. Triggers refuse changes; a correction is a new row."""

    __tablename__ = "evidence_records"
    __table_args__ = (CheckConstraint("length(fingerprint) = 64", "fingerprint_length"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    tender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    number: Mapped[int] = mapped_column(unique=True)
    corrects: Mapped[int | None]
    body: Mapped[bytes]
    fingerprint: Mapped[str] = mapped_column(String(64))
    previous_fingerprint: Mapped[str | None] = mapped_column(String(64))
    is_interim: Mapped[bool] = mapped_column(default=False)
    sealed_at: Mapped[datetime]
