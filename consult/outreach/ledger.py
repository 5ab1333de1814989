"""The ledger of outreach: planning an activity, changing it, noting what came of it, calling it off.

Nothing is ever deleted from it: what was spent, and on whom, is part of the record.
"""

import uuid
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.days import YEARS
from consult.consultations.queries import communities
from consult.consultations.values import OVER, ConsultationValue
from consult.db import one_at_a_time
from consult.outreach import reminders
from consult.outreach.models import Activity, Partner
from consult.outreach.service import add_link
from consult.outreach.terms import Channel
from surveys.problems import Problem, Refused
from surveys.text import NOT_IN_WORDS, Text

MOST_HOURS = Decimal(100_000)
MOST_COST = Decimal(1_000_000_000)
MOST_PEOPLE = 10_000_000
MOST_ACTIVITIES = 5_000
LONGEST_WORDS = 5_000


@dataclass(frozen=True, slots=True)
class Planned:
    """What an activity is to be. The first language is its own; there is a link for each.

    The place is for the authority and its partner alone unless `is_place_public`: it could lead to who comes there.
    """

    what: Text
    channel: Channel
    languages: tuple[str, ...]
    communities: tuple[str, ...] = ()
    partner: str | None = None
    on: date | None = None
    place: Text | None = None
    is_place_public: bool = False
    hours: Decimal | None = None
    cost: Decimal | None = None
    materials: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an activity."""

    on: date
    people: int | None = None
    hours: Decimal | None = None
    cost: Decimal | None = None
    materials: str | None = None
    outcome: str | None = None
    notes: str | None = None


def plan(session: Session, actor: Actor, consultation: ConsultationValue, planned: Planned) -> str:
    """Write an activity into the ledger with a link for each of its languages; return its key.

    Raises Refused `activity.consultation_closed`, `activity.too_many`, and at its field whatever cannot be used:
    `activity.no_language`, `activity.no_such_community`, `activity.no_such_partner`, `activity.odd_day`,
    `activity.odd_number`, `activity.odd_words`, `link.other_language`.
    """
    require(actor, Permission.EDIT_OUTREACH)
    _require_own(actor, consultation)
    if consultation.state(clock.now()) in OVER:
        raise Refused(Problem("activity.consultation_closed"))
    row = Activity(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        consultation_id=consultation.id,
        key=_free_key(session, consultation, planned.channel),
        created_at=clock.now(),
    )
    _write(session, consultation, row, planned)
    session.add(row)
    session.flush()
    record(session, actor, "outreach.activity_planned", "consultation", consultation.id, {"key": row.key})
    for language in dict.fromkeys(planned.languages):
        add_link(session, actor, consultation, row.id, language)
    reminders.leave_reminding(session, consultation)
    return row.key


def change(
    session: Session, actor: Actor, consultation: ConsultationValue, key: str, planned: Planned
) -> None:
    """Change what is planned; links that were made stay, for they may hang somewhere.

    Raises Refused as `plan` does, `activity.unknown`, and `activity.already_over` once it is done or cancelled.
    """
    row = _own(session, actor, consultation, key)
    _require_planned(row)
    before = _told(row)
    _write(session, consultation, row, planned)
    for language in dict.fromkeys(planned.languages):
        add_link(session, actor, consultation, row.id, language)
    session.flush()
    changed = sorted(name for name, value in _told(row).items() if value != before[name])
    if changed:
        told = {"key": key, "fields": changed}
        record(session, actor, "outreach.activity_changed", "consultation", consultation.id, told)
    reminders.leave_reminding(session, consultation)


def record_done(
    session: Session, actor: Actor, consultation: ConsultationValue, key: str, done: Done
) -> None:
    """Note that an activity was done and what came of it; said again, it corrects what was noted.

    Raises Refused `activity.unknown`, `activity.already_cancelled`, `activity.not_yet` for a day to come, and
    `activity.odd_day`, `activity.odd_number`, `activity.odd_words` at their field.
    """
    row = _own(session, actor, consultation, key)
    if row.cancelled_at is not None:
        raise Refused(Problem("activity.already_cancelled"))
    _check(_numbers(done.hours, done.cost, done.people), _days(done.on), _words(done))
    if done.on > clock.today(consultation.time_zone):
        raise Refused(Problem("activity.not_yet", "on"))
    what = "done" if row.done_on is None else "corrected"
    row.done_on, row.people_spoken_to, row.hours, row.cost = done.on, done.people, done.hours, done.cost
    row.materials, row.outcome, row.notes = done.materials, done.outcome, done.notes
    session.flush()
    told = {
        "key": key,
        "on": done.on.isoformat(),
        "people": done.people,
        "hours": None if done.hours is None else str(done.hours),
        "cost": None if done.cost is None else str(done.cost),
    }
    record(session, actor, f"outreach.activity_{what}", "consultation", consultation.id, told)


def cancel(session: Session, actor: Actor, consultation: ConsultationValue, key: str, reason: str) -> None:
    """Call an activity off. It stays in the ledger with the reason, and its links go on working.

    Raises Refused `activity.unknown`, `activity.already_over`, `activity.no_reason`, `activity.odd_words`.
    """
    row = _own(session, actor, consultation, key)
    _require_planned(row)
    if not reason.strip():
        raise Refused(Problem("activity.no_reason", "reason"))
    _check(_line("reason", reason))
    row.cancelled_at, row.cancel_reason = clock.now(), reason.strip()
    session.flush()
    record(session, actor, "outreach.activity_cancelled", "consultation", consultation.id, {"key": key})


def _write(session: Session, consultation: ConsultationValue, row: Activity, planned: Planned) -> None:
    _check(_numbers(planned.hours, planned.cost, None), _days(planned.on), _words(planned))
    if not planned.languages:
        raise Refused(Problem("activity.no_language", "languages"))
    known = {one.key for one in communities(session, consultation.id)}
    if not set(planned.communities) <= known:
        raise Refused(Problem("activity.no_such_community", "communities"))
    row.partner_id = _partner_id(session, consultation, planned.partner)
    row.what, row.channel = planned.what.canonical(), planned.channel
    row.language, row.communities = planned.languages[0], list(planned.communities)
    row.place = None if planned.place is None else planned.place.canonical()
    row.is_place_public = planned.is_place_public and planned.place is not None
    row.on, row.planned_hours, row.planned_cost = planned.on, planned.hours, planned.cost
    row.materials, row.notes = planned.materials, planned.notes


def _own(session: Session, actor: Actor, consultation: ConsultationValue, key: str) -> Activity:
    require(actor, Permission.EDIT_OUTREACH)
    _require_own(actor, consultation)
    same = select(Activity).where(Activity.consultation_id == consultation.id, Activity.key == key)
    row = session.scalar(same.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise Refused(Problem("activity.unknown", "activity"))
    return row


def _partner_id(session: Session, consultation: ConsultationValue, key: str | None) -> uuid.UUID | None:
    if not key:
        return None
    own = select(Partner.id).where(Partner.organisation_id == consultation.organisation_id)
    found = session.scalar(own.where(Partner.key == key))
    if found is None:
        raise Refused(Problem("activity.no_such_partner", "partner"))
    return found


def _free_key(session: Session, consultation: ConsultationValue, channel: Channel) -> str:
    one_at_a_time(session, f"ledger {consultation.id}")
    keys = select(Activity.key).where(Activity.consultation_id == consultation.id)
    taken = set(session.scalars(keys))
    if len(taken) >= MOST_ACTIVITIES:
        raise Refused(Problem("activity.too_many", parameters={"most": MOST_ACTIVITIES}))
    base = channel.value.replace("_", "-")
    return next(f"{base}-{number}" for number in range(1, len(taken) + 2) if f"{base}-{number}" not in taken)


def _require_own(actor: Actor, consultation: ConsultationValue) -> None:
    if consultation.organisation_id != actor.organisation_id:
        raise Refused(Problem("consultation.unknown", "slug", {"given": consultation.slug}))


def _require_planned(row: Activity) -> None:
    if row.done_on is not None or row.cancelled_at is not None:
        raise Refused(Problem("activity.already_over"))


def _told(row: Activity) -> dict[str, object]:
    told = ("what", "channel", "language", "communities", "partner_id", "on", "place", "is_place_public")
    return {
        name: getattr(row, name) for name in (*told, "planned_hours", "planned_cost", "materials", "notes")
    }


def _check(*found: list[Problem]) -> None:
    if problems := [problem for each in found for problem in each]:
        raise Refused(problems)


def _numbers(hours: Decimal | None, cost: Decimal | None, people: int | None) -> list[Problem]:
    given = (("hours", hours, MOST_HOURS), ("cost", cost, MOST_COST), ("people", people, MOST_PEOPLE))
    return [
        Problem("activity.odd_number", name, {"most": int(most)})
        for name, number, most in given
        if number is not None and not 0 <= number <= most
    ]


def _days(on: date | None) -> list[Problem]:
    if on is None or on.year in YEARS:
        return []
    return [Problem("activity.odd_day", "on", {"first": YEARS[0], "last": YEARS[-1]})]


def _words(given: Planned | Done) -> list[Problem]:
    lines = [(field.name, getattr(given, field.name)) for field in fields(given)]
    return [problem for name, value in lines if isinstance(value, str) for problem in _line(name, value)]


def _line(name: str, words: str) -> list[Problem]:
    if len(words) <= LONGEST_WORDS and not NOT_IN_WORDS.search(words):
        return []
    return [Problem("activity.odd_words", name, {"most": LONGEST_WORDS})]
