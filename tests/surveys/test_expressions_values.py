"""What each operator gives, and what it gives when something is missing; three-valued logic against a plain reading."""

import itertools
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.expressions import compile as compiling
from surveys.expressions import judge
from surveys.expressions.compile import condition, truth, value
from surveys.expressions.parsing import parse
from surveys.expressions.scope import Around, Scope
from surveys.expressions.tree import (
    ARITY,
    AnswerTo,
    Operation,
    Operator,
    Value,
    answers_named,
    operators_used,
)
from surveys.expressions.values import LONGEST_WORDS, words

NOW = datetime(2026, 11, 27, 23, 30, tzinfo=timezone(timedelta(hours=1)))
ANSWERS = {
    "age": 42,
    "rent": "612.50",
    "name": "Zoë van  Dam",
    "born": "1984-02-29",
    "seen": "2026-11-27T08:00:00+01:00",
    "one": "damp",
    "many": ["damp", "lift"],
    "yes": True,
    "person": [{"years": 40, "pet": "cat"}, {"years": None}, {"years": "7.5", "pet": "dog"}],
    "points": {"roads": 30, "parks": 70},
    "none": None,
}
AROUND = Around(repeats={"years": "person", "pet": "person"}, owner="kept")


def given_(text: str, scope: Scope | None = None) -> Any:
    """What a text gives, numbers as they are written."""
    found = value(parse(text), AROUND)(scope or Scope(ANSWERS, now=NOW))
    return words(found) if isinstance(found, Decimal) else found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${age} + 0.1", "42.1"),
        ("0.1 + 0.2", "0.3"),
        ("${rent} * 12", "7350"),
        ("${rent} - 1000", "-387.5"),
        ("1 div 3 * 3", "0.9999999999999999999999999999999999"),
        ("7 mod -3", "1"),
        ("-7 mod 3", "-1"),
        ("5.5 mod 2", "1.5"),
        ("-${age}", "-42"),
        ("abs(-2.5)", "2.5"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(1234.565, 2)", "1234.57"),
        ("round(1234, -2)", "1200"),
        ("int(-2.7)", "-2"),
        ("floor(-2.7)", "-3"),
        ("ceiling(-2.7)", "-2"),
        ("pow(2, 10)", "1024"),
        ("sqrt(2)", "1.414213562373095048801688724209698"),
        ("round(15 div sqrt(cos(atan(20 div 100))), 2)", "15.15"),
        ("round(exp(log(5)), 20)", "5"),
        ("log10(1000)", "3"),
        ("atan2(0, 1)", "0"),
        ("pi()", "3.141592653589793"),
        ("concat(${one}, '-', ${age}, ${none})", "damp-42"),
        ("contains(${name}, 'van')", True),
        ("starts-with(${name}, 'Zoë')", True),
        ("ends-with(${name}, 'Zoë')", False),
        ("substr(${name}, 0, 3)", "Zoë"),
        ("substr(${name}, -3)", "Dam"),
        ("substring-before('a=b=c', '=')", "a"),
        ("substring-after('a=b=c', '=')", "b=c"),
        ("substring-before('abc', '=')", ""),
        ("string-length(${name})", "12"),
        ("normalize-space(${name})", "Zoë van Dam"),
        ("regex('1011 AB', '[0-9]{4} ?[A-Z]{2}')", True),
        ("regex('x1011 AB', '[0-9]{4} ?[A-Z]{2}')", False),
        ("if(${age} > 18, 'old', 'young')", "old"),
        ("coalesce(${none}, '', ${one})", "damp"),
        ("number(' 42 ')", "42"),
        ("number(true())", "1"),
        ("string(2.50)", "2.5"),
        ("string(${yes})", "true"),
        ("today()", "2026-11-27"),
        ("now()", "2026-11-27T23:30:00+01:00"),
        ("date('2026-02-28')", "2026-02-28"),
        ("date(now())", "2026-11-27"),
        ("date(20000)", "2024-10-04"),
        ("days-between(${born}, '1984-03-01')", "1"),
        ("days-between('2026-03-01', date('2024-02-29'))", "-731"),
        ("years-between(${born}, '2026-02-28')", "41"),
        ("years-between(${born}, '2026-03-01')", "42"),
        ("today() - ${born}", "15612"),
        ("int((today() - ${born}) div 365.25)", "42"),
        ("today() + 7", "2026-12-04"),
        ("7 + today()", "2026-12-04"),
        ("today() - 27", "2026-10-31"),
        ("add-days(${born}, 366)", "1985-03-01"),
        ("decimal-date-time('1970-01-02')", "1"),
        ("decimal-date-time('1970-01-02T13:00:00+01:00')", "1.5"),
        ("format-date(${born}, '%e/%n/%y')", "29/2/84"),
        ("format-date(now(), '%d.%m.%Y %H:%M:%S')", "27.11.2026 23:30:00"),
        ("selected(${many}, 'lift')", True),
        ("count-selected(${many})", "2"),
        ("selected-at(${many}, 1)", "lift"),
        ("count(${person})", "3"),
        ("count(${years})", "3"),
        ("count-non-empty(${years})", "2"),
        ("sum(${years})", "47.5"),
        ("sum(${years} * 2)", "95"),
        ("sum(${points})", "100"),
        ("max(${years})", "40"),
        ("min(${years}, 3, ${age})", "3"),
        ("max(${born}, today())", "2026-11-27"),
        ("join(', ', ${pet})", "cat, dog"),
        ("indexed-repeat(${pet}, ${person}, 3)", "dog"),
        ("once(${age})", 42),
        ("now() > ${seen}", True),
        ("${seen} = '2026-11-27T07:00:00+00:00'", True),
        ("${born} < '2000-01-01'", True),
        ("${none} = ''", True),
        ("${one} != ''", True),
        ("'' = ${one}", False),
        ("true() = (1 < 2)", True),
    ],
)  # fmt: skip
def test_what_an_operator_gives(text: str, expected: Any) -> None:
    assert given_(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1 div 0", "0 div 0", "5 mod 0", "pow(10, 100)", "pow(9, pow(9, 9))", "pow(-8, 0.5)", "sqrt(-1)", "log(0)",
        "exp(1000)", "tan(1) * pow(10, 99) * 10", "asin(2)", "round(1, 31)", "round(1.5, 0.5)", "number('ten')",
        "number('١٢')", "number('1_0')", "number('Infinity')", "number('NaN')", "date('2026-02-31')", "date('soon')",
        "date('20261127')", "date('2026-11-27') + 9999999", "add-days('9999-12-31', 1)", "date(999999999)",
        "today() + today()", "1 - today()", "date('2026-11-27') < now()", "1 < 'x'", "${one} < ${age}",
        "true() < false()", "${many} = 'damp'", "${yes} = 1", "selected-at(${many}, 2)", "selected-at(${many}, -1)",
        "sum(${pet})", "max(${pet}, 1)", "min(${none})", "join(',', ${none})", "indexed-repeat(${pet}, ${person}, 0)",
        "indexed-repeat(${pet}, ${person}, 4)", "format-date(today(), '%b')", "format-date(today(), '%')",
        f"regex('{'a' * 3000}!', '(a|a)+b?(a|a)+')", "regex('a', '(')",
        "regex('a', ${one})", "position()", "if(${none}, 1, 2)", "${years} + 1", ". + 1", "area = 'x'",
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_missing(text: str) -> None:
    assert given_(text) is None


@pytest.mark.parametrize(
    "name", sorted(set(get_args(Operator)) - {"and", "or", "answered", "coalesce", "concat", "join", "count"})
)
def test_an_operator_with_something_missing_is_missing(name: Operator) -> None:
    fewest, _ = ARITY[name]
    some: dict[str, Any] = {"count-non-empty": 0, "sum": 0}
    for place in range(fewest):
        args = [Value(value=2) for _ in range(fewest)]
        args[place] = AnswerTo(answer="none")
        if name == "if" and place:
            args[0] = Value(value=True)
        found = value(Operation(op=name, args=tuple(args)))(Scope(ANSWERS, now=NOW))
        if name == "if" and place == 2:
            assert found == 2
        elif name in {"sum", "count-non-empty"}:
            assert found == some[name]
        else:
            assert found is None, place


def test_every_operator_is_compiled_and_judged() -> None:
    assert set(get_args(Operator)) == set(ARITY) == compiling.OPERATORS == judge.OPERATORS


def test_inside_a_repeat_an_answer_is_the_present_entrys() -> None:
    scope = Scope(ANSWERS, now=NOW)
    person = ANSWERS["person"]
    inside = scope.within(person[2], 3)
    assert (
        given_("${years} = 7.5 and position(..) = 3 and ${age} = 42 and sum(${years}) = 47.5", inside) is True
    )
    assert given_("answered(${years})", scope.within(person[1], 2)) is False


def test_a_constraint_looks_at_the_answer_it_checks_and_a_filter_at_an_option() -> None:
    assert given_(". <= ${age}", Scope(ANSWERS).checking(41)) is True
    judging = Scope(ANSWERS).judging("damp", {"area": "north"})
    assert given_("area = 'north' and . = ${one} and selected(${many}, .)", judging) is True


def test_once_gives_what_it_remembers() -> None:
    assert given_("once(${age})", Scope({"age": 43}, kept={"kept": Decimal(42)})) == "42"


def test_without_a_clock_there_is_no_today() -> None:
    assert given_("today()", Scope()) is None
    assert given_("now()", Scope()) is None


def test_words_longer_than_anybody_writes_are_missing() -> None:
    half = "x" * (LONGEST_WORDS // 2 + 1)
    assert given_("concat(${a}, ${a})", Scope({"a": half})) is None
    assert given_("join('', ${a}, ${a})", Scope({"a": half})) is None


# three-valued logic and comparisons, read off their definitions as plainly as can be


def plainly(tree: Any, answers: dict[str, Any]) -> Any:
    if not isinstance(tree, Operation):
        return answers.get(tree.answer) if isinstance(tree, AnswerTo) else tree.value
    parts = [plainly(argument, answers) for argument in tree.args]
    if tree.op in {"==", "!=", "<", ">="} and None in parts:
        return None
    return PLAIN[tree.op](*parts)


ORDER = [False, None, True]
PLAIN = {
    "answered": lambda one: one is not None,
    "not": lambda one: {True: False, False: True, None: None}[one],
    "and": lambda *parts: min(parts, key=ORDER.index),
    "or": lambda *parts: max(parts, key=ORDER.index),
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">=": lambda one, other: one >= other,
}
NUMBERS = st.integers(-2, 2)
NAMES = st.sampled_from(["a", "b", "c"])


def _op(name: str, *args: Any) -> Operation:
    return Operation.model_validate({"op": name, "args": args})


ATOMS = st.one_of(
    st.builds(
        _op,
        st.sampled_from(["==", "!=", "<", ">="]),
        NAMES.map(lambda name: AnswerTo(answer=name)),
        NUMBERS.map(lambda number: Value(value=number)) | NAMES.map(lambda name: AnswerTo(answer=name)),
    ),
    st.builds(_op, st.just("answered"), NAMES.map(lambda name: AnswerTo(answer=name))),
    st.booleans().map(lambda constant: Value(value=constant)),
)
LOGIC = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda args: _op("and", *args)),
        st.lists(inner, min_size=1, max_size=3).map(lambda args: _op("or", *args)),
        inner.map(lambda arg: _op("not", arg)),
    ),
    max_leaves=8,
)
SLOW = settings(suppress_health_check=list(HealthCheck), deadline=None)


