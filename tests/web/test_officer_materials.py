"""What an officer prints for an activity, and the codes they get for letters, on pages without JavaScript."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.codes import grouped
from consult.outreach import letters
from consult.outreach.models import LetterCode
from consult.web.officer.letters import MOST_ON_CARDS
from tests import builders
from tests.camera import codes_in, codes_on
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"
MATERIALS = f"{HOME}/outreach/library/materials"
LETTERS = f"{HOME}/outreach/library/letters"
BASE = "http://127.0.0.1:8000/go/"


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_authority_with_a_poster(session)


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor)


def pdfs(officer: Officer) -> list[str]:
    return [href for href in officer.links() if href.endswith(".pdf")]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_language_with_a_link_has_every_format_in_both_sizes(
    client: FlaskClient, session: Session, actor: Actor, language: str
) -> None:
    officer = signed_in(client, session, actor, language=language).open(MATERIALS.removesuffix("/materials"))
    assert MATERIALS in officer.links()
    officer.open(MATERIALS)
    assert officer.status == 200
    assert len(pdfs(officer)) == 8
    for href in pdfs(officer):
        answer = officer.client.get(href)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), href
        assert answer.data.startswith(b"%PDF")
        assert "attachment" in answer.headers["Content-Disposition"]


def test_links_in_the_other_languages_are_made_with_one_press(officer: Officer) -> None:
    officer.open(MATERIALS).press("Make them in every language")
    assert officer.path == MATERIALS
    assert len(pdfs(officer)) == 16
    assert "Make them in every language" not in officer.words


def test_a_downloaded_poster_and_the_picture_lead_to_the_link(officer: Officer) -> None:
    officer.open(MATERIALS)
    poster = officer.client.get(next(href for href in pdfs(officer) if "poster-a4.usual" in href))
    [read] = codes_in(poster.data)
    picture = officer.client.get(next(href for href in officer.links() if href.endswith(".png")))
    assert picture.mimetype == "image/png"
    assert codes_on(Image.open(io.BytesIO(picture.data))) == [read]
    assert read.startswith(BASE)
    assert "/ar/consultations/repairs" in officer.client.get(read.removeprefix(BASE[:-4])).location
    assert any(href.endswith(".svg") for href in officer.links())


@pytest.mark.parametrize(
    "address",
    [
        MATERIALS.replace("library", "nothing"),
        LETTERS.replace("library", "nothing"),
        MATERIALS.replace("repairs", "nothing"),
        f"{MATERIALS}/zzzzzzz/poster-a4.usual.pdf",
        f"{MATERIALS}/zzzzzzz.png",
        f"{MATERIALS}/CODE/poster-a0.usual.pdf",
        f"{MATERIALS}/CODE/poster-a4.tiny.pdf",
        f"{MATERIALS}/CODE/../../etc.usual.pdf",
    ],
)
def test_what_there_is_not_is_not_found(officer: Officer, address: str) -> None:
    code = pdfs(officer.open(MATERIALS))[0].split("/")[-2]
    assert officer.open(address.replace("CODE", code)).status == 404


def test_another_organisation_prints_nothing_of_this_one(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    other = signed_in(client, session, builders.an_organisation(session, "Southmere"))
    for address in (MATERIALS, LETTERS):
        assert other.open(address).status == 404


def test_a_viewer_prints_and_makes_nothing(client: FlaskClient, session: Session, actor: Actor) -> None:
    viewer = signed_in(client, session, actor, Role.VIEWER).open(MATERIALS)
    assert len(pdfs(viewer)) == 8
    assert LETTERS not in viewer.links()
    assert "Make them in every language" not in viewer.words
    assert viewer.open(LETTERS).status == 403


def make(officer: Officer, **typed: str) -> Officer:
    right = {"count": "3", "language": "ar", "file": "csv"}
    return officer.open(LETTERS).fill(**right | typed).press("Make the codes")


def test_codes_come_as_a_list_to_merge_and_are_kept_nowhere(officer: Officer, session: Session) -> None:
    make(officer)
    assert (officer.status, officer.response.mimetype) == (200, "text/csv")
    assert officer.response.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(officer.response.text)))
    assert len(rows) == 3
    for row in rows:
        code = row["address"].removeprefix(BASE)
        assert row["code"] == grouped(code)
        assert "_from=" in officer.client.get(f"/go/{code}").location
        assert code not in str(session.execute(select(LetterCode.code)).all())
    officer.open(LETTERS)
    assert "3" in officer.words
    assert rows[0]["code"] not in officer.words
    assert "codes for letters made" in officer.open(HOME).words


def test_codes_come_as_cards(officer: Officer) -> None:
    make(officer, file="pdf", count="11")
    assert officer.response.mimetype == "application/pdf"
    read = codes_in(officer.response.data)
    assert len(read) == len(set(read)) == 11
    assert all("_from=" in officer.client.get(one.removeprefix(BASE[:-4])).location for one in read)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"count": ""}, "Say how many letters you will send."),
        ({"count": "0"}, "Give a whole number of one or more."),
        ({"count": "-3"}, "Give a whole number of one or more."),
        ({"count": "many"}, "Give a whole number of one or more."),
        ({"count": str(letters.MOST_CODES + 1)}, "at most 20000 at once"),
        ({"count": str(MOST_ON_CARDS + 1), "file": "pdf"}, "at most 100 cards"),
        ({"language": "nl"}, "Choose something that is offered here."),
        ({"file": "exe"}, "Choose something that is offered here."),
        ({"file": ""}, "Choose a file."),
    ],
)
def test_codes_that_cannot_be_made_are_said_at_their_field(
    officer: Officer, session: Session, typed: dict[str, str], says: str
) -> None:
    make(officer, **typed)
    assert officer.status == 422
    assert any(says in error for error in officer.errors()), officer.errors()
    assert session.scalars(select(LetterCode)).all() == []
