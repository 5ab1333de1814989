"""OCDS out: what a consultation adds to a contracting process, sound under the standard's own schemas."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consult.publication import ocds
from consult.publication.evidence import status
from consult.publication.merging import compiled
from consult.publication.values import (
    Engagement,
    Evidence,
    EvidenceFile,
    Imported,
    Organisation,
    Package,
    Process,
    Requirement,
    Site,
)
from surveys.text import Text
from tests.ocds_data import STANDARD, judged, needs_ocds_data, sample

SITE = Site("https://consult.example.org/")
EXTENSIONS = ("ocds_requirements_extension", "ocds_metrics_extension")
PLANNED, OPENED, CLOSED, SEALED, NOW = (datetime(2026, month, 1, 9, tzinfo=UTC) for month in (1, 2, 3, 4, 5))
DELAYED = datetime(2026, 6, 1, tzinfo=UTC)


def words(english: str) -> Text:
    return Text.of({"en": english, "ar": f"ترجمة {english}"})


def process(**changes: Any) -> Process:
    value = Process(
        ocid="ocds-000000-ranking/2026",
        reference="ranking",
        publisher=words("Northmere Council"),
        title=words("Ranking repairs"),
        summary=words("A program ranks requests."),
        problem=words("People wait too long."),
        buyer=Organisation("northmere", words("Northmere Council"), ("buyer",)),
        stage="planning",
        amount=Decimal("240000.00"),
        currency="GBP",
        dates={"notice_on": date(2026, 7, 1), "starts_on": date(2026, 9, 1)},
        contract=None,
        changed_at=PLANNED,
        is_imported=False,
    )
    return replace(value, **changes)


def requirement(name: str = "R1", kind: str = "clause") -> Requirement:
    return Requirement(
        name, kind, words(f"A person decides {name}"), words("Every refusal is read by a person.")
    )


def evidence(**changes: Any) -> Evidence:
    value = Evidence(
        number=7,
        sealed_at=SEALED,
        status="partiallyMet",
        files=(
            EvidenceFile(SITE.page("evidence", 7, language="en"), "text/html", "en"),
            EvidenceFile(SITE.page("evidence", 7, language="ar"), "text/html", "ar"),
            EvidenceFile(SITE.page("evidence", "7.json"), "application/json", None),
        ),
        requirements=(requirement(), requirement("M1", "metric")),
    )
    return replace(value, **changes)


def engagement(**changes: Any) -> Engagement:
    value = Engagement(
        slug="housing-repairs",
        is_monitoring=False,
        title=words("Should a program rank your repairs?"),
        summary=words("The council asks before it buys."),
        pages={
            language: SITE.page("consultations", "housing-repairs", language=language)
            for language in ("en", "ar")
        },
        published_at=OPENED,
        closes_at=CLOSED,
        partners=(Organisation("partner-federation", words("Tenants' federation"), ("interestedParty",)),),
        evidence=(evidence(),),
    )
    return replace(value, **changes)


def released(
    *engagements: Engagement, now: datetime = NOW, of: Process | None = None, **others: Any
) -> Package:
    return ocds.release_package(of or process(), engagements, others.get("imported", ()), SITE, now)


def recorded(*engagements: Engagement, imported: tuple[Imported, ...], of: Process | None = None) -> Package:
    return ocds.record_package(of or process(is_imported=True), engagements, imported, SITE, NOW)


def named(package: Package, part: str) -> dict[str, Any]:
    return next(release for release in package.content["releases"] if release["id"].startswith(part))


def an_import(name: str, place: int = 0) -> Imported:
    package = json.loads(sample(name))
    return Imported(
        package["releases"][place], {key: package[key] for key in package if key != "releases"}, None
    )


PACKAGES: dict[str, Callable[[], Package]] = {
    "nothing but the tender": released,
    "scheduled": lambda: released(engagement(), now=OPENED),
    "closed and answered": lambda: released(engagement()),
    "two consultations": lambda: released(engagement(), engagement(slug="second", evidence=())),
    "no end": lambda: released(engagement(closes_at=None)),
    "monitoring": lambda: released(engagement(is_monitoring=True)),
    "monitoring a known contract": lambda: released(
        engagement(is_monitoring=True), of=process(contract={"id": "c", "awardID": "a"}, is_imported=True)
    ),
    "implemented": lambda: released(
        engagement(), of=process(stage="implementation", problem=None, summary=None)
    ),
    "imported, nothing asked yet": lambda: released(of=process(is_imported=True)),
    "another language": lambda: released(engagement(), of=process(title=Text.of({"und": "?"}))),
    "odd amount": lambda: released(of=process(amount=Decimal("0.01"))),
}


@needs_ocds_data
@pytest.mark.parametrize("name", PACKAGES)
def test_a_release_package_is_sound(name: str) -> None:
    content = PACKAGES[name]().content
    assert content["releases"]
    assert judged("release_package", content, EXTENSIONS) == set()
    assert content["publishedDate"] == max(release["date"] for release in content["releases"])


@needs_ocds_data
@pytest.mark.parametrize(
    "name",
    [
        "uk-cf-planning-engagement.json",
        "uk-cf-tender.json",
        "ocp-fictional-06-implementation.json",
        "uk-pcs-scotland.json",
    ],
)
def test_a_record_package_of_a_real_notice_is_sound(name: str) -> None:
    imported = an_import(name)
    package = recorded(
        engagement(), imported=(imported,), of=process(ocid=imported.content["ocid"], is_imported=True)
    )
    assert judged("record_package", package.content, EXTENSIONS) == set()


# judged by the public tool, in a process of its own


def libcoveocds(package: Package, folder: Path, standard: Path = STANDARD) -> dict[str, Any]:
    path = folder / "package.json"
    path.write_text(json.dumps(package.content, ensure_ascii=False), "utf-8")
    tool = Path(sys.executable).with_name("libcoveocds")
    ran = subprocess.run(
        [tool, "--standard-zip", standard.resolve(), path], capture_output=True, text=True, check=True
    )
    verdict: dict[str, Any] = json.loads(ran.stdout)
    return verdict


def assert_valid(verdict: dict[str, Any]) -> None:
    assert verdict["validation_errors"] == []
    assert verdict["additional_closed_codelist_values"] == {}
    assert "json_deref_error" not in verdict


@needs_ocds_data
def test_the_public_validator_accepts_the_release_package(tmp_path: Path) -> None:
    assert_valid(libcoveocds(PACKAGES["closed and answered"](), tmp_path))


@needs_ocds_data
def test_the_public_validator_accepts_the_record_package(tmp_path: Path) -> None:
    # It fetches the schema of versioned releases from the network; we publish none, so the field is taken out.
    standard = tmp_path / "standard.zip"
    with zipfile.ZipFile(STANDARD) as given, zipfile.ZipFile(standard, "w") as kept:
        for entry in given.namelist():
            content = given.read(entry)
            if entry.endswith("/record-package-schema.json"):
                schema = json.loads(content)
                del schema["definitions"]["record"]["properties"]["versionedRelease"]
                content = json.dumps(schema).encode()
            kept.writestr(entry, content)
    imported = an_import("uk-cf-planning-engagement.json")
    package = recorded(
        engagement(), imported=(imported,), of=process(ocid=imported.content["ocid"], is_imported=True)
    )
    assert_valid(libcoveocds(package, tmp_path, standard))


@needs_ocds_data
def test_the_public_validator_still_finds_what_is_wrong(tmp_path: Path) -> None:
    package = PACKAGES["closed and answered"]()
    package.content["releases"][0]["date"] = "yesterday"
    package.content["releases"][0]["tag"] = ["asked"]
    verdict = libcoveocds(package, tmp_path)
    assert verdict["validation_errors"]
    assert verdict["additional_closed_codelist_values"]


# what goes where


def test_a_scheduled_consultation_is_a_milestone_with_a_due_date() -> None:
    (release,) = [
        found for found in released(engagement(), now=OPENED).content["releases"] if "housing" in found["id"]
    ]
    assert release["date"] == "2026-02-01T09:00:00Z"
    assert release["planning"]["milestones"] == [
        {
            "id": "consultation-housing-repairs",
            "title": "Should a program rank your repairs?",
            "title_ar": "ترجمة Should a program rank your repairs?",
            "type": "engagement",
            "description": "The council asks before it buys.",
            "description_ar": "ترجمة The council asks before it buys.",
            "status": "scheduled",
            "dueDate": "2026-03-01T09:00:00Z",
        }
    ]


def test_nothing_is_told_before_it_happened() -> None:
    assert [release["id"][:6] for release in released(engagement(), now=PLANNED).content["releases"]] == [
        "tender"
    ]
    assert len(released(engagement(), now=OPENED).content["releases"]) == 2
    assert len(released(engagement(), now=CLOSED).content["releases"]) == 4


def test_a_closed_consultation_was_met_on_the_day_it_closed() -> None:
    (milestone,) = named(released(engagement()), "housing-repairs-closed")["planning"]["milestones"]
    assert (milestone["status"], milestone["dateMet"]) == ("met", "2026-03-01T09:00:00Z")


def test_the_evidence_says_whether_everyone_meant_was_heard() -> None:
    (milestone,) = named(released(engagement()), "housing-repairs-evidence-7")["planning"]["milestones"]
    assert milestone["status"] == "partiallyMet"
    assert milestone["dateModified"] == "2026-04-01T09:00:00Z"


@pytest.mark.parametrize(
    ("sent", "met", "of", "expected"),
    [
        ("shown", 2, 2, "met"),
        ("shown", 1, 2, "partiallyMet"),
        ("shown", 0, 0, "met"),
        ("nobody", 0, 2, "notMet"),
    ],
)
def test_a_milestone_takes_its_status_from_the_headline(sent: str, met: int, of: int, expected: str) -> None:
    results = {"answers": {"sent": {"kind": sent}}, "headline": {"met": met, "of": of}}
    assert status({"results": results}) == expected


def test_evidence_is_one_document_for_each_file_and_language() -> None:
    documents = named(released(engagement()), "housing-repairs-evidence-7")["planning"]["documents"]
    assert [
        (document["documentType"], document["format"], document.get("language"), document["url"])
        for document in documents
    ] == [
        ("hearingNotice", "text/html", "en", "https://consult.example.org/en/consultations/housing-repairs"),
        ("hearingNotice", "text/html", "ar", "https://consult.example.org/ar/consultations/housing-repairs"),
        ("needsAssessment", "text/html", "en", "https://consult.example.org/en/evidence/7"),
        ("needsAssessment", "text/html", "ar", "https://consult.example.org/ar/evidence/7"),
        ("needsAssessment", "application/json", None, "https://consult.example.org/en/evidence/7.json"),
    ]
    assert len({document["id"] for document in documents}) == len(documents)


def test_requirements_are_declared_with_their_extensions_and_only_then() -> None:
    assert "extensions" not in released(engagement(evidence=())).content
    content = released(engagement()).content
    assert [url.split("/")[4] for url in content["extensions"]] == [
        "ocds_requirements_extension",
        "ocds_metrics_extension",
    ]
    tender = named(released(engagement()), "housing-repairs-evidence-7")["tender"]
    (criterion,) = tender["criteria"]
    (group,) = criterion["requirementGroups"]
    assert [entry["id"] for entry in group["requirements"]] == ["housing-repairs-R1", "housing-repairs-M1"]
    assert [entry["id"] for entry in tender["targets"]] == ["housing-repairs-M1"]


def test_monitoring_is_an_assessment_in_the_implementation_of_the_contract() -> None:
    package = released(engagement(is_monitoring=True), of=process(contract={"id": "c", "awardID": "a"}))
    release = named(package, "housing-repairs-closed")
    (contract,) = release["contracts"]
    (milestone,) = contract["implementation"]["milestones"]
    assert (contract["id"], contract["awardID"], milestone["type"]) == ("c", "a", "assessment")
    assert "milestones" not in release["planning"]
    assert [found["tag"] for found in package.content["releases"][1:3]] == [
        ["implementation"],
        ["implementationUpdate"],
    ]


def test_partners_who_stand_behind_it_are_interested_parties() -> None:
    parties = named(released(engagement()), "housing-repairs-closed")["parties"]
    assert [(party["id"], party["roles"]) for party in parties] == [
        ("northmere", ["buyer"]),
        ("partner-federation", ["interestedParty"]),
    ]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("planning", ["planning", "planningUpdate", "planningUpdate", "planningUpdate"]),
        ("tender", ["tender", "planning", "planningUpdate", "tenderUpdate"]),
    ],
)
def test_tags_begin_and_then_update(stage: str, expected: list[str]) -> None:
    releases = released(engagement(), of=process(stage=stage)).content["releases"]
    assert [release["tag"] for release in releases] == [[tag] for tag in expected]


def test_the_id_of_a_release_never_names_two_contents() -> None:
    before = named(released(engagement()), "housing-repairs-announced")
    again = named(released(engagement()), "housing-repairs-announced")
    after = named(released(engagement(closes_at=DELAYED)), "housing-repairs-announced")
    assert before == again
    assert before["id"] != after["id"]


def test_releases_stand_in_order_of_their_date() -> None:
    dates = [
        release["date"] for release in released(engagement(), of=process(changed_at=NOW)).content["releases"]
    ]
    assert dates == sorted(dates)


# the record


@needs_ocds_data
def test_imported_releases_are_republished_word_for_word() -> None:
    imported = an_import("uk-cf-planning-engagement.json")
    package = recorded(
        engagement(), imported=(imported,), of=process(ocid=imported.content["ocid"], is_imported=True)
    )
    (record,) = package.content["records"]
    assert record["releases"][0] == imported.content
    assert package.content["packages"] == ["https://example.invalid/uk-cf-planning-engagement.json"]
    assert package.left_out == ()
    assert [milestone["id"] for milestone in record["compiledRelease"]["planning"]["milestones"]] == [
        "1",
        "consultation-housing-repairs",
    ]
    assert record["compiledRelease"]["tender"]["suitability"] == {"sme": True, "vcse": True}


@needs_ocds_data
def test_an_unsound_release_is_left_out_and_named() -> None:
    imported = an_import("uk-pcs-scotland.json")
    package = recorded(
        engagement(), imported=(imported,), of=process(ocid=imported.content["ocid"], is_imported=True)
    )
    assert [problem.code for problem in package.left_out] == ["ocds.left_out"]
    assert package.content["packages"] == ["https://example.invalid/uk-pcs-scotland.json"]
    assert all(release["id"] for release in package.content["records"][0]["releases"])


@needs_ocds_data
def test_compiling_gives_what_the_publisher_compiled() -> None:
    names = ("01-planning", "02-tender", "03-tenderAmendment", "04-award", "05-contract", "06-implementation")
    releases = [json.loads(sample(f"ocp-fictional-{name}.json"))["releases"][0] for name in names]
    theirs = json.loads(sample("ocp-fictional-record.json"))["records"][0]["compiledRelease"]
    ours = compiled(releases[0]["ocid"], releases)
    assert ours == theirs


def test_later_values_replace_null_removes_and_objects_are_merged_by_id() -> None:
    first = {
        "id": "1",
        "date": "2026-01-01T00:00:00Z",
        "tag": ["planning"],
        "tender": {"id": "t", "title": "Old", "description": "Gone", "submissionMethod": ["a", "b"]},
        "parties": [
            {"id": "p", "name": "One", "additionalIdentifiers": [{"id": "1"}, {"id": "2"}]},
            {"name": "no id"},
        ],
    }
    second = {
        "id": "2",
        "date": "2026-02-01T00:00:00Z",
        "tag": ["tender"],
        "tender": {"id": "t", "title": "New", "description": None, "submissionMethod": ["c"]},
        "parties": [
            {"id": "p", "roles": ["buyer"], "additionalIdentifiers": [{"id": "3"}]},
            {"name": "no id"},
        ],
    }
    assert compiled("o", [first, second]) == {
        "ocid": "o",
        "id": "o-2026-02-01T00:00:00Z",
        "date": "2026-02-01T00:00:00Z",
        "tag": ["compiled"],
        "tender": {"id": "t", "title": "New", "submissionMethod": ["c"]},
        "parties": [
            {"id": "p", "name": "One", "roles": ["buyer"], "additionalIdentifiers": [{"id": "3"}]},
            {"name": "no id"},
            {"name": "no id"},
        ],
    }