@SLOW
@given(LOGIC, st.fixed_dictionaries(dict.fromkeys("abc", NUMBERS | st.none())))
def test_logic_in_three_values_is_as_it_is_defined(tree: Any, answers: dict[str, Any]) -> None:
    assert truth(tree)(Scope(answers)) is plainly(tree, answers)


@SLOW
@given(LOGIC, st.fixed_dictionaries(dict.fromkeys("abc", NUMBERS)))
def test_with_every_answer_given_nothing_is_unknown_and_not_turns_it_round(
    tree: Any, answers: dict[str, Any]
) -> None:
    found = truth(tree)(Scope(answers))
    assert found is not None
    assert condition(_op("not", tree))(Scope(answers)) is not found


@SLOW
@given(LOGIC, st.fixed_dictionaries(dict.fromkeys("abc", NUMBERS)), st.sets(NAMES))
def test_what_is_known_of_some_answers_stays_so_whatever_else_is_answered(
    tree: Any, answers: dict[str, Any], unanswered: set[str]
) -> None:
    if "answered" in operators_used(tree):
        return  # which asks about silence itself
    fewer = {name: answer for name, answer in answers.items() if name not in unanswered}
    known = truth(tree)(Scope(fewer))
    assert known in {None, truth(tree)(Scope(answers))}


