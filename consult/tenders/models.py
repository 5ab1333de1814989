"""Tenders, the releases they were imported from, the AI system each is about, and the groups it affects."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Id, by_value
from consult.tenders.terms import Route, Stage


class Tender(Base):
    """One contracting process, imported from OCDS or written by hand. Words are in several languages."""

    __tablename__ = "tenders"
    __table_args__ = (
        UniqueConstraint("organisation_id", "ocid"),
        CheckConstraint("value_amount IS NULL OR value_currency IS NOT NULL", "value_has_currency"),
        CheckConstraint("value_years IS NULL OR value_years > 0", "value_years"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    ocid: Mapped[str] = mapped_column(String(200))
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any] | None]
    problem: Mapped[dict[str, Any] | None]
    outcomes: Mapped[list[Any] | None]
    alternatives: Mapped[list[Any] | None]
    previous_process: Mapped[dict[str, Any] | None]
    buyer: Mapped[str | None] = mapped_column(Text)
    route: Mapped[Route] = mapped_column(by_value(Route))
    stage: Mapped[Stage] = mapped_column(by_value(Stage))
    value_amount: Mapped[Decimal | None] = mapped_column(Numeric(20, 2))
    value_currency: Mapped[str | None] = mapped_column(String(3))
    value_years: Mapped[int | None]
    notice_on: Mapped[date | None]
    bids_due_on: Mapped[date | None]
    award_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    documents: Mapped[list[Any] | None]
    released_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class TenderRelease(Base):
    """One release and where it stands in the file it came in. Never changed, never deleted.

    `sha256` is that of its content (consult/tenders/ocds/reading.py), so that the same release in another file is
    the same release; `facts` is what it says for the tender, so that what the tender is can be told from all of them.
    """

    __tablename__ = "tender_releases"
    __table_args__ = (
        UniqueConstraint("tender_id", "sha256"),
        CheckConstraint("length(sha256) = 64", "sha256_length"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    tender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    pointer: Mapped[str] = mapped_column(String(200))
    release_id: Mapped[str | None] = mapped_column(Text)
    released_at: Mapped[datetime | None]
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("imported_files.id"))
    facts: Mapped[dict[str, Any]]
    faults: Mapped[list[Any]]
    received_at: Mapped[datetime]


class ImportedFile(Base):
    """The bytes of a file as it came in, kept once per organisation."""

    __tablename__ = "imported_files"
    __table_args__ = (
        UniqueConstraint("organisation_id", "sha256"),
        CheckConstraint("length(sha256) = 64", "sha256_length"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    encoding: Mapped[str] = mapped_column(String(20))
    body: Mapped[bytes]
    received_at: Mapped[datetime]


class AISystem(Base):
    """The proposed AI system, one per tender; what it is lies in `profile` (consult/tenders/profile.py)."""

    __tablename__ = "ai_systems"

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    tender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenders.id"), unique=True)
    profile: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class AffectedGroup(Base):
    """A community the AI system affects: how, how badly, how many, and whether it can be undone.

    `key` is the key of that community in the details of a consultation.
    """

    __tablename__ = "affected_groups"
    __table_args__ = (
        UniqueConstraint("ai_system_id", "key"),
        CheckConstraint("severity IN ('low', 'medium', 'high')", "severity"),
        CheckConstraint("reversibility IN ('easy', 'hard', 'cannot_be_undone')", "reversibility"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    ai_system_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ai_systems.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(80))
    how: Mapped[dict[str, Any]]
    severity: Mapped[str] = mapped_column(String(40))
    scale: Mapped[dict[str, Any] | None]
    reversibility: Mapped[str] = mapped_column(String(40))
    reversibility_note: Mapped[dict[str, Any] | None]
    source: Mapped[dict[str, Any] | None]
