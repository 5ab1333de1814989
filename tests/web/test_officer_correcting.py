"""An officer corrects an open survey, on pages without JavaScript."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug, published_versions, versions_named
from tests import builders
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"
CORRECT = f"{HOME}/correct"


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting)
    return acting


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor)


def reworded() -> dict[str, Any]:
    document = builders.survey_document()
    document["pages"][0]["questions"][0]["text"]["en"] = "Should it really go ahead?"
    document["pages"][1]["questions"][0]["options"].reverse()
    return document


def uploaded(officer: Officer, document: object) -> Officer:
    officer.open(CORRECT).attach(survey=("survey.json", json.dumps(document).encode()))
    return officer.press("See what would change")


def numbers(session: Session) -> list[int]:
    session.expire_all()
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return [version.number for version in published_versions(session, found.id)]


def test_a_survey_is_corrected_after_looking_at_what_it_does(officer: Officer, session: Session) -> None:
    officer.open(HOME)
    assert CORRECT in officer.links()
    uploaded(officer, reworded())
    assert (officer.path, officer.status) == (CORRECT, 200)
    assert "“Should it go ahead?” became “Should it really go ahead?”." in officer.words
    assert "The choice “no” was moved." in officer.words or "The choice “yes” was moved." in officer.words
    assert "People who have begun and not sent yet: nobody." in officer.words
    assert numbers(session) == [1]
    officer.press("Publish the corrected survey")
    assert officer.status == 422
    assert any("say whether to keep them or to ask again" in error for error in officer.errors())
    assert numbers(session) == [1]
    officer.fill_in({"decision-go-ahead": "ask_again"}).press("Publish the corrected survey")
    assert officer.path == HOME
    assert "survey corrected while open" in officer.words
    assert numbers(session) == [2, 1]
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    versions = versions_named(session, found.id, [str(found.version_id)])
    assert versions[str(found.version_id)].meaning("go-ahead") == 2
    assert "What would change" not in officer.open(CORRECT).words


def test_a_decision_stays_chosen_when_something_else_stops_it(officer: Officer) -> None:
    document = reworded()
    document["pages"][0]["questions"].append(
        {
            "id": "more",
            "code": "Q9",
            "kind": "short_text",
            "limit": 9,
            "text": {"en": "More?", "ar": "المزيد؟"},
        }
    )
    document["pages"][0]["questions"][0]["hint"] = {"en": "Think.", "ar": "فكر."}
    uploaded(officer, document).fill_in({"decision-go-ahead": "keep"})
    officer.filled["seen"] = ["0" * 64]
    officer.press("Publish the corrected survey")
    assert officer.errors() == ["Somebody wrote another corrected survey meanwhile. Look at this one first."]
    assert officer.shown("decision-go-ahead") == ["keep"]


def test_logic_that_was_altered_is_told_with_what_it_does_to_answers_in_progress(officer: Officer) -> None:
    document = builders.survey_document()
    question = document["pages"][0]["questions"][0]
    question["required"] = False
    question["constraint"] = {
        "that": {"op": "!=", "args": [{"this": True}, {"value": question["options"][0]["id"]}]},
        "message": {"en": "Not this one.", "ar": "ليس هذا."},
    }
    uploaded(officer, document)
    assert "What an answer must be: – became . != " in officer.words
    assert "They are checked anew when people go on" in officer.words
    assert (
        "What people are told of an answer that is no good, in “en”: “” became “Not this one.”."
        in officer.words
    )
    assert "It need not be answered any more." in officer.words


def test_what_stops_it_is_told_and_there_is_nothing_to_press(officer: Officer) -> None:
    document = reworded()
    document["pages"][0]["questions"][0]["text"] = {"en": "Only English?"}
    uploaded(officer, document)
    assert "Still to do" in officer.words
    assert "Publish the corrected survey" not in officer.words


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "Choose a file."), (b"{", "This is not JSON"), (b"[]", "Something else is expected here")],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(officer: Officer, content: bytes, says: str) -> None:
    officer.open(CORRECT)
    if content:
        officer.attach(survey=("survey.json", content))
    officer.press("See what would change")
    assert officer.status == 422
    assert says in officer.words


def test_a_draft_is_not_corrected(officer: Officer, session: Session, actor: Actor) -> None:
    builders.a_draft_consultation(session, actor, "drafted")
    officer.open("/officer/consultations/drafted/correct")
    assert officer.status == 422
    assert "This consultation is not published yet." in officer.words


def test_in_arabic_the_page_runs_from_right_to_left(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    officer = signed_in(client, session, actor, Role.OFFICER, language="ar").open(CORRECT)
    token = officer.shown("csrf_token")[0]
    upload = (io.BytesIO(json.dumps(reworded()).encode()), "survey.json")
    officer._take(client.post(CORRECT, data={"csrf_token": token, "survey": upload}))
    assert officer.root.get("dir") == "rtl"
    assert "هل ينبغي المضي قدما؟" in officer.words
