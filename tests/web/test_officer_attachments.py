"""Analysts list, save and write down what people sent; nobody else finds anything."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult import files
from consult.accounts.permissions import Role
from consult.attachments import queries
from consult.attachments.terms import Medium
from consult.attachments.values import AttachmentValue
from tests.rooms.test_attachments_service import Place, a_clean_file, sent
from tests.web.officer import Officer, signed_in

ONE = "/officer/consultations/repairs"
FILES = f"{ONE}/attachments"


@pytest.fixture
def place(session: Session) -> Place:
    return Place(session)


@pytest.fixture
def analyst(client: FlaskClient, session: Session, place: Place) -> Officer:
    return signed_in(client, session, place.operator, Role.ANALYST)


def found(session: Session, place: Place) -> AttachmentValue:
    session.expire_all()
    (one,) = queries.sent_files(session, place.analyst, place.id)
    return one


def test_an_analyst_finds_the_files_from_the_consultation(
    analyst: Officer, session: Session, place: Place
) -> None:
    sent(place, session, photo=a_clean_file(), story=a_clean_file(Medium.RECORDING))
    assert FILES in analyst.open(ONE).links()
    analyst.open(FILES)
    for words in ("Show us the damp.", "Tell us what happened.", "Save a picture (1 kB)", "Write it down"):
        assert words in analyst.words


def test_where_nobody_sent_anything_the_page_says_so(analyst: Officer) -> None:
    assert "Nobody has sent a file." in analyst.open(FILES).words


def test_a_file_is_saved_and_never_shown_by_the_browser(
    analyst: Officer, session: Session, place: Place
) -> None:
    sent(place, session, photo=a_clean_file())
    one = found(session, place)
    response = analyst.client.get(f"{FILES}/{one.id}/file")
    assert response.data == b"clean bytes"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{one.id.hex[:8]}.jpg"'
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert "file of an answer opened" in analyst.open(ONE).words


def test_a_recording_is_written_down_checked_and_deleted(
    analyst: Officer, session: Session, place: Place
) -> None:
    sent(place, session, story=a_clean_file(Medium.RECORDING))
    one = found(session, place)
    analyst.open(f"{FILES}/{one.id}").fill(transcript="We waited.").press("Save the words")
    assert "Check what is written down" in analyst.words
    assert len(list(files.keys())) == 1
    analyst.open(f"{FILES}/{one.id}")
    assert analyst.shown("transcript") == ["We waited."]
    analyst.fill(transcript="We waited a year.", is_checked="yes").press("Save the words")
    assert "We waited a year." in analyst.words
    assert "Save a recording" not in analyst.words
    assert list(files.keys()) == []
    assert analyst.client.get(f"{FILES}/{one.id}/file").status_code == 422
    analyst.open(f"{FILES}/{one.id}").fill(transcript="Other words").press("Save the words")
    assert (analyst.status, found(session, place).transcript) == (409, "We waited a year.")


@pytest.mark.parametrize("written", ["", "  ", "x" * 20_001, "a\0b"])
def test_words_that_cannot_be_kept_are_told_at_the_box(
    analyst: Officer, session: Session, place: Place, written: str
) -> None:
    sent(place, session, story=a_clean_file(Medium.RECORDING))
    one = found(session, place)
    analyst.open(f"{FILES}/{one.id}").fill(transcript=written).press("Save the words")
    assert analyst.status == 422
    assert len(analyst.errors()) == 1
    assert found(session, place).transcript is None


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OFFICER, Role.VIEWER])
def test_nobody_else_may_look(client: FlaskClient, session: Session, place: Place, role: Role) -> None:
    sent(place, session, photo=a_clean_file())
    one = found(session, place)
    other = signed_in(client, session, place.operator, role)
    assert FILES not in other.open(ONE).links()
    for address in (FILES, f"{FILES}/{one.id}", f"{FILES}/{one.id}/file"):
        assert client.get(address).status_code == 403


def test_a_file_of_another_consultation_is_unknown(analyst: Officer, session: Session, place: Place) -> None:
    elsewhere = Place(session, "elsewhere")
    sent(elsewhere, session, photo=a_clean_file())
    one = found(session, elsewhere)
    for identity in (one.id, uuid.uuid4()):
        assert analyst.client.get(f"{FILES}/{identity}/file").status_code == 404


def test_the_pages_stand_from_right_to_left(client: FlaskClient, session: Session, place: Place) -> None:
    sent(place, session, photo=a_clean_file(), story=a_clean_file(Medium.RECORDING))
    analyst = signed_in(client, session, place.operator, Role.ANALYST, language="ar")
    assert analyst.open(FILES).status == 200
    address = next(link for link in analyst.links() if link.startswith(FILES) and not link.endswith("/file"))
    assert analyst.open(address).status == 200
