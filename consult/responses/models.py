"""Draft answers and sent answers. Who took part is kept apart from what was said.

A sent answer has no address, no device, no e-mail, no link it came by, and no time finer than its week. Its `seed` says
in which order things were asked, where the survey asks them in a random one; it is a random number and no more.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Id, by_value
from consult.responses.terms import Capacity, Mode


class Draft(Base):
    """Answers so far. It expires, and it is deleted in the transaction that sends it.

    `version_id`, `language` and `variant` say how the last page was asked; `asked` says it of answers that were asked
    otherwise, in groups (surveys/asking.py). `page` is the furthest page on which something was answered, and
    `begun_at` when: both go with the draft. `aside` are answers that no longer count since the survey was corrected,
    each with its reason; `has_news`: whose answers these are has not gone on since that was told.
    """

    __tablename__ = "drafts"
    __table_args__ = ({"sqlite_with_rowid": False},)  # as for responses

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_versions.id"))
    language: Mapped[str] = mapped_column(String(35))
    mode: Mapped[Mode] = mapped_column(by_value(Mode))
    capacity: Mapped[Capacity] = mapped_column(by_value(Capacity))
    codes: Mapped[dict[str, Any]]
    words: Mapped[dict[str, Any]]
    seed: Mapped[int | None]
    asked: Mapped[list[Any]]
    aside: Mapped[list[Any]]
    has_news: Mapped[bool] = mapped_column(default=False)
    activity_id: Mapped[uuid.UUID | None]
    variant: Mapped[str | None] = mapped_column(String(20))
    """Easy Read, where somebody chose it. None: the usual words."""
    letter: Mapped[str | None] = mapped_column(String(80))
    """The single-use code they came by, as HMAC, until it is sent. None: they came without one."""
    resume_code: Mapped[str] = mapped_column(String(80), unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    begun_at: Mapped[datetime | None]
    page: Mapped[str | None] = mapped_column(String(64))


class Response(Base):
    """A sent answer, pinned to the version, language and variant it was asked in.

    `asked` are the answers in it that were given in another one, in groups (surveys/asking.py). `folded` names the
    counting it stands in (folding.py), 0 before it was counted; decision record 40 says what that tells.
    """

    __tablename__ = "responses"
    __table_args__ = (
        Index("ix_responses_by_consultation", "consultation_id", "sent_week"),
        Index("ix_responses_by_counting", "consultation_id", "folded", "id"),
        CheckConstraint("length(salt) = 32", "salt_length"),
        {"sqlite_with_rowid": False},  # a row id would tell in which order people answered
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_versions.id"))
    language: Mapped[str] = mapped_column(String(35))
    mode: Mapped[Mode] = mapped_column(by_value(Mode))
    variant: Mapped[str | None] = mapped_column(String(20))
    capacity: Mapped[Capacity] = mapped_column(by_value(Capacity))
    codes: Mapped[dict[str, Any]]
    words: Mapped[dict[str, Any]]
    seed: Mapped[int | None]
    asked: Mapped[list[Any]]
    sent_week: Mapped[date]
    salt: Mapped[bytes]
    receipt: Mapped[str] = mapped_column(String(80), unique=True)
    folded: Mapped[int] = mapped_column(default=0)


class AnswerState(Base):
    """How often the sent answers of a consultation changed: what makes compiled evidence stale."""

    __tablename__ = "answer_states"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    withdrawn: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)


class QuotaCount(Base):
    """How many sent answers of a consultation fall under one of its hard quotas."""

    __tablename__ = "quota_counts"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    quota: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    counted: Mapped[int] = mapped_column(default=0)


class FoldState(Base):
    """Which counting of a consultation's answers stands, and by which definitions of its communities.

    `is_over`: its answers were deleted, and with them their exact counts; it is not counted again.
    """

    __tablename__ = "fold_states"
    __table_args__ = (CheckConstraint("generation > 0", "generation"),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    generation: Mapped[int]
    definition: Mapped[str] = mapped_column(String(64))
    is_over: Mapped[bool] = mapped_column(default=False)


class FoldedCount(Base):
    """How many of the answers folded so far are counted under a name. Exact: for no eyes as it is."""

    __tablename__ = "folded_counts"
    __table_args__ = (CheckConstraint("count >= 0", "count"),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(250), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    count: Mapped[int]


class FoldedOption(Base):
    """How many folded answers chose an option, "" for answering at all: of everyone, or of those who state a standing.

    `community` is "" for everyone; `standing` is then "" too, else yes or no. `shown` is the count as it was last let
    through to eyes: it moves by the threshold, and by no less.
    """

    __tablename__ = "folded_options"
    __table_args__ = (
        CheckConstraint("count >= 0", "count"),
        CheckConstraint("shown >= 0", "shown"),
        CheckConstraint("(community = '') = (standing = '')", "standing_of_a_community"),
        CheckConstraint("standing IN ('', 'yes', 'no')", "standing"),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(160), primary_key=True)
    option: Mapped[str] = mapped_column(String(80), primary_key=True)
    community: Mapped[str] = mapped_column(String(80), primary_key=True)
    standing: Mapped[str] = mapped_column(String(12), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    count: Mapped[int]
    shown: Mapped[int] = mapped_column(default=0)
