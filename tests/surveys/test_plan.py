import dataclasses
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from surveys.document import Survey
from surveys.plan import Plan, compile_plan
from surveys.problems import Refused
from surveys.text import EASY_READ, Said
from tests.surveys import tiny


@pytest.mark.parametrize("name", tiny.NAMES)
def test_every_survey_compiles_to_a_plan_of_the_same_version(name: str) -> None:
    survey, plan = tiny.survey(name), tiny.plan(name)
    assert plan.fingerprint == survey.fingerprint
    assert [page.id for page in plan.pages] == [page.id for page in survey.pages]
    assert plan.languages == ("en", "ar")


def test_a_plan_cannot_be_changed() -> None:
    plan = tiny.plan("choose-one")
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.pages = ()  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.words("en").title = Said("x", "en")  # type: ignore[misc]


def test_a_page_is_in_the_readers_language() -> None:
    page = tiny.plan("choose-many").words("ar").page("repairs")
    question = page.questions[0]
    assert question.text.language == "ar"
    assert question.text.direction == "rtl"
    assert question.options[0].text.text == "تدفئة"
    assert question.own.max == 2
    assert question.options[3].is_exclusive
    assert question.option("lift") == question.options[2]
    assert question.option("stairs") is None


def test_words_that_are_missing_fall_back_each_for_itself() -> None:
    question = tiny.plan("fallback").words("ar").question("problem")
    assert question.text == Said("What is the problem?", "en", is_fallback=True)
    assert [option.text.is_fallback for option in question.options] == [False, True]


def test_a_language_the_survey_does_not_offer_gets_its_source_words_marked() -> None:
    words = tiny.plan("choose-one").words("so")
    assert words.title == Said("A tiny survey", "en", is_fallback=True)


def test_words_are_resolved_when_somebody_asks_for_them_and_then_kept() -> None:
    plan = compile_plan(tiny.survey("easy-read"))
    words = plan.words("ar")
    assert plan.words("ar") is words
    assert plan.words("ar", EASY_READ) is plan.words("ar", EASY_READ) is not words


def test_however_many_languages_are_asked_for_no_more_are_kept_than_the_survey_has() -> None:
    plan = compile_plan(tiny.survey("choose-one"))
    assert {id(plan.words(f"q{letter}{other}")) for letter in "abc" for other in "abc"} == {
        id(plan.words("so"))
    }
    assert plan.words("qaa", EASY_READ) is plan.words("so")


def test_readers_who_ask_at_once_get_the_same_words() -> None:
    for _ in range(20):
        plan = compile_plan(tiny.survey("easy-read"))
        together = Barrier(8)

        def asked(number: int, plan: Plan = plan, together: Barrier = together) -> tuple[str, int]:
            together.wait(10)
            language = ("en", "ar")[number % 2]
            return language, id(plan.words(language, EASY_READ))

        with ThreadPoolExecutor(8) as readers:
            found = set(readers.map(asked, range(8)))
        assert len(found) == 2


def test_what_stands_outside_a_scale_is_told_apart() -> None:
    plan = tiny.plan("scale")
    options = plan.words("en").question("trust").options
    assert [option.id for option in options if option.is_outside] == ["do-not-know"]
    assert plan.question("trust").outside == {"do-not-know"}


def test_yes_no_and_unsure_are_options_with_the_documents_own_words() -> None:
    plan = tiny.plan("yes-no-unsure")
    assert plan.question("go-ahead").options == ("yes", "no", "unsure")
    assert plan.question("go-ahead").against == {"no"}
    assert plan.words("en").question("go-ahead").options[2].text.text == "I am not sure"


def test_a_page_about_the_person_has_its_consent_and_a_way_not_to_say() -> None:
    plan = tiny.plan("about-you")
    page = plan.words("ar").page("about-you")
    assert page.about_you is not None
    assert page.about_you.consent_key == plan.page("about-you").consent_key == "about-you_consent"
    assert page.questions[0].options[-1].id == "prefer_not_to_say"
    assert page.questions[0].options[-1].is_exclusive
    assert plan.consent_keys == {"about-you_consent"}
    assert plan.question("age").is_about_you


def test_a_number_tells_its_limits_and_unit() -> None:
    question = tiny.plan("number").words("en").question("days")
    assert (question.own.minimum, question.own.maximum, question.own.decimals) == (0, 366, 0)
    assert question.own.unit == Said("days", "en")


def test_unknown_pages_and_questions_are_refused() -> None:
    plan = tiny.plan("choose-one")
    for ask in (plan.page, plan.words("en").page):
        with pytest.raises(Refused, match="nowhere"):
            ask("nowhere")
    for question in (plan.question, plan.words("en").question):
        with pytest.raises(Refused, match="nothing"):
            question("nothing")


def test_a_draft_that_may_not_be_published_can_be_looked_at() -> None:
    condition = {"op": "<", "args": [{"answer": "nothing"}, {"value": "x"}]}
    double = tiny.yes_or_no("q", condition=condition)
    plan = compile_plan(Survey.from_json(tiny.of_pages(tiny.page("p", double, double), tiny.page("p"))))
    assert len(plan.pages) == 2
