import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import as_form, counted, read
from surveys.checking import check
from surveys.codes_and_words import questions_in_words, split, together
from surveys.document import Survey
from surveys.plan import compile_plan
from surveys.problems import Problem
from surveys.publishing import check as publishable
from surveys.repeats import MOST_ENTRIES, MOST_NUMBERS, entries, next_number, with_entry, without_entry
from surveys.routing import place
from surveys.tally import Columns
from surveys.tally.coding import coded, countables
from tests.surveys import households

PLAN = households.plan()
TWO = {"damp": "wet", "people": [{"age": 4, "said": "Cold."}, {"age": 40, "effects": ["cold"]}]}


def faults(document: dict[str, Any]) -> list[tuple[str, str]]:
    found = publishable(Survey.from_json(document), ["en", "ar"])
    return [(problem.code, problem.where) for problem in found]


def test_a_repeat_can_be_published() -> None:
    assert faults(households.document()) == []


def test_a_repeat_never_asks_about_the_person() -> None:
    document = households.document()
    reason = {"why": households.both("Why", "لماذا"), "consent": households.both("I agree", "أوافق")}
    about = {
        **households.question("disability", "about_you", options=households.options("yes", "no")),
        "prefer_not_to_say": households.both("Rather not say", "أفضل عدم الإجابة"),
    }
    document["pages"][1]["questions"].append(about)
    assert ("survey.repeat_about_you", "/pages/1/questions/4") in faults(document)
    document["pages"] = [document["pages"][0], {**document["pages"][1], "about_you": reason}]
    assert ("survey.repeat_about_you", "/pages/1/repeat") in faults(document)


@pytest.mark.parametrize("taken", ["damp", "age", "more"])
def test_the_id_of_a_repeat_is_no_questions(taken: str) -> None:
    assert "survey.double_id" in dict(faults(households.document(id=taken)))


def test_more_must_be_asked_for_than_are_the_least_and_something_of_each() -> None:
    assert faults(households.document(least=3, most=2)) == [("survey.too_small", "/pages/1/repeat/most")]
    document = households.document()
    document["pages"][1] |= {"questions": [], "intro": households.both("Words", "كلمات")}
    assert faults(document) == [("survey.repeat_empty", "/pages/1/repeat")]


@pytest.mark.parametrize("limits", [{"most": 0}, {"most": 51}, {"least": -1}, {"most": "3"}, {"most": True}])
def test_a_repeat_is_bounded(limits: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="/pages/1/repeat/"):
        households.survey(**limits)


def test_no_condition_looks_into_a_repeat_from_outside() -> None:
    document = households.document()
    document["pages"][2]["condition"] = households.equals("mould", "much")
    assert faults(document) == [("survey.expression_many_entries", "/pages/2/condition/args/0/answer")]


def test_each_entry_is_asked_what_its_condition_says() -> None:
    path = place(PLAN, TWO)
    assert path.pages == ("home", "household", "after")
    assert path.questions == {"damp", "more"}
    asked = path.entries["household"]
    assert [entry.number for entry in asked.there] == [1, 2]
    assert all("mould" in entry.questions for entry in (*asked.there, asked.added))
    assert "mould" not in place(PLAN, {**TWO, "damp": "dry"}).entries["household"].there[0].questions


def test_the_next_entry_has_the_next_number_until_there_are_as_many_as_there_may_be() -> None:
    asked = place(PLAN, TWO).entries["household"]
    assert asked.added.number == 3
    assert asked.entry(3) is asked.added
    full = place(PLAN, {"people": [{"age": 1}] * 3}).entries["household"]
    assert full.is_full
    assert full.entry(4) is None


def test_a_repeat_is_incomplete_while_there_are_too_few_or_one_lacks_an_answer() -> None:
    plan = households.plan(least=1)
    for answers, page in [
        ({"damp": "dry"}, "household"),
        ({"damp": "dry", "people": [{}]}, "household"),
        ({"damp": "dry", "people": [None, {"age": 3}]}, None),
    ]:
        assert place(plan, answers).first_incomplete(answers) == page


def test_what_one_entry_said_is_out_of_sight_of_the_next() -> None:
    """Drawn as a draft may have it: a condition on the same page, which publishing refuses, sees its own entry only."""
    document = households.document()
    document["pages"][1]["questions"][3]["condition"] = households.equals("mould", "much")
    plan = compile_plan(Survey.from_json(document))
    path = place(plan, {"damp": "wet", "people": [{"age": 1, "mould": "much"}, {"age": 2}]})
    first, second = path.entries["household"].there
    assert "said" in first.questions
    assert "said" not in second.questions
    assert "said" not in path.entries["household"].added.questions


