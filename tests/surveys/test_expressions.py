import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from surveys.document import Survey
from surveys.expressions import check, reach
from surveys.expressions.compile import condition, truth
from surveys.expressions.known import Known
from surveys.expressions.scope import Scope
from surveys.expressions.tree import AnswerTo, Expression, Operation, Value, answers_named
from surveys.questions import Asked
from tests.surveys import tiny

READ: TypeAdapter[AnswerTo | Value | Operation] = TypeAdapter(Expression)


def tree(json: Any) -> AnswerTo | Value | Operation:
    return READ.validate_python(json)


def answer(name: str) -> dict[str, Any]:
    return {"answer": name}


def op(name: str, *args: Any) -> dict[str, Any]:
    return {"op": name, "args": [arg if isinstance(arg, dict) else {"value": arg} for arg in args]}


UNKNOWN = op("==", answer("missing"), 1)
VALUES = {True: {"value": True}, False: {"value": False}, None: UNKNOWN}


@pytest.mark.parametrize(("one", "other"), list(itertools.product([True, False, None], repeat=2)))
def test_and_or_and_not_follow_kleene(one: bool | None, other: bool | None) -> None:
    expected_and = False if False in (one, other) else None if None in (one, other) else True
    expected_or = True if True in (one, other) else None if None in (one, other) else False
    assert truth(tree(op("and", VALUES[one], VALUES[other])))(Scope()) is expected_and
    assert truth(tree(op("or", VALUES[one], VALUES[other])))(Scope()) is expected_or
    assert truth(tree(op("not", VALUES[one])))(Scope()) is (None if one is None else not one)


@pytest.mark.parametrize("name", ["==", "!=", "<", "<=", ">", ">=", "selected"])
def test_anything_asked_of_a_missing_answer_is_unknown(name: str) -> None:
    assert truth(tree(op(name, answer("missing"), 1)))(Scope()) is None
    assert truth(tree(op("not", op(name, answer("missing"), 1))))(Scope()) is None


def test_answered_is_never_unknown() -> None:
    assert truth(tree(op("answered", answer("a"))))(Scope()) is False
    assert truth(tree(op("answered", answer("a"))))(Scope({"a": 0})) is True


def test_a_condition_holds_only_if_it_is_known_to_be_true() -> None:
    assert condition(tree(UNKNOWN))(Scope()) is False
    assert condition(tree(op("not", UNKNOWN)))(Scope()) is False
    assert condition(tree({"value": True}))(Scope()) is True


@pytest.mark.parametrize(
    ("expression", "answers", "expected"),
    [
        (op("==", answer("a"), "damp"), {"a": "damp"}, True),
        (op("!=", answer("a"), "damp"), {"a": "damp"}, False),
        (op("selected", answer("a"), "damp"), {"a": ["heating", "damp"]}, True),
        (op("selected", answer("a"), "damp"), {"a": ["heating"]}, False),
        (op("selected", answer("a"), "damp"), {"a": "damp"}, True),
        (op("==", answer("a"), 2.5), {"a": "2.5"}, True),
        (op("==", answer("a"), answer("b")), {"a": "2.5", "b": 2.5}, True),
        (op("<", answer("a"), 10), {"a": "9.99"}, True),
        (op(">=", answer("a"), 10), {"a": 10}, True),
        (op(">", answer("a"), 0.1), {"a": "0.1"}, False),
        (op("<", answer("a"), 10), {"a": "nine"}, None),
        (op("<", answer("a"), True), {"a": 0}, None),
        (op("==", answer("a"), 3), {"a": ["x"]}, None),
        (op("and", answer("a"), True), {"a": "yes"}, None),
    ],
)
def test_answers_are_compared_as_what_they_are(expression: Any, answers: Any, expected: bool | None) -> None:
    assert truth(tree(expression))(Scope(answers)) is expected


NAMES = st.sampled_from(["a", "b", "c"])
SCALARS = st.sampled_from(["x", "y", True, False, 0, 1, 2.5])
ANSWERS = st.dictionaries(NAMES, SCALARS | st.lists(st.sampled_from(["x", "y"])) | st.none())
EXPRESSIONS = st.recursive(
    NAMES.map(answer) | SCALARS.map(lambda value: {"value": value}),
    lambda inner: (
        st.builds(
            lambda name, args: op(name, *args),
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=1, max_size=3),
        )
        | st.builds(op, st.sampled_from(["not", "answered"]), inner)
        | st.builds(op, st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "selected"]), inner, inner)
    ),
    max_leaves=12,
)


@given(EXPRESSIONS, ANSWERS)
def test_any_expression_gives_true_false_or_unknown_for_any_answers(expression: Any, answers: Any) -> None:
    assert truth(tree(expression))(Scope(answers)) in {True, False, None}


@given(EXPRESSIONS)
def test_an_expression_is_written_as_it_was_read(expression: Any) -> None:
    assert tree(expression).model_dump(mode="json") == expression


def questions() -> dict[str, Asked]:
    names = ["choose-one", "choose-many", "number", "texts", "yes-no-unsure"]
    pages = [page for name in names for page in tiny.survey(name).pages]
    return {question.id: question for page in pages for question in page.questions}


