"""Kinds that are answered in several fields: matrix, statements, ranking and budget."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import read
from surveys.checking import check
from surveys.plan import Plan
from surveys.problems import Problem
from surveys.publishing import check as faults_of
from surveys.tally.coding import coded
from tests.surveys import tiny

Json = dict[str, Any]
PAGE = "repairs"
MATRIX, STATEMENTS, RANKING, BUDGET = (
    tiny.plan(kind) for kind in ("matrix", "statements", "ranking", "budget")
)


def changed(kind: str, **changes: Any) -> Json:
    document = tiny.document(kind)
    document["pages"][0]["questions"][0].update(changes)
    return document


def with_changes(kind: str, **changes: Any) -> Plan:
    return tiny.compiled(changed(kind, **changes))


def fields(question: str, **values: str) -> dict[str, list[str]]:
    return {f"{question}.{part}": [value] for part, value in values.items()}


def said(plan: Plan, form: dict[str, list[str]]) -> object:
    """The answer, or what is wrong with it; None where there is neither."""
    found = read(plan, PAGE, form)
    return found.problems[0] if found.problems else next(iter(found.values.values()), None)


def codes_of_faults(document: Json) -> set[str]:
    return {problem.code for problem in faults_of(tiny.Survey.from_json(document), ["en", "ar"])}


def test_a_matrix_keeps_one_point_for_each_row_in_the_documents_order() -> None:
    answer = {"speed": "never", "fairness": "do-not-know", "reach": "always"}
    assert said(MATRIX, fields("repairs", reach="always", fairness="do-not-know", speed="never")) == answer


def test_where_every_row_is_asked_for_the_first_that_is_missing_is_told() -> None:
    problem = said(MATRIX, fields("repairs", speed="never", reach="always"))
    assert problem == Problem("answer.line_missing", "repairs.fairness")
    assert said(MATRIX, {}) is None  # the question itself may be left out


def test_where_some_rows_will_do_one_is_enough_and_none_is_too_few() -> None:
    plan = with_changes("matrix", every_row=False, required=True)
    assert said(plan, fields("repairs", reach="always")) == {"reach": "always"}
    assert said(plan, {}) == Problem("answer.required", "repairs")


def test_a_forged_point_is_told_at_its_row() -> None:
    problem = said(MATRIX, fields("repairs", speed="never", fairness="agree"))
    assert problem == Problem("answer.unknown_option", "repairs.fairness", {"value": "agree"})


@pytest.mark.parametrize(
    "wrong", [{"speed": 1}, {"nobody": "never"}, ["never"], "never", {"speed": ["never"]}]
)
def test_a_matrix_in_json_is_an_object_of_its_rows(wrong: object) -> None:
    assert check(MATRIX, {"repairs": wrong}).problems == (
        Problem("answer.wrong_type", "repairs", {"expected": "object"}),
    )


def test_each_row_of_a_matrix_is_counted_as_an_ordered_scale() -> None:
    counted = MATRIX.question("repairs").asked.counted()
    assert [one.id for one in counted] == ["repairs.speed", "repairs.fairness", "repairs.reach"]
    assert all(one.is_ordered and one.outside == {"do-not-know"} for one in counted)
    answer = {"repairs": {"speed": "never", "reach": "always"}}
    assert coded(MATRIX, answer) == {"repairs.speed": "never", "repairs.reach": "always"}


def test_rows_need_names_of_their_own() -> None:
    row = {"id": "speed", "text": {"en": "Speed", "ar": "السرعة"}}
    assert codes_of_faults(changed("matrix", rows=[row, row])) == {"survey.double_id"}


def test_the_id_of_a_row_leaves_room_for_that_of_its_question() -> None:
    row = {"id": "r" * 64, "text": {"en": "Speed", "ar": "السرعة"}}
    assert codes_of_faults(changed("matrix", rows=[row])) == set()
    assert codes_of_faults(changed("matrix", rows=[row], id="q" * 16)) == {"survey.too_long"}


def test_statements_are_agreed_with_disagreed_with_passed_over_or_left_out() -> None:
    form = fields("views", person="agree", told="pass")
    assert said(STATEMENTS, form) == {"person": "agree", "told": "pass"}
    assert coded(STATEMENTS, {"views": said(STATEMENTS, form)}) == {
        "views.person": "agree",
        "views.told": "pass",
    }


def test_a_survey_takes_fifty_statements_and_no_more() -> None:
    statements = [{"id": f"s{number}", "text": {"en": "?", "ar": "؟"}} for number in range(51)]
    assert tiny.refusals(changed("statements", statements=statements[:50])) == ()
    assert tiny.refusals(changed("statements", statements=statements)) != ()


def test_a_ranking_lists_items_by_their_places() -> None:
    form = fields("priorities", speed="2", reach="1", language="٣")
    assert said(RANKING, form) == ["reach", "speed", "language"]
    assert said(RANKING, fields("priorities", reach="1")) == ["reach"]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"speed": "1", "reach": "1"}, Problem("answer.same_place", "priorities.reach", {"place": 1})),
        ({"reach": "2"}, Problem("answer.place_missing", "priorities.speed", {"place": 1})),
        ({"speed": "1", "reach": "3"}, Problem("answer.place_missing", "priorities.fairness", {"place": 2})),
        ({"speed": "4"}, Problem("answer.not_a_place", "priorities.speed", {"last": 3})),
        ({"speed": "0"}, Problem("answer.not_a_place", "priorities.speed", {"last": 3})),
        ({"speed": "first"}, Problem("answer.not_a_place", "priorities.speed", {"last": 3})),
    ],
)
def test_places_are_given_once_each_and_none_is_passed_over(form: dict[str, str], problem: Problem) -> None:
    assert said(RANKING, fields("priorities", **form)) == problem


def test_where_every_place_must_be_given_the_first_that_is_not_is_told() -> None:
    plan = with_changes("ranking", least=3)
    problem = said(plan, fields("priorities", speed="1", reach="2"))
    assert problem == Problem("answer.place_missing", "priorities.fairness", {"place": 3})
    assert said(plan, {}) is None


def test_a_ranking_in_json_gives_no_item_two_places() -> None:
    problems = check(RANKING, {"priorities": ["speed", "reach", "speed"]}).problems
    assert problems == (Problem("answer.too_many", "priorities.speed", {"limit": 1}),)


def test_of_a_ranking_the_first_place_is_counted_and_nothing_else() -> None:
    (counted,) = RANKING.question("priorities").asked.counted()
    assert counted.id == "priorities.first"
    assert coded(RANKING, {"priorities": ["reach", "speed"]}) == {"priorities.first": "reach"}


@pytest.mark.parametrize("changes", [{"places": 5}, {"places": 2, "least": 3}])
def test_more_places_than_items_cannot_be_given(changes: dict[str, int]) -> None:
    assert codes_of_faults(changed("ranking", **changes)) == {"survey.too_large"}


def test_a_budget_gives_nothing_to_what_is_left_empty() -> None:
    form = fields("spending", speed="60", reach="٤٠")
    assert said(BUDGET, form) == {"speed": 60, "fairness": 0, "reach": 40}
    assert said(BUDGET, fields("spending", speed="", reach=" ")) is None


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"speed": "90"}, Problem("answer.total_left", "spending.speed", {"left": 10, "total": 100})),
        ({"speed": "0"}, Problem("answer.total_left", "spending.speed", {"left": 100, "total": 100})),
        (
            {"speed": "90", "reach": "40"},
            Problem("answer.total_over", "spending.speed", {"over": 30, "total": 100}),
        ),
        ({"speed": "101"}, Problem("answer.too_large", "spending.speed", {"maximum": 100})),
        ({"reach": "-1"}, Problem("answer.too_small", "spending.reach", {"minimum": 0})),
        ({"reach": "2.5"}, Problem("answer.not_whole", "spending.reach")),
        ({"reach": "half"}, Problem("answer.not_a_number", "spending.reach")),
    ],
)
def test_a_budget_says_how_much_is_left_or_too_much(form: dict[str, str], problem: Problem) -> None:
    assert said(BUDGET, fields("spending", **form)) == problem


@given(st.integers(0, 2**32), st.integers(2, 10**9))
def test_a_budget_that_is_made_up_adds_up(seed: int, total: int) -> None:
    question = with_changes("budget", total=total).question("spending")
    drawn = question.asked.drawn(Random(seed))
    assert isinstance(drawn, dict)
    assert sum(drawn.values()) == total
    assert min(drawn.values()) >= 0


def test_of_a_budget_what_got_the_most_is_counted_all_of_it_where_several_did() -> None:
    shares = {"speed": 45, "fairness": 10, "reach": 45}
    assert coded(BUDGET, {"spending": shares}) == {"spending.largest": ["speed", "reach"]}


@pytest.mark.parametrize(
    "wrong", [{"speed": "100"}, {"speed": 100.5}, {"speed": True}, {"nobody": 100}, [100]]
)
def test_a_budget_in_json_is_an_object_of_whole_numbers(wrong: object) -> None:
    assert check(BUDGET, {"spending": wrong}).problems == (
        Problem("answer.wrong_type", "spending", {"expected": "object"}),
    )


def test_a_share_of_any_size_in_json_is_only_too_large() -> None:
    assert check(BUDGET, {"spending": {"speed": 10**400}}).problems == (
        Problem("answer.too_large", "spending.speed", {"maximum": 100}),
    )


@pytest.mark.parametrize("kind", ["matrix", "statements", "ranking", "budget"])
def test_no_condition_looks_into_an_answer_of_several_parts(kind: str) -> None:
    document = tiny.document(kind)
    question = document["pages"][0]["questions"][0]["id"]
    condition = {"op": "selected", "args": [{"answer": question}, {"value": "speed"}]}
    after = tiny.yes_or_no("after", condition=condition)
    document["pages"].append({"id": "after", "title": {"en": "Page", "ar": "صفحة"}, "questions": [after]})
    assert "survey.expression_wrong_type" in codes_of_faults(document)
