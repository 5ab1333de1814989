"""A full quota of an invited panel, as a browser without JavaScript sees it; and a soft one, as an officer does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.outreach.folding import refresh
from consult.responses import queries
from consult.web.public import full
from surveys.document import Survey
from tests import builders
from tests.surveys import households
from tests.web.officer import signed_in
from tests.web.resident import Resident
from tests.web.statements import counted

START = "/en/consultations/repairs"
MOST = 5
WORDS = households.both("Enough people with wet homes have answered.", "أجاب عدد كاف من الناس.")


def panel(session: Session, acting: Actor, mode: str = "hard") -> ConsultationValue:
    document = households.document()
    quota = {
        "id": "wet-homes", "condition": households.equals("damp", "wet"), "most": MOST, "mode": mode, "words": WORDS,
    }  # fmt: skip
    document |= {"pages": [*document["pages"], households.about_you()], "quotas": [quota]}
    details = builders.details(invited_panel=True, threshold=MOST)
    builders.an_open_consultation(session, acting, survey=Survey.from_json(document), details=details)
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


@pytest.fixture
def consultation(session: Session) -> ConsultationValue:
    return panel(session, builders.an_organisation(session))


@pytest.fixture
def another(app: Flask, consultation: ConsultationValue) -> Callable[[], Resident]:
    full._kept.clear()
    return lambda: Resident(app.test_client())


def answered(resident: Resident, damp: str = "wet") -> Resident:
    resident.open(START).press("Start").fill(damp=damp).press("Continue").press("Continue")
    return resident.fill(more="Please come.").press("Continue").press("Continue")


def fill_up(another: Callable[[], Resident]) -> None:
    for _ in range(MOST):
        assert answered(another()).press("Send my answers").path == f"{START}/sent"


def test_whoever_falls_under_a_full_quota_is_thanked_after_the_page_that_settles_it(
    another: Callable[[], Resident],
) -> None:
    fill_up(another)
    with time_machine.travel(clock.now() + timedelta(seconds=full.SECONDS_KEPT + 1)):
        resident = another().open(START).press("Start").fill(damp="wet").press("Continue")
        assert resident.status == 200
        assert resident.heading == "Thank you for wanting to take part"
        assert "Enough people with wet homes have answered." in resident.words
        assert "Wet" in resident.words
        assert "Nothing was sent." in resident.words


def test_an_answer_chosen_by_mistake_can_be_changed_and_leads_on(another: Callable[[], Resident]) -> None:
    fill_up(another)
    with time_machine.travel(clock.now() + timedelta(seconds=full.SECONDS_KEPT + 1)):
        resident = another().open(START).press("Start").fill(damp="wet").press("Continue")
        change = next(
            one.get("href", "") for one in resident.root.iter("a") if "/q/home" in one.get("href", "")
        )
        resident.open(change.partition("#")[0])
        assert resident.shown("damp") == ["wet"]
        resident.fill(damp="dry").press("Continue")
        assert resident.path == f"{START}/check-answers"
        assert resident.heading == "Check your answers"


def test_one_that_fills_up_while_somebody_answers_shows_them_everything_they_typed(
    another: Callable[[], Resident], consultation: ConsultationValue, session: Session
) -> None:
    late = answered(another())
    assert late.heading == "Check your answers"
    fill_up(another)
    late.press("Send my answers")
    assert late.status == 409
    assert late.heading == "Thank you for wanting to take part"
    assert "Please come." in late.words
    assert queries.count(session, consultation.id) == MOST
    late.language = "ar"
    late.open("/ar/consultations/repairs/q/home")
    assert late.status == 200


def test_looking_whether_a_quota_is_full_costs_a_statement_now_and_then(
    another: Callable[[], Resident], database: Engine
) -> None:
    resident = answered(another())
    with counted(database) as statements:
        resident.open(f"{START}/q/after")
    assert len(statements) == 2
    dry = answered(another(), "dry")
    with time_machine.travel(clock.now() + timedelta(seconds=19)), counted(database) as statements:
        dry.open(f"{START}/q/after")
    assert len(statements) == 2


def test_an_officer_sees_how_far_a_soft_quota_is_in_protected_numbers_and_nobody_is_turned_away(
    app: Flask, session: Session
) -> None:
    acting = builders.an_organisation(session)
    found = panel(session, acting, "soft")
    officer = signed_in(app.test_client(), session, acting)
    for number in range(MOST + 2):
        assert answered(Resident(app.test_client())).press("Send my answers").path == f"{START}/sent"
        if number == 1:
            refresh(session, found)
            officer.open("/officer/consultations/repairs")
            assert (
                "Enough people with wet homes have answered. 5 fewer than 5 Not reached yet" in officer.words
            )
    refresh(session, found)
    officer.open("/officer/consultations/repairs")
    assert "Enough people with wet homes have answered. 5 about 5 Reached" in officer.words
