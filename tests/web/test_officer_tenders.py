"""Tenders on officers' pages: brought in as OCDS with every fault told, written by hand, the AI system described."""

import json
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.tenders import queries, service
from consult.tenders.profile import Profile
from consult.tenders.values import TenderValue
from tests import builders
from tests.web.officer import Officer, signed_in

RELEASE = {
    "ocid": "ocds-abcdef-1",
    "id": "first",
    "date": "2026-01-05T09:00:00Z",
    "tag": ["planning"],
    "initiationType": "tender",
    "tender": {"id": "t", "title": "Ordering repairs", "status": "planning"},
}


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_organisation(session)


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor)


def package(*releases: dict, **changes: object) -> bytes:
    content = {
        "uri": "https://northmere.example/1.json",
        "version": "1.1",
        "publishedDate": "2026-01-05T09:00:00Z",
        "publisher": {"name": "Northmere"},
        "releases": list(releases),
    }
    return json.dumps(content | changes).encode()


def imported(officer: Officer, content: bytes, name: str = "notices.json") -> Officer:
    return officer.open("/officer/tenders/import").attach(file=(name, content)).press("Import")


def only_tender(session: Session, actor: Actor) -> TenderValue:
    session.expire_all()
    (found,) = queries.tenders_of(session, actor.organisation_id)
    return found


def test_a_file_is_imported_and_its_faults_are_told_with_their_places(
    officer: Officer, session: Session, actor: Actor
) -> None:
    faulty = RELEASE | {"date": "yesterday"}
    imported(officer, package(faulty))
    assert (officer.status, officer.heading) == (200, "What was imported")
    assert "notices.json" in officer.words
    assert "/releases/0/date" in officer.words
    assert "“yesterday” is not a date and time" in officer.words
    value = only_tender(session, actor)
    assert f"/officer/tenders/{value.id}" in officer.links()


def test_importing_twice_changes_nothing_and_a_newer_release_updates(officer: Officer) -> None:
    imported(officer, package(RELEASE))
    assert "New" in officer.words
    assert "Unchanged" in imported(officer, package(RELEASE)).words
    newer = RELEASE | {"id": "second", "date": "2026-02-05T09:00:00Z", "tag": ["tender"]}
    newer["tender"] = {"id": "t", "title": "Ordering repairs, again", "status": "active"}
    assert "Brought up to date" in imported(officer, package(newer)).words


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"{", "The file is not JSON."),
        (b"[1, 2]", "This is not OCDS."),
        (package(), "There is no release in this file"),
        (package({"id": "nameless", "tag": ["planning"]}), "There is no release in this file"),
    ],
)
def test_a_file_nothing_can_be_taken_from_is_refused_at_its_field(
    officer: Officer, session: Session, actor: Actor, content: bytes, says: str
) -> None:
    imported(officer, content)
    assert officer.status == 422
    assert says in officer.errors()[0]
    assert "#file" in officer.links()
    assert queries.tenders_of(session, actor.organisation_id) == ()


def test_a_missing_file_is_asked_for(officer: Officer) -> None:
    officer.open("/officer/tenders/import").press("Import")
    assert (officer.status, officer.errors()) == (422, ["Choose a file."])


def test_every_other_fault_of_a_refused_file_is_listed_too(officer: Officer) -> None:
    imported(officer, package({"id": "nameless", "tag": ["planning"]}))
    assert "What else is wrong with the file" in officer.words
    assert "/releases/0" in officer.words


def test_a_tender_shows_where_it_came_from_and_gives_back_the_bytes(
    officer: Officer, session: Session, actor: Actor
) -> None:
    content = package(RELEASE | {"date": "yesterday", "x_ours": "kept"})
    imported(officer, content)
    value = only_tender(session, actor)
    officer.open(f"/officer/tenders/{value.id}")
    assert officer.heading == "Ordering repairs"
    assert "1 fault in it" in officer.words
    assert "/releases/0/date" in officer.words
    file = next(href for href in officer.links() if "/files/" in href)
    answer = officer.client.get(file)
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = file.rsplit("/", 1)[0] + f"/{uuid.UUID(int=1)}"
    assert officer.open(other).status == 404


def test_a_tender_without_a_notice_gets_an_ocid_and_an_ai_system(
    officer: Officer, session: Session, actor: Actor
) -> None:
    officer.open("/officer/tenders/new").fill(
        title_en="A pilot for repairs",
        title_ar="تجربة للإصلاحات",
        summary_en="A supplier\nasks to try it.",
        route="pilot",
        buyer="Housing",
    )
    officer.press("Save and describe the AI system")
    assert officer.heading == "The AI system"
    value = only_tender(session, actor)
    assert value.ocid.startswith("ocds-000000-a-pilot-for-repairs-")
    assert (value.route, value.buyer, value.title.to("ar").text) == ("pilot", "Housing", "تجربة للإصلاحات")
    officer.fill_in(
        {
            "name_en": "Repair ranker",
            "purpose_en": "Putting requests in order",
            "decides": "advises",
            "human_oversight_en": "Not known",
            "groups-0-community": "disabled",
            "groups-0-how_en": "Longer waits",
            "groups-0-severity": "high",
            "groups-0-reversibility": "hard",
        }
    )
    officer.press("Save")
    assert officer.path == f"/officer/tenders/{value.id}"
    for words in ("Repair ranker", "It advises a person who decides", "Longer waits", "hard to put right"):
        assert words in officer.words
    profile = queries.profile_of(session, value.id)
    assert [group.community for group in profile.affected_groups] == ["disabled"]


