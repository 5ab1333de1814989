import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import as_form, counted, read
from surveys.checking import check
from surveys.codes_and_words import split
from surveys.plan import Plan
from surveys.problems import Problem, Refused
from surveys.routing import place
from tests.surveys import tiny

PLANS = {name: tiny.plan(name) for name in tiny.NAMES}
CONSENT = "about-you_consent"


def problem_of(plan: Plan, page_id: str, form: dict[str, list[str]]) -> Problem:
    (problem,) = read(plan, page_id, form).problems
    return problem


def test_one_option_is_chosen() -> None:
    reading = read(PLANS["choose-one"], "repairs", {"problem": ["damp"], "csrf": ["x"]})
    assert reading.values == {"problem": "damp"}
    assert reading.raw == {"problem": ["damp"]}
    assert reading.keys == {"problem"}
    assert reading.problems == ()


@pytest.mark.parametrize("values", [[], [""], ["", ""]])
def test_a_required_question_wants_an_answer(values: list[str]) -> None:
    assert problem_of(PLANS["choose-one"], "repairs", {"problem": values}) == Problem(
        "answer.required", "problem"
    )


@pytest.mark.parametrize("values", [["mould"], ["damp", "mould"], [" damp"], ["\0"], ["x" * 1_000_000]])
def test_an_unknown_option_is_no_answer(values: list[str]) -> None:
    problem = problem_of(PLANS["choose-one"], "repairs", {"problem": values})
    assert (problem.code, problem.where) == ("answer.unknown_option", "problem")
    assert len(str(problem.parameters["value"])) <= 100


def test_two_answers_to_a_single_choice_are_too_many() -> None:
    problem = problem_of(PLANS["choose-one"], "repairs", {"problem": ["damp", "heating"]})
    assert problem == Problem("answer.too_many", "problem", {"limit": 1})


def test_several_options_come_in_the_documents_order() -> None:
    reading = read(PLANS["choose-many"], "repairs", {"problems": ["damp", "heating", "damp"]})
    assert reading.values == {"problems": ["heating", "damp"]}


def test_more_options_than_allowed_are_told_with_the_limit() -> None:
    problem = problem_of(PLANS["choose-many"], "repairs", {"problems": ["damp", "heating", "lift"]})
    assert problem == Problem("answer.too_many", "problems", {"limit": 2})


def test_an_exclusive_option_stands_alone() -> None:
    plan = PLANS["choose-many"]
    assert read(plan, "repairs", {"problems": ["none"]}).values == {"problems": ["none"]}
    problem = problem_of(plan, "repairs", {"problems": ["damp", "none"]})
    assert problem == Problem("answer.exclusive", "problems", {"option": "none"})


def test_fewer_options_than_asked_for_are_too_few_unless_none_are_given() -> None:
    document = tiny.document("choose-many")
    document["pages"][0]["questions"][0]["min"] = 2
    plan = tiny.compiled(document)
    problem = problem_of(plan, "repairs", {"problems": ["damp"]})
    assert problem == Problem("answer.too_few", "problems", {"minimum": 2})
    assert read(plan, "repairs", {}).problems == ()
    assert read(plan, "repairs", {"problems": ["none"]}).values == {"problems": ["none"]}


@pytest.mark.parametrize(
    ("name", "page", "key", "value"),
    [
        ("scale", "feeling", "trust", "do-not-know"),
        ("yes-no-unsure", "plan", "go-ahead", "unsure"),
    ],
)
def test_a_point_on_a_scale_or_yes_no_unsure_is_its_id(name: str, page: str, key: str, value: str) -> None:
    assert read(PLANS[name], page, {key: [value]}).values == {key: value}


@pytest.mark.parametrize(
    ("typed", "answer"), [("12", 12), ("١٢", 12), ("0", 0), ("-0", 0), (" 366,0 ", 366), ("1", 1)]
)
def test_a_whole_number_is_read(typed: str, answer: int) -> None:
    values = read(PLANS["number"], "waiting", {"days": [typed]}).values
    assert values == {"days": answer}
    assert type(values["days"]) is int


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("12", "12"),
        ("12,50", "12.5"),
        ("١٢٫٥", "12.5"),
        ("-0,0", "0"),
        ("1.234,5", "1234.5"),
        ("-10.5", "-10.5"),
        ("100", "100"),
    ],
)
def test_a_number_with_decimals_is_written_out_in_one_way(typed: str, answer: str) -> None:
    assert read(PLANS["number"], "waiting", {"rent": [typed]}).values == {"rent": answer}


