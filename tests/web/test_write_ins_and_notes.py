"""Words beside an option, and what is only read, as residents meet them."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import db, migrations
from consult.app import create_app
from consult.db import unit_of_work
from consult.responses.models import Draft
from surveys.document import Survey
from tests import builders
from tests.conftest import settings_for
from tests.journeys.residents import faults, phone
from tests.serving import serving
from tests.surveys import tiny
from tests.turning import press_continue
from tests.web.resident import Resident

START = "/en/consultations/repairs"


def opened(session: Session, document: tiny.Json) -> None:
    document["pages"].append({**builders.survey_document()["pages"][1], "id": "who"})
    document["pages"][-1]["questions"][0]["code"] = "WHO"
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=Survey.from_json(document))


def answers(session: Session) -> dict[str, Any]:
    session.expire_all()
    draft = session.scalars(select(Draft)).one()
    return {"codes": draft.codes, "words": draft.words}


@pytest.fixture
def resident(client: FlaskClient, session: Session) -> Resident:
    document = tiny.document("write-ins")
    document["pages"].pop()
    opened(session, document)
    return Resident(client).open(START).press("Start")


def test_words_beside_an_option_are_kept_apart_and_shown_with_it(
    resident: Resident, session: Session
) -> None:
    form = {"worst": "other", "worst.other": "Windows", "also": ["lift", "noise"], "also.noise": "At night"}
    resident.fill_in({**form}).press("Continue")
    assert answers(session) == {
        "codes": {"worst": "other", "also": ["lift", "noise"]},
        "words": {"worst.other": "Windows", "also.noise": "At night"},
    }
    resident.open(f"{START}/q/problems")
    assert resident.shown("worst.other") == ["Windows"]
    resident.open(f"{START}/check-answers")
    assert "Something else: Windows" in resident.words
    assert "Noise: At night" in resident.words


def test_words_beside_an_option_nobody_chose_are_shown_again_with_what_is_wrong(resident: Resident) -> None:
    resident.fill_in({"worst": "damp", "worst.other": "Windows"}).press("Continue")
    assert resident.status == 422
    assert resident.errors() == [
        "You wrote something beside “Something else”. Choose “Something else” too, or delete what you wrote."
    ]
    assert resident.shown("worst.other") == ["Windows"]
    assert 'href="#q1-f2"' in resident.response.text


def test_taking_an_option_back_takes_its_words_away(resident: Resident, session: Session) -> None:
    resident.fill_in({"worst": "other", "worst.other": "Windows"}).press("Continue")
    resident.open(f"{START}/q/problems").fill_in({"worst": "damp", "worst.other": ""}).press("Continue")
    assert answers(session) == {"codes": {"worst": "damp"}, "words": {}}


def test_what_is_only_read_is_on_its_page_and_not_among_the_answers(
    client: FlaskClient, session: Session
) -> None:
    document = tiny.document("note")
    question = document["pages"][0]["questions"].pop()
    document["pages"].append({"id": "asked", "title": builders.in_both("Page"), "questions": [question]})
    opened(session, document)
    resident = Resident(client).open(START).press("Start")
    assert resident.path == f"{START}/q/reading"
    assert "You need no papers for them." in resident.words
    resident.press("Continue").fill_in({"noise": "no"}).press("Continue")
    resident.open(f"{START}/check-answers")
    assert "The next questions are about repairs." not in resident.words
    assert "Is it noisy?" in resident.words
    resident.open(f"{START}/paper")
    assert "1 Is it noisy?" in resident.words


@pytest.mark.parametrize("language", ["en", "ar"])
def test_room_for_words_is_there_once_its_option_is_chosen(
    tmp_path: Path, chromium: Browser, language: str
) -> None:
    engine = db.engine_for(f"sqlite:///{tmp_path / 'words.db'}")
    migrations.upgrade(engine)
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'words.db'}", tmp_path))
    document = tiny.document("write-ins")
    document["pages"].pop()
    with unit_of_work() as session:
        opened(session, document)
    with serving(app) as address, phone(chromium, width=320) as context:
        page = context.new_page()
        page.goto(f"{address}/{language}/consultations/repairs")
        press_continue(page)
        room = page.locator('[name="worst.other"]')
        assert not room.is_visible()
        page.locator('[name="worst"][value="other"]').check()
        assert room.is_visible()
        assert faults(page) == []
    engine.dispose()
