"""A resident with a letter: in by its code, out with a receipt, and nothing lost when somebody was faster."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.codes import CodeKeys, grouped
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.outreach import letters, service
from consult.outreach.models import LetterRight
from consult.responses.models import Draft, Response
from consult.web.installation import Installation
from tests import builders
from tests.web.resident import Resident

LINK = {"key": "rent-letter", "channel": "letter", "language": "en"}
START = "/en/consultations/repairs"


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, details=builders.details(links=[LINK]))
    return acting


@pytest.fixture
def code(app: Flask, session: Session, actor: Actor) -> str:
    value = consultation_by_slug(session, "repairs")
    assert value is not None
    service.lay_out(session, actor, value)
    found: Installation = app.extensions["consult"]
    keys: CodeKeys = found.keys
    [made] = letters.make_letters(session, actor, keys, value, "rent-letter", "en", 1)
    return made


def ready(app: Flask, code: str) -> Resident:
    """Follow the code on a telephone of one's own, answer, and stand before sending."""
    resident = Resident(app.test_client()).open(f"/go/{code}").press("Start")
    return resident.fill(go_ahead="no").press("Continue").press("Continue")


def test_a_letter_leads_where_a_link_leads_and_sends_one_answer(
    app: Flask, session: Session, code: str
) -> None:
    resident = ready(app, grouped(code).replace(" ", "-"))
    assert resident.heading == "Check your answers"
    [draft] = session.scalars(select(Draft))
    assert draft.letter is not None
    resident.press("Send my answers")
    assert resident.heading == "Your answers have been sent"
    assert session.scalars(select(LetterRight)).all() == []
    assert session.scalars(select(Draft)).all() == []
    resident.open("/en/left").open(f"/go/{code}")
    assert (resident.path, resident.status) == (f"{START}/letter-used", 200)
    assert "This code has been used" in resident.heading
    assert START in [link.get("href") for link in resident.root.iter("a")]


def test_of_two_telephones_with_one_letter_the_later_loses_nothing_and_can_send_without(
    app: Flask, session: Session, code: str
) -> None:
    first, second = ready(app, code), ready(app, code)
    first.press("Send my answers")
    second.press("Send my answers")
    assert (second.status, second.heading) == (409, "Check your answers")
    [told] = second.errors()
    assert "Your answers are still here" in told
    assert len(session.scalars(select(Response)).all()) == 1
    second.press("Send my answers")
    assert second.heading == "Your answers have been sent"
    session.expire_all()
    assert len(session.scalars(select(Response)).all()) == 2


def test_an_unknown_code_and_a_used_one_are_told_apart_only_by_who_has_it(app: Flask, code: str) -> None:
    ready(app, code).press("Send my answers")
    for near in (code[:-1] + str((int(code[-1]) + 1) % 10), "0" * 20):
        unknown = Resident(app.test_client()).open(f"/go/{near}")
        assert unknown.status == 404
    page = Resident(app.test_client()).open(f"{START}/letter-used")
    assert code not in page.response.text
    assert page.status == 200


def test_looking_whether_a_code_works_uses_and_counts_nothing(
    app: Flask, session: Session, code: str
) -> None:
    assert app.test_client().head(f"/go/{code}").status_code == 303
    assert len(session.scalars(select(LetterRight)).all()) == 1


def test_a_letter_to_what_has_closed_leads_to_the_page_that_says_so(
    app: Flask, session: Session, actor: Actor, code: str
) -> None:
    consultations.close(session, actor, "repairs")
    found = Resident(app.test_client()).open(f"/go/{code}")
    assert (found.path, found.status) == (START, 200)
    assert "closed" in found.words


def test_a_token_of_another_consultation_brings_no_letter(
    app: Flask, session: Session, actor: Actor, code: str
) -> None:
    survey = builders.a_survey()
    builders.an_open_consultation(session, actor, "kitchens", survey)
    token = app.test_client().get(f"/go/{code}").location.partition("_from=")[2]
    resident = Resident(app.test_client()).open(f"/en/consultations/kitchens?_from={token}").press("Start")
    resident.fill(go_ahead="no").press("Continue")
    [draft] = session.scalars(select(Draft))
    assert (draft.letter, draft.activity_id) == (None, None)
