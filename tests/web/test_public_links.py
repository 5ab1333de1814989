"""The code of a poster: followed, typed by hand, mistyped, of something paused, closed or in another language."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.outreach import service
from consult.outreach.link_codes import is_right
from consult.outreach.models import Arrival, Link
from tests import builders
from tests.statements import statements
from tests.web.resident import Resident

RIGHT = next(f"4821093{last}" for last in range(10) if is_right(f"4821093{last}"))
WRONG = RIGHT[:3] + str((int(RIGHT[3]) + 1) % 10) + RIGHT[4:]
UNKNOWN = next(f"5821093{last}" for last in range(10) if is_right(f"5821093{last}"))
NO_LETTER = "12345678901234567890"
OF_A_LETTER = ("1234 5678 9012 3456 7890", "1" * 16, "abcd efgh jkmn")
WE_DO_NOT_KNOW = "We do not know this code."
START = "/ar/consultations/repairs"


@pytest.fixture
def actor(session: Session) -> Actor:
    """An authority with one open consultation, whose one link, in Arabic, has the code RIGHT."""
    actor = builders.an_organisation(session)
    links = [{"key": "x", "language": "ar"}]
    builders.an_open_consultation(session, actor, details=builders.details(links=links))
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    made = service.lay_out(session, actor, consultation)["x"]
    session.scalars(select(Link).where(Link.code == made)).one().code = RIGHT
    session.flush()
    return actor


@pytest.fixture
def resident(client: FlaskClient, actor: Actor) -> Resident:
    return Resident(client)


def openings(session: Session) -> int:
    session.expire_all()
    return sum(session.scalars(select(Arrival.openings)))


@pytest.mark.parametrize(
    "typed", [RIGHT, f"{RIGHT[:4]} {RIGHT[4:]}", RIGHT.replace("0", "O").replace("1", "l")]
)
def test_a_typed_code_leads_where_its_link_leads(resident: Resident, session: Session, typed: str) -> None:
    resident.open("/en/go").fill(code=typed)
    response = resident.client.post("/en/go", data={"code": typed})
    assert response.status_code == 303
    assert response.location.startswith(f"{START}?")
    assert openings(session) == 1


def test_nobody_is_followed_by_a_link(resident: Resident) -> None:
    for response in (
        resident.client.get(f"/go/{RIGHT}", headers={"Referer": "https://clinic.example/patients/7"}),
        resident.client.post("/en/go", data={"code": RIGHT}),
        resident.client.get(f"/go/{UNKNOWN}"),
    ):
        assert "Set-Cookie" not in response.headers
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"


def test_the_address_without_a_code_asks_for_one_in_the_readers_language(resident: Resident) -> None:
    response = resident.client.get("/go", headers={"Accept-Language": "ar"})
    assert response.location == "/ar/go"
    for language in ("en", "nl", "ar"):
        reader = Resident(resident.client, language).open(f"/{language}/go")
        assert reader.status == 200


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_asked_for(resident: Resident, typed: str) -> None:
    resident.open("/en/go").fill(code=typed).press("Go on")
    assert resident.status == 422
    assert "Type the code." in resident.words


def test_a_mistyped_code_is_asked_about_and_nothing_is_counted(resident: Resident, session: Session) -> None:
    resident.open("/en/go").fill(code=WRONG).press("Go on")
    assert resident.status == 404
    assert "Did you mean this code?" in resident.words
    assert f"/go/{RIGHT}" in [link.get("href") for link in resident.root.iter("a")]
    assert openings(session) == 0
    assert resident.open(f"/go/{WRONG}").status == 404
    assert "Did you mean this code?" in resident.words


def told(resident: Resident, typed: str) -> tuple[int, str, list[str]]:
    """Return everything the page of a typed code says, without the code itself."""
    resident.open("/en/go").fill(code=typed).press("Go on")
    seen = resident.words.replace(typed, "")
    return resident.status, seen, [str(link.get("href")) for link in resident.root.iter("a")]


@pytest.mark.parametrize("typed", [*OF_A_LETTER, "nothing", "x" * 40, "'; --"])
def test_whatever_is_not_known_is_answered_in_the_same_words(resident: Resident, typed: str) -> None:
    unknown = told(resident, UNKNOWN)
    assert unknown[0] == 404
    assert WE_DO_NOT_KNOW in unknown[1]
    assert told(resident, typed) == unknown


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        (UNKNOWN, "k7zbs9q"),
        ("1" * 16, UNKNOWN),
        (NO_LETTER, NO_LETTER[::-1]),
        (NO_LETTER, f"9{NO_LETTER[1:]}"),
    ],
)
def test_whatever_is_not_known_costs_the_same_questions(
    resident: Resident, database: Engine, typed: str, alike: str
) -> None:
    with statements(database) as unknown:
        resident.client.post("/en/go", data={"code": alike})
    with statements(database) as other:
        resident.client.post("/en/go", data={"code": typed})
    assert [_plain(one) for one in other] == [_plain(one) for one in unknown]


def _plain(statement: Any) -> str:
    return str(statement).split("SAVEPOINT")[0]


def test_the_link_of_what_is_paused_leads_there_and_of_what_is_closed_too_without_counting(
    resident: Resident, session: Session, actor: Actor
) -> None:
    consultations.pause(session, actor, "repairs", "A mistake")
    arrived = resident.client.get(f"/go/{RIGHT}")
    assert arrived.location.startswith(f"{START}?")
    assert resident.client.get(arrived.location).status_code == 200
    assert openings(session) == 1
    consultations.resume(session, actor, "repairs")
    consultations.close(session, actor, "repairs")
    arrived = resident.client.get(f"/go/{RIGHT}")
    assert (arrived.status_code, arrived.location) == (303, START)
    assert openings(session) == 1


def test_the_language_of_the_link_counts_not_the_one_of_the_browser(resident: Resident) -> None:
    response = resident.client.get(f"/go/{RIGHT}", headers={"Accept-Language": "en"})
    assert response.location.startswith("/ar/")


def test_an_unknown_code_can_be_read_about_in_another_language(resident: Resident) -> None:
    resident.open(f"/go/{UNKNOWN}")
    assert resident.status == 404
    assert "/ar/go" in [link.get("href") for link in resident.root.iter("a")]


@pytest.mark.parametrize("typed", ["\0", "x" * 100_000, "\u202e\u2066", "%00"])
def test_odd_things_typed_are_unknown_codes(resident: Resident, typed: str) -> None:
    response = resident.client.post("/en/go", data={"code": typed})
    assert response.status_code == 404
    assert WE_DO_NOT_KNOW in response.text
