"""What a file somebody sent is to everyone who reads it: frozen values."""

import uuid
from dataclasses import dataclass
from datetime import date

from consult.attachments.terms import Medium


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file made anew, not kept yet, and the id it will be kept under."""

    id: uuid.UUID
    medium: Medium
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Owner:
    """The draft a file is sent with."""

    draft_id: uuid.UUID
    organisation_id: uuid.UUID
    consultation_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class AttachmentValue:
    """One file of a sent answer. It has no name: people put their own into those of their files.

    `storage_key` is None once a recording was deleted because its transcript was checked.
    """

    id: uuid.UUID
    consultation_id: uuid.UUID
    question_id: str
    medium: Medium
    media_type: str
    size: int
    storage_key: str | None
    transcript: str | None
    transcript_checked_on: date | None
