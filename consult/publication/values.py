"""What a package is assembled from: frozen values, gathered by queries.py and put together by the pure modules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from surveys.problems import Problem
from surveys.text import Text

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""What the authority publishes of its own. Imported releases keep the licence of the package they came in."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the public pages are, in which language an address stands for all, and under which licence they are."""

    base_url: str
    language: str = "en"
    licence: str | None = LICENCE

    def page(self, *path: str | int, language: str | None = None) -> str:
        """Return the address of a public page."""
        parts = (quote(str(part), safe="") for part in (language or self.language, *path))
        return f"{self.base_url.rstrip('/')}/{'/'.join(parts)}"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Somebody named in a release, and what for (codes of the codelist partyRole)."""

    id: str
    name: Text
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an answer to a finding changed or created. `kind` is clause, criterion or metric."""

    id: str
    kind: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file of a sealed record in one language (None: the same in all)."""

    url: str
    media_type: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sealed record. `status` is the milestone's (met, partiallyMet, notMet): whether everyone meant was heard."""

    number: int
    sealed_at: datetime
    status: str
    files: tuple[EvidenceFile, ...]
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Engagement:
    """A published consultation as an event of the contracting process."""

    slug: str
    is_monitoring: bool
    title: Text
    summary: Text | None
    pages: Mapping[str, str]
    """The address of its start page, by language."""
    published_at: datetime
    closes_at: datetime | None
    partners: tuple[Organisation, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """The tender as the record we keep of it. Where it has no contract, `contract` is None."""

    ocid: str
    reference: str
    """What stands in `tender.id`."""
    publisher: Text
    title: Text
    summary: Text | None
    problem: Text | None
    """What ought to be solved; None where an imported release says so already (`planning.rationale`)."""
    buyer: Organisation
    stage: str
    amount: Decimal | None
    currency: str | None
    dates: Mapping[str, date]
    contract: Mapping[str, str] | None
    changed_at: datetime
    is_imported: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """A release somebody else published: what it says, when, and the package it came in."""

    content: Mapping[str, Any]
    package: Mapping[str, Any]
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class Package:
    """A package ready to be written, and the releases that could not be republished because they are not sound."""

    content: dict[str, Any]
    left_out: tuple[Problem, ...] = ()