def test_one_page_is_read_for_one_entry_and_touches_no_other() -> None:
    form = {"age": ["٤١"], "effects": ["noise", "cold"], "said": [" Loud. "]}
    reading = read(PLAN, "household", form, entry=2)
    assert reading.entry == ("people", 2)
    merged = reading.merged(TWO)
    assert merged["people"][1] == {"age": 41, "effects": ["cold", "noise"], "said": "Loud."}
    assert merged["people"][0] == TWO["people"][0]
    assert TWO["people"][1] == {"age": 40, "effects": ["cold"]}


@pytest.mark.parametrize("number", [3, 4, 999_999_999])
def test_adding_beyond_the_end_adds_exactly_one(number: int) -> None:
    merged = read(PLAN, "household", {"age": ["7"]}, entry=number).merged(TWO)
    assert merged["people"][2:] == [{"age": 7}]


def test_an_entry_is_filled_in_again_as_it_was() -> None:
    page = PLAN.page("household")
    for _, entry in entries(TWO, "people"):
        assert read(PLAN, "household", as_form(page, entry)).values == entry


def test_removing_leaves_every_other_entry_its_number_and_its_answers() -> None:
    left = without_entry(TWO, "people", 1)
    assert entries(left, "people") == [(2, TWO["people"][1])]
    assert next_number(left, "people") == 3
    assert without_entry(left, "people", 1) == left


def test_numbers_are_given_again_before_a_list_grows_without_end() -> None:
    answers: dict[str, Any] = {"people": [{"age": 1}]}
    for _ in range(2 * MOST_NUMBERS):
        added = next_number(answers, "people")
        answers = without_entry(with_entry(answers, "people", added, {"age": 2}), "people", added)
    assert len(answers["people"]) <= MOST_NUMBERS
    assert [entry for _, entry in entries(answers, "people")] == [{"age": 1}]


def test_codes_and_words_of_each_entry_are_told_apart() -> None:
    codes, words = split(PLAN, {**TWO, "more": "Please."})
    assert codes == {"damp": "wet", "people": [{"age": 4}, {"age": 40, "effects": ["cold"]}]}
    assert words == {"people": [{"said": "Cold."}, {}], "more": "Please."}
    assert "people" not in split(PLAN, {"people": [{"age": 1}]})[1]


def test_answers_given_as_json_are_checked_entry_by_entry() -> None:
    assert check(PLAN, TWO).problems == ()
    assert check(PLAN, TWO).values == TWO
    wrong = {"damp": "dry", "people": [{"age": 200}, {"age": 3, "height": 1}, "Ann", {}]}
    assert check(households.plan(most=4), wrong).problems == (
        Problem("answer.too_large", "people/0/age", {"maximum": 120}),
        Problem("answer.unknown_question", "people/1/height"),
        Problem("answer.wrong_type", "people/2", {"expected": "object"}),
        Problem("answer.required", "people/2/age"),
    )


def test_a_question_of_a_repeat_has_no_answer_outside_of_it() -> None:
    assert check(PLAN, {"damp": "dry", "age": 4}).problems == (Problem("answer.unknown_question", "age"),)


@pytest.mark.parametrize("given", [3, "Ann", {"0": {}}, True])
def test_what_is_no_list_is_no_repeat(given: object) -> None:
    problem = Problem("answer.wrong_type", "people", {"expected": "list"})
    assert check(PLAN, {"damp": "dry", "people": given}).problems == (problem,)


def test_too_few_and_too_many_entries_are_told_with_their_limit() -> None:
    plan = households.plan(least=2, most=2)
    too_few = Problem("answer.too_few_entries", "people", {"minimum": 2})
    assert check(plan, {"damp": "dry", "people": [None, {"age": 1}]}).problems == (too_few,)
    many = check(plan, {"damp": "dry", "people": [{"age": 1}] * 9_000})
    assert many.problems[0] == Problem("answer.too_many_entries", "people", {"limit": 2})


def test_what_counts_has_no_gaps_and_nothing_that_was_not_asked() -> None:
    people = [None, {"age": 3, "mould": "much"}, None, {"age": 5}]
    assert counted(PLAN, {"damp": "dry", "people": people})["people"] == [{"age": 3}, {"age": 5}]
    assert "people" not in counted(PLAN, {"damp": "dry", "people": [None]})