@pytest.mark.parametrize(
    ("key", "typed", "code", "parameters"),
    [
        ("days", "-1", "answer.too_small", {"minimum": 0}),
        ("days", "367", "answer.too_large", {"maximum": 366}),
        ("days", "9" * 40, "answer.too_large", {"maximum": 366}),
        ("days", "2.5", "answer.not_whole", {}),
        ("days", "five", "answer.not_a_number", {}),
        ("days", "9" * 1_000_000, "answer.not_a_number", {}),
        ("rent", "-10,51", "answer.too_small", {"minimum": -10.5}),
        ("rent", "9007199254740992", "answer.too_large", {"maximum": 9007199254740991}),
        ("rent", "1.2345", "answer.too_many_decimals", {"limit": 2}),
        ("rent", "1.0" + "0" * 30 + "1", "answer.too_many_decimals", {"limit": 2}),
        ("rent", "1.234", "answer.ambiguous_number", {}),
    ],
)
def test_a_wrong_number_is_told_with_its_limits(key: str, typed: str, code: str, parameters: Any) -> None:
    assert problem_of(PLANS["number"], "waiting", {key: [typed]}) == Problem(code, key, parameters)


@pytest.mark.parametrize("name", ["number", "texts"])
def test_two_values_in_one_box_are_too_many(name: str) -> None:
    plan = PLANS[name]
    for question in plan.questions:
        problem = problem_of(plan, question.page_id, {question.id: ["1", "2"]})
        assert problem == Problem("answer.too_many", question.id, {"limit": 1})


def test_words_are_kept_composed_and_on_their_lines() -> None:
    form = {"one-line": ["  cafe\u0301 "], "many-lines": ["one\r\ntwo\r\n"]}
    assert read(PLANS["texts"], "words", form).values == {"one-line": "café", "many-lines": "one\ntwo"}


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("x" * 21, Problem("answer.too_long", "many-lines", {"limit": 20})),
        ("x" * 1_000_000, Problem("answer.too_long", "many-lines", {"limit": 20})),
        ("a\0b", Problem("answer.bad_characters", "many-lines")),
    ],
)
def test_words_that_cannot_be_kept_are_told_of(typed: str, problem: Problem) -> None:
    assert problem_of(PLANS["texts"], "words", {"many-lines": [typed]}) == problem


def test_words_of_blanks_are_no_answer() -> None:
    assert read(PLANS["texts"], "words", {"one-line": ["  "], "many-lines": ["\r\n\u202e"]}).values == {}


def test_what_was_typed_can_be_shown_again_without_harm() -> None:
    form = {"one-line": ["a\0b\u202e"], "many-lines": ["x" * 30]}
    assert read(PLANS["texts"], "words", form).raw == {"one-line": ["a\ufffdb"], "many-lines": ["x" * 30]}


def test_emptying_an_optional_answer_takes_it_away_and_touches_no_other_page() -> None:
    answers = {"one-line": "cold", "many-lines": "very", "elsewhere": 1}
    reading = read(PLANS["texts"], "words", {"many-lines": ["warm"]})
    assert reading.merged(answers) == {"many-lines": "warm", "elsewhere": 1}
    assert answers == {"one-line": "cold", "many-lines": "very", "elsewhere": 1}


def test_questions_that_were_not_asked_are_not_read_nor_missed_nor_emptied() -> None:
    plan = PLANS["conditions"]
    path = place(plan, {"asked": "no"})
    reading = read(plan, "end", {"why-long": ["forged"], "else": ["no"]}, path.questions)
    assert reading.values == {"else": "no"}
    assert reading.problems == ()
    assert reading.keys == {"else"}


def test_a_page_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(Refused, match="page"):
        read(PLANS["scale"], "nowhere", {})


def test_what_is_said_about_a_person_is_kept_with_their_consent() -> None:
    reading = read(PLANS["about-you"], "about-you", {CONSENT: ["yes"], "language": ["english", "arabic"]})
    assert reading.values == {CONSENT: True, "language": ["arabic", "english"]}
    assert reading.problems == ()


