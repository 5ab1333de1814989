"""A survey is corrected while somebody answers it, as a browser without JavaScript sees it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.audit.queries import entries_about
from consult.consultations import correcting
from consult.consultations.queries import consultation_by_slug, published_versions
from consult.consultations.versions import Decision
from consult.responses import queries as responses
from consult.responses.models import Draft
from consult.responses.values import SentAnswer
from surveys.document import Survey
from tests import builders
from tests.web.officer import signed_in
from tests.web.resident import Resident
from tests.web.surveys import both, every_kind

START = "/en/consultations/repairs"
FIRST, KINDS, CHECK = f"{START}/q/first", f"{START}/q/kinds", f"{START}/check-answers"
NEWS = "Some questions were corrected while you answered"

Json = dict[str, Any]


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=every_kind())
    return acting


@pytest.fixture
def resident(client: FlaskClient, actor: Actor) -> Resident:
    return Resident(client)


@pytest.fixture
def correct(session: Session, actor: Actor) -> Callable[..., None]:
    """Correct the survey as it is now; keyword arguments are decisions, by default to keep."""
    survey = every_kind().to_json()

    def change(edit: Callable[[list[Json]], object], **decisions: Decision) -> None:
        edit(survey["pages"])
        after = Survey.from_json(survey)
        altered = correcting.correction(session, actor, "repairs", after).altered
        decided: Mapping[str, Decision] = {**dict.fromkeys(altered, "keep"), **decisions}
        correcting.correct(session, actor, "repairs", after, decided)

    return change


def begun(resident: Resident) -> Resident:
    """Answer two pages, and stand on the third."""
    resident.open(START).press("Start").fill(damp="dry").press("Continue")
    return resident.fill(effects=["cold", "cost"], feeling="bad", more="It is cold.").press("Continue")


def the_draft(session: Session) -> Draft:
    session.expire_all()
    return session.scalars(select(Draft)).one()


def answers(session: Session) -> dict[str, object]:
    draft = the_draft(session)
    return {**draft.codes, **draft.words}


def the_sent_answer(session: Session) -> SentAnswer:
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    (sent,) = responses.sent_answers(session, consultation.id)
    return sent


def versions(session: Session) -> dict[int, str]:
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    return {each.number: str(each.id) for each in published_versions(session, consultation.id)}


def kinds(pages: list[Json]) -> list[Json]:
    found: list[Json] = pages[2]["questions"]
    return found


def a_typo(pages: list[Json]) -> None:
    kinds(pages)[1]["text"] = both("How do you feel?", "كيف تشعر؟")


def no_cold_any_more(pages: list[Json]) -> None:
    del kinds(pages)[0]["options"][0]


def no_feeling_any_more(pages: list[Json]) -> None:
    del kinds(pages)[1]


def test_a_corrected_typo_keeps_every_answer_and_says_so(
    resident: Resident, session: Session, correct: Callable[..., None]
) -> None:
    begun(resident)
    before = answers(session)
    correct(a_typo)
    resident.open(CHECK)
    assert NEWS in resident.words
    assert "All your answers were kept." in resident.words
    assert "These questions are worded differently now." in resident.words
    assert "How do you feel?" in resident.words
    assert answers(session) == before
    assert str(the_draft(session).version_id) == versions(session)[2]


def test_a_changed_meaning_is_asked_again_and_the_reason_is_told(
    resident: Resident, session: Session, correct: Callable[..., None]
) -> None:
    begun(resident)
    correct(a_typo, feeling="ask_again")
    resident.open(KINDS)
    assert "We kept every answer that still fits: 3." in resident.words
    assert "How do you feel? The question was changed and may mean something else now." in resident.words
    assert resident.shown("feeling") == []
    assert resident.shown("more") == ["It is cold."]
    resident.fill(feeling="fair").press("Continue")
    assert answers(session)["feeling"] == "fair"
    assert (the_draft(session).aside, the_draft(session).has_news) == ([], False)
    assert NEWS not in resident.open(CHECK).words


def test_a_choice_that_is_gone_is_asked_again_and_what_is_dropped_is_named(
    resident: Resident, session: Session, correct: Callable[..., None]
) -> None:
    begun(resident)
    correct(no_cold_any_more)
    correct(no_feeling_any_more)
    resident.open(CHECK)
    assert "Question effects? What you chose is no longer offered." in resident.words
    assert "Question feeling? This is no longer asked." in resident.words
    assert answers(session) == {"damp": "dry", "more": "It is cold."}


def test_what_somebody_wrote_and_is_asked_again_stands_in_its_box(
    resident: Resident, correct: Callable[..., None]
) -> None:
    begun(resident)
    correct(lambda pages: kinds(pages)[4].update(limit=5))
    resident.open(KINDS)
    assert "Question more? Your answer does not fit the corrected question." in resident.words
    assert resident.shown("more") == ["It is cold."]


def test_it_is_told_on_every_page_until_somebody_goes_on(
    resident: Resident, correct: Callable[..., None]
) -> None:
    begun(resident)
    correct(a_typo)
    for address in (KINDS, FIRST, CHECK, KINDS):
        assert NEWS in resident.open(address).words
    assert NEWS not in resident.press("Continue").words


def test_what_is_still_asked_again_is_told_before_sending(
    resident: Resident, correct: Callable[..., None]
) -> None:
    begun(resident)
    correct(a_typo, feeling="ask_again")
    resident.open(FIRST).press("Continue")
    assert NEWS in resident.open(CHECK).words


def test_it_is_told_in_the_readers_language(resident: Resident, correct: Callable[..., None]) -> None:
    begun(resident)
    correct(a_typo, feeling="ask_again")
    resident.language = "ar"
    resident.open(KINDS.replace("/en/", "/ar/"))
    assert "كيف تشعر؟" in resident.words


def test_a_page_that_is_filled_in_meanwhile_is_read_as_it_was_asked(
    resident: Resident, session: Session, correct: Callable[..., None]
) -> None:
    resident.open(START).press("Start").fill(damp="dry").press("Continue")
    correct(no_feeling_any_more)
    resident.fill(feeling="bad", more="It is cold.").press("Continue")
    assert answers(session) == {"damp": "dry", "more": "It is cold."}
    assert "Question feeling? This is no longer asked." in resident.words
    [aside] = the_draft(session).aside
    assert (aside["key"], aside["answer"], aside["version"]) == ("feeling", "bad", versions(session)[1])


def test_a_first_page_that_is_filled_in_meanwhile_begins_in_its_own_version(
    resident: Resident, session: Session, correct: Callable[..., None]
) -> None:
    resident.open(START).press("Start")
    correct(lambda pages: pages.insert(0, {**pages[2], "id": "new", "questions": [
        {**kinds(pages)[4], "id": "new", "code": "NEW"},
    ]}))  # fmt: skip
    resident.fill(damp="dry").press("Continue")
    assert resident.status == 200
    assert answers(session) == {"damp": "dry"}
    assert NEWS in resident.words


def test_a_page_of_an_old_tab_loses_nothing_and_undoes_nothing(
    resident: Resident, session: Session, correct: Callable[..., None], client: FlaskClient
) -> None:
    begun(resident)
    old_tab = Resident(client).open(KINDS)
    correct(a_typo, feeling="ask_again")
    resident.open(KINDS).fill(feeling="good").press("Continue")
    old_tab.fill(feeling="bad", more="It is very cold.").press("Continue")
    assert answers(session)["feeling"] == "good"
    assert answers(session)["more"] == "It is very cold."


def test_a_correction_that_is_taken_back_brings_the_answer_back(
    resident: Resident, session: Session, actor: Actor, correct: Callable[..., None]
) -> None:
    begun(resident)
    before = answers(session)
    correct(no_feeling_any_more)
    resident.open(CHECK)
    assert "feeling" not in answers(session)
    correcting.correct(session, actor, "repairs", every_kind(), {})
    resident.open(CHECK)
    assert answers(session) == before
    assert the_draft(session).aside == []


def test_a_page_that_is_gone_leads_to_what_is_still_to_answer(
    resident: Resident, correct: Callable[..., None]
) -> None:
    begun(resident)
    correct(lambda pages: pages.pop(2))
    resident.open(KINDS)
    assert (resident.status, resident.path) == (200, f"{START}/q/about-you")


def test_a_required_question_that_is_new_is_asked_before_sending(
    resident: Resident, correct: Callable[..., None]
) -> None:
    begun(resident)
    correct(
        lambda pages: pages[0]["questions"].append(
            {**kinds(pages)[4], "id": "new", "code": "N", "required": True}
        )
    )
    resident.open(CHECK).press("Send my answers")
    assert resident.status == 422
    assert "These questions still need an answer:" in resident.words


def test_answers_that_were_looked_over_are_sent_in_the_version_they_were_given_in(
    resident: Resident, session: Session, correct: Callable[..., None]
) -> None:
    begun(resident).open(CHECK)
    correct(a_typo, feeling="ask_again")
    resident.press("Send my answers")
    sent = the_sent_answer(session)
    assert (str(sent.version_id), sent.asked, sent.answers["feeling"]) == (versions(session)[1], [], "bad")


def test_answers_that_moved_on_in_another_tab_are_looked_over_again(
    resident: Resident, session: Session, correct: Callable[..., None], client: FlaskClient
) -> None:
    begun(resident).open(CHECK)
    correct(a_typo, feeling="ask_again")
    Resident(client).open(FIRST)
    resident.press("Send my answers")
    assert resident.status == 409
    assert "Please look at your answers again, then send them." in resident.words
    assert NEWS in resident.words
    resident.press("Send my answers")
    assert "feeling" not in the_sent_answer(session).answers


def test_a_sent_answer_says_of_each_question_how_it_was_asked(
    resident: Resident, session: Session, correct: Callable[..., None]
) -> None:
    begun(resident)
    correct(a_typo)
    resident.open(FIRST.replace("/en/", "/en/")).fill(damp="wet").press("Continue")
    resident.fill(rooms="2").press("Continue")
    resident.open(CHECK).press("Send my answers")
    sent = the_sent_answer(session)
    given_in = {key: (asking.version, asking.language) for key, asking in sent.askings.items()}
    first, second = versions(session)[1], versions(session)[2]
    assert str(sent.version_id) == second
    assert given_in == {
        "damp": (second, "en"), "rooms": (second, "en"), "effects": (first, "en"), "feeling": (first, "en"),
        "more": (first, "en"),
    }  # fmt: skip


def test_answers_in_two_languages_each_keep_theirs(resident: Resident, session: Session) -> None:
    begun(resident)
    resident.language = "ar"
    resident.open(FIRST.replace("/en/", "/ar/")).fill(damp="dry")
    resident.send(resident.path, [("form_token", resident.shown("form_token")[0]), ("damp", "dry")])
    draft = the_draft(session)
    assert draft.language == "ar"
    assert [(one["language"], one["keys"]) for one in draft.asked] == [("en", ["effects", "feeling", "more"])]


@pytest.mark.parametrize("token", ["", "nonsense", None])
def test_a_form_that_does_not_say_its_version_is_of_the_drafts(
    resident: Resident, session: Session, token: str | None
) -> None:
    begun(resident).open(KINDS)
    form = [("form_token", resident.shown("form_token")[0]), ("more", "Other words.")]
    resident.send(KINDS, form if token is None else [*form, ("_version", token)])
    assert answers(session)["more"] == "Other words."


def test_a_sent_answer_is_shown_to_an_analyst_as_it_was_asked(
    resident: Resident, session: Session, actor: Actor, correct: Callable[..., None], built_app: Flask
) -> None:
    begun(resident)
    correct(a_typo)
    resident.language = "ar"
    arabic = FIRST.replace("/en/", "/ar/")
    resident.open(arabic).send(
        arabic,
        [
            ("form_token", resident.shown("form_token")[0]),
            ("_version", resident.shown("_version")[0]),
            ("damp", "dry"),
        ],
    )
    resident.language = "en"
    resident.open(CHECK).press("Send my answers")
    analyst = signed_in(built_app.test_client(), session, actor, Role.ANALYST)
    analyst.open("/officer/consultations/repairs")
    assert "/officer/consultations/repairs/answers" in analyst.links()
    analyst.open("/officer/consultations/repairs/answers")
    for said in ("سؤال damp؟Version 2, العربية", "Question feeling?Version 1, English", "It is cold."):
        assert said in analyst.words
    assert "How do you feel?" not in analyst.words
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    newest = entries_about(session, actor.organisation_id, consultation.id)[0]
    assert (newest.action, newest.details) == ("responses.read", {"first": 0, "most": 21})
    assert signed_in(built_app.test_client(), session, actor, Role.ADMIN).open(
        "/officer/consultations/repairs/answers"
    ).status == 403  # fmt: skip


@pytest.mark.parametrize("given", ["-1", "x", "٣", "9" * 40, "1000"])
def test_answers_that_are_not_there_are_no_fault(
    session: Session, actor: Actor, client: FlaskClient, given: str
) -> None:
    analyst = signed_in(client, session, actor, Role.ANALYST)
    analyst.open(f"/officer/consultations/repairs/answers?from={given}")
    assert (analyst.status, "There are no answers here." in analyst.words) == (200, True)
