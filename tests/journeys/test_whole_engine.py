"""A survey with everything in it, answered in a real browser, corrected meanwhile, sent, and shown as it was asked.

Somebody without scripts is half-way through it in English when it is corrected; somebody with scripts begins in Arabic
afterwards. What is shown back is held against what their browsers showed and what they typed.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from consult import files
from consult.accounts.queries import organisations
from consult.accounts.service import operator_for
from consult.consultations import correcting, media
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.consultations.versions import Decision
from consult.db import reading, unit_of_work
from consult.outreach.reach import quotas_of
from consult.responses.queries import sent_answers
from consult.responses.showing import ShownAnswer, shown_answers
from surveys.questions import KINDS
from surveys.replay import Line
from surveys.routing import place
from tests import builders
from tests.journeys import whole
from tests.journeys.residents import faults, installed, phone
from tests.journeys.whole_reader import KIND_OF, PEOPLE, PLAN, Reader
from tests.serving import serving
from tests.surveys.examples import example
from tests.turning import press, press_continue

SLUG = "repairs"
NARROW = 320
BY_POSTCODE = "district"
"""The question whose choices nobody sees."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with installed(tmp_path) as app:
        files.keep_under(tmp_path)
        with unit_of_work() as session:
            actor = builders.an_organisation(session)
            builders.a_draft_consultation(session, actor, SLUG, whole.survey())
            media.add(session, actor, SLUG, "screen.png", builders.A_PICTURE, tmp_path)
            consultations.publish(session, actor, SLUG)
        with serving(app) as served:
            yield f"{served}/{{}}/consultations/{SLUG}"


def begin(page: Page, address: str, language: str, *, scripts: bool) -> Reader:
    page.goto(address.format(language))
    press_continue(page)
    page.wait_for_url("**/q/home**")
    return Reader(page, language, scripts, Random(language))


def correct() -> None:
    """Publish the corrected survey: the first question is asked again, the others are kept."""
    with unit_of_work() as session:
        actor = operator_for(organisations(session)[0].id)
        altered = correcting.correction(session, actor, SLUG, whole.corrected()).altered
        assert set(altered) == {"tenure", whole.WISH}
        decisions: dict[str, Decision] = {"tenure": "ask_again", whole.WISH: "keep"}
        correcting.correct(session, actor, SLUG, whole.corrected(), decisions)


def send(reader: Reader) -> None:
    reader.answer_until("/check-answers")
    reader.found += faults(reader.page, scripts=reader.scripts)
    reader.go_on()
    reader.page.wait_for_url("**/sent")
    reader.found += faults(reader.page, scripts=reader.scripts)


def the_consultation() -> ConsultationValue:
    with reading() as session:
        found = consultation_by_slug(session, SLUG)
    assert found is not None
    return found


def shown_back() -> dict[str, ShownAnswer]:
    """What an analyst is shown, by the language in which it was sent."""
    consultation = the_consultation()
    with unit_of_work() as session:
        actor = operator_for(organisations(session)[0].id)
        shown = shown_answers(session, actor, consultation)
    assert len(shown) == 2
    return {each.asking.language: each for each in shown}


def lines(shown: ShownAnswer) -> Iterator[tuple[str, int | None, Line]]:
    for page in shown.pages:
        for line in page.lines:
            yield line.question.id, page.place, line


def is_shown_as_it_was_read(shown: ShownAnswer, reader: Reader) -> None:
    """Every question, its words and choices, and their order are those the browser showed; so are the pages."""
    given = {(name, place): line for name, place, line in lines(shown)}
    assert given.keys() == reader.read.keys()
    for key, line in given.items():
        read = reader.read[key]
        options = () if line.question.id == BY_POSTCODE else line.question.options
        for words in (line.question.text, *(option.text for option in options)):
            assert " ".join(str(words).split()) in read.words, key
        if read.order and line.question.kind != "consent":
            assert [option.id for option in line.question.options] == read.order
        if line.question.kind == "statements":
            rows = [f"{key[0]}.{one.id}" for one in line.question.own.statements]
            assert rows == read.statements
    assert list(dict.fromkeys(page.page.id for page in shown.pages)) == reader.pages


