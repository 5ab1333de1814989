"""Answering page by page, as a browser without JavaScript sees it."""

import re
import uuid

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations import correcting
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.responses import queries as responses
from consult.responses.models import Draft
from consult.responses.terms import Capacity
from surveys.document import Survey
from tests import builders
from tests.browser import page_weight
from tests.web.resident import Resident
from tests.web.statements import counted
from tests.web.surveys import both, every_kind, housing_repairs

START = "/en/consultations/repairs"
FIRST = f"{START}/q/first"


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=every_kind())
    return acting


@pytest.fixture
def resident(client: FlaskClient, actor: Actor) -> Resident:
    return Resident(client)


def started(resident: Resident) -> Resident:
    return resident.open(START).press("Start")


def wet(resident: Resident) -> Resident:
    """Answer the first page so that everything is asked, and stand on the second."""
    return started(resident).fill(damp="wet").press("Continue")


def the_draft(session: Session) -> Draft:
    session.expire_all()
    return session.scalars(select(Draft)).one()


def answers(session: Session) -> dict[str, object]:
    draft = the_draft(session)
    return {**draft.codes, **draft.words}


def sent_answers(session: Session) -> list[dict[str, object]]:
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    return [{**sent.codes, **sent.words} for sent in responses.sent_answers(session, consultation.id)]


def test_everything_can_be_answered_looked_over_and_sent(resident: Resident, session: Session) -> None:
    wet(resident).fill(since="autumn", rooms="3").press("Continue")
    resident.fill(
        effects=["cold", "noise"], feeling="bad", complain="unsure", litres="2,5", more="Cold.\n\nAnd wet."
    ).press("Continue")
    resident.fill(about_you_consent="yes", disability="yes", languages=["english", "arabic"]).press(
        "Continue"
    )
    assert resident.path == f"{START}/check-answers"
    for said in ("Wet", "autumn", "Cold", "Noise", "Not sure", "2.5 litres", "And wet.", "English", "Arabic"):
        assert said in resident.words
    resident.press("Send my answers")
    assert resident.path == f"{START}/sent"
    assert sent_answers(session) == [
        {
            "damp": "wet", "rooms": 3, "since": "autumn", "effects": ["cold", "noise"], "feeling": "bad",
            "complain": "unsure", "litres": "2.5", "more": "Cold.\n\nAnd wet.", "about-you_consent": True,
            "disability": "yes", "languages": ["english", "arabic"],
        }
    ]  # fmt: skip


def test_no_cookie_is_set_before_the_first_answer(resident: Resident, client: FlaskClient) -> None:
    started(resident)
    assert client.get_cookie("draft") is None
    resident.press("Continue")
    assert resident.status == 422
    assert client.get_cookie("draft") is None
    resident.fill(damp="dry").press("Continue")
    assert client.get_cookie("draft") is not None


def test_the_cookie_cannot_be_read_by_scripts_and_ends_with_the_browser(
    client: FlaskClient, actor: Actor
) -> None:
    resident = started(Resident(client))
    token = resident.shown("form_token")[0]
    response = client.post(FIRST, data={"form_token": token, "damp": "dry"})
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie


def test_answer_pages_are_kept_by_nobody(resident: Resident) -> None:
    wet(resident)
    for address in (FIRST, f"{START}/check-answers", f"{START}/saved"):
        resident.open(address)
        assert resident.response.headers["Cache-Control"] == "no-store"
    resident.open(FIRST)
    assert next(resident.root.iter("form")).get("autocomplete") == "off"


def test_a_condition_decides_which_pages_are_asked(resident: Resident) -> None:
    started(resident).fill(damp="dry").press("Continue")
    assert resident.path == f"{START}/q/kinds"
    resident.open(FIRST).fill(damp="wet").press("Continue")
    assert resident.path == f"{START}/q/only-wet"


def test_a_page_off_the_path_leads_back_to_the_path(resident: Resident) -> None:
    started(resident).fill(damp="dry").press("Continue")
    resident.open(f"{START}/q/only-wet")
    assert resident.path == f"{START}/q/kinds"


def test_later_pages_begin_at_the_start_for_someone_without_a_draft(resident: Resident) -> None:
    resident.open(f"{START}/q/kinds")
    assert resident.path == START


def test_back_shows_what_was_answered(resident: Resident) -> None:
    wet(resident).fill(rooms="3").press("Continue").open(FIRST)
    assert resident.shown("damp") == ["wet"]
    assert resident.open(f"{START}/q/only-wet").shown("rooms") == ["3"]