ANYTHING = st.sampled_from([
    None, "", "x", "2026-11-30", "2026-11-30T10:00:00+00:00", "7", True, False, 0, -3, 2.5, Decimal("1e99"),
    Decimal("1e-99"), ["x", "y"], [], {"a": 1}, [{"q": 1}, {"q": "x"}], "9" * 200, float("nan"), 10**40,
])  # fmt: skip
EVERY = st.recursive(
    st.sampled_from(["a", "b", "q", "r"]).map(lambda name: AnswerTo(answer=name))
    | st.sampled_from(["", "x", "2026-11-30", "%Y", "[a-z]+", True, 0, 1, -2.5, 2**53 - 1]).map(
        lambda constant: Value(value=constant)
    ),
    lambda inner: st.sampled_from(sorted(ARITY)).flatmap(
        lambda name: st.lists(
            inner, min_size=ARITY[name][0], max_size=min(ARITY[name][1], ARITY[name][0] + 1)
        ).map(lambda args: _op(name, *args))
    ),
    max_leaves=8,
)


@SLOW
@given(EVERY, st.fixed_dictionaries(dict.fromkeys("abqr", ANYTHING)), ANYTHING)
def test_whatever_is_asked_of_whatever_answers_nothing_raises(
    tree: Any, answers: dict[str, Any], this: Any
) -> None:
    scope = Scope(answers, {"q": this}, 1, this, now=NOW)
    for around in (Around(), Around({"q": "r"}, "a")):
        assert truth(tree, around)(scope) in {True, False, None}
        assert condition(tree, around)(scope) in {True, False}
        value(tree, around)(scope)


def test_names_are_listed_in_the_order_they_are_looked_at() -> None:
    assert list(answers_named(parse("${b} + sum(${a}) > ${b}"))) == ["b", "a", "b"]


def test_the_plain_reading_agrees_with_kleenes_tables() -> None:
    for one, other in itertools.product([True, False, None], repeat=2):
        parts = {"a": one, "b": other}
        assert plainly(_op("and", AnswerTo(answer="a"), AnswerTo(answer="b")), parts) is (
            False if False in (one, other) else None if None in (one, other) else True
        )
