import copy
from pathlib import Path
from typing import Any

import pytest

import surveys
from surveys.document import Survey
from surveys.publishing import check, unreviewed
from surveys.text import source_hash
from tests.surveys import tiny

LIBRARY = sorted((Path(surveys.__file__).parent / "library").glob("*.json"))


def found(document: Any, *languages: str) -> set[tuple[str, str]]:
    problems = check(Survey.from_json(document), languages or ("en",))
    return {(problem.code.removeprefix("survey."), problem.where) for problem in problems}


@pytest.mark.parametrize("name", [name for name in tiny.NAMES if name != "fallback"])
def test_a_whole_survey_may_be_published_in_its_languages(name: str) -> None:
    assert check(tiny.survey(name), ["en", "ar"]) == []


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_ready_made_survey_may_be_published_in_its_languages(path: Path) -> None:
    survey = Survey.from_json(path.read_bytes())
    assert check(survey, survey.languages) == []


def test_words_that_are_missing_are_a_to_do_list_for_that_language() -> None:
    survey = tiny.survey("fallback")
    assert check(survey, ["en"]) == []
    missing = [problem.where for problem in check(survey, ["ar"]) if problem.parameters["language"] == "ar"]
    assert missing == ["/pages/0/questions/0/text", "/pages/0/questions/0/options/1/text"]


def test_a_translation_of_words_that_changed_since_is_stale() -> None:
    document = tiny.document("choose-one")
    document["title"]["ar"] = {"text": "استبيان", "source": source_hash("A tiny survey")}
    assert found(document, "ar") == set()
    document["title"]["en"] = "A small survey"
    assert found(document, "ar") == {("words_stale", "/title/ar")}
    assert found(document, "en") == set()


def test_unreviewed_words_are_told_of_and_refuse_nothing() -> None:
    document = tiny.document("choose-one")
    document["title"]["ar"] = {"text": "استبيان", "status": "machine"}
    survey = Survey.from_json(document)
    assert check(survey, ["ar"]) == []
    (problem,) = unreviewed(survey, ["en", "ar"])
    assert problem.where == "/title"
    assert problem.parameters == {"language": "ar", "status": "machine"}


def test_the_words_of_the_source_language_are_always_needed() -> None:
    document = tiny.document("choose-one")
    document["title"] = {"ar": "استبيان"}
    assert found(document, "ar") == {("words_missing", "/title")}


def test_a_language_must_be_offered_to_be_published() -> None:
    assert ("language_not_offered", "/languages") in found(tiny.document("scale"), "fr")
    document = tiny.document("scale") | {"source_language": "nl", "languages": ["en", "ar", "en"]}
    assert found(document) >= {
        ("language_not_offered", "/source_language"),
        ("double_language", "/languages"),
    }


def test_every_id_and_code_is_one_things_only() -> None:
    page = tiny.page("p", tiny.yes_or_no("a"), tiny.yes_or_no("a"), tiny.yes_or_no("b", code="A"))
    assert found(tiny.of_pages(page, tiny.page("p", tiny.yes_or_no("c")))) == {
        ("double_id", "/pages/0/questions/1/id"),
        ("double_code", "/pages/0/questions/1/code"),
        ("double_code", "/pages/0/questions/2/code"),
        ("double_id", "/pages/1/id"),
    }


def test_a_question_may_not_stand_where_a_consent_is_kept() -> None:
    document = tiny.document("about-you")
    document["pages"][0]["questions"][0]["id"] = "about-you_consent"
    assert found(document) == {("double_id", "/pages/1/id")}


def test_options_are_each_once_and_at_least_two() -> None:
    one = {"id": "yes", "text": {"en": "Yes"}}
    assert ("double_id", "/pages/0/questions/0") in found(
        tiny.of_pages(tiny.page("p", tiny.yes_or_no("a", options=[one, one])))
    )
    assert found(tiny.of_pages(tiny.page("p", tiny.yes_or_no("a", options=[one])))) == {
        ("too_few", "/pages/0/questions/0/options")
    }


def test_options_that_cannot_mean_what_they_say_are_told() -> None:
    reserved = {"id": "prefer_not_to_say", "text": {"en": "Rather not"}}
    alone = {"id": "none", "text": {"en": "None"}, "exclusive": True}
    question = tiny.yes_or_no("a", options=[reserved, alone], about_going_ahead={"against": ["never"]})
    assert found(tiny.of_pages(tiny.page("p", question))) == {
        ("reserved_option", "/pages/0/questions/0"),
        ("exclusive_alone", "/pages/0/questions/0"),
        ("unknown_option", "/pages/0/questions/0/about_going_ahead/against/0"),
    }