def test_changing_an_answer_leads_back_to_looking_over(resident: Resident) -> None:
    wet(resident).fill(rooms="3").press("Continue").press("Continue").press("Continue")
    assert resident.path == f"{START}/check-answers"
    resident.open(f"{START}/q/only-wet?_change=1").fill(rooms="4").press("Continue")
    assert resident.path == f"{START}/check-answers"
    assert "4" in resident.words


def test_changing_an_answer_that_opens_a_page_asks_that_page(resident: Resident) -> None:
    started(resident).fill(damp="dry").press("Continue").press("Continue").press("Continue")
    resident.open(f"{FIRST}?_change=1").fill(damp="wet").press("Continue")
    assert resident.path == f"{START}/q/only-wet"


WRONG = {
    "nothing where something is needed": (FIRST, {}, "Choose or write an answer."),
    "an option that does not exist": (FIRST, {"damp": "soaked"}, "This answer is not one of the choices"),
    "a number in words": (f"{START}/q/kinds", {"litres": "many"}, "Write this as a number, for example 12."),
    "a number too large": (f"{START}/q/kinds", {"litres": "101"}, "Write a number that is 100 or less."),
    "a number too small": (f"{START}/q/kinds", {"litres": "-1"}, "Write a number that is 0 or more."),
    "too many decimals": (f"{START}/q/kinds", {"litres": "1.25"}, "Write at most 1 digits after the point."),
    "too many choices": (f"{START}/q/kinds", {"effects": ["cold", "cost", "noise"]}, "Choose 2 or fewer."),
    "none together with some": (
        f"{START}/q/kinds", {"effects": ["cold", "none"]}, "“None” cannot stand together with other answers.",
    ),
    "too long a text": (f"{START}/q/kinds", {"more": "x" * 51}, "Write at most 50 characters."),
    "a NUL": (f"{START}/q/kinds", {"more": "a\0b"}, "There are characters in this answer that we cannot keep."),
    "two answers to one question": (f"{START}/q/kinds", {"feeling": ["bad", "good"]}, "Choose only one answer."),
    "answers about oneself without consent": (
        f"{START}/q/about-you", {"disability": "yes"}, "To keep answers about you, we need your agreement.",
    ),
}  # fmt: skip


CAN_SHOW = {"litres", "effects", "more", "disability"}
"""The fields that can show a wrong value again; a radio button cannot show what is no button."""


@pytest.mark.parametrize("wrong", sorted(WRONG))
def test_what_is_wrong_is_said_and_everything_typed_stays(
    resident: Resident, session: Session, wrong: str
) -> None:
    address, typed, said = WRONG[wrong]
    started(resident)
    if address != FIRST:
        resident.fill(damp="dry").press("Continue").open(address)
    before = answers(session) if address != FIRST else None
    resident.fill_in(typed)
    resident.press("Continue")
    assert resident.status == 422
    assert [error for error in resident.errors() if error.startswith(said)], resident.errors()
    for name, value in typed.items():
        if name in CAN_SHOW:
            shown = [value] if isinstance(value, str) else value
            assert set(resident.shown(name)) == {text.replace("\0", "\ufffd") for text in shown}
    if before is not None:
        assert answers(session) == before
    else:
        assert session.scalars(select(Draft)).all() == []


def test_the_same_problem_with_several_things_is_told_with_the_words_of_each(
    client: FlaskClient, session: Session
) -> None:
    pages = every_kind().to_json()["pages"]
    pages[0]["questions"] = [
        {**pages[0]["questions"][0], "id": name, "code": name, "text": both(f"Is it {name}?", name)}
        for name in ("damp", "cold")
    ]
    document = {**every_kind().to_json(), "pages": pages}
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor, survey=Survey.from_json(document))
    resident = Resident(client).open("/en/consultations/repairs").press("Start").press("Continue")
    assert resident.errors() == [
        "Choose or write an answer. Is it damp?",
        "Choose or write an answer. Is it cold?",
    ]
    assert resident.fill(cold="wet").press("Continue").errors() == ["Choose or write an answer."]


def test_good_answers_beside_a_wrong_one_stay_on_the_page(resident: Resident) -> None:
    started(resident).fill(damp="dry").press("Continue")
    resident.fill(effects="cold", litres="lots", more="It is cold.").press("Continue")
    assert resident.status == 422
    assert resident.shown("effects") == ["cold"]
    assert resident.shown("litres") == ["lots"]
    assert resident.shown("more") == ["It is cold."]


