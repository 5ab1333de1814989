"""What to do next, and stop or extend, on pages without JavaScript."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.evidence.sealing import seal
from consult.outreach import decisions
from tests import builders
from tests.rooms.test_evidence_room import answered, compile_now, said, treat_everything
from tests.statements import statements
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"
NEXT = f"{HOME}/next"
OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
LAST = date(2026, 11, 29)
DAYS = timedelta(days=1)
MOST_STATEMENTS = 20


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPENED, tick=False) as moved:
        yield moved


@pytest.fixture
def actor(session: Session, travel: time_machine.Traveller) -> Actor:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor, closes_on=LAST)
    builders.shown_as_heard(session, value(session), 10)
    travel.shift(14 * DAYS)
    return actor


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor)


def value(session: Session) -> ConsultationValue:
    session.expire_all()
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


def on(day: date) -> dict[str, str]:
    return {f"closes_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def proposal_of(officer: Officer) -> str:
    return next(href for href in officer.links() if href.endswith("/change")).split("/")[-2]


def test_the_shortfall_is_one_sentence_and_a_proposal_says_what_it_brings_and_why(officer: Officer) -> None:
    officer.open(f"{HOME}").open(NEXT)
    assert officer.heading == "What to do next"
    assert "Disabled people: about 10 of 40; at this pace about 25 by closing." in officer.words
    assert "13 days are left." in officer.words
    for part in ("It will likely bring about", "hours and costs", "nobody else is further behind", "assumed"):
        assert part in officer.words


def test_an_accepted_proposal_is_found_in_the_ledger_and_in_the_list(officer: Officer) -> None:
    officer.open(NEXT).press("Accept proposal 1")
    assert officer.status == 200
    assert officer.path.startswith(f"{HOME}/outreach/")
    assert "planned" in officer.words
    assert [href for href in officer.links() if href.endswith(".svg")]
    activity = officer.path
    assert activity in officer.open(f"{HOME}/outreach").links()
    assert activity in officer.open(NEXT).links()
    assert "accepted" in officer.words


def test_what_has_changed_meanwhile_is_said_and_shown_anew(officer: Officer) -> None:
    key = proposal_of(officer.open(NEXT))
    officer.post(f"{NEXT}/{key}/accept", seen="0" * 16)
    assert officer.status == 409
    assert officer.errors() == [
        "What is proposed has changed since you looked. Read it again before you accept it."
    ]
    assert "Accept proposal 1" in officer.words
    officer.post(f"{NEXT}/nothing/accept", seen="")
    assert (officer.status, officer.errors()) == (
        404,
        ["This is not proposed any more. Look at what is proposed now."],
    )


def test_a_proposal_is_changed_before_it_is_planned(officer: Officer) -> None:
    key = proposal_of(officer.open(NEXT))
    officer.open(f"{NEXT}/{key}/change")
    assert officer.shown("channel") != [""]
    assert officer.shown("communities") == ["disabled"]
    officer.fill(hours="x").press("Save")
    assert officer.status == 422
    officer.fill(hours="3", cost="12.50", what_en="A stall at the library").press("Save")
    assert officer.heading == "A stall at the library"
    assert "changed" in officer.open(NEXT).words
    assert officer.open(f"{NEXT}/nothing/change").status == 404


def test_a_changed_proposal_sent_twice_is_planned_once(officer: Officer, session: Session) -> None:
    key = proposal_of(officer.open(NEXT))
    officer.open(f"{NEXT}/{key}/change")
    typed = {"what_en": "A stall", "channel": "event", "languages": "en", "seen": "0"}
    officer.fill(**typed).press("Save")
    assert officer.heading == "A stall"
    officer.post(f"{NEXT}/{key}/change", **typed)
    assert officer.status == 409
    assert len(decisions.advice_taken(session, value(session).id)) == 1


@pytest.mark.parametrize("page", [f"{HOME}/close", "dismiss"])
@pytest.mark.parametrize("reason", ["   ", "\n \n"])
def test_a_reason_of_nothing_but_spaces_is_asked_for_at_its_field(
    officer: Officer, page: str, reason: str
) -> None:
    if page == "dismiss":
        page = f"{NEXT}/{proposal_of(officer.open(NEXT))}/dismiss"
    officer.open(page).post(page, reason=reason)
    assert officer.status == 422
    assert officer.errors() in (["Give the reason."], ["Give a reason. It is recorded."])
    assert officer.heading in {"Close this consultation", "Dismiss this proposal"}


def test_a_proposal_is_dismissed_with_a_reason(officer: Officer) -> None:
    key = proposal_of(officer.open(NEXT))
    officer.open(f"{NEXT}/{key}/dismiss").press("Dismiss")
    assert (officer.status, officer.errors()) == (422, ["Give the reason."])
    officer.fill(reason="They asked us to wait").press("Dismiss")
    assert (officer.status, officer.path) == (200, NEXT)
    assert "They asked us to wait" in officer.words
    assert f"{NEXT}/{key}/change" not in officer.links()
    assert officer.open(f"{NEXT}/{key}/dismiss").status == 404


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"hours": "-1"}, "Give a number such as 12"),
        ({"hours": "1,000"}, "Give a number such as 12"),
        ({"hours": "100001"}, "from 0 to"),
        ({"budget": "many"}, "Give a number such as 12"),
        ({"budget": "1000000001"}, "from 0 to"),
    ],
)
def test_means_that_cannot_be_are_said_at_their_field(
    officer: Officer, typed: dict[str, str], says: str
) -> None:
    officer.open(NEXT).fill(**typed).press("Save")
    assert officer.status == 422
    [error] = officer.errors()
    assert says in error


def test_means_are_remembered_and_limit_what_is_proposed(officer: Officer, session: Session) -> None:
    officer.open(NEXT).fill(hours="0", budget="\u0661\u0660").press("Save")
    assert (officer.status, officer.path) == (200, NEXT)
    assert officer.shown("budget") == ["10.00"]
    assert "With the time and the means that are left, nothing more would help." in officer.words
    assert decisions.means_left(session, value(session).id).hours == 0


def test_when_every_target_will_be_met_it_says_that_there_is_nothing_to_do(
    client: FlaskClient, session: Session, travel: time_machine.Traveller
) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor, closes_on=LAST)
    builders.shown_as_heard(session, value(session), 60)
    travel.shift(14 * DAYS)
    page = signed_in(client, session, actor).open(NEXT)
    assert "There is nothing to do: at this pace every target will be met." in page.words


def test_before_anybody_can_answer_outreach_can_be_planned(
    client: FlaskClient, session: Session, travel: time_machine.Traveller
) -> None:
    del travel
    actor = builders.an_organisation(session)
    builders.a_draft_consultation(session, actor, closes_on=None)
    page = signed_in(client, session, actor).open(NEXT)
    assert "Disabled people: nobody of 40." in page.words
    assert "There is no last day. Four weeks are counted with." in page.words
    page.press("Accept proposal 1")
    assert page.status == 200


def test_who_only_looks_sees_the_proposals_and_no_button(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    page = signed_in(client, session, actor, Role.VIEWER).open(NEXT)
    assert "It will likely bring about" in page.words
    assert "Accept proposal 1" not in page.words
    assert "hours" not in page.controls()


def test_the_page_takes_few_statements_however_many_activities_there_are(
    officer: Officer, database: Engine
) -> None:
    with statements(database) as few:
        officer.open(NEXT)
    for _ in range(3):
        officer.open(f"{HOME}/outreach/new").fill(
            what_en="A poster", channel="poster", languages=["en"]
        ).press("Save")
    with statements(database) as more:
        officer.open(NEXT)
    assert len(more) == len(few) <= MOST_STATEMENTS


def test_in_the_last_week_the_recommendation_is_shown_and_closing_needs_a_reason(
    officer: Officer, session: Session, travel: time_machine.Traveller
) -> None:
    assert "What the figures recommend" not in officer.open(HOME).words
    travel.shift(8 * DAYS)
    officer = again(officer, session)
    assert "What the figures recommend" in officer.open(HOME).words
    assert (
        "Disabled people: about 10 of 40. Another week with what is proposed would likely bring it to about"
        in officer.words
    )
    officer.open(f"{HOME}/close").press("Close now")
    assert (officer.status, officer.errors()) == (422, ["Give the reason."])
    officer.fill(reason="The offers are due").press("Close now")
    assert officer.path == HOME
    assert "stopped. The offers are due" in officer.words
    assert "Nothing more is proposed." in officer.open(NEXT).words


def again(officer: Officer, session: Session) -> Officer:
    """Sign in anew: days have passed."""
    found = value(session)
    actor = Actor(found.organisation_id, None, frozenset({Role.ADMIN.value}))
    return signed_in(officer.client, session, actor)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"reason": "More time"}, "Give the day."),
        ({**on(LAST + DAYS)}, "Give the reason."),
        ({**on(LAST), "reason": "More time"}, "later than the last day now"),
        ({**on(date(2020, 1, 1)), "reason": "More time"}, "later than the last day now"),
        ({**on(LAST), "closes_on_year": "3000", "reason": "More time"}, "Give a day in the years"),
        ({**on(LAST), "closes_on_day": "31", "reason": "More time"}, "not a day there is"),
        ({**on(LAST + DAYS), "reason": "a\0b"}, "cannot be shown"),
        ({**on(LAST + DAYS), "reason": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_an_extension_that_cannot_be_is_said_at_its_field(
    officer: Officer, session: Session, typed: dict[str, str], says: str
) -> None:
    officer.open(f"{HOME}/extend").fill(**typed).press("Extend")
    assert officer.status == 422
    assert any(says in error for error in officer.errors())
    assert decisions.closing_decisions(session, value(session).id) == ()


def test_it_is_extended_with_a_reason_and_residents_are_told_the_new_day(
    officer: Officer, session: Session
) -> None:
    officer.open(f"{HOME}/extend").fill(**on(LAST + 7 * DAYS), reason="Few were heard").press("Extend")
    assert (officer.status, officer.path) == (200, HOME)
    assert "Few were heard" in officer.words
    assert "6 December 2026" in officer.client.get("/en/consultations/repairs").text


def test_the_public_record_says_what_was_recommended_decided_and_why(
    officer: Officer, session: Session, client: FlaskClient
) -> None:
    answered(session, value(session), said("yes", "no"), 20)
    officer.open(f"{HOME}/close").fill(reason="The offers are due").press("Close now")
    consultation = value(session)
    actor = Actor(consultation.organisation_id, None, frozenset({Role.ADMIN.value}))
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    number = seal(session, actor, consultation)
    session.commit()
    page = client.get(f"/en/evidence/{number}").text
    for words in (
        "How the asking ended",
        "the public body decided to stop.",
        "The offers are due",
        "about 10 of 40; with another week and what was proposed likely about",
        "These figures were rounded",
    ):
        assert words in page
    assert client.get(f"/en/evidence/{number}.pdf").data.startswith(b"%PDF")


def test_a_proposal_in_another_organisation_is_not_there(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    del actor
    other: Any = builders.an_organisation(session, "Southmere")
    assert signed_in(client, session, other).open(NEXT).status == 404
