"""Laying out what the details of a consultation name, making links, and counting how often one is opened."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.details import LinkDetail
from consult.consultations.queries import consultation_by_id
from consult.consultations.values import OVER, ConsultationValue, State
from consult.outreach.counting import add_one
from consult.outreach.link_codes import as_meant, link_code, one_slip_away
from consult.outreach.models import Activity, Arrival, Link
from consult.outreach.partners import add_partner
from consult.outreach.terms import Channel
from consult.outreach.values import Arrived
from surveys.problems import Problem, Refused
from surveys.text import Text

if TYPE_CHECKING:
    from consult.outreach.reach import ReachValue

LEADS_NOWHERE = OVER | {State.DRAFT}
"""Of a consultation that stands like this no link is suggested or shown to a partner."""
MOST_OPENINGS = 5000
"""Of a link on one day. More are no people but a flood: they are led on like everybody and no longer counted."""


# Made once, over the tables: a link is followed on the way of a resident's request.
_links, _activities = cast("Table", Link.__table__), cast("Table", Activity.__table__)
_by_code = (
    select(_links.c.id, _links.c.language, _links.c.activity_id, _activities.c.consultation_id)
    .join(_activities, _activities.c.id == _links.c.activity_id)
    .where(_links.c.code == bindparam("code"))
)


class _Found(NamedTuple):
    id: uuid.UUID
    language: str
    activity_id: uuid.UUID
    consultation_id: uuid.UUID


def lay_out(session: Session, actor: Actor, consultation: ConsultationValue) -> dict[str, str]:
    """Make the partners and links that the details of a consultation name; return link codes by their keys.

    What is there already under the same key stays, so that it can be called again after the details were edited.
    """
    require(actor, Permission.EDIT_OUTREACH)
    partners = {
        partner.key: add_partner(session, actor, partner) for partner in consultation.details.partners
    }
    codes = {}
    for link in consultation.details.links:
        partner_id = partners[link.partner] if link.partner else None
        language = link.language or consultation.languages[0]
        activity_id = add_activity(session, actor, consultation, link, partner_id=partner_id)
        codes[link.key] = add_link(session, actor, consultation, activity_id, language)
    return codes


def add_activity(
    session: Session,
    actor: Actor,
    consultation: ConsultationValue,
    planned: LinkDetail,
    *,
    partner_id: uuid.UUID | None = None,
    on: date | None = None,
) -> uuid.UUID:
    """Add an activity to the ledger of a consultation, or find the one of the same key; return its id.

    Raises Refused `consultation.unknown` for one of another organisation, `link.other_language` for a language the
    consultation does not offer.
    """
    require(actor, Permission.EDIT_OUTREACH)
    _require_own(actor, consultation)
    same = select(Activity.id).where(Activity.consultation_id == consultation.id, Activity.key == planned.key)
    known = session.scalar(same)
    if known is not None:
        return known
    activity = Activity(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        consultation_id=consultation.id,
        partner_id=partner_id,
        channel=Channel(planned.channel),
        key=planned.key,
        what=_stored(planned.what) or {},
        language=_offered(consultation, planned.language or consultation.languages[0]),
        communities=list(planned.communities),
        place=_stored(planned.place),
        on=on,
        created_at=clock.now(),
    )
    session.add(activity)
    session.flush()
    record(session, actor, "outreach.activity_added", "consultation", consultation.id, {"key": planned.key})
    return activity.id


def add_link(
    session: Session, actor: Actor, consultation: ConsultationValue, activity_id: uuid.UUID, language: str
) -> str:
    """Make a link for an activity in one language, or find the one there is; return its code.

    Raises Refused `activity.unknown`, `link.other_language`.
    """
    require(actor, Permission.EDIT_OUTREACH)
    _require_own(actor, consultation)
    own = select(Activity.id).where(Activity.id == activity_id, Activity.consultation_id == consultation.id)
    if session.scalar(own.with_for_update()) is None:
        raise Refused(Problem("activity.unknown", "activity"))
    same = select(Link.code).where(
        Link.activity_id == activity_id, Link.language == _offered(consultation, language)
    )
    known = session.scalar(same)
    if known is not None:
        return known
    link = Link(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        activity_id=activity_id,
        code=_free_code(session),
        language=language,
        created_at=clock.now(),
    )
    session.add(link)
    session.flush()
    told = {"activity": str(activity_id), "link": str(link.id), "language": language}
    record(session, actor, "outreach.link_added", "consultation", consultation.id, told)
    return link.code


def record_arrival(
    session: Session, code: str, day: date | None = None, *, is_counted: bool = True
) -> Arrived:
    """Count one opening of a link on `day`, by default today where its authority is; return where it leads.

    Nothing about who opened it is kept; without `is_counted`, not even that it was. After MOST_OPENINGS on a day no
    more are counted, and nobody is turned away. Raises Refused `link.unknown`,
    also for a consultation nobody published, and `link.closed` with the consultation's `slug` and the link's
    `language`, once it is closed.
    """
    link = _link(session, code)
    consultation = consultation_by_id(session, link.consultation_id) if link else None
    moment = clock.now()
    state = consultation.state(moment) if consultation else State.DRAFT
    if link is None or consultation is None or state is State.DRAFT:
        raise Refused(Problem("link.unknown", "code"))
    if state in OVER:
        where = {"slug": consultation.slug, "language": link.language}
        raise Refused(Problem("link.closed", "code", where))
    if is_counted:
        opening = {
            "link_id": link.id,
            "on_date": day or clock.today(consultation.time_zone),
            "organisation_id": consultation.organisation_id,
        }
        add_one(session, Arrival, "openings", opening, MOST_OPENINGS)
    language = link.language if link.language in consultation.languages else consultation.languages[0]
    return Arrived(consultation.id, consultation.slug, language, link.activity_id)


def meant_instead(session: Session, typed: str) -> str | None:
    """Return the one code of a link somebody most likely mistyped, where its consultation can be looked at now.

    It looks among links alone, which hang in public, and only for what cannot be a code of any kind: a code for a
    letter is never looked for here, nor is one that is merely unknown.
    """
    nearest = one_slip_away(as_meant(typed))
    if not nearest:
        return None
    wanted = (
        select(Link.code, Activity.consultation_id)
        .join(Activity, Activity.id == Link.activity_id)
        .where(Link.code.in_(sorted(nearest)))
    )
    found = session.execute(wanted).all()
    if len(found) != 1:
        return None
    consultation = consultation_by_id(session, found[0].consultation_id)
    if consultation is None or consultation.state(clock.now()) in LEADS_NOWHERE:
        return None
    return str(found[0].code)


def refresh_reach(session: Session, consultation: ConsultationValue) -> "ReachValue":
    """Let the shown counts move as far as they may, and return who has been heard as anyone may see it."""
    from consult.outreach.folding import refresh  # these bring numpy, which no resident's request needs
    from consult.outreach.reach import reach_of

    refresh(session, consultation)
    return reach_of(session, consultation)


def _link(session: Session, code: str) -> _Found | None:
    found = session.execute(_by_code, {"code": as_meant(code)}).first()
    return None if found is None else _Found(*found)


def _free_code(session: Session) -> str:
    while True:
        code = link_code()
        if session.scalar(select(Link.id).where(Link.code == code)) is None:
            return code


def _offered(consultation: ConsultationValue, language: str) -> str:
    if language not in consultation.languages:
        raise Refused(Problem("link.other_language", "language", {"language": language[:35]}))
    return language


def _require_own(actor: Actor, consultation: ConsultationValue) -> None:
    if consultation.organisation_id != actor.organisation_id:
        raise Refused(Problem("consultation.unknown", "slug", {"given": consultation.slug}))


def _stored(text: Text | None) -> dict[str, object] | None:
    return None if text is None else text.canonical()
