"""Who is signed in, and for which organisation someone acts."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.models import Officer, OfficerRole, Organisation, SetupLink
from consult.accounts.permissions import GRANTS, Permission, Role
from consult.audit.actor import Actor
from consult.codes import CodeKeys
from surveys.text import Text


@dataclass(frozen=True, slots=True)
class OrganisationValue:
    """An authority, as every page names it."""

    id: uuid.UUID
    name: Text
    slug: str
    ocid_prefix: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class SignedInOfficer:
    """The officer behind a session."""

    actor: Actor
    email: str
    language: str
    organisation: OrganisationValue
    wants_reminders: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """An officer who may be written to, in the language they work in."""

    id: uuid.UUID
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class OfficerValue:
    """An officer as administrators see them. Without a password they have not used their set-up link yet."""

    email: str
    roles: tuple[Role, ...]
    has_password: bool
    is_active: bool


def organisation(session: Session, organisation_id: uuid.UUID) -> OrganisationValue:
    """Return the organisation with this id."""
    return _value(session.get_one(Organisation, organisation_id))


def organisations(session: Session) -> list[OrganisationValue]:
    """Return every organisation of this installation, the oldest first."""
    return [_value(row) for row in session.scalars(select(Organisation).order_by(Organisation.created_at))]


def signed_in(session: Session, nonce: uuid.UUID) -> SignedInOfficer | None:
    """Return the officer whose session carries `nonce`; None when it ended or the officer is inactive."""
    found = session.execute(
        select(Officer, Organisation)
        .join(Organisation, Organisation.id == Officer.organisation_id)
        .where(Officer.session_nonce == nonce, Officer.is_active.is_(True)),
    ).first()
    if found is None:
        return None
    officer, authority = found
    roles = session.scalars(select(OfficerRole.role).where(OfficerRole.officer_id == officer.id))
    actor = Actor(officer.organisation_id, officer.id, frozenset(role.value for role in roles))
    return SignedInOfficer(actor, officer.email, officer.language, _value(authority), officer.wants_reminders)


def officers_of(session: Session, organisation_id: uuid.UUID) -> tuple[OfficerValue, ...]:
    """Return every officer of an organisation by their address, roles in alphabetical order."""
    roles: dict[uuid.UUID, list[Role]] = {}
    held = select(OfficerRole).where(OfficerRole.organisation_id == organisation_id)
    for row in session.scalars(held.order_by(OfficerRole.role)):
        roles.setdefault(row.officer_id, []).append(row.role)
    own = select(Officer).where(Officer.organisation_id == organisation_id).order_by(Officer.email)
    return tuple(
        OfficerValue(
            officer.email,
            tuple(roles.get(officer.id, ())),
            officer.password_hash is not None,
            officer.is_active,
        )
        for officer in session.scalars(own)
    )


def to_be_reminded(
    session: Session, organisation_id: uuid.UUID, permission: Permission
) -> tuple[Recipient, ...]:
    """Return the active officers of an organisation who hold `permission` and have not switched reminders off."""
    holders = [role for role, held in GRANTS.items() if permission in held]
    wanted = (
        select(Officer.id, Officer.email, Officer.language)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(
            Officer.organisation_id == organisation_id,
            Officer.is_active.is_(True),
            Officer.wants_reminders.is_(True),
            OfficerRole.role.in_(holders),
        )
        .distinct()
        .order_by(Officer.email)
    )
    return tuple(Recipient(*row) for row in session.execute(wanted))


def email_behind(session: Session, keys: CodeKeys, code: str) -> str | None:
    """Return whom a one-time set-up link is for; None when it is unknown, spent or too old."""
    usable = (
        select(Officer.email)
        .join(SetupLink, SetupLink.officer_id == Officer.id)
        .where(
            SetupLink.code.in_(keys.exact_candidates("setup", code)),
            SetupLink.used_at.is_(None),
            SetupLink.expires_at >= clock.now(),
        )
    )
    return session.scalar(usable)


def _value(row: Organisation) -> OrganisationValue:
    return OrganisationValue(row.id, Text.model_validate(row.name), row.slug, row.ocid_prefix, row.time_zone)
