"""What residents read before and around answering: the lists, the start page, and the pages about the service."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.web.public import dates
from tests import builders
from tests.web.resident import Resident, text_of
from tests.web.surveys import every_kind, housing_repairs

START = "/en/consultations/housing-repairs"


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    housing_repairs(session, acting)
    return acting


@pytest.fixture
def resident(client: FlaskClient, actor: Actor) -> Resident:
    return Resident(client)


@pytest.mark.parametrize(
    ("wanted", "language"), [("ar-EG,en;q=0.5", "ar"), ("nl", "nl"), ("sw", "en"), ("", "en"), ("*", "en")]
)
def test_the_first_address_leads_to_the_readers_language(
    client: FlaskClient, wanted: str, language: str
) -> None:
    response = client.get("/", headers={"Accept-Language": wanted})
    assert response.location == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("page", ["", "resume", "receipt", "privacy", "accessibility", "contact", "left"])
@pytest.mark.parametrize("language", ["en", "nl", "ar"])
def test_every_page_about_the_service_is_sound_in_every_language(
    resident: Resident, language: str, page: str
) -> None:
    resident.language = language
    assert resident.open(f"/{language}/{page}").status == 200


def test_what_is_open_and_what_is_closed_are_listed(
    resident: Resident, session: Session, actor: Actor
) -> None:
    builders.an_open_consultation(session, actor, "closed-one", every_kind())
    consultations.close(session, actor, "closed-one")
    builders.a_draft_consultation(session, actor, "unpublished", every_kind())
    links = {link.get("href"): text_of(link) for link in resident.open("/en/").root.iter("a")}
    assert START in links
    assert "/en/consultations/closed-one" in links
    assert not [address for address in links if address and "unpublished" in address]
    assert "You can answer in: English · Nederlands · العربية" in resident.words


def test_the_title_of_the_first_page_names_the_service_once(resident: Resident) -> None:
    assert text_of(next(resident.open("/en/").root.iter("title"))) == "Have your say"


def test_where_nothing_is_open_the_page_says_so(client: FlaskClient, session: Session) -> None:
    assert "Nothing is open at the moment" in Resident(client).open("/en/").words


def test_an_unpublished_consultation_is_not_there(client: FlaskClient, session: Session) -> None:
    builders.a_draft_consultation(session, builders.an_organisation(session))
    assert client.get("/en/consultations/repairs").status_code == 404


TOLD = (
    "What is proposed",
    "One idea is to buy a computer program that puts repair requests in order",
    "Who is affected",
    "Everyone who lives in a home that the council rents out",
    "What can still change",
    "Whether anything is bought at all.",
    "What cannot change",
    "Why not: The law says so.",
    "How your answers are used",
    "What your answers may never be used for",
    "Your tenancy.",
    "Looking for fraud.",
    "Exceptions the law makes",
    "Who can read single answers",
    "Only the two people in the council's research team",
    "Who stands behind this",
    "Northmere Tenants' Federation",
    "Where to ask",
    "01632 960001",
    "01632 960003",
    "You do not have to give your name",
    "Who is responsible for your answers",
    "Why we may ask",
    "Article of the data protection law (GDPR): 6(1)(e)",
    "Version of this notice: 2026-11",
    "How long we keep answers",
    "Your rights",
    "Who are you answering for?",
)


@pytest.mark.parametrize("told", TOLD)
def test_the_start_page_tells_everything_beforehand(resident: Resident, told: str) -> None:
    assert told in resident.open(START).words


def test_what_a_law_covers_and_the_law_of_the_country_stand_on_lines_of_their_own(resident: Resident) -> None:
    said = next(
        words for words in resident.open(START).root.iter("p") if "Your own consent, given" in text_of(words)
    )
    assert len(list(said.iter("br"))) == 2


def test_where_to_ask_begins_with_the_readers_own_language(resident: Resident) -> None:
    resident.language = "ar"
    words = resident.open("/ar/consultations/housing-repairs").words
    assert words.index("01632 960003") < words.index("01632 960001")


def test_other_ways_that_were_looked_at_are_told(client: FlaskClient, session: Session, actor: Actor) -> None:
    from consult.tenders.models import Tender

    tender = session.query(Tender).one()
    tender.alternatives = [
        {
            "key": "no-ai",
            "kind": "no_ai",
            "what": {"en": {"text": "More staff"}},
            "why_rejected": {"en": {"text": "Cost"}},
        }
    ]
    session.flush()
    words = Resident(client).open(START).words
    assert "Other ways that were looked at More staff Why not: Cost" in words


def test_what_a_machine_translated_says_so(resident: Resident) -> None:
    assert "Not checked by a translator yet" not in resident.open(START).words
    resident.language = "ar"
    assert "لم يراجعها مترجم بعد" in resident.open("/ar/consultations/housing-repairs").words
    assert "لم يراجعها مترجم بعد" in resident.press("ابدأ").words


def test_words_that_are_missing_in_a_language_say_which_they_are_in(
    client: FlaskClient, session: Session
) -> None:
    builders.an_open_consultation(session, builders.an_organisation(session))
    resident = Resident(client, "nl").open("/nl/consultations/repairs")
    heading = next(resident.root.iter("h1"))
    assert [(part.get("lang"), part.get("dir")) for part in heading.iter("span")] == [("en", "ltr")]
    resident.open("/nl/consultations/repairs/q/proposal")
    fallen_back = {text_of(part) for part in resident.root.iter("span") if part.get("lang") == "en"}
    assert {"Should it go ahead?", "Yes", "No", "I do not know", "The proposal"} <= fallen_back


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "18 December 2026"), ("nl", "18 december 2026"), ("ar", "18 ديسمبر 2026")],
)
def test_the_last_day_is_the_day_before_midnight_where_the_authority_is(
    app, language: str, written: str
) -> None:
    from datetime import UTC, datetime

    from consult.web.locale import speak

    with app.test_request_context():
        speak(language)
        assert dates.last_day(datetime(2026, 12, 19, 0, 0, tzinfo=UTC), "Europe/London") == written
        assert dates.last_day(datetime(2026, 12, 18, 23, 0, tzinfo=UTC), "Europe/Amsterdam") == written


def test_templates_of_residents_ask_for_no_script_but_those_a_page_has_a_use_for() -> None:
    folder = Path(__file__).parents[2] / "templates" / "public"
    asking = [line for path in folder.rglob("*.html") for line in path.read_text("utf-8").splitlines()]
    assert {line for line in asking if "<script" in line} == {
        '<script type="module" src="{{ asset(name) }}"></script>'
    }
