"""A page asked once for each of several, as a browser without JavaScript sees it."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.responses import queries as responses
from consult.responses.models import Draft
from tests import builders
from tests.surveys import households
from tests.web.resident import Resident, text_of
from tests.web.statements import counted

START = "/en/consultations/repairs"
HOUSEHOLD = f"{START}/q/household"


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=households.whole_survey(least=1))
    return acting


@pytest.fixture
def resident(client: FlaskClient, actor: Actor) -> Resident:
    return Resident(client)


def at_first_entry(resident: Resident, damp: str = "wet") -> Resident:
    return resident.open(START).press("Start").fill(damp=damp).press("Continue")


def with_two(resident: Resident) -> Resident:
    """Tell of two people, and look over them."""
    at_first_entry(resident).fill(age="4", said="Cold.").press("Continue")
    return resident.press("Add another person").fill(age="40", effects=["cold"]).press("Continue")


def answers(session: Session) -> dict[str, object]:
    session.expire_all()
    draft = session.scalars(select(Draft)).one()
    found = responses.draft(session, draft.id)
    assert found is not None
    return found.answers


def people(session: Session) -> object:
    return answers(session).get("people")


def remove(resident: Resident, number: int) -> Resident:
    token = resident.shown("form_token")[0]
    return resident.send(HOUSEHOLD, [("form_token", token), ("_remove", str(number))])


def save_entry(resident: Resident, number: object, *added: tuple[str, str], **values: str) -> Resident:
    """Send the form of an entry as somebody with an older page, or a forged one, would."""
    token = resident.shown("form_token")[0]
    sent = [("form_token", token), ("_entry", str(number)), *added, *values.items()]
    return resident.send(HOUSEHOLD, sent)


ADDED = ("_added", "1")


def test_several_people_are_told_of_looked_over_and_sent(resident: Resident, session: Session) -> None:
    at_first_entry(resident)
    assert resident.heading == "Person 1: About this person"
    resident.fill(age="4", mould="much", said="Cold.").press("Continue")
    assert resident.heading == "People who live with you"
    assert "You have told us about 1 so far." in resident.words
    resident.press("Add another person")
    assert resident.heading == "Person 2: About this person"
    resident.fill(age="40", effects=["cold", "noise"]).press("Continue")
    assert "You have told us about 2 so far." in resident.words
    resident.press("Continue").press("Continue").press("Continue")
    assert resident.path == f"{START}/check-answers"
    for said in ("Person 1", "Person 2", "Cold.", "Noise"):
        assert said in resident.words
    resident.press("Send my answers")
    assert resident.path == f"{START}/sent"
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    (sent,) = responses.sent_answers(session, consultation.id)
    told = [{"age": 4, "mould": "much"}, {"age": 40, "effects": ["cold", "noise"]}]
    assert sent.codes == {"damp": "wet", "people": told}
    assert sent.words == {"people": [{"said": "Cold."}, {}]}


def test_each_entry_has_its_address_and_shows_what_was_said_of_it(resident: Resident) -> None:
    with_two(resident)
    assert resident.open(f"{HOUSEHOLD}?entry=1").shown("age") == ["4"]
    assert resident.open(f"{HOUSEHOLD}?entry=2").shown("age") == ["40"]
    assert resident.open(f"{HOUSEHOLD}?entry=3").shown("age") == [""]


def test_an_entry_is_changed_in_its_place(resident: Resident, session: Session) -> None:
    with_two(resident).open(f"{HOUSEHOLD}?entry=1").fill(age="5").press("Continue")
    assert resident.path == HOUSEHOLD
    assert people(session) == [{"age": 5, "said": "Cold."}, {"age": 40, "effects": ["cold"]}]


def test_an_entry_is_taken_away_with_one_press_and_the_others_stay(
    resident: Resident, session: Session
) -> None:
    remove(with_two(resident), 1)
    assert resident.status == 200
    assert "You have told us about 1 so far." in resident.words
    assert "Cold." not in resident.words
    assert people(session) == [None, {"age": 40, "effects": ["cold"]}]
    assert resident.open(f"{HOUSEHOLD}?entry=2").heading == "Person 1: About this person"
    resident.open(HOUSEHOLD).press("Add another person").fill(age="4").press("Continue")
    assert people(session) == [None, {"age": 40, "effects": ["cold"]}, {"age": 4}]


def test_the_button_beside_an_entry_says_which_it_takes_away(resident: Resident) -> None:
    with_two(resident)
    removing = [text_of(one) for one in resident.root.iter("button") if one.get("name") == "_remove"]
    assert removing == ["Remove Person 1", "Remove Person 2"]


def test_the_first_button_of_the_form_goes_on(resident: Resident) -> None:
    with_two(resident)
    first = next(one for one in resident.root.iter("button") if one.get("form") == "answers")
    assert first.get("name") is None
    token = resident.shown("form_token")[0]
    resident.send(HOUSEHOLD, [("form_token", token)])
    assert resident.path == f"{START}/q/after"


def test_too_few_are_told_with_how_many_are_needed(resident: Resident, session: Session) -> None:
    remove(at_first_entry(resident).fill(age="4").press("Continue"), 1)
    assert resident.heading == "Person 1: About this person"
    resident.send(HOUSEHOLD, [("form_token", resident.shown("form_token")[0])])
    assert resident.status == 422
    assert resident.errors() == ["Tell us about at least 1."]


def test_no_more_can_be_added_than_there_may_be(resident: Resident, session: Session) -> None:
    with_two(resident).press("Add another person").fill(age="7").press("Continue")
    assert "There can be no more than 3 here." in resident.words
    token = resident.shown("form_token")[0]
    resident.send(HOUSEHOLD, [("form_token", token), ("_another", "1")])
    assert resident.status == 422
    assert resident.errors() == ["You can tell us about at most 3."]
    save_entry(resident, 4, ADDED, age="9", said="Kept here")
    assert resident.status == 422
    assert resident.shown("said") == ["Kept here"]
    assert len(people(session)) == 3  # type: ignore[arg-type]
    assert resident.open(f"{HOUSEHOLD}?entry=4").status == 404


def test_an_entry_that_was_saved_half_done_is_asked_for_before_going_on(resident: Resident) -> None:
    at_first_entry(resident).fill(said="Later").press("Save and come back later")
    resident.open(HOUSEHOLD).press("Continue")
    assert resident.status == 422
    assert resident.errors() == ["Person 1 still needs answers."]
    (link,) = [one.get("href") for one in resident.root.iter("a") if text_of(one) == resident.errors()[0]]
    assert any(one.get("id") == str(link).removeprefix("#") for one in resident.root.iter("a"))
    resident.open(f"{START}/check-answers")
    assert "Person 1: Question age?" in resident.words


def test_a_double_press_adds_one(resident: Resident, session: Session) -> None:
    with_two(resident).press("Add another person")
    for _ in range(2):
        save_entry(resident.open(f"{HOUSEHOLD}?entry=2"), 3, ADDED, age="7")
    assert people(session) == [{"age": 4, "said": "Cold."}, {"age": 40, "effects": ["cold"]}, {"age": 7}]


def test_one_added_from_a_second_window_is_no_other_and_is_not_lost(
    resident: Resident, session: Session
) -> None:
    at_first_entry(resident).fill(age="4").press("Continue").press("Add another person")
    save_entry(resident, 2, ADDED, age="50")
    save_entry(resident.open(f"{HOUSEHOLD}?entry=2"), 2, ADDED, age="60", said="From the other window")
    assert resident.status == 409
    assert resident.shown("said") == ["From the other window"]
    assert people(session) == [{"age": 4}, {"age": 50}]
    resident.press("Continue")
    assert people(session) == [{"age": 4}, {"age": 50}, {"age": 60, "said": "From the other window"}]


def test_what_is_sent_for_an_entry_taken_away_meanwhile_is_kept_on_the_page_and_can_be_added(
    resident: Resident, session: Session
) -> None:
    remove(with_two(resident), 1)
    save_entry(resident.open(f"{HOUSEHOLD}?entry=2"), 1, age="5", said="Still here")
    assert resident.status == 409
    assert resident.shown("said") == ["Still here"]
    assert people(session) == [None, {"age": 40, "effects": ["cold"]}]
    resident.press("Continue")
    assert people(session) == [
        None, {"age": 40, "effects": ["cold"]}, {"age": 5, "said": "Still here"},
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["0", "-1", "999999999", "abc", "", "1" * 5000, "٢", "2.0", "4"])
def test_an_entry_that_cannot_be_is_not_found_and_changes_nothing(
    resident: Resident, session: Session, number: str
) -> None:
    with_two(resident)
    before = people(session)
    assert resident.open(f"{HOUSEHOLD}?entry={number}").status == 404
    resident.open(f"{HOUSEHOLD}?entry=2")
    save_entry(resident, number, age="1", said="Not lost")
    assert resident.status == 404
    assert resident.shown("said") == ["Not lost"]
    assert "We could not find this one" in resident.errors()[0]
    remove(resident.open(HOUSEHOLD), 999_999_999)
    assert resident.status == 404
    assert resident.heading == "People who live with you"
    assert people(session) == before


def test_a_page_that_is_asked_once_has_no_entries(resident: Resident, session: Session) -> None:
    with_two(resident)
    assert resident.open(f"{START}/q/home?entry=1").status == 404
    resident.open(f"{START}/q/home").fill(_entry="1", damp="dry").press("Continue")
    assert resident.status == 404
    assert resident.shown("damp") == ["dry"]
    assert answers(session)["damp"] == "wet"


def test_a_wrong_answer_is_shown_again_with_its_entry(resident: Resident, session: Session) -> None:
    with_two(resident).open(f"{HOUSEHOLD}?entry=2").fill(age="many", said="Kept").press("Continue")
    assert resident.status == 422
    assert resident.heading == "Person 2: About this person"
    assert resident.shown("age") == ["many"]
    resident.fill(age="41").press("Continue")
    assert people(session)[1] == {"age": 41, "effects": ["cold"], "said": "Kept"}  # type: ignore[index]


def test_another_language_keeps_what_is_typed_and_which_entry_it_is(
    resident: Resident, session: Session
) -> None:
    with_two(resident).open(f"{HOUSEHOLD}?entry=2").fill(age="41").press("العربية", language="ar")
    assert resident.heading == "الشخص 2: عن هذا الشخص"
    assert resident.shown("age") == ["41"]
    resident.press("متابعة")
    assert people(session)[1]["age"] == 41  # type: ignore[index]
    assert resident.heading == "الأشخاص الذين يعيشون معك"


def test_the_list_can_be_read_in_another_language(resident: Resident, session: Session) -> None:
    with_two(resident).press("العربية", language="ar")
    assert resident.heading == "الأشخاص الذين يعيشون معك"
    assert len(people(session)) == 2  # type: ignore[arg-type]


def test_changing_from_the_last_look_leads_back_there(resident: Resident, session: Session) -> None:
    with_two(resident).press("Continue").press("Continue")
    resident.open(f"{HOUSEHOLD}?entry=2&_change=1").fill(age="41").press("Continue")
    assert resident.path == f"{START}/check-answers"
    resident.open(f"{HOUSEHOLD}?_change=1").press("Add another person").fill(age="1").press("Continue")
    assert resident.path == HOUSEHOLD
    resident.press("Continue")
    assert resident.path == f"{START}/check-answers"


def test_a_repeat_that_may_be_empty_can_be_passed(client: FlaskClient, session: Session) -> None:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=households.whole_survey())
    resident = at_first_entry(Resident(client))
    assert resident.heading == "People who live with you"
    assert "There is nothing here yet." in resident.words
    resident.press("Continue")
    assert resident.path == f"{START}/q/after"


def test_coming_back_leads_to_a_repeat_that_lacks_somebody(resident: Resident) -> None:
    at_first_entry(resident).press("Save and come back later")
    code = next(text_of(one) for one in resident.root.iter("bdi") if "app-code" in one.get("class", ""))
    resident.client.delete_cookie("draft")
    resident.open("/en/resume").fill(_code=code).press("Go on with your answers")
    assert resident.heading == "Person 1: About this person"


def test_a_page_costs_no_more_statements_than_any_other(
    resident: Resident, session: Session, database: Engine
) -> None:
    with_two(resident)
    with counted(database) as looked:
        resident.open(HOUSEHOLD)
    assert len(looked) <= 3
    with counted(database) as statements:
        remove(resident, 1)
    assert len(statements) <= 3 + len(looked)


def test_the_list_of_somebody_who_was_away_asks_for_the_code(resident: Resident, session: Session) -> None:
    with_two(resident)
    before = people(session)
    token = resident.shown("form_token")[0]
    with time_machine.travel(clock.now() + timedelta(minutes=30)):
        assert resident.open(HOUSEHOLD).status == 403
        resident.send(HOUSEHOLD, [("form_token", token), ("_remove", "1")])
    assert resident.status == 403
    assert resident.heading == "You have been away for a while"
    assert people(session) == before


def test_without_a_draft_there_is_nothing_to_look_over(resident: Resident, session: Session) -> None:
    with_two(resident).client.delete_cookie("draft")
    assert resident.open(HOUSEHOLD).path == START
    assert resident.send(HOUSEHOLD, [("_remove", "1")]).path == START
    assert len(people(session)) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("token", ["", "changed"])
def test_a_form_that_is_not_ours_takes_nothing_away(resident: Resident, session: Session, token: str) -> None:
    with_two(resident).send(HOUSEHOLD, [("form_token", token), ("_remove", "1")])
    assert resident.status == 400
    assert "You have told us about 2 so far." in resident.words
    assert len(people(session)) == 2  # type: ignore[arg-type]


def test_what_is_sent_too_late_stays_on_the_page(resident: Resident, session: Session, actor: Actor) -> None:
    with_two(resident).open(f"{HOUSEHOLD}?entry=2").fill(age="41", said="Too late")
    consultations.close(session, actor, "repairs")
    resident.press("Continue")
    assert resident.status == 410
    assert resident.shown("said") == ["Too late"]
    assert resident.send(HOUSEHOLD, [("_remove", "1")]).status == 410
