"""What there is to publish about a tender, gathered from its record, its consultations and its sealed evidence."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.queries import OrganisationValue, organisation
from consult.consultations.queries import consultations_of
from consult.consultations.terms import Purpose
from consult.consultations.values import ConsultationValue
from consult.evidence.queries import records_of_consultation
from consult.publication import ocds
from consult.publication.evidence import evidence_of
from consult.publication.releases import language_of
from consult.publication.values import Engagement, Imported, Organisation, Package, Process, Site
from consult.tenders.ocds.reading import folded
from consult.tenders.queries import release_contents, tenders_with_ocid
from consult.tenders.values import ReleaseContent, TenderValue
from surveys.text import Text

__all__ = ["Site", "public_tender", "record_package", "release_package"]


def release_package(
    session: Session, ocid: str, site: Site, organisation_id: uuid.UUID | None = None
) -> Package | None:
    """Return the OCDS 1.1.5 release package of a tender: what the authority publishes about it.

    With `organisation_id`, as officers ask, of that organisation's own record; without, of what the public may see:
    None where there is no such tender, or no published consultation about it.
    """
    tender = _tender(session, ocid, organisation_id)
    if tender is None:
        return None
    process, engagements, imported = _gathered(session, tender, site)
    return ocds.release_package(process, engagements, imported, site, clock.now())


def record_package(
    session: Session, ocid: str, site: Site, organisation_id: uuid.UUID | None = None
) -> Package | None:
    """Return the OCDS 1.1.5 record package of a tender: every release, imported ones word for word, and all as one.

    Arguments and None as for `release_package`.
    """
    tender = _tender(session, ocid, organisation_id)
    if tender is None:
        return None
    process, engagements, imported = _gathered(session, tender, site)
    return ocds.record_package(process, engagements, imported, site, clock.now())


def public_tender(session: Session, ocid: str) -> TenderValue | None:
    """Return the tender with this OCID the public may see: one with a published consultation; None where none is."""
    for tender in tenders_with_ocid(session, ocid):
        if _published(session, tender):
            return tender
    return None


def _tender(session: Session, ocid: str, organisation_id: uuid.UUID | None) -> TenderValue | None:
    if organisation_id is None:
        return public_tender(session, ocid)
    own = (found for found in tenders_with_ocid(session, ocid) if found.organisation_id == organisation_id)
    return next(own, None)


def _published(session: Session, tender: TenderValue) -> list[ConsultationValue]:
    """Return the consultations about a tender that were published, the first one first."""
    every = consultations_of(session, tender.organisation_id, tender.id)
    published = [value for value in every if value.published_at is not None]
    return sorted(published, key=lambda value: (str(value.published_at), value.slug))


def _gathered(
    session: Session, tender: TenderValue, site: Site
) -> tuple[Process, Sequence[Engagement], Sequence[Imported]]:
    contents = list(release_contents(session, tender.id))
    authority = organisation(session, tender.organisation_id)
    engagements = [_engagement(session, value, site) for value in _published(session, tender)]
    imported = [Imported(entry.content, entry.package, entry.release.released_at) for entry in contents]
    return _process(tender, authority, contents), engagements, imported


def _process(
    tender: TenderValue, authority: OrganisationValue, contents: Sequence[ReleaseContent]
) -> Process:
    facts = folded(entry.release.facts for entry in contents)
    buyer = facts.get("buyer", {})
    name = Text.of({language_of(tender.title): tender.buyer}) if tender.buyer else authority.name
    dates = {
        "notice_on": tender.notice_on,
        "bids_due_on": tender.bids_due_on,
        "award_on": tender.award_on,
        "starts_on": tender.starts_on,
        "ends_on": tender.ends_on,
    }
    return Process(
        ocid=tender.ocid,
        reference=facts.get("tender_id") or tender.ocid,
        publisher=authority.name,
        title=tender.title,
        summary=tender.summary,
        problem=None if any(_has_rationale(entry.content) for entry in contents) else tender.problem,
        buyer=Organisation(buyer.get("id") or authority.slug, name, ("buyer",)),
        stage=tender.stage,
        amount=tender.value_amount,
        currency=tender.value_currency,
        dates={key: day for key, day in dates.items() if day is not None},
        contract=facts.get("contract"),
        changed_at=tender.updated_at,
        is_imported=bool(contents),
    )


def _has_rationale(release: Mapping[str, Any]) -> bool:
    planning = release.get("planning")
    return isinstance(planning, Mapping) and bool(planning.get("rationale"))


def _engagement(session: Session, value: ConsultationValue, site: Site) -> Engagement:
    assert value.published_at is not None  # only published ones are asked for
    partners = tuple(
        Organisation(f"partner-{partner.key}", partner.name, ("interestedParty",))
        for partner in value.details.partners
        if partner.stands_behind is not None
    )
    return Engagement(
        slug=value.slug,
        is_monitoring=value.purpose is Purpose.MONITORING,
        title=value.title,
        summary=value.details.summary,
        pages={
            language: site.page("consultations", value.slug, language=language)
            for language in value.languages
        },
        published_at=value.published_at,
        closes_at=value.closes_at,
        partners=partners,
        evidence=tuple(
            evidence_of(record, value, site)
            for record in reversed(records_of_consultation(session, value.id))
        ),
    )
