"""Packages gathered from what stands in the database: only what was published, only one organisation's own."""

import json
import uuid
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.evidence.models import EvidenceRecord
from consult.publication import queries
from consult.publication.values import Site
from consult.tenders import service as tenders
from consult.tenders.details import TenderDetails
from consult.tenders.queries import tender_by_ocid
from surveys.versions import canonical, fingerprint
from tests.builders import a_draft_consultation, an_open_consultation, an_organisation, details, in_both
from tests.ocds_data import judged, needs_ocds_data, sample

SITE = Site("https://consult.example.org")
REAL = "ocds-b5fd17-7b68a5a5-c7c6-4b6a-af57-25252442e31e"
PARTNERS = [
    {"key": "federation", "name": in_both("Federation"), "stands_behind": in_both("We support it")},
    {"key": "radio", "name": in_both("Radio")},
]


@pytest.fixture
def actor(session: Session) -> Actor:
    return an_organisation(session)


def a_tender(session: Session, actor: Actor, **said: Any) -> tuple[str, uuid.UUID]:
    tender = tenders.create(session, actor, TenderDetails.read({"title": "Ranking repairs", **said}))
    return tender.ocid, tender.id


def milestones(release: dict[str, Any]) -> list[str]:
    return [entry["id"] for entry in release.get("planning", {}).get("milestones", [])]


def content(session: Session, ocid: str, actor: Actor | None = None) -> dict[str, Any]:
    package = queries.release_package(session, ocid, SITE, actor.organisation_id if actor else None)
    assert package is not None
    return package.content


def seal(session: Session, slug: str, number: int = 3) -> None:
    """Attach a sealed record of the shape evidence/record.py gives, with one requirement."""
    consultation = consultation_by_slug(session, slug)
    assert consultation is not None
    requirement = {
        "kind": "clause",
        "id": "R1",
        "title": {"en": "A person"},
        "text": {"en": "A person reads."},
        "change": "created",
    }
    said = {
        "results": {"answers": {"sent": {"kind": "shown"}}, "headline": {"met": 1, "of": 2}},
        "findings": [
            {"number": 1, "disposition": {"kind": "accepted", "requirement": requirement}},
            {"number": 2, "disposition": {"kind": "rejected", "requirement": requirement | {"id": "R2"}}},
            {"number": 3, "disposition": {"kind": "partly", "requirement": None}},
        ],
    }
    body = canonical(said)
    session.add(
        EvidenceRecord(
            id=uuid.uuid4(),
            organisation_id=consultation.organisation_id,
            consultation_id=consultation.id,
            tender_id=consultation.tender_id,
            number=number,
            body=body,
            fingerprint=fingerprint(body),
            is_interim=False,
            sealed_at=clock.now(),
        )
    )
    session.flush()


def test_the_public_sees_a_tender_once_something_is_asked_about_it(session: Session, actor: Actor) -> None:
    ocid, tender_id = a_tender(session, actor)
    a_draft_consultation(session, actor, "repairs", tender_id=tender_id)
    assert queries.release_package(session, ocid, SITE) is None
    assert queries.record_package(session, ocid, SITE) is None
    assert [milestones(release) for release in content(session, ocid, actor)["releases"]] == [[]]
    consultations.publish(session, actor, "repairs")
    told = [milestones(release) for release in content(session, ocid)["releases"]]
    assert sorted(told) == [[], ["consultation-repairs"]]


def test_there_is_no_package_of_an_unknown_tender(session: Session, actor: Actor) -> None:
    assert queries.release_package(session, "ocds-000000-nothing", SITE) is None
    assert queries.release_package(session, "ocds-000000-nothing", SITE, actor.organisation_id) is None


