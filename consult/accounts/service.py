"""Making organisations and officers, one-time set-up links, and signing in."""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts import passwords
from consult.accounts.models import Officer, OfficerRole, Organisation, SetupLink
from consult.accounts.permissions import Permission, Role, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.codes import CodeKeys, one_time_code
from surveys.problems import Problem, Refused
from surveys.text import Text

SETUP_LINK_LASTS = timedelta(days=7)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def add_organisation(
    session: Session, name: Mapping[str, str], ocid_prefix: str, time_zone: str = "Europe/London"
) -> Actor:
    """Make an organisation and return the operator acting for it; raise Refused on an unusable value.

    `name` has the words by language, the authority's own language first.
    """
    problems = []
    if not name or not all(words.strip() for words in name.values()):
        problems.append(Problem("organisation.name_missing", "name"))
    if not re.fullmatch(r"ocds-[a-z0-9]{6}", ocid_prefix):
        problems.append(Problem("organisation.ocid_prefix", "ocid_prefix", {"given": ocid_prefix}))
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(Problem("organisation.time_zone", "time_zone", {"given": time_zone}))
    if problems:
        raise Refused(problems)
    organisation = Organisation(
        id=uuid.uuid4(),
        name=Text.of(name).canonical(),
        slug=_free_slug(session, next(iter(name.values()))),
        ocid_prefix=ocid_prefix,
        time_zone=time_zone,
        created_at=clock.now(),
    )
    session.add(organisation)
    session.flush()
    actor = operator_for(organisation.id)
    record(session, actor, "organisation.added", "organisation", organisation.id, {"slug": organisation.slug})
    return actor


def operator_for(organisation_id: uuid.UUID) -> Actor:
    """Return the operator of this installation, acting for one organisation from the command line."""
    return Actor(organisation_id, None, frozenset({Role.ADMIN.value, Role.ANALYST.value}))


def _free_slug(session: Session, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "organisation"
    slug, number = base, 1
    while session.scalar(select(Organisation.id).where(Organisation.slug == slug)):
        number += 1
        slug = f"{base}-{number}"
    return slug


def add_officer(session: Session, actor: Actor, keys: CodeKeys, email: str, roles: Iterable[Role]) -> str:
    """Make an officer without a password and return the code of a one-time set-up link.

    An address that exists already in the organisation gets the roles and a fresh link instead.
    """
    require(actor, Permission.MANAGE_OFFICERS)
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address) or len(address) > 254:  # noqa: PLR2004  # RFC 5321's limit
        raise Refused([Problem("officer.email", "email", {"given": email[:254]})])
    officer = session.scalar(select(Officer).where(Officer.email == address))
    if officer is not None and officer.organisation_id != actor.organisation_id:
        raise Refused([Problem("officer.elsewhere", "email")])
    if officer is None:
        officer = Officer(
            id=uuid.uuid4(), organisation_id=actor.organisation_id, email=address, created_at=clock.now()
        )
        session.add(officer)
        session.flush()
    session.execute(delete(OfficerRole).where(OfficerRole.officer_id == officer.id))
    granted = sorted({role.value for role in roles})
    session.add_all(
        OfficerRole(officer_id=officer.id, role=Role(role), organisation_id=actor.organisation_id)
        for role in granted
    )
    record(session, actor, "officer.added", "officer", officer.id, {"roles": granted})
    return _setup_link(session, keys, officer)


def _setup_link(session: Session, keys: CodeKeys, officer: Officer) -> str:
    code = one_time_code()
    session.add(
        SetupLink(
            organisation_id=officer.organisation_id,
            officer_id=officer.id,
            code=keys.stored_exactly("setup", code),
            expires_at=clock.now() + SETUP_LINK_LASTS,
        ),
    )
    return code


def set_password(session: Session, keys: CodeKeys, code: str, password: str) -> None:
    """Give the officer of a set-up link `password`, and spend the link with every other of theirs.

    Refused `setup_link.unusable` when it is unknown, spent or too old.
    """
    link = session.scalar(
        select(SetupLink).where(SetupLink.code.in_(keys.exact_candidates("setup", code))).with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at < clock.now():
        raise Refused([Problem("setup_link.unusable")])
    officer = session.get_one(Officer, link.officer_id)
    officer.password_hash = passwords.hashed(password)
    officer.session_nonce = uuid.uuid4()  # ends every session that began with an older password
    unspent = update(SetupLink).where(SetupLink.officer_id == officer.id, SetupLink.used_at.is_(None))
    session.execute(unspent.values(used_at=clock.now()))  # whoever finds an older one cannot change it again
    actor = Actor(officer.organisation_id, officer.id, frozenset())
    record(session, actor, "officer.password_set", "officer", officer.id)


def sign_in(session: Session, email: str, password: str) -> uuid.UUID:
    """Return the session nonce of the officer with this address and password; Refused otherwise."""
    officer = session.scalar(select(Officer).where(Officer.email == email.strip().lower()))
    known = officer if officer is not None and officer.is_active else None
    if not passwords.matches(password, known.password_hash if known else None) or known is None:
        raise Refused([Problem("sign_in.wrong", "email")])
    record(
        session, Actor(known.organisation_id, known.id, frozenset()), "officer.signed_in", "officer", known.id
    )
    return known.session_nonce


def sign_out(session: Session, actor: Actor) -> None:
    """End every session of the officer behind `actor`, on this device and on all others."""
    if actor.officer_id is not None:
        session.get_one(Officer, actor.officer_id).session_nonce = uuid.uuid4()
        record(session, actor, "officer.signed_out", "officer", actor.officer_id)


def choose_language(session: Session, actor: Actor, language: str) -> None:
    """Remember the interface language `actor` works in."""
    if actor.officer_id is not None:
        session.get_one(Officer, actor.officer_id).language = language
        record(session, actor, "officer.language", "officer", actor.officer_id, {"language": language})


def choose_reminders(session: Session, actor: Actor, *, wanted: bool) -> None:
    """Remember whether `actor` is to be reminded by e-mail."""
    if actor.officer_id is not None:
        session.get_one(Officer, actor.officer_id).wants_reminders = wanted
        record(session, actor, "officer.reminders", "officer", actor.officer_id, {"wanted": wanted})
