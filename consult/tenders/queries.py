"""Tenders as they are read: by everyone, and by the officers of one organisation."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.tenders.models import AffectedGroup, AISystem, ImportedFile, Tender, TenderRelease
from consult.tenders.ocds import decoding, forms
from consult.tenders.profile import Profile
from consult.tenders.values import (
    AffectedGroupValue,
    AlternativeValue,
    DocumentValue,
    ReleaseContent,
    ReleaseValue,
    TenderValue,
)
from surveys.text import Text


def tender_by_ocid(
    session: Session, ocid: str, organisation_id: uuid.UUID | None = None
) -> TenderValue | None:
    """Return the tender with this OCID; None where there is none.

    With `organisation_id`, as officers ask, only that organisation's own. Without it, of several organisations that
    keep a record of the same contracting process, the one that has kept it longest.
    """
    wanted = select(Tender).where(Tender.ocid == ocid)
    if organisation_id is not None:
        wanted = wanted.where(Tender.organisation_id == organisation_id)
    row = session.scalars(wanted.order_by(Tender.created_at, Tender.id)).first()
    return None if row is None else _tender(row)


def tender_by_id(session: Session, tender_id: uuid.UUID) -> TenderValue:
    """Return the tender with this id, which must exist."""
    return _tender(session.get_one(Tender, tender_id))


def own_tender(session: Session, organisation_id: uuid.UUID, tender_id: uuid.UUID) -> TenderValue | None:
    """Return an organisation's own tender with this id, as officers ask; None where it has none."""
    own = select(Tender).where(Tender.organisation_id == organisation_id, Tender.id == tender_id)
    row = session.scalar(own)
    return None if row is None else _tender(row)


def tenders_with_ocid(session: Session, ocid: str) -> tuple[TenderValue, ...]:
    """Return the record each organisation keeps of one contracting process, the one kept longest first."""
    rows = session.scalars(select(Tender).where(Tender.ocid == ocid).order_by(Tender.created_at, Tender.id))
    return tuple(_tender(row) for row in rows)


def tenders_of(session: Session, organisation_id: uuid.UUID) -> tuple[TenderValue, ...]:
    """Return every tender of an organisation, the one changed last first."""
    own = select(Tender).where(Tender.organisation_id == organisation_id)
    return tuple(_tender(row) for row in session.scalars(own.order_by(Tender.updated_at.desc(), Tender.ocid)))


def profile_of(session: Session, tender_id: uuid.UUID) -> Profile | None:
    """Return the profile of the AI system a tender is about, affected groups included; None before it is written."""
    row = session.scalar(select(AISystem).where(AISystem.tender_id == tender_id))
    if row is None:
        return None
    groups = [
        {
            "community": group.community,
            "how": group.how,
            "severity": group.severity,
            "scale": group.scale,
            "reversibility": group.reversibility,
            "reversibility_note": group.reversibility_note,
            "source": group.source,
        }
        for group in affected_groups(session, tender_id)
    ]
    return Profile.model_validate({**row.profile, "affected_groups": groups})


def affected_groups(session: Session, tender_id: uuid.UUID) -> tuple[AffectedGroupValue, ...]:
    """Return the communities the AI system of a tender affects, in the order they were named."""
    own = (
        select(AffectedGroup)
        .join(AISystem, AISystem.id == AffectedGroup.ai_system_id)
        .where(AISystem.tender_id == tender_id)
        .order_by(AffectedGroup.position)
    )
    return tuple(
        AffectedGroupValue(
            row.key,
            Text.model_validate(row.how),
            row.severity,
            _text(row.scale),
            row.reversibility,
            _text(row.reversibility_note),
            _text(row.source),
        )
        for row in session.scalars(own)
    )


def releases_of(session: Session, tender_id: uuid.UUID) -> tuple[ReleaseValue, ...]:
    """Return the releases a tender was imported from, the oldest first, those without a usable date before all."""
    rows = session.scalars(select(TenderRelease).where(TenderRelease.tender_id == tender_id))
    return tuple(sorted((_release(row) for row in rows), key=forms.age))


def imported_bytes(session: Session, file_id: uuid.UUID) -> bytes:
    """Return the exact bytes of an imported file."""
    return session.get_one(ImportedFile, file_id).body


def release_contents(session: Session, tender_id: uuid.UUID) -> Iterator[ReleaseContent]:
    """Give what each of `releases_of` says, read anew from the bytes it came in, each file once."""
    documents: dict[uuid.UUID, Any] = {}
    for release in releases_of(session, tender_id):
        if release.file_id not in documents:
            documents[release.file_id] = decoding.decode(imported_bytes(session, release.file_id)).document
        document = documents[release.file_id]
        content = forms.at(document, release.pointer)
        yield ReleaseContent(release, content, forms.package_around(document, release.pointer))


def _release(row: TenderRelease) -> ReleaseValue:
    return ReleaseValue(
        id=row.id,
        tender_id=row.tender_id,
        file_id=row.file_id,
        pointer=row.pointer,
        sha256=row.sha256,
        release_id=row.release_id,
        released_at=row.released_at,
        received_at=row.received_at,
        facts=row.facts,
        faults=tuple(row.faults),
    )


def _tender(row: Tender) -> TenderValue:
    return TenderValue(
        id=row.id,
        organisation_id=row.organisation_id,
        ocid=row.ocid,
        title=Text.model_validate(row.title),
        summary=_text(row.summary),
        problem=_text(row.problem),
        outcomes=tuple(Text.model_validate(outcome) for outcome in row.outcomes or ()),
        alternatives=tuple(_alternative(entry) for entry in row.alternatives or ()),
        previous_process=_text(row.previous_process),
        buyer=row.buyer,
        route=row.route.value,
        stage=row.stage.value,
        value_amount=row.value_amount,
        value_currency=row.value_currency,
        value_years=row.value_years,
        notice_on=row.notice_on,
        bids_due_on=row.bids_due_on,
        award_on=row.award_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        documents=tuple(_document(entry) for entry in row.documents or ()),
        released_at=row.released_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _alternative(entry: Mapping[str, Any]) -> AlternativeValue:
    return AlternativeValue(
        entry["key"], entry["kind"], Text.model_validate(entry["what"]), _text(entry.get("why_rejected"))
    )


def _document(entry: Mapping[str, Any]) -> DocumentValue:
    return DocumentValue(
        Text.model_validate(entry["title"]), entry["url"], entry.get("language"), entry.get("media_type")
    )


def _text(stored: dict[str, Any] | None) -> Text | None:
    return None if stored is None else Text.model_validate(stored)