def test_the_language_switch_keeps_the_page_and_everything_typed(
    resident: Resident, session: Session
) -> None:
    started(resident).fill(damp="dry").press("Continue")
    resident.fill(effects=["cold", "none"], litres="lots", more="It is cold.")
    resident.press("العربية", language="ar")
    assert resident.path == "/ar/consultations/repairs/q/kinds"
    assert resident.status == 200
    assert resident.heading == "كل الأنواع"
    assert resident.shown("effects") == ["cold", "none"]
    assert resident.shown("litres") == ["lots"]
    assert resident.shown("more") == ["It is cold."]
    assert resident.errors() == []
    assert answers(session) == {"damp": "dry"}
    resident.fill(effects="cold", litres="2").press("متابعة" if "متابعة" in resident.words else "Continue")
    assert answers(session) == {"damp": "dry", "effects": ["cold"], "litres": "2", "more": "It is cold."}
    assert the_draft(session).language == "ar"


def test_the_language_can_be_switched_before_there_is_a_draft(resident: Resident, session: Session) -> None:
    resident.open(START).fill(_capacity="for_someone").press("Start")
    resident.fill(damp="wet").press("العربية", language="ar")
    assert resident.shown("damp") == ["wet"]
    resident.press("متابعة" if "متابعة" in resident.words else "Continue")
    assert the_draft(session).capacity is Capacity.FOR_SOMEONE


def test_going_on_is_what_the_enter_key_does(resident: Resident) -> None:
    started(resident)
    first = next(button for button in resident.root.iter("button") if button.get("form") == "answers")
    assert first.get("data-continue") is not None
    assert first.get("name") is None


def test_an_unknown_capacity_is_refused(resident: Resident, session: Session) -> None:
    resident.open(f"{FIRST}?_capacity=for_nobody").fill(damp="dry").press("Continue")
    assert resident.status == 422
    assert resident.errors() == ["Choose who you are answering for."]
    assert session.scalars(select(Draft)).all() == []


STOPPING = {
    "a changed token": ("changed", 400, "We could not check this form."),
    "no token": (None, 400, "We could not check this form."),
}


@pytest.mark.parametrize("how", sorted(STOPPING))
def test_a_form_that_is_not_ours_is_not_taken_and_its_words_stay(
    resident: Resident, session: Session, how: str
) -> None:
    token, status, said = STOPPING[how]
    started(resident)
    sent = [("damp", "dry")] + ([("form_token", token)] if token else [])
    resident.send(FIRST, sent)
    assert resident.status == status
    assert resident.errors()[0].startswith(said)
    assert resident.shown("damp") == ["dry"]
    assert session.scalars(select(Draft)).all() == []
    resident.press("Continue")
    assert answers(session) == {"damp": "dry"}


def test_a_token_of_another_form_is_not_taken(resident: Resident, client: FlaskClient) -> None:
    token = resident.open("/en/resume").shown("form_token")[0]
    started(resident).send(FIRST, [("damp", "dry"), ("form_token", token)])
    assert resident.status == 400


def test_a_page_that_was_open_for_more_than_a_day_is_sent_again(resident: Resident) -> None:
    started(resident).fill(damp="dry")
    with time_machine.travel("2099-01-01", tick=False):
        resident.press("Continue")
        assert resident.status == 400
        assert resident.errors()[0].startswith("This page was open for more than a day.")
        assert resident.shown("damp") == ["dry"]


