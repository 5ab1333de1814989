"""The text form: what people type becomes a tree, and a tree the text that gives it again."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from surveys import versions
from surveys.expressions.parsing import parse
from surveys.expressions.printing import printed
from surveys.expressions.tokens import LONGEST_TEXT
from surveys.expressions.tree import ARITY, Expression
from surveys.problems import Problem, Refused

READ: TypeAdapter[Any] = TypeAdapter(Expression)


def canonical(tree: Any) -> bytes:
    return versions.canonical(tree.model_dump(mode="json"))


def op(name: str, *args: Any) -> dict[str, Any]:
    return {"op": name, "args": [arg if isinstance(arg, dict) else {"value": arg} for arg in args]}


def answer(name: str) -> dict[str, Any]:
    return {"answer": name}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("${age}", answer("age")),
        ("${ age }", answer("age")),
        ("../age", answer("age")),
        ("../../age = 3", op("==", answer("age"), 3)),
        (".", {"this": True}),
        ("area", {"property": "area"}),
        ("18", {"value": 18}),
        ("-2.50", {"value": -2.5}),
        (".5", {"value": 0.5}),
        ("'it''s'", {"value": "it's"}),
        ('"it\'s"', {"value": "it's"}),
        ("‘dead’", {"value": "dead"}),
        ("true()", {"value": True}),
        ("${a} = 'yes'", op("==", answer("a"), "yes")),
        (". >= 18", op(">=", {"this": True}, 18)),
        (".>=.5", op(">=", {"this": True}, 0.5)),
        ("1 + 2 * 3", op("+", 1, op("*", 2, 3))),
        ("1 - 2 - 3", op("-", op("-", 1, 2), 3)),
        ("1 + 2 + 3", op("+", 1, 2, 3)),
        ("(1 + 2) + 3", op("+", op("+", 1, 2), 3)),
        ("1 - 2 + 3 + 4", op("+", op("-", 1, 2), 3, 4)),
        ("${a} or ${b} and ${c}", op("or", answer("a"), op("and", answer("b"), answer("c")))),
        ("${a} and ${b} and ${c}", op("and", answer("a"), answer("b"), answer("c"))),
        ("not(${a} and(${b}))", op("not", op("and", answer("a"), answer("b")))),
        ("-${a}", op("neg", answer("a"))),
        ("--3", op("neg", -3)),
        ("-(3)", op("neg", 3)),
        ("4 div 2 mod 3", op("mod", op("div", 4, 2), 3)),
        ("selected (., 'no')", op("selected", {"this": True}, "no")),
        ("position(..)", op("position")),
        ("power(2, 3)", op("pow", 2, 3)),
        ("if(${a}, 'x', '')", op("if", answer("a"), "x", "")),
        ("${a}\n=\n1", op("==", answer("a"), 1)),
    ],
)
def test_what_people_type_is_read(text: str, tree: Any) -> None:
    assert canonical(parse(text)) == canonical(READ.validate_python(tree))


SCALARS = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: abs(number) < 2**53)
)
LEAVES = (
    st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True).map(answer)
    | SCALARS.map(lambda value: {"value": value})
    | st.just({"this": True})
    | st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,5}", fullmatch=True).map(lambda name: {"property": name})
)


def operations(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def of(name: Any) -> st.SearchStrategy[Any]:
        fewest, most = ARITY[name]
        return st.lists(inner, min_size=fewest, max_size=min(most, fewest + 2)).map(
            lambda args: op(name, *args)
        )

    return st.sampled_from(sorted(ARITY)).flatmap(of)


TREES = st.recursive(LEAVES, operations, max_leaves=15).map(READ.validate_python)
SLOW = settings(suppress_health_check=list(HealthCheck), deadline=None)


@SLOW
@given(TREES)
def test_a_tree_is_read_back_as_it_was_printed(tree: Any) -> None:
    assert canonical(parse(printed(tree))) == canonical(tree)


PIECES = st.sampled_from([
    "${a}", "${b}", ".", "1", "-", "2.5", "'x'", "(", ")", ",", "=", "<", "and", "or", "div", "+", "*", "not(", "if(",
    "selected(", "sum(", "true()", "\n", "name", "..", "$", "'", "é", "jr:itext(", "1e5", "[",
])  # fmt: skip


@SLOW
@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=40))
def test_any_text_is_read_or_refused_at_its_place_and_what_is_read_prints_stably(text: str) -> None:
    try:
        tree = parse(text)
    except Refused as refused:
        (problem,) = refused.problems
        assert problem.code.startswith("expression.")
        if problem.code != "expression.bad_characters":
            lines = text.split("\n")
            line, column = int(problem.parameters["line"]), int(problem.parameters["column"])
            assert 1 <= column <= len(lines[line - 1]) + 1
    else:
        assert printed(parse(printed(tree))) == printed(tree)


def refusal(text: str) -> Problem:
    with pytest.raises(Refused) as refused:
        parse(text)
    (problem,) = refused.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "expected_value", 1, 1),
        ("1 +", "expected_value", 1, 4),
        ("1 2", "expected_operator", 1, 3),
        ("(1", "open_bracket", 1, 1),
        ("not(1", "open_bracket", 1, 4),
        ("(1 2)", "expected_operator", 1, 4),
        ("1)", "expected_operator", 1, 2),
        ("${a} =\n 'yes", "open_quote", 2, 2),
        ("${a", "open_name", 1, 1),
        ("${A}", "bad_name", 1, 3),
        ("a:b", "bad_name", 1, 1),
        ("1 # 2", "unknown_sign", 1, 3),
        ("1 & 2", "unknown_sign", 1, 3),
        ("/data/a = 1", "path", 1, 1),
        ("count(..)", "path", 1, 7),
        ("1e5", "expected_operator", 1, 2),
        ("0.12345678901234567891", "bad_number", 1, 1),
        ("12345678901234567890", "bad_number", 1, 1),
        ("wobble(1)", "unknown_function", 1, 1),
        ("1 + pulldata('a', 'b', 'c', 'd')", "foreign_function", 1, 5),
        ("not()", "wrong_arity", 1, 1),
        ("true(1)", "unknown_function", 1, 1),
        ("../a/b", "path", 1, 5),
        ("../", "path", 1, 3),
        ("* + 1", "path", 1, 1),
        (" + ".join(["1"] * 101), "too_many", 1, 399),
        ("concat(" + ",".join(["1"] * 101) + ")", "too_many", 1, 207),
        (" - ".join(["1"] * 30), "too_deep", 1, 99),
        ("-" * 30 + "${a}", "too_deep", 1, 1),
        ("(" * 200 + "1" + ")" * 200, "too_deep", 1, 33),
        ("not(" * 200, "too_deep", 1, 132),
    ],
)
def test_a_slip_is_told_with_its_line_and_column(text: str, code: str, line: int, column: int) -> None:
    problem = refusal(text)
    assert (problem.code, problem.parameters["line"], problem.parameters["column"]) == (
        f"expression.{code}",
        line,
        column,
    )


@pytest.mark.parametrize("piece", ["(", "not(", "-", "1+", "'", "a", "if(1,", "1 = ", "\ud800", "\0", "${"])
def test_a_megabyte_of_hostile_text_is_refused_at_once(piece: str) -> None:
    assert refusal(piece * 1_000_000).code == "expression.too_long"
    assert refusal(piece * (LONGEST_TEXT // len(piece) - 1)).code.startswith("expression.")


@pytest.mark.parametrize("shape", ["1 or 1 and 1 = 1 < 1 + 1 * (", "-(", "if(1, 2, "])
def test_the_deepest_nesting_that_is_read_leaves_the_stack_alone(shape: str) -> None:
    assert refusal(shape * 300).code == "expression.too_deep"


def test_names_can_be_those_of_another_system() -> None:
    tree = parse("${Id10019} = 'female'", {"Id10019": "id10019"}.get)
    assert json.loads(canonical(tree)) == op("==", answer("id10019"), "female")
