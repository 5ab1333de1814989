"""What a file somebody sent is to everyone who reads it: frozen values."""

import uuid
from dataclasses import dataclass
from datetime import date

from consult.attachments.terms import Medium


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file made anew, not kept yet."""

    medium: Medium
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AttachmentValue:
    """One kept file. It has no name: people put their own names into those of their files.

    `has_content` is false once a recording was deleted because its transcript was checked.
    """

    id: uuid.UUID
    question_id: str
    medium: Medium
    media_type: str
    size: int
    has_content: bool
    transcript: str | None = None
    transcript_checked_on: date | None = None
