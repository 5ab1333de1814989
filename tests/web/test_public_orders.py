"""Options and pages in an order of each reader's own, as a browser without JavaScript sees them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.queries import consultation_by_slug
from consult.responses import queries as responses
from consult.responses.models import Draft, Response
from surveys.document import Survey
from surveys.ordering import order
from tests import builders
from tests.surveys import households
from tests.web.resident import Resident

START = "/en/consultations/repairs"
NAMES = [f"option-{number}" for number in range(12)]
LAST = {"option-3", "option-11"}
PAGES = ("two", "three", "four", "five", "six")


def shuffled_survey() -> Survey:
    marks = {name: {"last": True} for name in LAST}
    which = households.question(
        "which", "choose_one", options=households.options(*NAMES, **marks), order="random"
    )
    pages = [
        {
            "id": name,
            "title": households.both(name.capitalize(), f"صفحة {name}"),
            "questions": [households.question(f"about-{name}", "short_text", limit=20)],
        }
        for name in PAGES
    ]
    first = {"id": "first", "title": households.both("First", "الأولى"), "questions": [which]}
    return Survey.from_json(
        {
            **households.document(),
            "pages": [first, *pages, households.about_you()],
            "shuffle": [list(PAGES)],
        }
    )


@pytest.fixture
def another(app: Flask, session: Session) -> Callable[[], Resident]:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=shuffled_survey())
    return lambda: Resident(app.test_client())


def begun(resident: Resident) -> Resident:
    return resident.open(START).press("Start")


def options_shown(resident: Resident) -> list[str]:
    return [one.get("value", "") for one in resident.root.iter("input") if one.get("name") == "which"]


def the_seed(session: Session) -> int | None:
    session.expire_all()
    return session.scalars(select(Draft)).one().seed


def test_the_order_stays_the_same_wherever_one_looks_again(
    another: Callable[[], Resident], session: Session
) -> None:
    resident = begun(another())
    shown = options_shown(resident)
    assert shown[-2:] == ["option-3", "option-11"]
    resident.press("العربية", language="ar")
    assert options_shown(resident) == shown
    resident.press("English", language="en").fill(which="forged").press("Continue")
    assert resident.status == 422
    assert options_shown(resident) == shown
    resident.fill(which=shown[0]).press("Continue")
    assert list(order(NAMES, the_seed(session), "which", LAST)) == shown
    assert options_shown(resident.open(f"{START}/q/first")) == shown
    resident.press("Save and come back later")
    assert options_shown(resident.open(f"{START}/q/first")) == shown


def test_pages_come_in_the_order_of_the_draft_there_and_back(
    another: Callable[[], Resident], session: Session
) -> None:
    resident = begun(another()).press("Continue")
    wanted = order(PAGES, the_seed(session), "two.")
    walked = []
    while resident.path.rpartition("/")[2] in PAGES:
        walked.append(resident.path.rpartition("/")[2])
        back = next(one for one in resident.root.iter("a") if "back-link" in one.get("class", ""))
        assert str(back.get("href")).rpartition("/")[2] == (["first", *wanted][len(walked) - 1])
        resident.press("Continue")
    assert tuple(walked) == wanted
    assert resident.path == f"{START}/q/about-you"


def test_nobodys_order_is_shown_to_anybody_else(another: Callable[[], Resident]) -> None:
    shown = {tuple(options_shown(begun(another()))) for _ in range(12)}
    assert len(shown) > 8
    for seed in ("1", "2", "1"):
        resident = begun(another())
        token = resident.shown("form_token")[0]
        resident.send(f"{START}/q/first", [("form_token", token), ("_seed", seed), ("which", "forged")])
        assert options_shown(resident) == list(order(NAMES, int(seed), "which", LAST))


@pytest.mark.parametrize("seed", ["", "-1", "abc", "1" * 5000, "٣", "99999999999", "2147483648"])
def test_a_forged_seed_is_some_order_and_no_more(
    another: Callable[[], Resident], session: Session, seed: str
) -> None:
    resident = begun(another())
    token = resident.shown("form_token")[0]
    resident.send(f"{START}/q/first", [("form_token", token), ("_seed", seed), ("which", "option-3")])
    assert resident.status == 200
    kept = the_seed(session)
    assert kept is not None
    assert 0 <= kept < 2**31


def test_what_was_sent_knows_in_which_order_it_was_asked_and_has_no_trace_of_it_in_its_options(
    another: Callable[[], Resident], session: Session
) -> None:
    resident = begun(another()).fill(which="option-7").press("Continue")
    seed = the_seed(session)
    resident.open(f"{START}/check-answers").press("Send my answers")
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    (sent,) = responses.sent_answers(session, consultation.id)
    assert sent.seed == seed
    assert sent.codes == {"which": "option-7"}
    assert session.scalars(select(Response.seed)).one() == seed


def test_a_survey_without_chance_keeps_no_seed(client: FlaskClient, session: Session) -> None:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=households.whole_survey())
    resident = begun(Resident(client))
    assert resident.shown("_seed") == []
    resident.fill(damp="wet").press("Continue")
    assert the_seed(session) is None