def faults(expression: Any) -> list[tuple[str, str]]:
    problems = check.faults(tree(expression), Known(questions()), ("condition",))
    return [(problem.code.removeprefix("survey.expression_"), problem.where) for problem in problems]


@pytest.mark.parametrize(
    "expression",
    [
        op("==", answer("problem"), "damp"),
        op("==", "damp", answer("problem")),
        op("selected", answer("problems"), "none"),
        op("==", answer("go-ahead"), "unsure"),
        op("<", answer("days"), 3),
        op(">", answer("rent"), answer("days")),
        op("==", answer("one-line"), "cold"),
        op("answered", answer("many-lines")),
        op("and", op("not", op("answered", answer("problem"))), op("!=", answer("days"), 2)),
    ],
)
def test_sense_has_no_faults(expression: Any) -> None:
    assert faults(expression) == []


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (answer("problem"), [("wrong_type", "/condition")]),
        (answer("nothing"), [("unknown_question", "/condition/answer")]),
        ({"value": 3}, [("wrong_type", "/condition")]),
        (op("==", answer("problem"), "mould"), [("unknown_option", "/condition/args/1/value")]),
        (op("==", "mould", answer("problem")), [("unknown_option", "/condition/args/0/value")]),
        (op("selected", answer("problems"), "mould"), [("unknown_option", "/condition/args/1/value")]),
        (op("selected", answer("problems"), 3), [("wrong_type", "/condition/args/1")]),
        (op("selected", answer("days"), "damp"), [("wrong_type", "/condition/args/0")]),
        (op("selected", "damp", answer("problems")), [("wrong_type", "/condition/args/0")]),
        (op("==", answer("problems"), "damp"), [("wrong_type", "/condition/args/0")]),
        (op("==", answer("days"), "3"), [("wrong_type", "/condition/args/1")]),
        (op("<", answer("problem"), 3), [("wrong_type", "/condition/args/0")]),
        (op("<", answer("days"), "3"), [("wrong_type", "/condition/args/1")]),
        (op("answered", 3), [("wrong_type", "/condition/args/0")]),
        (
            op("and", answer("days"), answer("nothing")),
            [
                ("wrong_type", "/condition/args/0"),
                ("unknown_question", "/condition/args/1/answer"),
            ],
        ),
        (
            op("or", op("not", op("<", answer("nothing"), "x")), True),
            [
                ("unknown_question", "/condition/args/0/args/0/args/0/answer"),
                ("wrong_type", "/condition/args/0/args/0/args/1"),
            ],
        ),
    ],
)
def test_nonsense_is_told_with_its_place(expression: Any, found: list[tuple[str, str]]) -> None:
    assert faults(expression) == found


@given(EXPRESSIONS)
def test_any_expression_can_be_checked(expression: Any) -> None:
    for problem in check.faults(tree(expression), Known(questions())):
        assert problem.code.startswith("survey.expression_")


@pytest.mark.parametrize(
    ("expression", "outcomes"),
    [
        (op("==", answer("problem"), "damp"), {True, False}),
        (op("and", op("==", answer("problem"), "damp"), op("==", answer("problem"), "heating")), {False}),
        (op("or", op("answered", answer("problem")), op("not", op("answered", answer("problem")))), {True}),
        ({"value": True}, {True}),
        (op("<", answer("days"), 0), {False}),
        (op("<", answer("days"), 1), {True, False}),
        (op(">", answer("days"), 366), {False}),
        (op("and", op(">", answer("days"), 3), op("<", answer("days"), 4)), {False}),
        (op("and", op(">", answer("rent"), 3), op("<", answer("rent"), 4)), {True, False}),
        (op("==", answer("days"), 2.5), {False}),
        (
            op("and", op("selected", answer("problems"), "damp"), op("selected", answer("problems"), "lift")),
            {True, False},
        ),
        (op("==", answer("one-line"), "cold"), {True, False}),
        (op(">", answer("rent"), answer("days")), None),
    ],
)
def test_a_condition_that_cannot_hold_or_cannot_fail_is_known(
    expression: Any, outcomes: set[bool] | None
) -> None:
    assert reach.outcomes(tree(expression), questions()) == outcomes


def test_a_condition_too_large_to_try_is_not_judged() -> None:
    survey = Survey.from_json(
        tiny.of_pages(tiny.page("p", *[tiny.yes_or_no(f"q{index}") for index in range(9)]))
    )
    known = {question.id: question for question in survey.pages[0].questions}
    assert reach.outcomes(tree(op("and", *[tiny.is_answered_yes(name) for name in known])), known) is None


@given(
    st.integers(-1, 400), st.integers(-1, 400), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.data()
)
def test_trying_the_numbers_near_the_constants_finds_every_outcome(
    one: int, other: int, name: str, data: st.DataObject
) -> None:
    second = data.draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
    expression = tree(op("and", op(name, answer("days"), one), op(second, answer("days"), other)))
    decide = condition(expression)
    every = {decide(Scope({"days": Decimal(days)})) for days in range(367)} | {decide(Scope())}
    assert reach.outcomes(expression, questions()) == every


def test_the_questions_an_expression_looks_at_are_named_in_order() -> None:
    expression = tree(op("and", op("<", answer("b"), 3), op("answered", answer("a")), answer("b")))
    assert list(answers_named(expression)) == ["b", "a", "b"]
