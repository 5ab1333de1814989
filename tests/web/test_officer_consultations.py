"""From two files to an open consultation and back to a closed one, on pages without JavaScript."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.audit.queries import entries_about, first_broken_entry
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import State
from consult.web.officer import LARGEST_CONSULTATION
from tests import builders
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_organisation(session)


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor)


def state_of(session: Session, slug: str = "repairs") -> State:
    session.expire_all()
    found = consultation_by_slug(session, slug)
    assert found is not None
    return found.state(clock.now())


def survey_file(**changes: object) -> tuple[str, bytes]:
    return "survey.json", json.dumps(builders.survey_document(**changes)).encode()


def details_file(**changes: object) -> tuple[str, bytes]:
    return "details.json", json.dumps(builders.details_document(**changes)).encode()


def fill_new(officer: Officer, session: Session, actor: Actor, **changes: object) -> Officer:
    """Open the page of a new consultation and fill it in rightly, but for what `changes`."""
    tender_id = builders.a_tender(session, actor)
    officer.open("/officer/consultations/new").fill(
        slug="repairs", tender=str(tender_id), closes_on_day="31", closes_on_month="12", closes_on_year="2099"
    )
    officer.attach(survey=survey_file(), details=details_file())
    officer.filled.update(changes)  # type: ignore[arg-type]
    return officer


def test_a_consultation_is_written_published_paused_resumed_and_closed(
    officer: Officer, session: Session, actor: Actor
) -> None:
    fill_new(officer, session, actor).press("Save as a draft")
    assert (officer.path, officer.heading) == (HOME, "Repairs")
    assert state_of(session) is State.DRAFT
    officer.open(f"{HOME}/publish").press("Publish")
    assert officer.path == HOME
    assert state_of(session) is State.OPEN
    officer.open(f"{HOME}/pause").fill(reason="A mistake in a poster").press("Pause")
    assert state_of(session) is State.PAUSED
    officer.press("Resume")
    assert state_of(session) is State.OPEN
    officer.open(f"{HOME}/close").fill(reason="It is time").press("Close now")
    assert (officer.path, state_of(session)) == (HOME, State.CLOSED)
    consultation = consultation_by_slug(session, "repairs")
    done = [
        entry.action.split(".")[1] for entry in entries_about(session, actor.organisation_id, consultation.id)
    ]
    assert done == ["stopped", "closed", "resumed", "paused", "published", "created"]
    assert first_broken_entry(session, actor.organisation_id) is None
    for words in ("draft written", "published", "paused", "resumed", "closed"):
        assert words in officer.words


def test_the_list_shows_each_with_its_state(officer: Officer, session: Session, actor: Actor) -> None:
    assert "There are no consultations yet." in officer.open("/officer/consultations").words
    builders.a_draft_consultation(session, actor, "kitchens")
    builders.an_open_consultation(session, actor)
    officer.open("/officer/consultations")
    assert {"/officer/consultations/kitchens", HOME} <= set(officer.links())
    assert "Draft" in officer.words
    assert "Open" in officer.words


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"slug": [""]}, "slug", "Choose a short address."),
        ({"slug": ["Repairs in 2026"]}, "slug", "small letters"),
        ({"slug": ["r" * 200]}, "slug", "at most 80 characters"),
        ({"slug": ["re\x00pairs"]}, "slug", "cannot be shown"),
        ({"tender": ["nothing"]}, "tender", "Choose something that is offered here."),
        ({"tender": [""]}, "tender", "Choose a tender."),
        ({"closes_on_month": ["13"]}, "closes_on", "not a day there is"),
        ({"closes_on_year": ["9999"]}, "closes_on", "in the years 2000 to 2199"),
        ({"opens_on_day": ["1"]}, "opens_on", "not a day there is"),
        ({"survey": []}, "survey", "Choose a file."),
        ({"details": []}, "details", "Choose a file."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    officer: Officer, session: Session, actor: Actor, changes: dict, field: str, says: str
) -> None:
    fill_new(officer, session, actor, **changes).press("Save as a draft")
    assert officer.status == 422
    message = next(one for one in officer.root.iter("p") if one.get("id") == f"{field}-error")
    assert says in "".join(message.itertext())
    kept = {"slug": "repairs", "closes_on_day": "31"} | {
        name: value[0].replace("\x00", "\ufffd") for name, value in changes.items() if value
    }
    kept.pop("tender", None)
    for name, value in kept.items():
        assert officer.shown(name) == [value], name
    assert consultation_by_slug(session, "repairs") is None


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"survey": ("survey.json", b"{")}, "cannot be read"),
        ({"survey": ("survey.json", b"\xff\xfe")}, "UTF-8"),
        ({"survey": survey_file(pages=[])}, "/pages"),
        ({"details": details_file(threshold=2)}, "/threshold"),
        ({"details": details_file(unheard_of=1)}, "/unheard_of"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place(
    officer: Officer, session: Session, actor: Actor, files: dict, says: str
) -> None:
    fill_new(officer, session, actor).attach(**files).press("Save as a draft")
    assert officer.status == 422
    assert any(says in error for error in officer.errors())
    assert officer.shown("slug") == ["repairs"]
    assert f"#{next(iter(files))}" in officer.links()


def test_an_address_that_is_taken_is_refused(officer: Officer, session: Session, actor: Actor) -> None:
    builders.a_draft_consultation(session, actor)
    fill_new(officer, session, actor).press("Save as a draft")
    assert officer.status == 422
    assert officer.errors() == ["The address “repairs” is taken. Choose another."]


def test_too_much_is_refused_without_being_read(officer: Officer, session: Session, actor: Actor) -> None:
    officer.open("/officer/consultations/new")
    sent = b"--part\r\n" + b" " * LARGEST_CONSULTATION
    answer = officer.client.post(
        "/officer/consultations/new", data=sent, content_type="multipart/form-data; boundary=part"
    )
    officer._take(answer)
    assert (officer.status, officer.heading) == (413, "That is too much to send at once")
    assert "Go back and send less." in officer.words


def test_an_ordinary_form_takes_no_large_body(officer: Officer, session: Session, actor: Actor) -> None:
    builders.an_open_consultation(session, actor)
    officer.open(f"{HOME}/pause").fill(reason="x" * 300_000).press("Pause")
    assert officer.status == 413
    assert state_of(session) is State.OPEN


def test_what_stops_publishing_is_listed_with_its_place_and_there_is_no_button(
    officer: Officer, session: Session, actor: Actor
) -> None:
    document = builders.survey_document()
    del document["pages"][0]["questions"][0]["text"]["ar"]
    builders.a_draft_consultation(session, actor, survey=builders.Survey.from_json(document))
    officer.open(f"{HOME}/publish")
    assert "Still to do" in officer.words
    assert "/pages/0/questions/0/text" in officer.words
    assert "csrf_token" in officer.controls()
    officer.post(f"{HOME}/publish")
    assert (officer.status, state_of(session)) == (422, State.DRAFT)


def test_what_needs_a_reason_is_published_with_one_and_not_without(
    officer: Officer, session: Session, actor: Actor
) -> None:
    without_target = builders.community_document(target=None)
    builders.a_draft_consultation(session, actor, details=builders.details(communities=[without_target]))
    officer.open(f"{HOME}/publish")
    field = next(name for name in officer.controls() if name.startswith("reason-"))
    officer.fill_in({field: "  "}).press("Publish")
    assert (officer.status, state_of(session)) == (422, State.DRAFT)
    officer.fill_in({field: "We do not know yet"}).press("Publish")
    assert (officer.status, state_of(session)) == (200, State.OPEN)
    consultation = consultation_by_slug(session, "repairs")
    published = entries_about(session, actor.organisation_id, consultation.id)[0]
    assert list(published.details["overrides"].values()) == ["We do not know yet"]


def test_pausing_needs_a_reason(officer: Officer, session: Session, actor: Actor) -> None:
    builders.an_open_consultation(session, actor)
    officer.open(f"{HOME}/pause").press("Pause")
    assert (officer.status, officer.errors()) == (422, ["Give the reason."])
    assert state_of(session) is State.OPEN


def test_what_is_over_cannot_be_done_again(officer: Officer, session: Session, actor: Actor) -> None:
    builders.an_open_consultation(session, actor)
    officer.open(f"{HOME}/close").fill(reason="It is time").press("Close now")
    assert officer.open(f"{HOME}/close").status == 409
    for way in ("close", "extend"):
        assert officer.open("/officer/tenders").post(f"{HOME}/{way}", reason="Again").status in {409, 422}
    officer.open("/officer/tenders").post(f"{HOME}/resume")
    assert officer.status == 409


@pytest.mark.parametrize("language", ["en", "ar"])
def test_who_has_been_heard_is_shown_while_it_is_open(
    client: FlaskClient, session: Session, actor: Actor, language: str
) -> None:
    builders.an_open_consultation(session, actor)
    officer = signed_in(client, session, actor, language=language).open(f"{HOME}/reach")
    assert ("Disabled people" if language == "en" else "ترجمة: Disabled people") in officer.words
    assert "40" in officer.words


def test_an_unknown_consultation_is_not_there(officer: Officer) -> None:
    assert officer.open("/officer/consultations/nowhere").status == 404
    assert officer.heading == "Page not found"
