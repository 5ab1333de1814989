"""What partners, activities and links are to everyone who reads them."""

import uuid
from dataclasses import dataclass
from datetime import date

from surveys.text import Text


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a link leads: to which consultation, in which language, from which activity.

    `letter` is the single-use code that was followed, as it is stored; None for a link that everybody may follow.
    """

    consultation_id: uuid.UUID
    slug: str
    language: str
    activity_id: uuid.UUID
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class LinkValue:
    """A short code to a consultation, and how often it was opened: openings, not people."""

    code: str
    language: str
    openings: int


@dataclass(frozen=True, slots=True)
class ActivityValue:
    """One activity of the outreach ledger, with its links."""

    id: uuid.UUID
    key: str
    channel: str
    language: str
    communities: tuple[str, ...]
    what: Text | None
    place: Text | None
    on: date | None
    partner: str | None
    links: tuple[LinkValue, ...]

    @property
    def openings(self) -> int:
        """How often its links were opened."""
        return sum(link.openings for link in self.links)


@dataclass(frozen=True, slots=True)
class PartnerValue:
    """An organisation that reaches people."""

    id: uuid.UUID
    key: str
    name: Text
    role_contact: Text | None
    languages: tuple[str, ...]
    communities: tuple[str, ...]
    has_interest_in_bidding: bool


@dataclass(frozen=True, slots=True)
class BatchValue:
    """Codes for letters that were made at once: how many, in which language, on which day."""

    codes: int
    language: str
    made_on: date
