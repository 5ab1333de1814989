"""Importing: nothing is lost, twice changes nothing, the newest release counts, and what officers wrote stays."""

import hashlib
import itertools
import json
import socket
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult import db
from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.audit.queries import first_broken_entry
from consult.tenders import queries, service
from consult.tenders.details import TenderDetails
from consult.tenders.importing import MOST_RELEASES
from consult.tenders.models import ImportedFile, Tender, TenderRelease
from consult.tenders.ocds import decoding, forms, reading
from surveys.problems import Refused
from tests.builders import an_organisation
from tests.ocds_data import SAMPLES, each_sample, needs_ocds_data, sample
from tests.rooms.test_tenders_ocds import PACKAGE, RELEASE, broken_samples

OCID = RELEASE["ocid"]


@pytest.fixture
def actor(session: Session) -> Actor:
    return an_organisation(session)


@pytest.fixture(autouse=True)
def nothing_may_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own library does not go through here; everything written in Python would."""

    def refuse(*_: Any) -> NoReturn:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def a_release(release_id: str = "1", date: str = "2026-01-02T00:00:00Z", **tender: Any) -> dict[str, Any]:
    content: dict[str, Any] = {**RELEASE, "id": release_id, "date": date, "language": "en"}
    return content | ({"tender": {"id": "t", **tender}} if tender else {})


def imported(session: Session, actor: Actor, *releases: Any) -> service.ImportReport:
    content = json.dumps({**PACKAGE, "releases": releases}).encode()
    return service.import_file(session, actor, content, "file.json")


def counts(session: Session) -> list[int | None]:
    tables = (Tender, TenderRelease, ImportedFile, AuditEntry)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def the_tender(session: Session, actor: Actor, ocid: str = OCID) -> queries.TenderValue:
    tender = queries.tender_by_ocid(session, ocid, actor.organisation_id)
    assert tender is not None
    return tender


# real files


@each_sample()
@needs_ocds_data
def test_a_real_file_loses_nothing(session: Session, actor: Actor, path: Path) -> None:
    content = path.read_bytes()
    report = service.import_file(session, actor, content, path.name)
    releases = [
        release for part in forms.parts(decoding.decode(content).document) for release in forms.releases(part)
    ]
    assert releases
    assert set(report.imported) == {release.ocid for release in releases}
    file = session.scalars(select(ImportedFile)).one()
    assert file.body == content
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    kept = {}
    for ocid in report.imported:
        for entry in queries.release_contents(session, the_tender(session, actor, ocid).id):
            kept[entry.release.pointer] = entry.content
    for release in releases:
        assert kept[forms.pointer(*release.place)] == release.content


@each_sample()
@needs_ocds_data
def test_importing_a_real_file_twice_changes_nothing(session: Session, actor: Actor, path: Path) -> None:
    first = service.import_file(session, actor, path.read_bytes(), path.name)
    before = counts(session)
    again = service.import_file(session, actor, path.read_bytes(), path.name)
    assert counts(session) == before
    assert (again.imported, again.updated, again.unchanged) == ((), (), first.imported)
    assert again.faults == first.faults


@needs_ocds_data
def test_every_real_file_goes_into_one_organisation_side_by_side(session: Session, actor: Actor) -> None:
    for path in SAMPLES:
        service.import_file(session, actor, path.read_bytes(), path.name)
    assert counts(session)[2] == len(SAMPLES)
    assert first_broken_entry(session, actor.organisation_id) is None
    ocids = {tender.ocid for tender in queries.tenders_of(session, actor.organisation_id)}
    assert len(ocids) == counts(session)[0]


@needs_ocds_data
def test_a_real_notice_becomes_a_record_people_can_read(session: Session, actor: Actor) -> None:
    service.import_file(session, actor, sample("uk-cf-planning-engagement.json"))
    tender = the_tender(session, actor, "ocds-b5fd17-7b68a5a5-c7c6-4b6a-af57-25252442e31e")
    assert tender.title.to("en").text.startswith("To Provide Non-acute intermediate care beds")
    assert tender.buyer == "NHS North West London Integrated Care Board"
    assert (tender.stage, tender.value_amount, tender.value_currency) == ("planning", 15_000_000, "GBP")
    assert [document.media_type for document in tender.documents] == ["text/html"]


@needs_ocds_data
def test_a_faulty_real_file_is_imported_with_every_fault_told(session: Session, actor: Actor) -> None:
    report = service.import_file(session, actor, sample("uk-pcs-scotland.json"))
    assert len(report.imported) == 15
    assert {(fault.code, fault.where) for fault in report.faults} == {
        ("ocds.missing", f"/releases/{number}/id") for number in range(15)
    }


# again, newer, older


def test_a_newer_release_updates_the_tender(session: Session, actor: Actor) -> None:
    imported(session, actor, a_release(title="Old", value={"amount": 5, "currency": "EUR"}))
    report = imported(session, actor, a_release("2", "2026-02-01T00:00:00Z", title="New"))
    tender = the_tender(session, actor)
    assert (report.imported, report.updated) == ((), (OCID,))
    assert tender.title.to("en").text == "New"
    assert tender.value_amount == 5
    assert tender.released_at is not None
    assert tender.released_at.month == 2


def test_an_older_release_is_kept_and_does_not_overwrite(session: Session, actor: Actor) -> None:
    imported(session, actor, a_release("2", "2026-02-01T00:00:00Z", title="New"))
    report = imported(session, actor, a_release(title="Old"))
    tender = the_tender(session, actor)
    assert (report.updated, report.unchanged) == ((), (OCID,))
    assert tender.title.to("en").text == "New"
    assert [release.release_id for release in queries.releases_of(session, tender.id)] == ["1", "2"]


def test_an_older_release_fills_what_no_newer_one_said(session: Session, actor: Actor) -> None:
    imported(session, actor, a_release("2", "2026-02-01T00:00:00Z", title="New"))
    report = imported(session, actor, a_release(title="Old", description="What it is about"))
    tender = the_tender(session, actor)
    assert report.updated == (OCID,)
    assert tender.title.to("en").text == "New"
    assert tender.summary is not None
    assert tender.summary.to("en").text == "What it is about"


STORY = (
    a_release("1", "2026-01-01T00:00:00Z", title="One", description="First", status="planned"),
    a_release("2", "2026-02-01T00:00:00Z", title="Two", title_nl="Twee", status="active"),
    {
        **a_release("3", "2026-03-01T00:00:00Z", value={"amount": 3, "currency": "EUR"}),
        "tag": ["tenderUpdate"],
    },
    {**a_release("4", "2026-03-01T00:00:00Z", title="Four"), "tag": ["compiled"]},
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_of_importing_does_not_matter(
    session: Session, actor: Actor, order: tuple[int, ...]
) -> None:
    for place in order:
        imported(session, actor, STORY[place])
    tender = the_tender(session, actor)
    assert tender.title.canonical() == {"en": {"text": "Four"}, "nl": {"text": "Twee"}}
    assert (tender.stage, tender.value_amount) == ("tender", 3)
    assert tender.summary is not None
    assert tender.summary.canonical() == {"en": {"text": "First"}}


def test_the_same_release_in_another_package_is_the_same_release(session: Session, actor: Actor) -> None:
    imported(session, actor, a_release(title="One"))
    content = json.dumps(
        [{**PACKAGE, "publishedDate": "2026-05-05T00:00:00Z", "releases": [a_release(title="One")]}]
    )
    report = service.import_file(session, actor, content.encode())
    assert report.unchanged == (OCID,)
    assert counts(session)[:3] == [1, 1, 2]


def test_a_release_without_a_usable_date_takes_that_of_its_package(session: Session, actor: Actor) -> None:
    imported(session, actor, a_release(date="yesterday", title="One"))
    tender = the_tender(session, actor)
    assert tender.released_at is not None
    assert tender.released_at.isoformat() == "2026-01-03T00:00:00+00:00"


def test_a_release_without_an_ocid_is_told_and_hinders_nobody(session: Session, actor: Actor) -> None:
    nameless = {key: value for key, value in RELEASE.items() if key != "ocid"}
    report = imported(session, actor, nameless, a_release())
    assert report.imported == (OCID,)
    assert ("ocds.not_imported", "/releases/0") in {(fault.code, fault.where) for fault in report.faults}


# what officers wrote


def test_what_was_written_by_hand_survives_an_update(session: Session, actor: Actor) -> None:
    imported(session, actor, a_release(title="Old", description="Official words"))
    details = TenderDetails.read(
        {
            "title": {"en": "Old", "ar": "قديم"},
            "summary": "In plain words",
            "problem": "People wait too long",
            "outcomes": ["Shorter waits"],
            "route": "pilot",
            "ai_system": {
                "name": "Ranker",
                "affected_groups": [
                    {"community": "tenants", "how": "They wait", "severity": "high", "reversibility": "easy"}
                ],
            },
        }
    )
    service.revise(session, actor, OCID, details)
    newer = a_release(
        "2", "2026-02-01T00:00:00Z", title="New", description="New words", procurementMethod="open"
    )
    imported(session, actor, newer)
    tender = the_tender(session, actor)
    assert tender.title.canonical() == {"en": {"text": "New"}, "ar": {"text": "قديم"}}
    assert tender.summary is not None
    assert tender.summary.to("en").text == "In plain words"
    assert tender.problem is not None
    assert [outcome.to("en").text for outcome in tender.outcomes] == ["Shorter waits"]
    assert tender.route == "pilot"
    profile = queries.profile_of(session, tender.id)
    assert profile is not None
    assert [group.community for group in profile.affected_groups] == ["tenants"]


def test_a_notice_that_comes_later_joins_the_record_made_by_hand(session: Session, actor: Actor) -> None:
    made = service.create(session, actor, TenderDetails.read({"ocid": OCID, "title": "Ours"}))
    report = imported(session, actor, a_release(title="Theirs", description="Theirs too"))
    tender = the_tender(session, actor)
    assert report.updated == (OCID,)
    assert tender.id == made.id
    assert tender.title.canonical() == {"en": {"text": "Ours"}}
    assert tender.summary is not None
    assert tender.summary.to("en").text == "Theirs too"


# who, and whose


def test_a_viewer_may_not_import(session: Session, actor: Actor) -> None:
    viewer = Actor(actor.organisation_id, None, frozenset({Role.VIEWER.value}))
    with pytest.raises(Refused) as refused:
        imported(session, viewer, a_release())
    assert refused.value.problems[0].code == "permission.denied"
    assert counts(session)[:3] == [0, 0, 0]


def test_two_organisations_keep_their_own_record_of_one_process(session: Session, actor: Actor) -> None:
    other = an_organisation(session, "Southmere Council")
    imported(session, actor, a_release(title="One"))
    imported(session, other, a_release(title="One"))
    service.revise(session, other, OCID, TenderDetails.read({"title": "Southmere's words"}))
    assert the_tender(session, actor).title.to("en").text == "One"
    assert the_tender(session, other).title.to("en").text == "Southmere's words"
    assert len(queries.tenders_of(session, actor.organisation_id)) == 1


def test_every_change_is_in_the_audit_trail(session: Session, actor: Actor) -> None:
    imported(session, actor, a_release("2", "2026-02-01T00:00:00Z", title="Two"))
    imported(session, actor, a_release(title="One"))
    imported(session, actor, a_release("3", "2026-03-01T00:00:00Z", title="Three"))
    entries = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert entries == ["organisation.added", "tender.imported", "tender.release_kept", "tender.updated"]


# what cannot be imported


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"{}",
        b"[]",
        b'{"releases": []}',
        b'{"releases": [{"id": "1"}]}',
        b'{"ocid": ""}',
        b'{"ocid": "two words"}',
        b'{"ocid": "\\u0000"}',
        b'{"ocid": 5, "tag": ["planning"]}',
        b'{"ocid": "' + b"x" * 201 + b'"}',
        b'{"ocid": "a", "releases": [{"url": "https://example.org/1", "date": "2026-01-01T00:00:00Z"}]}',
    ],
    ids=lambda content: content[:40].decode(),
)
def test_nothing_is_half_written_when_nothing_can_be_imported(
    session: Session, actor: Actor, content: bytes
) -> None:
    with pytest.raises(Refused) as refused:
        service.import_file(session, actor, content)
    assert refused.value.problems[0].code.startswith("ocds.")
    assert counts(session)[:3] == [0, 0, 0]


def test_a_file_with_too_many_releases_is_refused_before_anything_is_written(
    session: Session, actor: Actor
) -> None:
    with pytest.raises(Refused) as refused:
        imported(session, actor, *({**RELEASE, "id": str(number)} for number in range(MOST_RELEASES + 1)))
    assert refused.value.problems[0].code == "ocds.too_many_releases"
    assert counts(session)[:3] == [0, 0, 0]


@needs_ocds_data
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=broken_samples())
def test_a_broken_file_is_imported_or_refused_and_twice_is_once(
    session: Session, actor: Actor, document: Any
) -> None:
    content = json.dumps(document).encode()
    with session.begin_nested() as savepoint:
        try:
            service.import_file(session, actor, content)
        except Refused:
            return
        before = counts(session)
        assert not service.import_file(session, actor, content).imported
        assert counts(session) == before
        for tender in queries.tenders_of(session, actor.organisation_id):
            for entry in queries.release_contents(session, tender.id):
                assert reading.fingerprint(entry.content) == entry.release.sha256
        savepoint.rollback()


WORDS = st.text(max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=WORDS, description=WORDS, buyer=WORDS, release_id=WORDS, language=WORDS)
def test_any_words_are_kept(
    session: Session, actor: Actor, title: str, description: str, buyer: str, release_id: str, language: str
) -> None:
    release = a_release(release_id, title=title, description=description, **{f"title_{language}": title})
    with session.begin_nested() as savepoint:
        imported(session, actor, {**release, "language": language, "buyer": {"name": buyer}})
        assert the_tender(session, actor).title.languages
        savepoint.rollback()


# promises of the tables


@pytest.mark.parametrize("table", ["imported_files", "tender_releases"])
@pytest.mark.parametrize("change", ["UPDATE {} SET received_at = received_at", "DELETE FROM {}"])
def test_what_was_imported_cannot_be_changed(session: Session, actor: Actor, table: str, change: str) -> None:
    imported(session, actor, a_release())
    with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
        session.execute(text(change.format(table)))


@pytest.mark.parametrize(
    "change",
    [
        {"value_amount": 5, "value_currency": None},
        {"value_years": 0},
        {"title": None},
        {"organisation_id": None},
    ],
)
def test_the_table_of_tenders_keeps_its_promises(
    session: Session, actor: Actor, change: dict[str, Any]
) -> None:
    imported(session, actor, a_release())
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(update(Tender).values(**change))


def test_a_release_is_kept_once_and_a_file_is_kept_once(session: Session, actor: Actor) -> None:
    imported(session, actor, a_release())
    for table in (TenderRelease, ImportedFile, Tender):
        row = session.scalars(select(table)).one()
        values = {
            column.key: getattr(row, column.key)
            for column in table.__mapper__.column_attrs
            if column.key != "id"
        }
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(insert(table).values(id=uuid.uuid4(), **values))


def test_the_same_file_imported_twice_at_once_is_there_once(own_engine: Engine) -> None:
    with db.unit_of_work() as opened:
        actor = an_organisation(opened)
    content = json.dumps([a_release(str(number), title="One") for number in range(20)]).encode()
    both_ready = threading.Barrier(2)

    def import_it() -> str:
        both_ready.wait()
        try:
            with db.unit_of_work() as opened:
                return "imported" if service.import_file(opened, actor, content).imported else "unchanged"
        except Refused as refused:
            return refused.problems[0].code

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(future.result() for future in [pool.submit(import_it) for _ in range(2)])
    assert outcomes[0] == "imported"
    assert outcomes[1] in {"unchanged", "tender.changed_meanwhile"}
    with db.reading() as opened:
        assert counts(opened)[:3] == [1, 20, 1]
