"""Consultations, the survey versions they published, and the communities whose voice they seek."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.consultations.terms import BenchmarkBasis, Purpose
from consult.db import Base, Id, by_value


class Consultation(Base):
    """A public body asking about one tender. Open and closed are computed from its times."""

    __tablename__ = "consultations"
    __table_args__ = (
        CheckConstraint("threshold >= 5", "threshold_floor"),
        CheckConstraint(
            "closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at", "closes_after_opening"
        ),
        CheckConstraint("published_at IS NULL OR opens_at IS NOT NULL", "published_opens"),
        CheckConstraint("population IS NULL OR population > 0", "population_positive"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    tender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    purpose: Mapped[Purpose] = mapped_column(by_value(Purpose))
    title: Mapped[dict[str, Any]]
    languages: Mapped[list[str]]
    details: Mapped[dict[str, Any]]
    draft_document: Mapped[str] = mapped_column(Text)
    current_fingerprint: Mapped[str | None] = mapped_column(String(64))
    current_version_id: Mapped[uuid.UUID | None]
    threshold: Mapped[int] = mapped_column(default=10)
    population: Mapped[int | None]
    published_at: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    evidence_published_at: Mapped[datetime | None]
    hold_reason: Mapped[str | None] = mapped_column(Text)
    """Why the answers must not be deleted yet: a challenge, archive law, a legal hold. None: nothing holds them."""
    created_at: Mapped[datetime]


class SurveyVersion(Base):
    """A published survey: canonical bytes and their SHA-256. Triggers refuse any change.

    `meanings` says since which version, by number, a question or consent has been asked anew; what is not named has
    meant the same since the first.
    """

    __tablename__ = "survey_versions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("consultation_id", "fingerprint"),
        CheckConstraint("length(fingerprint) = 64", "fingerprint_length"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    body: Mapped[bytes]
    meanings: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class TranslationReview(Base):
    """How far a language of a published version was checked by a person; it may change without a new version."""

    __tablename__ = "translation_reviews"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_versions.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    status: Mapped[str] = mapped_column(String(20))


class Recording(Base):
    """A recording of words of the survey. Its bytes lie outside the database under its name, which is their SHA-256."""

    __tablename__ = "recordings"
    __table_args__ = (
        UniqueConstraint("consultation_id", "name"),
        CheckConstraint("size > 0", "size"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    name: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(40))
    called: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    added_at: Mapped[datetime]


class Community(Base):
    """An affected group as this consultation counts it: by what people state about themselves."""

    __tablename__ = "communities"
    __table_args__ = (
        UniqueConstraint("consultation_id", "key"),
        CheckConstraint("benchmark_count IS NULL OR benchmark_count > 0", "benchmark_positive"),
        CheckConstraint(
            "benchmark_count IS NULL OR (benchmark_source IS NOT NULL AND benchmark_basis IS NOT NULL)",
            "benchmark_has_source",
        ),
        CheckConstraint(
            "benchmark_total IS NULL OR (benchmark_count IS NOT NULL AND benchmark_total >= benchmark_count)",
            "benchmark_within_total",
        ),
        CheckConstraint("target IS NULL OR target > 0", "target_positive"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[dict[str, Any]]
    is_affected: Mapped[bool] = mapped_column(default=True)
    how: Mapped[dict[str, Any] | None]
    languages: Mapped[list[str]]
    question_id: Mapped[str] = mapped_column(String(80))
    yes_options: Mapped[list[str]]
    no_options: Mapped[list[str]]
    benchmark_count: Mapped[int | None]
    benchmark_total: Mapped[int | None]
    benchmark_source: Mapped[dict[str, Any] | None]
    benchmark_on: Mapped[date | None]
    benchmark_area: Mapped[dict[str, Any] | None]
    benchmark_basis: Mapped[BenchmarkBasis | None] = mapped_column(by_value(BenchmarkBasis))
    target: Mapped[int | None]


class CommunityChange(Base):
    """What a community was before it was changed while people could answer, and why it was. Triggers refuse changes.

    `before` is the community as the details said it; None where it was named only then.
    """

    __tablename__ = "community_changes"
    __table_args__ = (CheckConstraint("length(reason) > 0", "has_reason"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None]
    reason: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class BenchmarkFile(Base):
    """A table of populations as it came in, kept once per consultation. Triggers refuse changes."""

    __tablename__ = "benchmark_files"
    __table_args__ = (
        UniqueConstraint("consultation_id", "sha256"),
        CheckConstraint("length(sha256) = 64", "sha256_length"),
        CheckConstraint("size > 0", "size"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    body: Mapped[bytes]
    added_at: Mapped[datetime]
