"""The outreach ledger: partners, activities, links, how often links were opened, and what they led to."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from consult.db import Base, Id, by_value
from consult.outreach.terms import Channel, Took

HUNDREDTH = Decimal("0.01")


class Hundredths(TypeDecorator[Decimal]):
    """A number with two decimals, exact on both databases: SQLite knows no decimals, and keeps twelve digits whole."""

    impl = Numeric
    cache_ok = True

    def __init__(self, digits: int) -> None:
        super().__init__(digits, 2, asdecimal=False)

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> Any:
        """Store what fifteen digits of a float hold exactly enough."""
        return None if value is None else float(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Decimal | None:
        """Return the two decimals that were stored."""
        return None if value is None else Decimal(value).quantize(HUNDREDTH)


class HouseStyle(Base):
    """How what an authority prints looks. Without a row, or what it leaves out, as the service looks."""

    __tablename__ = "house_styles"
    __table_args__ = (
        CheckConstraint("colour IS NULL OR colour LIKE '#______'", "colour_is_written_out"),
        CheckConstraint("(logo IS NULL) = (logo_type IS NULL)", "logo_has_a_type"),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    colour: Mapped[str | None] = mapped_column(String(7))
    logo: Mapped[bytes | None]
    logo_type: Mapped[str | None] = mapped_column(String(40))


class Partner(Base):
    """An organisation that reaches people. Contacts are roles, never persons. Who stops helping is no longer active."""

    __tablename__ = "partners"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[dict[str, Any]]
    role_contact: Mapped[dict[str, Any] | None]
    languages: Mapped[list[str]]
    communities: Mapped[list[str]]
    has_interest_in_bidding: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)


class Activity(Base):
    """One outreach activity: what was planned, and what came of it. Where it stands is computed from its days.

    It is never deleted: what was called off says so, and why.
    """

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("consultation_id", "key"),
        CheckConstraint("people_spoken_to IS NULL OR people_spoken_to >= 0", "people_spoken_to"),
        CheckConstraint("cost IS NULL OR cost >= 0", "cost"),
        CheckConstraint("hours IS NULL OR hours >= 0", "hours"),
        CheckConstraint("planned_cost IS NULL OR planned_cost >= 0", "planned_cost"),
        CheckConstraint("planned_hours IS NULL OR planned_hours >= 0", "planned_hours"),
        CheckConstraint("done_on IS NULL OR cancelled_at IS NULL", "not_both"),
        CheckConstraint("(cancelled_at IS NULL) = (cancel_reason IS NULL)", "cancelled_with_a_reason"),
        CheckConstraint("outcome IS NULL OR done_on IS NOT NULL", "outcome_when_done"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    partner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("partners.id"))
    channel: Mapped[Channel] = mapped_column(by_value(Channel))
    key: Mapped[str] = mapped_column(String(80))
    what: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(35))
    communities: Mapped[list[str]]
    place: Mapped[dict[str, Any] | None]
    is_place_public: Mapped[bool] = mapped_column(default=False)
    on: Mapped[date | None] = mapped_column("on_date")
    planned_hours: Mapped[Decimal | None] = mapped_column(Hundredths(8))
    planned_cost: Mapped[Decimal | None] = mapped_column(Hundredths(12))
    done_on: Mapped[date | None]
    hours: Mapped[Decimal | None] = mapped_column(Hundredths(8))
    cost: Mapped[Decimal | None] = mapped_column(Hundredths(12))
    people_spoken_to: Mapped[int | None]
    materials: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class Link(Base):
    """A short code that leads to a consultation in one language. It follows nobody."""

    __tablename__ = "links"

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    language: Mapped[str] = mapped_column(String(35))
    created_at: Mapped[datetime]


class Arrival(Base):
    """How often a link was opened on a day: openings, not people."""

    __tablename__ = "arrivals"
    __table_args__ = (CheckConstraint("openings > 0", "openings"),)

    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("links.id"), primary_key=True)
    on: Mapped[date] = mapped_column("on_date", primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    openings: Mapped[int]


class SentCount(Base):
    """How many answers an activity led to in a week, by stated community; "" counts every answer."""

    __tablename__ = "sent_counts"
    __table_args__ = (CheckConstraint("sent > 0", "sent"),)

    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    community: Mapped[str] = mapped_column(String(80), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    sent: Mapped[int]


class ShownCount(Base):
    """The last count of answers that was shown under a name. It moves only as live.py allows, and says not when."""

    __tablename__ = "shown_counts"
    __table_args__ = (CheckConstraint("count >= 0", "count"),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(250), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    count: Mapped[int]


class Reminder(Base):
    """What an officer was reminded of, so that nobody is told twice. `sent_at` stays empty while it is being sent."""

    __tablename__ = "reminders"
    __table_args__ = (CheckConstraint("sent_at IS NULL OR sent_at >= claimed_at", "sent_after_claimed"),)

    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    claimed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class UncountedSending(Base):
    """Something a sending leaves to be counted, apart from the answer; the next folding counts and deletes it.

    An answer that came by a link leaves one for its activity and "", and one for each community it states; an answer
    by the web one more for how long it took. Nothing says which of them came together.
    """

    __tablename__ = "uncounted_sendings"
    __table_args__ = (
        CheckConstraint("(activity_id IS NULL) = (community IS NULL)", "community_of_an_activity"),
        CheckConstraint("(activity_id IS NULL) <> (took IS NULL)", "counts_one_thing"),
        {"sqlite_with_rowid": False},  # a row id would tell in which order people sent
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    activity_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("activities.id"))
    community: Mapped[str | None] = mapped_column(String(80))
    week: Mapped[date]
    took: Mapped[Took | None] = mapped_column(by_value(Took))


class TimeCount(Base):
    """How many answers of a week took how long, from the first page to the sending, in coarse steps."""

    __tablename__ = "time_counts"
    __table_args__ = (CheckConstraint("count > 0", "count"),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    took: Mapped[Took] = mapped_column(by_value(Took), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    count: Mapped[int]


class StoppedCount(Base):
    """How many drafts nobody came back to were deleted in a week, by their activity, language and furthest page.

    `activity` is the activity's id written out, "" for none; `page` is "" where nothing was answered.
    """

    __tablename__ = "stopped_counts"
    __table_args__ = (CheckConstraint("count > 0", "count"),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    activity: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    page: Mapped[str] = mapped_column(String(64), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    count: Mapped[int]


class HeardDay(Base):
    """What was shown of a community, "" for everyone, from a day on: rounded, None for a few of fewer than `threshold`.

    A day on which the shown count moved by less than the threshold is not kept.
    """

    __tablename__ = "heard_days"
    __table_args__ = (
        CheckConstraint("count IS NULL OR (count >= 0 AND count % 5 = 0)", "count_is_rounded"),
        CheckConstraint("threshold >= 5", "threshold_floor"),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    community: Mapped[str] = mapped_column(String(80), primary_key=True)
    on: Mapped[date] = mapped_column("on_date", primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    count: Mapped[int | None]
    threshold: Mapped[int]


class LetterBatch(Base):
    """Single-use codes made at once for the letters of one activity; their openings are counted for its link."""

    __tablename__ = "letter_batches"
    __table_args__ = (CheckConstraint("codes > 0", "codes"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("links.id"), index=True)
    codes: Mapped[int]
    made_on: Mapped[date]


class LetterCode(Base):
    """A code that stands in a letter, as HMAC. Nothing is written here after it was made: sending leaves no trace."""

    __tablename__ = "letter_codes"
    __table_args__ = (
        CheckConstraint("length(code) > 64", "hashed"),
        {
            "sqlite_with_rowid": False
        },  # a row id would tell in which order the codes stand in the list of letters
    )

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter_batches.id"), index=True)


class LetterRight(Base):
    """What lets a code send one answer. Sending deletes it and writes nothing: what is gone has no order or time."""

    __tablename__ = "letter_rights"
    __table_args__ = ({"sqlite_with_rowid": False},)

    code: Mapped[str] = mapped_column(ForeignKey("letter_codes.code"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