def test_organisations_that_share_a_process_do_not_share_what_they_ask(
    session: Session, actor: Actor
) -> None:
    other = an_organisation(session, "Southmere Council")
    for who, slug in ((actor, "ours"), (other, "theirs")):
        ocid, tender_id = a_tender(session, who, ocid="ocds-b5fd17-shared")
        an_open_consultation(session, who, slug, tender_id=tender_id)
    told = {
        milestone
        for release in content(session, ocid, other)["releases"]
        for milestone in milestones(release)
    }
    assert told == {"consultation-theirs"}
    assert content(session, ocid, other)["publisher"] == {"name": "Southmere Council"}


def test_sealed_evidence_is_told_with_its_files_and_requirements(session: Session, actor: Actor) -> None:
    ocid, tender_id = a_tender(session, actor)
    an_open_consultation(session, actor, "repairs", tender_id=tender_id, details=details(partners=PARTNERS))
    consultations.close(session, actor, "repairs")
    seal(session, "repairs")
    package = content(session, ocid)
    release = next(found for found in package["releases"] if "evidence" in found["id"])
    (milestone,) = release["planning"]["milestones"]
    assert milestone["status"] == "partiallyMet"
    assert [document["url"] for document in release["planning"]["documents"][-3:]] == [
        "https://consult.example.org/en/evidence/3",
        "https://consult.example.org/ar/evidence/3",
        "https://consult.example.org/en/evidence/3.json",
    ]
    (group,) = release["tender"]["criteria"][0]["requirementGroups"]
    assert [entry["id"] for entry in group["requirements"]] == ["repairs-R1"]
    assert [party["id"] for party in release["parties"]] == ["northmere-council", "partner-federation"]


@needs_ocds_data
def test_a_real_notice_with_a_consultation_goes_out_sound(session: Session, actor: Actor) -> None:
    given = sample("uk-cf-planning-engagement.json")
    tenders.import_file(session, actor, given)
    tender = tender_by_ocid(session, REAL, actor.organisation_id)
    assert tender is not None
    an_open_consultation(session, actor, "beds", tender_id=tender.id)
    consultations.close(session, actor, "beds")
    seal(session, "beds")
    extensions = ("ocds_requirements_extension", "ocds_metrics_extension")
    assert judged("release_package", content(session, REAL), extensions) == set()
    record = queries.record_package(session, REAL, SITE)
    assert record is not None
    assert judged("record_package", record.content, extensions) == set()
    (whole,) = record.content["records"]
    assert whole["releases"][0] == json.loads(given)["releases"][0]
    assert milestones(whole["compiledRelease"]) == ["1", "consultation-beds"]
    assert whole["compiledRelease"]["buyer"]["id"] == "GB-CFS-245929"
    assert len(whole["compiledRelease"]["parties"]) == 1


@needs_ocds_data
@pytest.mark.parametrize("name", ["pelican-compiled-release.json", "ocp-fictional-record.json"])
def test_a_process_known_only_as_compiled_goes_out_sound(session: Session, actor: Actor, name: str) -> None:
    tenders.import_file(session, actor, sample(name))
    package = queries.record_package(session, "ocds-213czf-000-00001", SITE, actor.organisation_id)
    assert package is not None
    assert judged("record_package", package.content) == set()
    assert package.content["records"][0]["compiledRelease"]["awards"]


@needs_ocds_data
@pytest.mark.parametrize(
    ("name", "ocid", "is_told"),
    [
        ("uk-cf-planning-engagement.json", REAL, True),
        ("ocp-fictional-01-planning.json", "ocds-213czf-000-00001", False),
    ],
)
def test_the_problem_is_told_where_no_notice_tells_one(
    session: Session, actor: Actor, name: str, ocid: str, is_told: bool
) -> None:
    tenders.import_file(session, actor, sample(name))
    tender = tenders.revise(session, actor, ocid, TenderDetails.read({"problem": "People wait"}))
    an_open_consultation(session, actor, "beds", tender_id=tender.id)
    rationales = [release["planning"].get("rationale") for release in content(session, ocid)["releases"]]
    assert rationales == ["People wait" if is_told else None]