def test_people_are_counted_and_not_entries() -> None:
    responses = [
        {"people": [{"age": 1, "effects": ["cold", "noise"]}, {"age": 2, "effects": ["cold"]}]},
        {"people": [{"age": 3, "effects": ["none"]}, {"age": 4, "effects": ["noise"], "mould": "much"}]},
        {"damp": "dry"},
    ]
    columns = Columns.from_responses(countables(PLAN), [coded(PLAN, one) for one in responses])
    assert columns["effects"].chosen.tolist() == [[True, True, False], [False, True, True], [False] * 3]
    assert columns["mould"].question.kind == "many"
    assert columns["mould"].answered.tolist() == [False, True, False]
    assert "age" not in columns.by_question
    assert columns["people"].values[:2].tolist() == [2, 2]
    assert columns["people"].answered.tolist() == [True, True, False]


def test_who_wrote_something_is_one_person_however_many_entries_say_it() -> None:
    answers = {"people": [{"said": "a"}, {"said": "b"}], "more": "c", "damp": "wet"}
    assert questions_in_words(PLAN, answers) == {"said", "more"}


# Properties

AN_ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(0, 120),
        "effects": st.sampled_from([["cold"], ["cold", "noise"], ["none"]]),
        "mould": st.sampled_from(["much", "little"]),
        "said": st.text("abc", min_size=1),
    },
)
PEOPLE = st.lists(st.none() | AN_ENTRY, max_size=6)
ANSWERS = st.fixed_dictionaries(
    {}, optional={"damp": st.sampled_from(["wet", "dry"]), "people": PEOPLE, "more": st.just("yes")}
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(ANSWERS)
def test_the_path_is_a_function_that_changes_nothing(answers: dict[str, Any]) -> None:
    before = copy.deepcopy(answers)
    path = place(PLAN, answers)
    assert answers == before
    assert place(PLAN, dict(reversed(answers.items()))) == path


@given(ANSWERS)
def test_only_what_counts_decides_the_path(answers: dict[str, Any]) -> None:
    path = place(PLAN, answers)
    again = place(PLAN, counted(PLAN, answers, path))
    assert again.pages == path.pages
    assert [entry.questions for entry in again.entries["household"].there] == [
        entry.questions for entry in path.entries["household"].there
    ]


@given(ANSWERS)
def test_every_entry_that_is_there_can_be_reached_and_no_other(answers: dict[str, Any]) -> None:
    asked = place(PLAN, answers).entries["household"]
    live = {number for number, _ in entries(answers, "people")}
    assert {entry.number for entry in asked.there} == live
    for number in range(-1, 10):
        is_added = number == next_number(answers, "people") and not asked.is_full
        assert (asked.entry(number) is not None) == (number in live or is_added)


@given(ANSWERS, st.integers(-1, 8))
def test_removing_moves_and_loses_no_answer_but_the_one_removed(answers: dict[str, Any], number: int) -> None:
    left = without_entry(answers, "people", number)
    expected = [(found, entry) for found, entry in entries(answers, "people") if found != number]
    assert entries(left, "people") == expected
    assert {key: left[key] for key in left if key != "people"} == {
        key: answers[key] for key in answers if key != "people"
    }


@given(PEOPLE, st.lists(st.tuples(st.booleans(), st.integers(1, 9), AN_ENTRY), max_size=12))
def test_any_interleaving_of_adding_changing_and_removing_keeps_every_entry_its_own(
    people: list[Any], steps: list[tuple[bool, int, dict[str, Any]]]
) -> None:
    """A model by number, as a careful clerk would keep it, agrees with the list after every step."""
    answers: dict[str, Any] = {"people": people}
    clerk = dict(entries(answers, "people"))
    for is_removal, number, entry in steps:
        if is_removal:
            answers = without_entry(answers, "people", number)
            clerk.pop(number, None)
        else:
            told = min(number, next_number(answers, "people"))
            answers = with_entry(answers, "people", number, entry)
            clerk[told] = entry
        assert dict(entries(answers, "people")) == clerk


@given(ANSWERS)
def test_told_apart_and_put_together_again_nothing_is_lost(answers: dict[str, Any]) -> None:
    assert together(*split(PLAN, answers)) == answers


@given(ANYTHING)
def test_any_json_gives_values_or_problems(given: Any) -> None:
    checked = check(PLAN, {"damp": "dry", "people": given})
    assert checked.problems or all(isinstance(entry, dict) for entry in checked.values.get("people", []))
    assert len(checked.values.get("people", [])) <= MOST_ENTRIES