def test_a_form_from_another_site_is_not_accepted(client: FlaskClient, actor: Actor) -> None:
    resident = started(Resident(client))
    token = resident.shown("form_token")[0]
    data = {"form_token": token, "damp": "dry"}
    assert client.post(FIRST, data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(FIRST, data=data, headers={"Origin": "https://elsewhere.example"}).status_code == 403


def test_too_large_a_body_is_refused_with_a_page(client: FlaskClient, actor: Actor) -> None:
    response = client.post(FIRST, data={"damp": "x" * 300_000})
    assert response.status_code == 413
    assert "too much to send" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/xx/", "/xx/consultations/repairs", "/en/consultations/unknown", "/en/consultations/RÉPAIRS",
        "/en/consultations/re%00pairs", f"{START}/q/unknown", f"{START}/q/un%00known", "/go/unknown", "/go/%00",
        "/en/nothing",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(client: FlaskClient, actor: Actor, address: str) -> None:
    assert client.get(address).status_code == 404


def test_not_found_is_said_in_the_language_of_the_address(client: FlaskClient, actor: Actor) -> None:
    assert '<html class="govuk-template" lang="ar" dir="rtl">' in client.get("/ar/nothing").text


def test_an_unknown_page_cannot_be_posted_to(client: FlaskClient, actor: Actor) -> None:
    assert client.post(f"{START}/q/unknown", data={"damp": "dry"}).status_code == 404


def close(session: Session, actor: Actor) -> None:
    consultations.close(session, actor, "repairs")


def test_a_closed_consultation_keeps_what_was_typed_on_the_screen(
    resident: Resident, session: Session, actor: Actor
) -> None:
    started(resident).fill(damp="dry").press("Continue")
    close(session, actor)
    resident.fill(more="Still here.", effects="cold").press("Continue")
    assert resident.status == 410
    assert resident.shown("more") == ["Still here."]
    assert resident.shown("effects") == ["cold"]
    assert "What you wrote is still here, so that you can copy it." in resident.words
    assert answers(session) == {"damp": "dry"}
    resident.press("العربية", language="ar")
    assert resident.status == 410
    assert resident.shown("more") == ["Still here."]


def test_a_closed_consultation_says_so_kindly(resident: Resident, session: Session, actor: Actor) -> None:
    close(session, actor)
    resident.open(START)
    assert (resident.status, "Thank you for wanting to take part." in resident.words) == (200, True)
    resident.open(FIRST)
    assert (resident.status, resident.heading) == (410, "You can no longer answer")


def test_a_closed_consultation_refuses_to_send(resident: Resident, session: Session, actor: Actor) -> None:
    started(resident).fill(damp="dry").press("Continue").press("Continue").press("Continue")
    close(session, actor)
    resident.press("Send my answers")
    assert resident.status == 410
    assert "Dry" in resident.words
    assert sent_answers(session) == []


def test_a_paused_consultation_asks_to_come_back(resident: Resident, session: Session, actor: Actor) -> None:
    started(resident).fill(damp="dry")
    consultations.pause(session, actor, "repairs", "A fault was found.")
    resident.press("Continue")
    assert resident.status == 409
    assert resident.shown("damp") == ["dry"]
    assert resident.open(FIRST).status == 409


def correct_a_title(session: Session, actor: Actor) -> None:
    corrected = every_kind().to_json()
    corrected["pages"][2]["title"]["en"]["text"] = "Corrected"
    survey = builders.Survey.from_json(corrected)
    correcting.correct(session, actor, "repairs", survey, {})


def test_no_page_takes_more_than_three_statements(
    resident: Resident, session: Session, actor: Actor, database: Engine
) -> None:
    started(resident)
    taken: dict[str, int] = {}

    def measured(name: str, act) -> None:
        with counted(database) as statements:
            act()
        taken[name] = len(statements)

    def post(address: str, **values: str) -> None:
        token = resident.shown("form_token")[0]
        resident.client.post(address, data={"form_token": token, **values})

    measured("start page", lambda: resident.client.get(START))
    measured("first page", lambda: resident.client.get(FIRST))
    measured("first answer", lambda: post(FIRST, damp="dry"))
    measured("wrong answer", lambda: post(FIRST, damp="soaked"))
    measured("next answer", lambda: post(FIRST, damp="dry"))
    measured("next page", lambda: resident.client.get(f"{START}/q/kinds"))
    measured("next page in Arabic", lambda: resident.client.get(f"{START.replace('/en/', '/ar/')}/q/kinds"))
    correct_a_title(session, actor)
    measured("the page that tells of a correction", lambda: resident.client.get(f"{START}/q/kinds"))
    assert taken.pop("the page that tells of a correction") <= 10
    measured("next answer after it", lambda: post(FIRST, damp="dry"))
    measured("looking over", lambda: resident.client.get(f"{START}/check-answers"))
    resident.open(f"{START}/check-answers")
    sending = {"_draft": resident.shown("_draft")[0]}
    measured("sending", lambda: post(f"{START}/check-answers", **sending))
    measured("sent", lambda: resident.client.get(f"{START}/sent"))
    assert taken.pop("sending") <= 4  # one more for how long it took, which nobody waits for
    assert not [name for name, number in taken.items() if number > 3], taken
    assert taken["next answer"] == 3


def test_later_pages_weigh_at_most_fourteen_kilobytes(client: FlaskClient, session: Session) -> None:
    housing_repairs(session, builders.an_organisation(session))
    start = START.replace("repairs", "housing-repairs")
    resident = Resident(client).open(start).press("Start").fill(repair_asked="asked")
    while resident.path != f"{start}/check-answers":
        assert page_weight(resident.response.data) <= 14 * 1024, resident.path
        resident.press("Continue")
    assert page_weight(resident.response.data) <= 14 * 1024


def test_no_address_and_no_device_is_in_a_draft(resident: Resident, session: Session) -> None:
    wet(resident)
    draft = the_draft(session)
    kept = " ".join(str(getattr(draft, column.name)) for column in Draft.__table__.columns)
    assert not re.search(r"127\.0\.0\.1|werkzeug", kept, re.IGNORECASE)
    assert isinstance(draft.id, uuid.UUID)
    assert draft.id.version == 4