def test_without_consent_it_is_neither_kept_nor_lost() -> None:
    form = {"language": ["arabic"], "age": ["under-25"]}
    reading = read(PLANS["about-you"], "about-you", form)
    assert reading.values == {}
    assert reading.raw == form
    assert reading.problems == (Problem("answer.consent_needed", CONSENT),)


def test_without_consent_and_without_answers_everything_about_the_person_goes() -> None:
    reading = read(PLANS["about-you"], "about-you", {CONSENT: [""]})
    answers = {CONSENT: True, "language": ["arabic"], "age": "under-25", "problem": "damp"}
    assert reading.problems == ()
    assert reading.merged(answers) == {"problem": "damp"}


def test_preferring_not_to_say_needs_no_consent_and_is_not_kept() -> None:
    form = {"language": ["prefer_not_to_say"], "age": ["prefer_not_to_say"]}
    reading = read(PLANS["about-you"], "about-you", form)
    assert (reading.values, reading.problems) == ({}, ())


def test_preferring_not_to_say_excludes_saying() -> None:
    form = {CONSENT: ["yes"], "language": ["prefer_not_to_say", "arabic"]}
    problem = problem_of(PLANS["about-you"], "about-you", form)
    assert problem == Problem("answer.exclusive", "language", {"option": "prefer_not_to_say"})


def test_only_answers_on_the_path_and_under_consent_count() -> None:
    assert counted(PLANS["conditions"], {"asked": "no", "days": 3, "else": "x", "strange": 1}) == {
        "asked": "no",
        "else": "x",
    }
    about_you = {"problem": "damp", "age": "under-25"}
    for nothing in ({}, {CONSENT: False}, {CONSENT: "yes"}):
        assert counted(PLANS["about-you"], about_you | nothing) == {"problem": "damp"}
    assert counted(PLANS["about-you"], about_you | {CONSENT: True}) == about_you | {CONSENT: True}


def test_what_can_be_counted_is_split_from_words() -> None:
    plan = PLANS["conditions"]
    answers = {"asked": "yes", "days": 3, "else": "x", "strange": 1}
    assert split(plan, answers) == ({"asked": "yes", "days": 3}, {"else": "x"})
    assert split(PLANS["about-you"], {CONSENT: True, "age": "under-25"})[1] == {}


def test_a_whole_set_of_answers_is_checked_as_the_pages_would() -> None:
    checked = check(PLANS["conditions"], {"asked": "yes", "days": 40.0, "why-long": " Nobody came. "}, "ar")
    assert checked.problems == ()
    assert checked.values == {"asked": "yes", "days": 40, "why-long": "Nobody came."}


def test_answers_off_the_path_are_left_out_of_a_checked_set() -> None:
    checked = check(PLANS["conditions"], {"asked": "no", "days": 40, "why-long": "x"})
    assert checked.problems == ()
    assert checked.values == {"asked": "no"}


def test_what_is_missing_on_the_path_is_told() -> None:
    checked = check(PLANS["conditions"], {"asked": "yes", "days": 40})
    assert checked.problems == (Problem("answer.required", "why-long"),)


def test_a_wrong_answer_is_not_called_missing_too() -> None:
    assert [problem.code for problem in check(PLANS["choose-one"], {"problem": 3}).problems] == [
        "answer.wrong_type"
    ]


