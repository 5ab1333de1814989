"""One-time links for partners: made by an officer, spent by the partner, taken back, gone after a time."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.codes import CodeKeys, one_time_code
from consult.outreach.models import Partner
from consult.outreach.partner_models import PartnerLink
from surveys.problems import Problem, Refused

LASTS = timedelta(days=30)
"""How long a link can be opened, and how long what it opened stays open."""
LONGEST_CODE = 100
_PURPOSE = "partner"
UNUSABLE = Problem("partner_link.unusable")
"""One answer for a link that is unknown, spent, too old, taken back, or of a partner who no longer helps."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """What an officer may know of a partner's link: never the link itself."""

    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that was, or can be, opened: its id, and until when it is good."""

    id: uuid.UUID
    expires_at: datetime
    is_spent: bool


def make_link(session: Session, actor: Actor, keys: CodeKeys, key: str) -> str:
    """Make a one-time link for the partner of this key and end the one before; return its code, kept nowhere.

    Raises Refused `partner.unknown`, `partner.not_active`.
    """
    partner = _own(session, actor, key)
    if not partner.is_active:
        raise Refused(Problem("partner.not_active", "partner"))
    _end(session, partner)
    code, moment = one_time_code(), clock.now()
    session.add(
        PartnerLink(
            id=uuid.uuid4(),
            organisation_id=partner.organisation_id,
            partner_id=partner.id,
            code=keys.stored_exactly(_PURPOSE, code),
            made_at=moment,
            expires_at=moment + LASTS,
        )
    )
    session.flush()
    record(session, actor, "outreach.partner_link_made", "partner", partner.id, {"key": key})
    return code


def take_back(session: Session, actor: Actor, key: str) -> None:
    """End the link of the partner of this key, and what it opened, at once. Raises Refused `partner.unknown`."""
    partner = _own(session, actor, key)
    if _end(session, partner):
        record(session, actor, "outreach.partner_link_ended", "partner", partner.id, {"key": key})


def spend(session: Session, keys: CodeKeys, code: str) -> Opened:
    """Spend a link: from now on it opens nothing again. Raises Refused `partner_link.unusable`."""
    link = session.scalar(_by_code(keys, code).with_for_update(of=PartnerLink))
    if link is None or link.used_at is not None or not _is_good(link):
        raise Refused(UNUSABLE)
    link.used_at = clock.now()
    session.flush()
    nobody = Actor(link.organisation_id, None, frozenset())
    record(session, nobody, "outreach.partner_link_used", "partner", link.partner_id)
    return Opened(link.id, link.expires_at, is_spent=True)


def link_behind(session: Session, keys: CodeKeys, code: str) -> Opened | None:
    """Return the link of this code, spent or not; None where there is none, or it is good no more. One statement."""
    link = session.scalar(_by_code(keys, code))
    if link is None or not _is_good(link):
        return None
    return Opened(link.id, link.expires_at, is_spent=link.used_at is not None)


def partner_of(session: Session, link_id: uuid.UUID) -> uuid.UUID:
    """Return whose a spent link is. One statement. Raises Refused `partner_link.unusable` once it is good no more."""
    spent = _active().where(PartnerLink.id == link_id, PartnerLink.used_at.is_not(None))
    link = session.scalar(spent)
    if link is None or not _is_good(link):
        raise Refused(UNUSABLE)
    return link.partner_id


def link_of(session: Session, actor: Actor, key: str) -> LinkState | None:
    """Return how the link of a partner stands; None where there is none that can still be used."""
    own = (
        select(PartnerLink)
        .join(Partner, Partner.id == PartnerLink.partner_id)
        .where(Partner.organisation_id == actor.organisation_id, Partner.key == key)
    )
    link = session.scalar(own.where(PartnerLink.ended_at.is_(None)))
    return LinkState(link.made_at, link.expires_at, link.used_at) if link and _is_good(link) else None


def _by_code(keys: CodeKeys, code: str) -> Select[PartnerLink]:
    candidates = keys.exact_candidates(_PURPOSE, code[:LONGEST_CODE])
    return _active().where(PartnerLink.code.in_(candidates))


def _active() -> Select[PartnerLink]:
    return (
        select(PartnerLink)
        .join(Partner, Partner.id == PartnerLink.partner_id)
        .where(Partner.is_active, PartnerLink.ended_at.is_(None))
    )


def _is_good(link: PartnerLink) -> bool:
    return link.ended_at is None and clock.now() < link.expires_at


def _end(session: Session, partner: Partner) -> bool:
    """End the link a partner has; say whether it could still be used."""
    link = session.scalar(
        select(PartnerLink).where(PartnerLink.partner_id == partner.id, PartnerLink.ended_at.is_(None))
    )
    if link is None:
        return False
    was_good = _is_good(link)
    link.ended_at = clock.now()
    session.flush()
    return was_good


def _own(session: Session, actor: Actor, key: str) -> Partner:
    """Return the organisation's partner of this key, so that nobody else changes its link meanwhile."""
    require(actor, Permission.EDIT_OUTREACH)
    own = select(Partner).where(Partner.organisation_id == actor.organisation_id, Partner.key == key)
    partner = session.scalar(own.with_for_update())
    if partner is None:
        raise Refused(Problem("partner.unknown", "partner"))
    return partner
