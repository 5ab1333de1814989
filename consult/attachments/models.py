"""Files that people send beside their words. Which bytes, of what medium, to which question: nothing about who or when.

A file belongs to a draft until it is sent, and to the sent answer from then on. There is no column for a file name, in
which people put their own, and none for a time: that of its answer, the week, is the only one.
"""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.attachments.terms import Medium
from consult.db import Base, Id, by_value


class Attachment(Base):
    """One file. Its bytes lie outside the database under `storage_key`, until they are deleted."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("(draft_id IS NULL) <> (response_id IS NULL)", "one_owner"),
        CheckConstraint("size > 0", "size"),
        CheckConstraint("length(sha256) = 64", "sha256_length"),
        CheckConstraint(
            "storage_key IS NOT NULL OR (medium = 'recording' AND transcript_checked_on IS NOT NULL)",
            "bytes_until_transcribed",
        ),
        CheckConstraint("transcript_checked_on IS NULL OR transcript IS NOT NULL", "checked_words"),
        CheckConstraint("transcript IS NULL OR medium = 'recording'", "only_recordings_have_words"),
        CheckConstraint("transcript IS NULL OR response_id IS NOT NULL", "only_sent_ones_are_heard"),
        {"sqlite_with_rowid": False},  # a row id would tell in which order people answered
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    # An answer and its files are written and deleted in one transaction, in whichever order: asked at its end.
    draft_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("drafts.id", deferrable=True, initially="DEFERRED"), index=True
    )
    response_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("responses.id", deferrable=True, initially="DEFERRED"), index=True
    )
    question_id: Mapped[str] = mapped_column(String(64))
    medium: Mapped[Medium] = mapped_column(by_value(Medium))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    transcript: Mapped[str | None] = mapped_column(Text)
    transcript_checked_on: Mapped[date | None]
