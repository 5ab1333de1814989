"""All logic on a resident's pages, as a browser without JavaScript sees it."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug
from consult.responses import queries as responses
from consult.responses.models import Draft
from surveys.document import Survey
from tests import builders
from tests.surveys import household_costs, households
from tests.web.resident import Resident
from tests.web.statements import counted

CONSULTATION = "consultations/repairs"
TOO_MANY = {
    "en": "So many beds do not fit into 2 rooms",
    "ar": "لا تتسع غرفتان لهذا العدد",
}
SAYS_AGAIN = {
    "en": "You are \u2068renting\u2069 and name 2 people.",
    "ar": "أنت \u2068مستأجر\u2069، عددهم 2.",
}
GOES_ON = {"en": "Continue", "ar": "متابعة"}


def document() -> households.Json:
    """The same survey, where an entry is called by what was said of it."""
    found = household_costs.document()
    # a question nothing is filled into is made once and kept, unless it says somebody's answers again
    words = households.both("Why so many in {rooms}?", "لماذا في {rooms}؟")
    found["pages"][1]["questions"][2]["text"] = words
    found["pages"].append(households.about_you())
    found["pages"][2]["repeat"]["entry_title"] = households.both("Person {name}", "الشخص {name}")
    return found


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        builders.an_open_consultation(session, acting, survey=Survey.from_json(document()))
    return acting


@pytest.fixture(params=["en", "ar"])
def resident(client: FlaskClient, actor: Actor, request: pytest.FixtureRequest) -> Resident:
    return Resident(client, request.param)


def go_on(resident: Resident) -> Resident:
    return resident.press(GOES_ON[resident.language])


def at(resident: Resident, page: str) -> str:
    return f"/{resident.language}/{CONSULTATION}/q/{page}"


def at_town(resident: Resident, **said: str) -> Resident:
    resident.open(at(resident, "home"))
    return go_on(resident.fill(**({"tenure": "renting", "region": "north", "rooms": "2"} | said)))


def answers(session: Session) -> dict[str, object]:
    session.expire_all()
    found = responses.draft(session, session.scalars(select(Draft)).one().id)
    assert found is not None
    return found.answers


def tell_of_two(resident: Resident) -> Resident:
    for name, cost in [("Ann", "40"), ("Bo <b>", "12")]:
        go_on(
            resident.open(f"{at(resident, 'household')}?entry={1 if name == 'Ann' else 2}").fill(
                name=name, cost=cost
            )
        )
    return resident


def test_only_choices_on_offer_are_shown_and_a_default_is_filled_in(resident: Resident) -> None:
    at_town(resident)
    assert resident.path == at(resident, "town")
    assert resident.shown("beds") == ["1"]
    assert 'value="ashby"' in resident.response.text
    assert "corley" not in resident.response.text


def test_a_forged_choice_is_refused_and_nothing_is_lost(resident: Resident, session: Session) -> None:
    at_town(resident)
    token = resident.shown("form_token")[0]
    resident.send(at(resident, "town"), [("form_token", token), ("town", "corley"), ("beds", "3")])
    assert resident.status == 422
    assert resident.shown("beds") == ["3"]
    assert "town" not in answers(session)


def test_an_answer_that_cannot_be_is_told_at_its_field_in_the_surveys_own_words(resident: Resident) -> None:
    go_on(at_town(resident).fill(town="ashby", beds="9", why_many="No reason"))
    assert resident.status == 422
    assert resident.errors() == [TOO_MANY[resident.language]]
    assert resident.shown("beds") == ["9"]
    assert resident.shown("why_many") == ["No reason"]


def test_what_must_be_answered_follows_from_the_same_page(resident: Resident) -> None:
    at_town(resident, rooms="9")
    assert len(go_on(resident.fill(beds="12")).errors()) == 1
    assert resident.status == 422
    go_on(resident.fill(beds="12", why_many="Guests"))
    assert resident.path == at(resident, "household")


def test_what_must_be_answered_after_all_is_not_called_optional(resident: Resident) -> None:
    optional = {"en": "(Optional)", "ar": "(اختياري)"}[resident.language]
    why = {"en": "Why so many in 9?", "ar": "لماذا في 9؟"}[resident.language]
    assert f"{why} {optional}" in at_town(resident, rooms="9").words
    go_on(resident.fill(beds="12"))
    assert f"{why} {optional}" not in resident.words
    assert why in resident.words


def test_words_say_answers_again_in_the_readers_language_and_escape_them(resident: Resident) -> None:
    go_on(at_town(resident).fill(town="ashby", beds="3"))
    tell_of_two(resident).open(at(resident, "household"))
    assert "\u2068Ann\u2069 1" in resident.words
    assert "\u2068Bo <b>\u2069 2" in resident.words
    assert "Bo &lt;b&gt;" in resident.response.text
    go_on(go_on(resident))
    assert resident.path == at(resident, "after")
    assert SAYS_AGAIN[resident.language] in resident.words
    resident.open(f"/{resident.language}/{CONSULTATION}/check-answers")
    assert "\u2068Bo <b>\u2069 2" in resident.words
    assert "{" not in resident.words


def test_nobody_reads_what_somebody_else_answered(actor: Actor, client: FlaskClient) -> None:
    first = at_town(Resident(client), rooms="7")
    assert "Why so many in 7?" in first.words
    second = at_town(Resident(client.application.test_client()), rooms="4")
    assert "Why so many in 4?" in second.words


def test_what_goes_no_longer_with_an_earlier_answer_is_asked_for_again(
    resident: Resident, session: Session
) -> None:
    go_on(at_town(resident).fill(town="ashby", beds="8"))
    go_on(resident.open(at(resident, "home")).fill(region="south", rooms="1"))
    resident.open(f"/{resident.language}/{CONSULTATION}/check-answers")
    asked_again = [link for link in resident.root.iter("a") if "/q/town?" in link.get("href", "")]
    assert len(asked_again) == 3 + 2  # each question can be changed, and two must be
    token = {name: resident.shown(name)[0] for name in ("form_token", "_draft")}
    resident.send(f"/{resident.language}/{CONSULTATION}/check-answers", list(token.items()))
    assert answers(session)["beds"] == 8


def test_a_calculation_is_remembered_once_and_goes_with_what_is_sent(
    actor: Actor, client: FlaskClient, session: Session
) -> None:
    resident = Resident(client)
    with time_machine.travel(datetime(2026, 12, 31, 23, 50, tzinfo=UTC), tick=False):
        go_on(at_town(resident).fill(town="ashby", beds="3"))
        go_on(tell_of_two(resident).open(at(resident, "household")))
        assert answers(session)["was_winter"] is True
    with time_machine.travel(datetime(2027, 1, 1, 0, 5, tzinfo=UTC), tick=False):
        go_on(resident.open(at(resident, "home")).fill(rooms="3"))
    assert answers(session)["was_winter"] is True


def test_a_page_with_logic_costs_no_more_statements(
    actor: Actor, client: FlaskClient, database: Engine
) -> None:
    resident = at_town(Resident(client))
    with counted(database) as statements:
        client.get(at(resident, "town"))
    assert len(statements) <= 3
    token = resident.shown("form_token")[0]
    with counted(database) as statements:
        client.post(at(resident, "town"), data={"form_token": token, "town": "ashby", "beds": "3"})
    assert len(statements) <= 3


def test_what_is_sent_keeps_what_was_calculated_from_nothing_else(
    actor: Actor, client: FlaskClient, session: Session
) -> None:
    resident = Resident(client)
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        go_on(at_town(resident).fill(town="ashby", beds="3"))
        go_on(go_on(tell_of_two(resident).open(at(resident, "household"))))
        go_on(resident.fill(enough="renting")).press("Continue").press("Send my answers")
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    (sent,) = responses.sent_answers(session, consultation.id)
    assert sent.codes == {
        "tenure": "renting", "region": "north", "rooms": 2, "town": "ashby", "beds": 3, "enough": "renting",
        "people": [{"cost": 40}, {"cost": 12}], "was_winter": True,
    }  # fmt: skip
