"""Partners: the organisations that reach people. Contacts are roles, never persons."""

import re
import unicodedata
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.details import PartnerDetail
from consult.db import one_at_a_time
from consult.outreach.models import Partner
from surveys.problems import Problem, Refused
from surveys.text import Text

LONGEST_KEY = 60
RESERVED = frozenset({"new"})
"""Short names that stand for something else in an address."""


def add_partner(
    session: Session, actor: Actor, partner: PartnerDetail, *, is_active: bool = True
) -> uuid.UUID:
    """Add a partner of the organisation, or bring the one of the same key up to date; return its id."""
    require(actor, Permission.EDIT_OUTREACH)
    known = select(Partner).where(
        Partner.organisation_id == actor.organisation_id, Partner.key == partner.key
    )
    row = session.scalar(known)
    what = "added" if row is None else "changed"
    if row is None:
        row = Partner(id=uuid.uuid4(), organisation_id=actor.organisation_id, key=partner.key)
        session.add(row)
    _write(row, partner, is_active=is_active)
    if not session.is_modified(row):
        return row.id
    session.flush()
    record(session, actor, f"outreach.partner_{what}", "partner", row.id, {"key": partner.key})
    return row.id


def change_partner(session: Session, actor: Actor, partner: PartnerDetail, *, is_active: bool) -> None:
    """Bring the partner of this key up to date; Refused `partner.unknown`."""
    require(actor, Permission.EDIT_OUTREACH)
    own = select(Partner.id).where(Partner.organisation_id == actor.organisation_id)
    if session.scalar(own.where(Partner.key == partner.key)) is None:
        raise Refused(Problem("partner.unknown", "partner"))
    add_partner(session, actor, partner, is_active=is_active)


def free_key(session: Session, actor: Actor, name: str) -> str:
    """Return a short name for a new partner, made of what it is called; no other transaction gets the same."""
    one_at_a_time(session, f"partners {actor.organisation_id}")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-") or "partner"
    taken = set(session.scalars(select(Partner.key).where(Partner.organisation_id == actor.organisation_id)))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 3))
    return next(key for key in numbered if key not in taken | RESERVED)


def _write(row: Partner, partner: PartnerDetail, *, is_active: bool) -> None:
    row.name = partner.name.canonical()
    row.role_contact = _stored(partner.role_contact)
    row.languages = list(partner.languages)
    row.communities = list(partner.communities)
    row.has_interest_in_bidding = partner.interest_in_bidding == "declared"
    row.is_active = is_active


def _stored(text: Text | None) -> dict[str, object] | None:
    return None if text is None else text.canonical()
