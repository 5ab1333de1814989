"""What a tender is to everyone who reads it: frozen values."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from surveys.text import Text


@dataclass(frozen=True, slots=True)
class AlternativeValue:
    """Something else that was considered. `kind` is none, no_ai, other_ai or other."""

    key: str
    kind: str
    what: Text
    why_rejected: Text | None


@dataclass(frozen=True, slots=True)
class DocumentValue:
    """A document of the tender, somewhere else. `url` is http or https, `media_type` an IANA name where known."""

    title: Text
    url: str
    language: str | None
    media_type: str | None


@dataclass(frozen=True, slots=True)
class TenderValue:
    """One tender. `route` and `stage` are values of models.Route and models.Stage."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    ocid: str
    title: Text
    summary: Text | None
    problem: Text | None
    outcomes: tuple[Text, ...]
    alternatives: tuple[AlternativeValue, ...]
    previous_process: Text | None
    buyer: str | None
    route: str
    stage: str
    value_amount: Decimal | None
    value_currency: str | None
    value_years: int | None
    notice_on: date | None
    bids_due_on: date | None
    award_on: date | None
    starts_on: date | None
    ends_on: date | None
    documents: tuple[DocumentValue, ...]
    released_at: datetime | None
    """The date of the newest release it was imported from; None where it was only written by hand."""
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AffectedGroupValue:
    """A community the AI system affects, by its key in the details of a consultation."""

    community: str
    how: Text
    severity: str
    scale: Text | None
    reversibility: str
    reversibility_note: Text | None
    source: Text | None


@dataclass(frozen=True, slots=True)
class ReleaseValue:
    """A release a tender was imported from, and where it stands in the file it came in."""

    id: uuid.UUID
    tender_id: uuid.UUID
    file_id: uuid.UUID
    pointer: str
    sha256: str
    release_id: str | None
    released_at: datetime | None
    received_at: datetime
    facts: Mapping[str, Any]
    faults: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """A release as it was imported: what it says, in the package it came in (empty where it came in none)."""

    release: ReleaseValue
    content: Mapping[str, Any]
    package: Mapping[str, Any]