def is_what_was_typed(shown: ShownAnswer, reader: Reader) -> None:
    answers = {(name, place): line.answer for name, place, line in lines(shown)}
    assert answers["beds", None] == 12
    assert [answers["name", place] for place in (1, 2)] == [name for name, _ in PEOPLE]
    for name, form in reader.forms.items():
        assert answers[name, None] == example(KIND_OF[name]).read(form), name
    photo, story = answers["photo", None], answers["story", None]
    assert isinstance(photo, dict)
    assert isinstance(story, dict)
    assert photo["medium"] == "picture"
    assert story["recording"]["medium"] == "recording"


def versions(shown: ShownAnswer) -> dict[str, int]:
    return {name: shown.versions[line.asking.version] for name, _, line in lines(shown)}


def features(part: Any) -> Iterator[str]:
    """Every field that is filled in, and every operation, anywhere in a document."""
    if isinstance(part, dict):
        yield from (name for name, value in part.items() if value)
        yield from (f"op {value}" for name, value in part.items() if name == "op")
        for value in part.values():
            yield from features(value)
    elif isinstance(part, list):
        for one in part:
            yield from features(one)


def test_the_survey_has_every_kind_and_all_logic() -> None:
    survey = whole.survey()
    assert {question.kind for page in survey.pages for question in page.questions} == KINDS.keys()
    wanted = {
        "condition", "required_when", "constraint", "choice_filter", "properties", "default", "calculations",
        "op once", "repeat", "quotas", "shuffle", "write_in", "about_you",
    }  # fmt: skip
    assert wanted <= set(features(survey.to_json()))
    assert "plural" in str(survey.to_json())


def test_the_whole_survey_is_answered_corrected_meanwhile_sent_and_shown_as_it_was_asked(
    chromium: Browser, address: str
) -> None:
    with phone(chromium, scripts=False, width=NARROW) as context:
        early = begin(context.new_page(), address, "en", scripts=False)
        early.answer_until("/q/kinds")
        correct()
        early.answer_page()  # a page of the version before is kept, and they are told
        told = early.page.locator("#corrected")
        assert whole.FIRST_CORRECTED["en"] in told.inner_text()
        assert whole.CORRECTED["en"] in told.inner_text()
        early.found += faults(early.page, scripts=False)
        back = early.page.url
        press(told.get_by_role("link", name=whole.FIRST_CORRECTED["en"]))
        early.page.wait_for_url("**/q/home**")
        assert early.page.locator("input[name=tenure]:checked").count() == 0
        early.answer_page()
        early.page.goto(back)
        send(early)
        early.page.goto(f"{address.format('en')}/paper")
        early.found += faults(early.page, scripts=False)
    with phone(chromium, width=NARROW) as context:
        late = begin(context.new_page(), address, "ar", scripts=True)
        send(late)
        late.page.goto(f"{address.format('ar')}/paper")
        late.found += faults(late.page)
    assert early.found + late.found == []
    shown = shown_back()
    for reader in (early, late):
        is_shown_as_it_was_read(shown[reader.language], reader)
        is_what_was_typed(shown[reader.language], reader)
    assert set(versions(shown["ar"]).values()) == {2}
    assert versions(shown["en"])["tenure"] == 2
    assert versions(shown["en"])[whole.WISH] == 1
    nobody_was_turned_away_and_what_was_remembered_stays()


def nobody_was_turned_away_and_what_was_remembered_stays() -> None:
    """Both answers fall under the soft quota, of which the officer sees no more than they may."""
    consultation = the_consultation()
    with reading() as session:
        (quota,) = quotas_of(session, consultation)
        sent = [answer.answers for answer in sent_answers(session, consultation.id)]
    assert (quota.quota.id, quota.is_reached) == (whole.QUOTA, False)
    assert [set(place(PLAN, answers).quotas) for answers in sent] == [{whole.QUOTA}] * 2
    assert all(isinstance(answers["was_winter"], bool) for answers in sent)
