"""What a question's logic does: choices on offer, defaults, constraints, calculations; and what none of it can know."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import counted, prefilled, read
from surveys.checking import check
from surveys.document import Survey
from surveys.plan import compile_plan, on_offer
from surveys.problems import Problem
from surveys.publishing import check as faults
from surveys.routing import place, with_remembered
from tests.surveys import household_costs, tiny
from tests.surveys.household_costs import calculation, typed

PLAN = household_costs.plan()
HOME: dict[str, Any] = {"tenure": "renting", "region": "north", "rooms": 2}
PEOPLE = [{"cost": 40}, {"cost": 12}, None, {"name": "Cy"}]
WINTER = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)

ENTRY = st.fixed_dictionaries({}, optional={"cost": st.integers(0, 900), "name": st.text(max_size=3)})
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "tenure": st.sampled_from(["renting", "owning"]),
        "region": st.sampled_from(["north", "south"]),
        "rooms": st.integers(1, 20),
        "town": st.sampled_from(["ashby", "brook", "corley"]),
        "beds": st.integers(0, 40),
        "why_many": st.text(min_size=1, max_size=5),
        "people": st.lists(st.none() | ENTRY, max_size=4),
        "enough": st.sampled_from(["renting", "owning"]),
        "was_winter": st.booleans(),
    },
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - it is given below


def of(name: str) -> Any:
    return PLAN.page(name)


def told(page: str, form: dict[str, list[str]], answers: dict[str, Any] = HOME) -> tuple[Problem, ...]:
    return read(PLAN, page, form, scope=place(PLAN, answers).scope).problems


@pytest.mark.parametrize(
    ("region", "expected"),
    [("north", {"ashby", "brook"}), ("south", {"corley"}), (None, {"ashby", "brook", "corley"})],
)
def test_choices_are_on_offer_by_what_they_say_of_themselves(region: str | None, expected: set[str]) -> None:
    scope = place(PLAN, {**HOME, "region": region}).scope
    assert on_offer(of("town").questions, scope) == {"town": frozenset(expected)}


def test_a_choice_that_is_not_on_offer_is_refused() -> None:
    assert told("town", {"town": ["corley"]}) == (Problem("answer.not_offered", "town"),)
    assert told("town", {"town": ["ashby"]}) == ()


def test_a_default_is_filled_in_until_something_on_the_page_was_answered() -> None:
    scope = place(PLAN, HOME).scope
    assert prefilled(of("town"), HOME, scope) == {"beds": ["1"]}
    assert prefilled(of("town"), {**HOME, "town": "ashby"}, scope) == {"town": ["ashby"]}


@given(ANSWERS, st.integers(0, 40))
def test_a_constraint_refuses_what_is_known_to_be_wrong_and_nothing_else(
    answers: dict[str, Any], beds: int
) -> None:
    codes = [problem.code for problem in told("town", {"beds": [str(beds)]}, answers)]
    is_wrong = "rooms" in answers and beds > answers["rooms"] * 4
    assert ("answer.constraint" in codes) is is_wrong
    assert ("answer.required" in codes) is (beds > 10)


def test_one_of_two_questions_must_be_answered_whichever_comes_first() -> None:
    first = tiny.yes_or_no("a", required_when=typed("not(answered(${b}))"))
    second = tiny.yes_or_no("b", required_when=typed("not(answered(${a}))"))
    plan = tiny.compiled(tiny.of_pages(tiny.page("p", first, second)))
    assert [one for _, one in place(plan, {}).required] == ["a", "b"]
    assert place(plan, {"a": "yes"}).required == (("p", "a"),)
    assert place(plan, {"b": "yes"}).required == (("p", "b"),)
    assert check(plan, {"b": "yes"}).problems == check(plan, {"a": "no"}).problems == ()


def test_calculations_add_up_what_entries_say_each_with_its_place() -> None:
    path = place(PLAN, {**HOME, "people": PEOPLE})
    assert path.scope.answers["total"] == 104
    assert path.scope.answers["people_count"] == 3
    entries = [one.scope.entry for one in path.entries["household"].there]
    assert [one["place"] for one in entries if one] == [1, 2, 3]
    assert [one.get("doubled") for one in entries if one] == [80, 24, None]


@given(ANSWERS)
def test_a_later_condition_sees_what_was_calculated(answers: dict[str, Any]) -> None:
    people = [one for one in answers.get("people", ()) if one is not None]
    total = sum(2 * one.get("cost", 0) for one in people)
    assert ("enough" in place(PLAN, answers).questions) is (total > 100)


@given(ANSWERS, MOMENTS, MOMENTS)
def test_what_is_remembered_never_moves(answers: dict[str, Any], first: datetime, later: datetime) -> None:
    once = with_remembered(PLAN, answers, None, first)
    assert with_remembered(PLAN, once, None, later) == once
    if "was_winter" not in answers:
        assert once["was_winter"] is (first.date().isoformat() < "2027-01-01")


@given(ANSWERS, MOMENTS, MOMENTS | st.none())
def test_the_path_and_what_counts_are_a_function_of_the_answers_whatever_the_time(
    answers: dict[str, Any], first: datetime, later: datetime | None
) -> None:
    kept = with_remembered(PLAN, answers, None, first)
    before = repr(kept)
    path = place(PLAN, kept, now=first)
    assert place(PLAN, kept, now=later) == path
    assert (
        counted(PLAN, kept) == counted(PLAN, kept, path) == counted(PLAN, kept, place(PLAN, kept, now=later))
    )
    assert repr(kept) == before


@st.composite
def clocks(draw: st.DrawFn) -> str:
    """An expression that looks at the clock, in one of many ways."""
    clock = draw(st.sampled_from(["today()", "date(now())", "today() + 1"]))
    ways = [f"{clock} > '2026-12-31'", f"years-between('2000-01-01', {clock}) > 26", f"string({clock}) = ''"]
    test = draw(st.sampled_from([*ways, f"days-between('2026-01-01', {clock}) > 300"]))
    return draw(st.sampled_from([test, f"not({test})", f"once({test})", f"if({test}, true(), false())"]))


@given(
    clocks(), st.sampled_from(["page", "question", "required_when", "choice_filter", "calculation", "quota"])
)
def test_no_survey_whose_path_the_time_decides_can_be_published(text: str, where: str) -> None:
    document = household_costs.document()
    pages, test = document["pages"], typed(text)
    if where == "page":
        pages[4]["condition"] = test
    elif where == "question":
        pages[4]["questions"][1]["condition"] = test
    elif where == "calculation":
        pages[0]["calculations"].append(calculation("late", text))
        pages[4]["condition"] = typed("${late}")
    elif where == "quota":
        words = {"en": "Late", "ar": "متأخر"}
        document["quotas"] = [{"id": "late", "mode": "soft", "most": 9, "words": words, "condition": test}]
    else:
        pages[1]["questions"][0][where] = test
    survey = Survey.from_json(document)
    if not faults(survey, ["en", "ar"]):
        assert where == "calculation"
        plan = compile_plan(survey)
        kept = with_remembered(plan, HOME, None, WINTER)
        assert place(plan, kept, now=WINTER) == place(plan, kept, now=WINTER + timedelta(days=400))
        assert place(plan, kept, now=WINTER) == place(plan, kept)


def test_a_whole_set_of_answers_is_held_to_the_same_logic() -> None:
    good = {**HOME, "town": "ashby", "beds": 8, "people": PEOPLE[:2], "enough": "owning"}
    assert check(PLAN, good, "en").problems == ()
    wrong = {**good, "town": "corley", "beds": 9, "people": [{"name": "Cy"}]}
    found = {(problem.code, problem.where) for problem in check(PLAN, wrong, "en").problems}
    assert found == {
        ("answer.not_offered", "town"), ("answer.constraint", "beds"), ("answer.required", "people/0/cost"),
    }  # fmt: skip
    needs = {**good, "rooms": 20, "beds": 11}
    assert [(one.code, one.where) for one in check(PLAN, needs, "en").problems] == [
        ("answer.required", "why_many")
    ]


def test_a_month_or_a_year_is_words_to_an_expression() -> None:
    year = {"id": "born", "code": "B", "kind": "date", "precision": "year", "text": {"en": "?"}}
    year |= {"earliest": "1930-01-01", "latest": "2026-12-31"}
    old = typed("number(${born}) < 1960")
    document = tiny.of_pages(tiny.page("p", year), tiny.page("q", tiny.yes_or_no("a", condition=old)))
    assert faults(Survey.from_json(document), ["en"]) == []
    assert place(tiny.compiled(document), {"born": "1950"}).questions == {"born", "a"}
    assert place(tiny.compiled(document), {"born": "1970"}).questions == {"born"}