@pytest.mark.parametrize(
    ("name", "answers", "code", "where"),
    [
        ("choose-one", {"problem": ["damp"]}, "answer.wrong_type", "problem"),
        ("choose-one", {"problem": True}, "answer.wrong_type", "problem"),
        ("choose-many", {"problems": "damp"}, "answer.wrong_type", "problems"),
        ("choose-many", {"problems": [1]}, "answer.wrong_type", "problems"),
        ("choose-many", {"problems": {"damp": True}}, "answer.wrong_type", "problems"),
        ("number", {"days": True}, "answer.wrong_type", "days"),
        ("number", {"days": [1]}, "answer.wrong_type", "days"),
        ("number", {"days": 1.234}, "answer.not_whole", "days"),
        ("number", {"rent": 1.234}, "answer.too_many_decimals", "rent"),
        ("number", {"rent": 10**5000}, "answer.too_large", "rent"),
        ("number", {"rent": -(10**5000)}, "answer.too_small", "rent"),
        ("number", {"rent": 1e300}, "answer.too_large", "rent"),
        ("number", {"rent": float("nan")}, "answer.not_a_number", "rent"),
        ("number", {"rent": float("-inf")}, "answer.not_a_number", "rent"),
        ("texts", {"one-line": 3}, "answer.wrong_type", "one-line"),
        ("texts", {"one-line": "\ud800"}, "answer.bad_characters", "one-line"),
        ("about-you", {CONSENT: "yes"}, "answer.wrong_type", CONSENT),
        ("about-you", {"age": "under-25"}, "answer.consent_needed", CONSENT),
        ("scale", {"strange": 1}, "answer.unknown_question", "strange"),
        ("scale", {"a\0": 1}, "answer.unknown_question", "a\ufffd"),
        ("scale", {3: 1}, "answer.wrong_type", ""),
        ("scale", [], "answer.wrong_type", ""),
        ("scale", None, "answer.wrong_type", ""),
    ],
)
def test_json_of_the_wrong_type_is_a_problem(name: str, answers: Any, code: str, where: str) -> None:
    assert (code, where) in {
        (problem.code, problem.where) for problem in check(PLANS[name], answers).problems
    }


def test_a_language_the_survey_does_not_offer_is_a_problem() -> None:
    assert check(PLANS["scale"], {}, "fr").problems == (Problem("language.unknown", "", {"language": "fr"}),)


STRANGE = st.text(st.characters(), max_size=30)


@st.composite
def forms(draw: st.DrawFn) -> tuple[Plan, str, dict[str, list[str]]]:
    """A page, and a form that may be sensible, forged or strange."""
    plan = PLANS[draw(st.sampled_from(tiny.NAMES))]
    page = draw(st.sampled_from(plan.pages))
    known = [field for question in page.questions for field in question.fields] + [CONSENT]
    options = [option for question in page.questions for option in question.options]
    value = st.sampled_from([*options, "12", "1,5", "", "word"]) | STRANGE
    keys = st.sampled_from(known) | STRANGE
    return plan, page.id, draw(st.dictionaries(keys, st.lists(value, max_size=4), max_size=5))


@given(forms())
def test_any_form_gives_values_or_problems(case: tuple[Plan, str, dict[str, list[str]]]) -> None:
    plan, page_id, form = case
    before = copy.deepcopy(form)
    reading = read(plan, page_id, form)
    assert form == before
    assert set(reading.values) <= reading.keys
    assert {problem.where for problem in reading.problems}.isdisjoint(reading.values)
    assert len({problem.where for problem in reading.problems}) == len(reading.problems)
    json.dumps(reading.values, allow_nan=False).encode()
    json.dumps(reading.raw, ensure_ascii=False).encode()


@given(forms())
def test_values_read_again_are_the_same(case: tuple[Plan, str, dict[str, list[str]]]) -> None:
    plan, page_id, form = case
    values = read(plan, page_id, form).values
    assert read(plan, page_id, as_form(plan.page(page_id), values)).values == values
    kept = json.loads(json.dumps(values))
    assert check(plan, kept).values == counted(plan, values)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | STRANGE
    | st.sampled_from(["damp", "yes", "1.5"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRANGE, inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(tiny.NAMES), st.data())
def test_any_json_is_checked_without_an_exception(name: str, data: st.DataObject) -> None:
    plan = PLANS[name]
    keys = st.sampled_from([*sorted(plan.keys), CONSENT]) | STRANGE
    answers = data.draw(JSON | st.dictionaries(keys, JSON, max_size=5))
    checked = check(plan, answers, data.draw(st.none() | STRANGE))
    assert counted(plan, checked.values) == checked.values
    json.dumps(checked.values, allow_nan=False).encode()
    json.dumps([problem.to_json() for problem in checked.problems], ensure_ascii=False).encode()


def test_a_problem_repeats_forged_words_only_as_they_can_be_shown() -> None:
    (problem,) = check(PLANS["scale"], {}, "\ud800" * 1000).problems
    assert problem.parameters == {"language": "\ufffd" * 100}
