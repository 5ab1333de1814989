"""What every kind of question promises, asked of each; a kind that is added is found here by itself."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.answers import as_form, read
from surveys.checking import check
from surveys.document import Survey
from surveys.problems import Problem
from surveys.publishing import check as faults_of
from surveys.questions import Asked
from surveys.tally import Columns
from surveys.tally.coding import coded, countables
from tests.surveys.examples import example, kinds

TEMPLATES = Path(__file__).parents[2] / "templates"
FLOORS = ("public/questions", "answers", "print/questions")
MEGABYTE = 1_000_000
LONGEST_KEPT = 250_000
"""Bytes of JSON: ten code points for each of the characters the longest text may have, and room to spare."""

a_few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For each kind. Megabytes take a while to make, and no test says how long."""


@kinds
def test_each_kind_has_a_tiny_survey_that_may_be_published_in_english_and_arabic(kind: str) -> None:
    survey = example(kind).survey
    assert faults_of(survey, ["en", "ar"]) == []


@kinds
@pytest.mark.parametrize("floor", FLOORS)
def test_each_kind_has_its_template_on_every_floor(kind: str, floor: str) -> None:
    assert (TEMPLATES / floor / f"{kind}.html").is_file()


@kinds
def test_its_canonical_form_reads_as_the_same_survey(kind: str) -> None:
    survey = example(kind).survey
    again = Survey.from_json(survey.canonical())
    assert again.canonical() == survey.canonical()
    assert Survey.from_json(json.dumps(survey.to_json())) == survey


@kinds
def test_its_fields_are_its_own_and_each_has_one_name(kind: str) -> None:
    question = example(kind).question
    assert all(field == question.id or field.startswith(f"{question.id}.") for field in question.fields)
    assert len(set(question.fields)) == len(question.fields)
    assert bool(question.fields) is bool(question.keys)


@kinds
@given(st.integers(0, 2**32))
@a_few
def test_an_answer_typed_is_read_as_that_answer(kind: str, seed: int) -> None:
    each = example(kind)
    answer = each.drawn(Random(seed))
    if answer is None:
        return
    form = each.question.typed(answer)
    assert form is not None
    assert set(form) <= set(each.question.fields)
    assert each.read(form) == answer


@kinds
@given(st.integers(0, 2**32))
@a_few
def test_an_answer_comes_back_from_a_page_and_from_json(kind: str, seed: int) -> None:
    each = example(kind)
    answer = each.drawn(Random(seed))
    if answer is None:
        return
    given_answers = each.answers(answer)
    form = as_form(each.plan.page(each.page_id), given_answers)
    assert read(each.plan, each.page_id, form).values == given_answers
    checked = check(each.plan, json.loads(json.dumps(given_answers)))
    assert checked.values.get(each.question.id) == answer
    assert [problem for problem in checked.problems if problem.code != "answer.required"] == []


@kinds
@given(st.lists(st.integers(0, 2**32), max_size=5))
@a_few
def test_answers_can_be_counted(kind: str, seeds: list[int]) -> None:
    each = example(kind)
    answers = [answer for seed in seeds if (answer := each.drawn(Random(seed))) is not None]
    responses = [coded(each.plan, {each.question.id: answer}) for answer in answers]
    Columns.from_responses(countables(each.plan), responses)  # refuses what is not on offer
    counted = {one.id for one in each.question.counted()}
    for response in responses:
        assert set(response) <= counted
        assert bool(response) is bool(counted)


@kinds
def test_what_is_counted_has_names_of_its_own(kind: str) -> None:
    question = example(kind).question
    counted = question.counted()
    assert len({one.id for one in counted}) == len(counted)
    for one in counted:
        options = [option.id for option in one.options]
        assert one.id == question.id or one.id.startswith(f"{question.id}.")
        assert len(set(options)) == len(options)
        assert one.outside <= set(options)
        assert bool(options) is (one.kind != "number")
        assert one.label is not None or len(counted) == 1


def values_for(question: Asked) -> st.SearchStrategy[str]:
    """What may stand in a field: what belongs there, and everything else."""
    offered = {option.id for one in question.counted() for option in one.options}
    offered |= {option.id for option in question.choices}
    hostile = ["", " ", "\0", "\ud800", "\u202e", "0", "-1", "1e9", "١", "NaN", "on", "true", "9" * 5000]
    large = st.sampled_from("9x\0\u0301\n").map(lambda letter: letter * MEGABYTE)
    return st.sampled_from([*sorted(offered), *hostile]) | st.text(max_size=20) | large


@kinds
@given(data=st.data())
@a_few
def test_any_form_gives_an_answer_or_a_problem_at_one_of_its_fields(kind: str, data: st.DataObject) -> None:
    each = example(kind)
    question = each.question
    names = st.sampled_from([*question.fields, question.id, f"{question.id}.", f"{question.id}.no-such"])
    form = data.draw(st.dictionaries(names, st.lists(values_for(question), max_size=3), max_size=8))
    found = each.read(form)
    if isinstance(found, Problem):
        assert found.where in question.fields
        assert found.code.startswith("answer.")
        assert all(len(str(value)) <= 100 for value in found.parameters.values())
    elif found is not None:
        assert len(json.dumps(found)) < LONGEST_KEPT
        typed = question.typed(found)
        assert typed is not None
        assert each.read(typed) == found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


@kinds
@given(data=st.data())
@a_few
def test_any_json_gives_an_answer_or_a_problem_at_the_question(kind: str, data: st.DataObject) -> None:
    each = example(kind)
    answer = each.drawn(Random(1))
    parts = JSON | st.just(answer)
    if isinstance(answer, dict):  # an object of the right keys, with anything in it
        parts |= st.dictionaries(
            st.sampled_from(sorted(answer)), JSON | values_for(each.question), min_size=1
        )
    given_answers = each.answers(data.draw(parts))
    checked = check(each.plan, given_answers)
    problems = [problem for problem in checked.problems if problem.code != "answer.required"]
    assert all(problem.where in {*given_answers, *each.question.fields} for problem in problems)
    kept = checked.values.get(each.question.id)
    if kept is not None:
        assert check(each.plan, each.answers(kept)).values[each.question.id] == kept


@kinds
def test_an_object_with_a_key_nobody_asked_for_is_refused_and_not_left_out(kind: str) -> None:
    each = example(kind)
    checked = check(each.plan, each.answers({"no-such-key": "x"}))
    assert each.question.id not in checked.values
    assert each.question.id in {problem.where for problem in checked.problems}