def test_a_tender_that_is_sent_twice_is_written_once(
    officer: Officer, session: Session, actor: Actor
) -> None:
    officer.open("/officer/tenders/new")
    for status in (200, 409):
        officer.post("/officer/tenders/new", title_en="A pilot", route="pilot", seen="0")
        assert officer.status == status
    assert only_tender(session, actor).title.to("en").text == "A pilot"


def test_describing_the_system_again_keeps_what_the_page_does_not_ask(
    officer: Officer, session: Session, actor: Actor
) -> None:
    imported(officer, package(RELEASE))
    value = only_tender(session, actor)
    written = {
        "name": {"en": "Ranker", "fr": "Classeur"},
        "decides": "informs",
        "risks": [{"key": "wrong-order", "what": "Wrong order"}],
        "affected_groups": [
            {
                "community": "disabled",
                "how": {"en": {"text": "Waits", "status": "reviewed"}, "nl": "Wachten"},
                "severity": "low",
                "reversibility": "easy",
                "source": "A survey",
            }
        ],
    }
    service.set_profile(session, actor, value.ocid, Profile.read(written))
    officer.open(f"/officer/tenders/{value.id}/ai-system")
    assert officer.shown("name_fr") == ["Classeur"]
    assert officer.shown("groups-0-severity") == ["low"]
    officer.fill(name_en="Better ranker", decides="").press("Save")
    session.expire_all()
    profile = queries.profile_of(session, value.id)
    assert profile.name.to("en").text == "Better ranker"
    assert profile.name.to("fr").text == "Classeur"
    assert profile.decides is None
    assert profile.risks[0].key == "wrong-order"
    (group,) = profile.affected_groups
    assert group.source.to("en").text == "A survey"
    assert group.how.phrase("en").status == "reviewed"
    assert group.how.phrase("nl").text == "Wachten"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title_en": ""}, "Give it a title."),
        ({"title_en": "t" * 301}, "at most 300 characters"),
        ({"title_en": "a\x07b"}, "cannot be shown"),
        ({"route": "by-pigeon"}, "Choose something that is offered here."),
        ({"route": ""}, "Choose how the AI reaches you."),
        ({"summary_xx": "words"}, "a language that is not offered here"),
        ({"buyer": "b" * 501}, "at most 500 characters"),
    ],
)
def test_a_tender_that_cannot_be_written_loses_nothing(
    officer: Officer, session: Session, actor: Actor, typed: dict, says: str
) -> None:
    right = {"title_en": "A pilot", "summary_nl": "Een proef", "route": "pilot"}
    officer.open("/officer/tenders/new").fill(**right | typed).press("Save and describe the AI system")
    assert officer.status == 422
    assert any(says in error for error in officer.errors())
    assert officer.shown("summary_nl") == ["Een proef"]
    assert queries.tenders_of(session, actor.organisation_id) == ()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name_en": ""}, "Give the system a name."),
        ({"groups-0-community": "Disabled people"}, "Use small letters, digits and hyphens."),
        ({"groups-0-how_en": ""}, "Say how it affects this group."),
        ({"groups-0-severity": ""}, "Choose how badly it can affect this group."),
        ({"groups-0-severity": "terribly"}, "Choose something that is offered here."),
        ({"groups-0-reversibility": ""}, "Choose whether it can be put right."),
        ({"decides": "everything"}, "Choose something that is offered here."),
        (
            {
                "groups-1-community": "disabled",
                "groups-1-how_en": "Again",
                "groups-1-severity": "low",
                "groups-1-reversibility": "easy",
            },
            "This group is there twice.",
        ),
    ],
)
def test_an_ai_system_that_cannot_be_written_loses_nothing(
    officer: Officer, session: Session, actor: Actor, typed: dict, says: str
) -> None:
    tender_id = builders.a_tender(session, actor)
    right = {
        "name_en": "Ranker",
        "purpose_en": "Order",
        "groups-0-community": "disabled",
        "groups-0-how_en": "Waits",
        "groups-0-severity": "low",
        "groups-0-reversibility": "easy",
    }
    officer.open(f"/officer/tenders/{tender_id}/ai-system").fill_in(right | typed).press("Save")
    assert officer.status == 422
    assert any(says in error for error in officer.errors())
    assert officer.shown("purpose_en") == ["Order"]
    assert queries.profile_of(session, tender_id) is None


def test_a_tender_names_its_consultations(officer: Officer, session: Session, actor: Actor) -> None:
    tender_id = builders.a_tender(session, actor)
    assert "Nobody has been asked about it yet." in officer.open(f"/officer/tenders/{tender_id}").words
    builders.an_open_consultation(session, actor, tender_id=tender_id)
    assert "/officer/consultations/repairs" in officer.open(f"/officer/tenders/{tender_id}").links()


@pytest.mark.parametrize("language", ["ar", "nl"])
def test_words_of_another_language_say_so(
    client: FlaskClient, session: Session, actor: Actor, language: str
) -> None:
    tender_id = builders.a_tender(session, actor)
    officer = signed_in(client, session, actor, Role.VIEWER, language=language)
    officer.open(f"/officer/tenders/{tender_id}")
    heading = next(officer.root.iter("h1"))
    assert [span.get("lang") for span in heading.iter("span")] == ["en"]


def test_an_empty_list_says_so(officer: Officer) -> None:
    assert "There are no tenders yet." in officer.open("/officer/tenders").words
