"""Whether an expression is sense: kinds, names and constants, each fault at its place."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.words.sentences import SENTENCES
from surveys.expressions import check, reach
from surveys.expressions.kinds import Kind
from surveys.expressions.known import ANYWHERE, Known, Standing
from surveys.expressions.parsing import parse
from surveys.expressions.tree import ARITY, Operation
from surveys.questions import Asked
from tests.surveys import tiny


def questions() -> dict[str, Asked]:
    names = ["choose-one", "choose-many", "number", "texts", "yes-no-unsure"]
    pages = [page for name in names for page in tiny.survey(name).pages]
    return {question.id: question for page in pages for question in page.questions}


KNOWN = Known(
    questions(),
    {
        "born": "date",
        "seen": "datetime",
        "total": "number",
        "years": "number",
        "pet": "words",
        "points": "numbers",
    }
    | {"height": "number", "photo": "other", "is-old": "truth"},  # type: ignore[arg-type]
    {"years": "person", "pet": "person", "height": "tree"},
)
IN_PERSON = Standing(repeat="person")
CALCULATION = Standing(is_calculation=True)


def checked_kind(text: str, standing: Standing = ANYWHERE) -> Kind | None:
    assert check.faults(parse(text), KNOWN, wanted=EVERYTHING, standing=standing) == ()
    return check.kind(parse(text), KNOWN, standing)


EVERYTHING: Any = ["truth", "number", "choice", "choices", "words", "date", "datetime", "numbers", "entries"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("${days} + 1", "number"),
        ("${born} + 1", "date"),
        ("1 + ${born} + 1", "date"),
        ("today() - ${born}", "number"),
        ("today() - 7", "date"),
        ("now()", "datetime"),
        ("if(${is-old}, 1, ${days})", "number"),
        ("if(${is-old}, 'x', ${problem})", "words"),
        ("if(${is-old}, ${days}, '')", "number"),
        ("coalesce(${problem}, ${go-ahead})", "choice"),
        ("coalesce('', ${born})", "date"),
        ("max(${days}, 3)", "number"),
        ("max(${born}, today())", "date"),
        ("min(${years})", "number"),
        ("sum(${years} * ${days})", "number"),
        ("sum(${points}, 3)", "number"),
        ("max(${points}, 3)", "number"),
        ("count(${person})", "number"),
        ("join(', ', ${pet})", "words"),
        ("join(', ', ${problems})", "words"),
        ("indexed-repeat(${pet}, ${person}, 1)", "words"),
        ("selected-at(${problems}, 0)", "words"),
        ("${person}", "entries"),
        ("${born} < '2000-01-01'", "truth"),
        ("'2000-01-01' = ${born}", "truth"),
        ("${seen} < '2000-01-01T00:00:00Z'", "truth"),
        ("${problem} = ''", "truth"),
        ("${days} != ''", "truth"),
        ("${problems} = ''", "truth"),
        ("selected(${problems}, ${problem})", "truth"),
        ("${problem} = ${go-ahead}", "truth"),
        ("answered(${photo})", "truth"),
        ("count-selected(${problems}) > 1", "truth"),
        ("regex(${one-line}, '[0-9]+')", "truth"),
        ("format-date(${born}, '%Y')", "words"),
        ("date('2026-11-30')", "date"),
        ("string(${born})", "words"),
        ("number(${problem})", "number"),
    ],
)
def test_sense_has_a_kind(text: str, kind: Kind) -> None:
    assert checked_kind(text) == kind


def test_where_an_expression_stands_decides_what_it_may_name() -> None:
    assert checked_kind("${years} + position(..) + sum(${height})", IN_PERSON) == "number"
    assert checked_kind("once(today())", CALCULATION) == "date"
    assert checked_kind(". > ${days}", Standing(this=KNOWN.questions["rent"])) == "truth"
    filtered = Standing(this=KNOWN.questions["problems"], properties=frozenset(["area"]))
    assert checked_kind("area = ${problem} and . != 'damp' and selected(${problems}, .)", filtered) == "truth"
    assert checked_kind("selected(., 'damp')", replace(filtered, properties=None)) == "truth"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("${days} + 'x'", [("wrong_type", "/args/1")]),
        ("${born} + ${born}", [("wrong_type", "/args/1")]),
        ("1 - ${born}", [("wrong_type", "/args/1")]),
        ("${days} * ${born}", [("wrong_type", "/args/1")]),
        ("if(${days}, 1, 2)", [("wrong_type", "/args/0")]),
        ("if(${is-old}, 1, 'x')", [("wrong_type", "/args/2")]),
        ("coalesce(${nothing}, 1, 'x')", [("unknown_question", "/args/0/answer"), ("wrong_type", "/args/2")]),
        ("${born} < ${seen}", [("wrong_type", "/args/1")]),
        ("${born} < 'soon'", [("bad_date", "/args/1/value")]),
        ("${born} = '2026-02-30'", [("bad_date", "/args/1/value")]),
        ("${born} = 5", [("wrong_type", "/args/1")]),
        ("date('2026-02-30')", [("bad_date", "/args/0/value")]),
        ("${photo} = 'x'", [("wrong_type", "/args/0")]),
        ("${points} = 1", [("wrong_type", "/args/0")]),
        ("concat(${problems})", [("wrong_type", "/args/0")]),
        ("count-selected(${days})", [("wrong_type", "/args/0")]),
        ("selected(${problems}, ${days})", [("wrong_type", "/args/1")]),
        ("${one-line} = ${problem}", [("wrong_type", "/args/0")]),
        ("regex(${one-line}, '(')", [("bad_pattern", "/args/1/value")]),
        ("regex(${one-line}, '(a{999}){999}')", [("bad_pattern", "/args/1/value")]),
        (f"regex(${{one-line}}, '{'a' * 501}')", [("bad_pattern", "/args/1/value")]),
        ("regex(${one-line}, ${many-lines})", [("not_constant", "/args/1")]),
        ("format-date(${born}, '%b')", [("bad_format", "/args/1/value")]),
        ("format-date(${born}, ${one-line})", [("not_constant", "/args/1")]),
        (".", [("no_this", "/this")]),
        ("area", [("unknown_property", "/property")]),
        ("${years} + 1", [("many_entries", "/args/0/answer")]),
        ("sum(${years} * ${height})", [("mixed_repeats", "/args/0")]),
        ("sum(${pet})", [("wrong_type", "/args/0")]),
        ("max(${years}, ${born})", [("wrong_type", "/args/1")]),
        ("position()", [("not_in_repeat", "")]),
        ("1 + position()", [("not_in_repeat", "/args/1")]),
        ("once(1)", [("once_outside", "")]),
        ("indexed-repeat(${pet}, ${pet}, 'x')", [
            ("many_entries", "/args/1/answer"), ("wrong_type", "/args/1"), ("wrong_type", "/args/2"),
        ]),
        ("${person} > 3", [("wrong_type", "/args/0")]),
    ],
)  # fmt: skip
def test_nonsense_is_told_at_its_place(text: str, found: list[tuple[str, str]]) -> None:
    problems = check.faults(parse(text), KNOWN, wanted=EVERYTHING)
    assert [(one.code.removeprefix("survey.expression_"), one.where) for one in problems] == found
    for problem in problems:
        assert SENTENCES[problem.code] % dict(problem.parameters)


def test_what_is_wanted_is_asked_of_the_whole() -> None:
    (problem,) = check.faults(parse("1 + 1"), KNOWN, ("condition",))
    assert (problem.where, problem.parameters) == ("/condition", {"expected": "truth", "found": "number"})
    assert check.faults(parse("''"), KNOWN, wanted=["date"]) == ()


LEAVES = st.sampled_from(
    ["days", "rent", "problem", "problems", "born", "seen", "years", "pet", "person", "nothing", "photo"]
).map(lambda name: {"answer": name}) | st.sampled_from(["", "x", "damp", "2026-11-30", True, 3, 2.5]).map(
    lambda value: {"value": value}
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.sampled_from(sorted(ARITY)).flatmap(
        lambda name: st.lists(
            inner, min_size=ARITY[name][0], max_size=min(ARITY[name][1], ARITY[name][0] + 1)
        ).map(lambda args: {"op": name, "args": args})
    ),
    max_leaves=8,
).filter(lambda tree: "op" in tree)


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(TREES, st.sampled_from([ANYWHERE, IN_PERSON, CALCULATION]))
def test_any_expression_can_be_checked_and_what_has_no_fault_can_be_judged(
    tree: Any, standing: Standing
) -> None:
    expression = Operation.model_validate(tree)
    problems = check.faults(expression, KNOWN, (), EVERYTHING, standing)
    for problem in problems:
        assert problem.code in SENTENCES
    if not check.faults(expression, KNOWN, standing=standing):
        assert reach.outcomes(expression, KNOWN.questions) in (
            None,
            frozenset([True]),
            frozenset([False]),
            frozenset([True, False]),
        )


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("1 + 1 = 2", {True}),
        ("1 div 0 = 1", {False}),
        ("${days} >= 2 * 5", {True, False}),
        ("${days} < 10 - 10", {False}),
        ("${days} = '' or ${days} != ''", {True}),
        ("${problem} = '' and answered(${problem})", {False}),
        ("${one-line} = '' and ${one-line} = 'x'", {False}),
        ("${days} + 1 > 0", None),
        ("today() > '2026-01-01'", None),
        ("${total} > 1", None),
        ("${days} > ${rent}", None),
    ],
)
def test_constants_are_computed_before_a_condition_is_judged(text: str, outcomes: Any) -> None:
    assert reach.outcomes(parse(text), KNOWN.questions) == outcomes