def test_how_many_may_be_chosen_must_be_possible() -> None:
    document = tiny.document("choose-many")
    question = document["pages"][0]["questions"][0]
    question |= {"min": 4, "max": 3}
    assert found(document) == {
        ("too_large", "/pages/0/questions/0/min"),
        ("too_small", "/pages/0/questions/0/max"),
    }


def test_the_limits_of_a_number_must_leave_room() -> None:
    document = tiny.document("number")
    document["pages"][0]["questions"][0] |= {"minimum": 5.5, "maximum": 5}
    assert found(document) == {
        ("too_small", "/pages/0/questions/0/maximum"),
        ("too_many_decimals", "/pages/0/questions/0/minimum"),
    }


def test_pages_about_the_person_come_last_and_hold_nothing_else() -> None:
    document = tiny.document("about-you")
    document["pages"].reverse()
    assert found(document) == {("about_you_not_last", "/pages/1")}
    document = tiny.document("about-you")
    ordinary, about_you = document["pages"]
    ordinary["questions"], about_you["questions"] = about_you["questions"], ordinary["questions"]
    assert found(document) == {
        ("about_you_without_consent", "/pages/0/questions/0"),
        ("about_you_without_consent", "/pages/0/questions/1"),
        ("not_about_you", "/pages/1/questions/0"),
    }


def test_an_empty_page_is_told() -> None:
    assert found(tiny.of_pages(tiny.page("p"))) == {("empty_page", "/pages/0")}
    assert found(tiny.of_pages(tiny.page("p", intro={"en": "Hello"}))) == set()


def conditional(name: str, on: str) -> dict[str, Any]:
    return tiny.yes_or_no(name, condition=tiny.is_answered_yes(on))


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([[tiny.yes_or_no("a")], [conditional("b", "a")]], set()),
        ([[tiny.yes_or_no("a"), conditional("b", "a")]], {("expression_same_page", 0, 1)}),
        ([[conditional("a", "b")], [tiny.yes_or_no("b")]], {("expression_forward", 0, 0)}),
        ([[conditional("a", "a")]], {("expression_cycle", 0, 0)}),
        (
            [[conditional("a", "b")], [conditional("b", "a")]],
            {("expression_cycle", 0, 0), ("expression_cycle", 1, 0)},
        ),
        (
            [[conditional("a", "c")], [conditional("b", "a")], [conditional("c", "b")]],
            {("expression_cycle", page, 0) for page in range(3)},
        ),
    ],
)
def test_a_condition_looks_only_at_pages_before_its_own(
    pages: Any, expected: set[tuple[str, int, int]]
) -> None:
    document = tiny.of_pages(*[tiny.page(f"p{index}", *questions) for index, questions in enumerate(pages)])
    assert found(document) == {
        (code, f"/pages/{page}/questions/{question}/condition") for code, page, question in expected
    }


def test_a_page_may_not_wait_for_what_is_asked_on_it_or_after_it() -> None:
    document = tiny.of_pages(
        tiny.page("a", tiny.yes_or_no("first"), condition=tiny.is_answered_yes("second")),
        tiny.page("b", tiny.yes_or_no("second")),
        tiny.page("c", tiny.yes_or_no("third"), condition=tiny.is_answered_yes("third")),
    )
    assert found(document) == {
        ("expression_forward", "/pages/0/condition"),
        ("expression_cycle", "/pages/2/condition"),
    }


def test_conditions_that_say_nothing_or_nonsense_are_told() -> None:
    document = copy.deepcopy(tiny.document("conditions"))
    more, fewer = ({"op": op, "args": [{"answer": "days"}, {"value": 5}]} for op in "><")
    always = {"op": "not", "args": [{"op": "and", "args": [{"value": False}, tiny.is_answered_yes("asked")]}]}
    maybe = {"op": "==", "args": [{"answer": "asked"}, {"value": "perhaps"}]}
    document["pages"][1]["condition"] = always
    document["pages"][2]["questions"][0]["condition"] = {"op": "and", "args": [more, fewer]}
    document["pages"][2]["questions"][1]["condition"] = maybe
    assert found(document) == {
        ("condition_always", "/pages/1/condition"),
        ("condition_never", "/pages/2/questions/0/condition"),
        ("expression_unknown_option", "/pages/2/questions/1/condition/args/1/value"),
    }
