"""The survey to print: for whom each question is, in words; and nothing on it that paper cannot do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations import service as consultations
from tests import builders
from tests.journeys.residents import Service, faults, phone, service
from tests.surveys import households
from tests.web.resident import Resident
from tests.web.surveys import every_kind

PAPER = "/consultations/repairs/paper"


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=every_kind())
    return acting


def test_the_start_page_leads_to_the_paper_in_its_language(client: FlaskClient, actor: Actor) -> None:
    start = Resident(client, "ar").open("/ar/consultations/repairs")
    assert f'href="/ar{PAPER}"' in start.response.text


def test_every_question_is_printed_with_its_number_and_for_whom_it_is(
    client: FlaskClient, actor: Actor
) -> None:
    paper = Resident(client).open(f"/en{PAPER}")
    questions = [question for page in every_kind().pages for question in page.questions]
    for number, question in enumerate(questions, 1):
        assert f"{number} {question.text.to('en')}" in paper.words
    assert "Only if: your answer to question 1 is: Wet If not, go on to question 4." in paper.words
    assert "Please tick this box if you answer any of these questions." in paper.words


def test_a_paper_says_of_what_is_asked_for_each_of_several_how_to_write_of_the_next(
    client: FlaskClient, session: Session
) -> None:
    builders.an_open_consultation(
        session, builders.an_organisation(session), survey=households.whole_survey()
    )
    paper = Resident(client).open(f"/en{PAPER}")
    assert paper.words.count("Answer these questions once for each.") == 1


def test_a_paper_has_nothing_to_press_or_fill_in(client: FlaskClient, actor: Actor) -> None:
    paper = Resident(client).open(f"/en{PAPER}")
    assert not [e for e in paper.root.iter() if e.tag in {"input", "textarea", "select", "script"}]
    assert "Set-Cookie" not in paper.response.headers


def test_a_paper_says_which_version_of_the_questions_it_is(client: FlaskClient, actor: Actor) -> None:
    assert every_kind().fingerprint[:12] in Resident(client).open(f"/en{PAPER}").words


def test_a_paper_printed_after_the_end_says_so(client: FlaskClient, session: Session, actor: Actor) -> None:
    consultations.close(session, actor, "repairs")
    assert "You can no longer answer" in Resident(client).open(f"/en{PAPER}").words


def test_there_is_no_paper_of_what_is_not_published(client: FlaskClient, session: Session) -> None:
    builders.a_draft_consultation(session, builders.an_organisation(session))
    assert client.get(f"/en{PAPER}").status_code == 404


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Service]:
    with service(tmp_path) as running:
        yield running


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_paper_and_no_question_is_torn_apart(
    chromium: Browser, served: Service, language: str
) -> None:
    with phone(chromium, width=320) as context:
        page = context.new_page()
        page.goto(f"{served.start(language)}/paper")
        assert faults(page) == []
        page.emulate_media(media="print")
        torn = page.eval_on_selector_all(
            ".app-paper__question",
            "all => all.filter(e => getComputedStyle(e).breakInside !== 'avoid').length",
        )
        assert torn == 0
        assert not page.locator(".app-paper__screen").is_visible()
        assert not page.locator(".app-languages").is_visible()
