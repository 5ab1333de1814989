"""What a consultation is to everyone who reads it: frozen values, and what state it is in at a moment."""

import enum
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from consult.consultations.days import last_day
from consult.consultations.details import ConsultationDetails
from consult.consultations.terms import BenchmarkBasis, Purpose
from surveys.text import Text

LONGEST_SLUG = 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether `text` can be the name of a consultation in an address."""
    return len(text) <= LONGEST_SLUG and _SLUG.fullmatch(text) is not None


class State(enum.Enum):
    """Where a consultation stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    EVIDENCE_PUBLISHED = "evidence_published"


OVER = frozenset({State.CLOSED, State.EVIDENCE_PUBLISHED})
"""Nobody can answer any more."""


class Timed(Protocol):
    """Anything with the times of a consultation."""

    @property
    def published_at(self) -> datetime | None: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def evidence_published_at(self) -> datetime | None: ...


def state_of(consultation: Timed, moment: datetime) -> State:
    """Return where it stands at `moment`: computed from its times, so that no job can be late."""
    if consultation.published_at is None or consultation.opens_at is None:
        return State.DRAFT
    if consultation.evidence_published_at is not None:
        return State.EVIDENCE_PUBLISHED
    if consultation.closes_at is not None and moment >= consultation.closes_at:
        return State.CLOSED
    if moment < consultation.opens_at:
        return State.SCHEDULED
    return State.OPEN if consultation.paused_at is None else State.PAUSED


@dataclass(frozen=True)
class ConsultationValue:
    """One consultation. `population` is how many people its benchmarks speak of; `version_id` and
    `fingerprint` name the survey people are given now, None before it is published.
    """

    id: uuid.UUID
    organisation_id: uuid.UUID
    organisation_name: Text
    time_zone: str
    tender_id: uuid.UUID
    slug: str
    purpose: Purpose
    title: Text
    languages: tuple[str, ...]
    threshold: int
    population: int | None
    version_id: uuid.UUID | None
    fingerprint: str | None
    published_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    paused_at: datetime | None
    evidence_published_at: datetime | None
    hold_reason: str | None
    written_details: str = field(repr=False, compare=False)

    @cached_property
    def details(self) -> ConsultationDetails:
        """What it says about itself. Read when first asked for: most pages of a survey never do."""
        return ConsultationDetails.model_validate_json(self.written_details)

    def state(self, moment: datetime) -> State:
        """Return where it stands at `moment`."""
        return state_of(self, moment)

    @property
    def opens_on(self) -> date | None:
        """The first day people can answer, where the authority is."""
        return None if self.opens_at is None else self.opens_at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def closes_on(self) -> date | None:
        """The last day people can answer, where the authority is."""
        return None if self.closes_at is None else last_day(self.closes_at, self.time_zone)


@dataclass(frozen=True, slots=True)
class CommunityValue:
    """An affected group: how people state that they belong to it, its size, and the answers aimed at."""

    key: str
    name: Text
    how: Text | None
    is_affected: bool
    languages: tuple[str, ...]
    question_id: str
    yes: frozenset[str]
    no: frozenset[str]
    benchmark_count: int | None
    benchmark_total: int | None
    benchmark_source: Text | None
    benchmark_on: date | None
    benchmark_area: Text | None
    benchmark_basis: BenchmarkBasis | None
    target: int | None

    def membership(self, codes: Mapping[str, Any]) -> bool | None:
        """Return what a person states about belonging to it: True, False, or None where nothing is stated.

        Any option of `yes` states that they do; options of `no` and nothing else, that they do not.
        """
        given = codes.get(self.question_id)
        chosen = set(given) if isinstance(given, list | tuple) else {given}
        if chosen & self.yes:
            return True
        if chosen and chosen <= self.no:
            return False
        return None


@dataclass(frozen=True, slots=True)
class VersionValue:
    """One published version of a survey."""

    id: uuid.UUID
    number: int
    fingerprint: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """What an officer sees of one consultation."""

    consultation: ConsultationValue
    state: State
    communities: tuple[CommunityValue, ...]
    versions: tuple[VersionValue, ...]
    is_changed: bool
    """Whether the draft differs from the version people are given now."""
