"""Changing tenders: bringing OCDS in, writing a record by hand, and describing the AI system it is about."""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.accounts.queries import organisation
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.tenders.details import TenderDetails
from consult.tenders.importing import ImportReport, import_file
from consult.tenders.models import AffectedGroup, AISystem, Tender
from consult.tenders.profile import Profile
from consult.tenders.queries import tender_by_id
from consult.tenders.record import stored
from consult.tenders.terms import Route, Stage
from consult.tenders.values import TenderValue
from surveys.problems import Problem, Refused

__all__ = ["ImportReport", "create", "import_file", "revise", "set_profile"]

LONGEST_SLUG = 60


def create(session: Session, actor: Actor, details: TenderDetails) -> TenderValue:
    """Make the record of a tender that has no notice (yet) and return it; its OCID is minted unless given.

    Raises Refused `tender.missing` without a title, `tender.already` where the organisation has that OCID, and
    `tender.changed_meanwhile` where somebody else took it at the same moment.
    """
    require(actor, Permission.EDIT_TENDERS)
    if details.title is None or not details.title.languages:
        raise Refused(Problem("tender.missing", "/title"))
    ocid = details.ocid or _minted(session, actor, details)
    if _own(session, actor, ocid) is not None:
        raise Refused(Problem("tender.already", "/ocid", {"given": ocid}))
    moment = clock.now()
    tender = Tender(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        ocid=ocid,
        title=stored(details.title),
        route=Route.OPEN_TENDER,
        stage=Stage.PLANNING,
        created_at=moment,
        updated_at=moment,
    )
    _write(session, actor, tender, details)
    session.add(tender)
    try:
        session.flush()
    except IntegrityError:
        raise Refused(Problem("tender.changed_meanwhile")) from None
    record(session, actor, "tender.created", "tender", tender.id, {"ocid": ocid})
    if details.ai_system is not None:
        _set_profile(session, actor, tender, details.ai_system)
    return tender_by_id(session, tender.id)


def revise(session: Session, actor: Actor, ocid: str, details: TenderDetails) -> TenderValue:
    """Write what `details` says over the record of a tender; what they leave out stays. Return the new record.

    Raises Refused `tender.unknown` where the organisation has no such tender.
    """
    require(actor, Permission.EDIT_TENDERS)
    tender = _known(session, actor, ocid)
    written = sorted(details.model_fields_set - {"key", "ocid", "ocid_suffix", "ai_system"})
    _write(session, actor, tender, details)
    tender.updated_at = clock.now()
    session.flush()
    record(session, actor, "tender.revised", "tender", tender.id, {"ocid": ocid, "fields": written})
    if details.ai_system is not None:
        _set_profile(session, actor, tender, details.ai_system)
    return tender_by_id(session, tender.id)


def set_profile(session: Session, actor: Actor, ocid: str, profile: Profile) -> None:
    """Make `profile` the one of the AI system a tender is about, affected groups included.

    Raises Refused `tender.unknown` where the organisation has no such tender.
    """
    require(actor, Permission.EDIT_TENDERS)
    _set_profile(session, actor, _known(session, actor, ocid), profile)


def _own(session: Session, actor: Actor, ocid: str) -> Tender | None:
    mine = select(Tender).where(Tender.organisation_id == actor.organisation_id, Tender.ocid == ocid)
    return session.scalar(mine.with_for_update())


def _known(session: Session, actor: Actor, ocid: str) -> Tender:
    tender = _own(session, actor, ocid)
    if tender is None:
        raise Refused(Problem("tender.unknown", "ocid", {"given": ocid[:200]}))
    return tender


def _minted(session: Session, actor: Actor, details: TenderDetails) -> str:
    """Return a free OCID under the prefix of the organisation, which a reader can tell from others."""
    authority = organisation(session, actor.organisation_id)
    if details.ocid_suffix is not None:
        return f"{authority.ocid_prefix}-{details.ocid_suffix}"
    assert details.title is not None  # create() says so
    plain = (
        unicodedata.normalize("NFKD", details.title.to("en").text).encode("ascii", "ignore").decode().lower()
    )
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "tender"
    base = f"{authority.ocid_prefix}-{slug}-{clock.today(authority.time_zone).year}"
    ocid, number = base, 1
    while _own(session, actor, ocid) is not None:
        number += 1
        ocid = f"{base}-{number}"
    return ocid


def _write(session: Session, actor: Actor, tender: Tender, details: TenderDetails) -> None:
    today = clock.today(organisation(session, actor.organisation_id).time_zone)
    for name, value in details.columns(today).items():
        setattr(tender, name, value)


def _set_profile(session: Session, actor: Actor, tender: Tender, profile: Profile) -> None:
    kept: Mapping[str, Any] = {
        name: value for name, value in profile.to_json().items() if name != "affected_groups"
    }
    system = session.scalar(select(AISystem).where(AISystem.tender_id == tender.id).with_for_update())
    if system is None:
        system = AISystem(id=uuid.uuid4(), organisation_id=actor.organisation_id, tender_id=tender.id)
        session.add(system)
    system.profile, system.updated_at = dict(kept), clock.now()
    session.flush()
    session.execute(delete(AffectedGroup).where(AffectedGroup.ai_system_id == system.id))
    groups = profile.to_json().get("affected_groups", [])
    session.add_all(
        AffectedGroup(
            id=uuid.uuid4(),
            organisation_id=actor.organisation_id,
            ai_system_id=system.id,
            position=position,
            key=group["community"],
            **{name: value for name, value in group.items() if name != "community"},
        )
        for position, group in enumerate(groups)
    )
    session.flush()
    details = {"ocid": tender.ocid, "affected_groups": [group["community"] for group in groups]}
    record(session, actor, "tender.profile_set", "tender", tender.id, details)
