"""What a partner sees: its own activities and links, nobody else's, and no count of a community."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.queries import consultation_by_id, consultations_by_id
from consult.consultations.values import ConsultationValue
from consult.outreach.live import named_counts
from consult.outreach.models import Activity, Arrival, Link, Partner
from consult.outreach.naming import EVERY_ANSWER, of_activity
from consult.outreach.partner_links import partner_of
from consult.outreach.service import LEADS_NOWHERE
from consult.outreach.values import LinkValue
from surveys.live_counts import LiveCount
from surveys.problems import Problem, Refused
from surveys.text import Text


@dataclass(frozen=True, slots=True)
class OwnActivity:
    """An activity of the partner: neither notes nor cost. Openings are counted; `sent` is protected."""

    key: str
    channel: str
    what: Text | None
    place: Text | None
    on: date | None
    done_on: date | None
    links: tuple[LinkValue, ...]
    sent: LiveCount


@dataclass(frozen=True, slots=True)
class OwnConsultation:
    """A consultation that is not over, and what the partner does for it."""

    consultation: ConsultationValue
    activities: tuple[OwnActivity, ...]

    @property
    def next(self) -> OwnActivity | None:
        """The activity that comes next: the first that is due, today or later, and is not done."""
        today = clock.today(self.consultation.time_zone)
        coming = [one for one in self.activities if one.done_on is None and one.on and one.on >= today]
        return min(coming, key=lambda one: one.on or today, default=None)


@dataclass(frozen=True, slots=True)
class OwnLink:
    """One link of the partner's own: of which consultation and activity, and in which language."""

    consultation: ConsultationValue
    activity: str
    code: str
    language: str


@dataclass(frozen=True, slots=True)
class PartnerScreen:
    """The screen of one partner."""

    name: Text
    consultations: tuple[OwnConsultation, ...]


def partner_screen(session: Session, link_id: uuid.UUID) -> PartnerScreen:
    """Return the screen behind a link that was opened: five statements, and one more for each further consultation.

    Raises Refused `partner_link.unusable`.
    """
    partner = session.get_one(Partner, partner_of(session, link_id))
    rows = _activities(session, partner.id)
    links = _links(session, [row.id for row in rows])
    of = defaultdict[uuid.UUID, list[Activity]](list)
    for row in rows:
        of[row.consultation_id].append(row)
    own = tuple(
        OwnConsultation(one, _of_consultation(session, one, of[one.id], links))
        for one in consultations_by_id(session, of.keys())
        if one.state(clock.now()) not in LEADS_NOWHERE
    )
    return PartnerScreen(Text.model_validate(partner.name), own)


def own_link(session: Session, link_id: uuid.UUID, code: str) -> OwnLink:
    """Return a link of the partner's own, of a consultation that is not over. Three statements.

    Raises Refused `partner_link.unusable`, and `link.unknown` for every other one.
    """
    wanted = (
        select(Activity.consultation_id, Activity.key, Link.code, Link.language)
        .join(Link, Link.activity_id == Activity.id)
        .where(Activity.partner_id == partner_of(session, link_id), Activity.cancelled_at.is_(None))
    )
    found = session.execute(wanted.where(Link.code == code)).first() if _is_code(code) else None
    consultation = consultation_by_id(session, found.consultation_id) if found else None
    if found is None or consultation is None or consultation.state(clock.now()) in LEADS_NOWHERE:
        raise Refused(Problem("link.unknown", "code"))
    return OwnLink(consultation, found.key, found.code, found.language)


def _activities(session: Session, partner_id: uuid.UUID) -> Sequence[Activity]:
    own = select(Activity).where(Activity.partner_id == partner_id, Activity.cancelled_at.is_(None))
    ordered = own.order_by(Activity.on.is_(None), Activity.on, Activity.created_at, Activity.key)
    return session.scalars(ordered).all()


def _links(session: Session, activity_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[LinkValue, ...]]:
    opened = (
        select(Link.activity_id, Link.code, Link.language, func.coalesce(func.sum(Arrival.openings), 0))
        .outerjoin(Arrival, Arrival.link_id == Link.id)
        .where(Link.activity_id.in_(activity_ids))
        .group_by(Link.activity_id, Link.code, Link.language)
        .order_by(Link.language, Link.code)
    )
    found: dict[uuid.UUID, tuple[LinkValue, ...]] = defaultdict(tuple)
    for activity_id, code, language, openings in session.execute(opened):
        found[activity_id] += (LinkValue(code, language, int(openings)),)
    return found


def _of_consultation(
    session: Session,
    consultation: ConsultationValue,
    rows: Sequence[Activity],
    links: dict[uuid.UUID, tuple[LinkValue, ...]],
) -> tuple[OwnActivity, ...]:
    shown = named_counts(session, consultation, [of_activity(row.key, EVERY_ANSWER) for row in rows])
    return tuple(
        OwnActivity(
            key=row.key,
            channel=row.channel.value,
            what=Text.model_validate(row.what) if row.what else None,
            place=Text.model_validate(row.place) if row.place else None,
            on=row.on,
            done_on=row.done_on,
            links=links[row.id],
            sent=shown[of_activity(row.key, EVERY_ANSWER)],
        )
        for row in rows
    )


def _is_code(typed: str) -> bool:
    """Say whether this could be a code of a link: PostgreSQL takes no NUL."""
    return typed.isascii() and typed.isalnum()
