"""What partners, activities and links are to everyone who reads them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from consult.outreach.terms import Standing
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
    """One activity of the outreach ledger, with its links: what was planned, and what came of it."""

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
    planned_hours: Decimal | None = None
    planned_cost: Decimal | None = None
    done_on: date | None = None
    hours: Decimal | None = None
    cost: Decimal | None = None
    people_spoken_to: int | None = None
    materials: str | None = None
    outcome: str | None = None
    notes: str | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    is_place_public: bool = False

    def standing(self, today: date) -> Standing:
        """Return where it stands on `today`, a day of its authority: the day after it was due it is overdue."""
        if self.cancelled_at is not None:
            return Standing.CANCELLED
        if self.done_on is not None:
            return Standing.DONE
        return Standing.OVERDUE if self.on is not None and self.on < today else Standing.PLANNED

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
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class SentTotal:
    """How many answers an activity led to, of a stated community or with "" of everyone. Exact: not to be shown."""

    activity: str
    channel: str
    community: str
    sent: int


@dataclass(frozen=True, slots=True)
class BatchValue:
    """Codes for letters that were made at once: how many, in which language, on which day."""

    codes: int
    language: str
    made_on: date
