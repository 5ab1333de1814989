"""Before publication: every expression of a survey, and every answer its texts say again."""

from typing import Any

import pytest

from surveys.document import Survey
from surveys.publishing import check
from tests.surveys import household_costs, tiny
from tests.surveys.household_costs import calculation, typed

Json = dict[str, Any]
Found = set[tuple[str, str]]


def number(name: str, **others: Any) -> Json:
    return {"id": name, "code": name.upper(), "kind": "number", "text": {"en": "?"}, **others}


def day(name: str, **others: Any) -> Json:
    return {
        "id": name,
        "code": name.upper(),
        "kind": "date",
        "text": {"en": "?"},
        "earliest": "2020-01-01",
        "latest": "2060-12-31",
    } | others


def words(name: str, **others: Any) -> Json:
    return {"id": name, "code": name.upper(), "kind": "short_text", "text": {"en": "?"}, **others}


def found(*pages: Json, **others: Any) -> Found:
    survey = Survey.from_json(tiny.of_pages(*pages, **others))
    return {(problem.code.removeprefix("survey."), problem.where) for problem in check(survey, ["en"])}


def on_second_page(**logic: Any) -> Found:
    """What is found about the second question of the second page."""
    asked = number("asked", minimum=0, maximum=9) | logic
    faults = found(
        tiny.page("p", number("before"), calculations=[calculation("sum", "${before} + 1")]),
        tiny.page("r", number("beside"), asked, calculations=[calculation("own", "${asked} + 1")]),
        tiny.page("s", number("after"), calculations=[calculation("late", "1 + ${after}")]),
    )
    return {(code, where.removeprefix("/pages/1/questions/1/")) for code, where in faults}


def test_a_survey_with_all_of_it_may_be_published() -> None:
    assert check(household_costs.survey(), ["en", "ar"]) == []


@pytest.mark.parametrize("name", ["condition", "required_when", "constraint", "default"])
@pytest.mark.parametrize(
    ("looked_at", "before", "answers"),
    [
        ("before", None, None),
        ("sum", None, None),
        ("beside", "expression_same_page", None),
        ("own", "expression_same_page", "expression_same_page"),
        ("after", "expression_forward", "expression_forward"),
        ("late", "expression_forward", "expression_forward"),
        ("nowhere", "expression_unknown_question", "expression_unknown_question"),
    ],
)
def test_what_decides_a_page_sees_earlier_pages_and_what_judges_answers_the_page_itself(
    name: str, looked_at: str, before: str | None, answers: str | None
) -> None:
    test = typed(f"${{{looked_at}}} > 3")
    logic = {
        "condition": test,
        "required_when": test,
        "constraint": {"that": test, "message": {"en": "No"}},
        "default": typed(f"${{{looked_at}}}"),
    }
    faults = on_second_page(**{name: logic[name]})
    expected = answers if name in {"required_when", "constraint"} else before
    codes = {code for code, _ in faults}
    if looked_at == "own" and expected == "expression_same_page" and name in {"condition", "default"}:
        assert "expression_cycle" in codes  # the calculation waits for the question, and the question for it
    elif expected is None:
        assert faults == set()
    else:
        place = "constraint/that" if name == "constraint" else name
        assert {(code, where[: len(place)]) for code, where in faults} == {(expected, place)}


def test_two_questions_may_ask_for_an_answer_to_one_of_them() -> None:
    either = number("a", required_when=typed("not(answered(${b}))"))
    other = number("b", required_when=typed("not(answered(${a}))"))
    assert found(tiny.page("p", either, other)) == set()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["${asked} + 1", "${one} + 1"], set()),
        (["${two} + 1", "${asked}"], {("expression_forward", 0)}),
        (["${later} + 1", "1 + 1"], {("expression_forward", 0)}),
        (["${two} + 1", "${one} + 1"], {("expression_cycle", 0), ("expression_cycle", 1)}),
        (["${one} + 1", "1 + 1"], {("expression_cycle", 0)}),
        (["count(${asked})", "if(${asked} > 1, 'a', 'b')"], set()),
    ],
)
def test_a_calculation_sees_its_own_page_and_those_before_it(
    values: list[str], expected: set[tuple[str, int]]
) -> None:
    calculations = [calculation(*each) for each in zip(["one", "two"], values, strict=True)]
    faults = found(
        tiny.page("p", number("asked"), calculations=calculations), tiny.page("q", number("later"))
    )
    assert faults == {(code, f"/pages/0/calculations/{at}/value") for code, at in expected}


def test_a_condition_that_waits_for_a_calculation_of_what_it_decides_is_a_circle() -> None:
    waiting = number("asked", condition=typed("${twice} > 1"))
    faults = found(
        tiny.page("p", waiting), tiny.page("q", calculations=[calculation("twice", "${asked} * 2")])
    )
    circle = {code for code, _ in faults}
    assert circle == {"expression_cycle", "empty_page"}


def test_the_id_of_a_calculation_is_its_own() -> None:
    twice = [calculation("asked", "1 + 1"), calculation("sum", "1 + 1"), calculation("sum", "2 + 1")]
    faults = found(tiny.page("p", number("asked"), calculations=twice))
    assert faults == {
        ("double_id", "/pages/0/calculations/0/id"),
        ("double_id", "/pages/0/calculations/2/id"),
    }


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        ({"condition": typed("${before} + 1")}, ("expression_wrong_type", "condition")),
        ({"condition": typed(". > 1")}, ("expression_no_this", "condition/args/0/this")),
        (
            {"constraint": {"that": typed(". = 'x'"), "message": {"en": "No"}}},
            ("expression_wrong_type", "constraint/that/args/1"),
        ),
        ({"default": typed("'three'")}, ("expression_wrong_type", "default")),
        ({"choice_filter": typed("${before} > 1")}, ("filter_without_choices", "choice_filter")),
        ({"required_when": typed("once(${before} > 1)")}, ("expression_once_outside", "required_when")),
        ({"required_when": typed("position() > 1")}, ("expression_not_in_repeat", "required_when/args/0")),
    ],
)
def test_each_place_wants_its_own_kind(logic: Json, expected: tuple[str, str]) -> None:
    assert on_second_page(**logic) == {expected}


def filtered(choice_filter: str) -> Found:
    options = [
        {"id": name, "text": {"en": name}, "properties": {"region": region}}
        for name, region in [("a", "north"), ("b", "north"), ("c", "south")]
    ]
    town = tiny.yes_or_no("town", options=options, choice_filter=typed(choice_filter))
    region = tiny.yes_or_no(
        "region", options=[{"id": name, "text": {"en": name}} for name in ("north", "south")]
    )
    return found(tiny.page("p", region), tiny.page("q", town))


@pytest.mark.parametrize(
    ("choice_filter", "expected"),
    [
        ("region = ${region}", None),
        (". != 'c' or ${region} = 'south'", None),
        ("county = ${region}", "expression_unknown_property"),
        ("region = 'east'", "filter_never"),
        ("region = 'north' or region = 'south'", "filter_always"),
        (". = 'z'", "expression_unknown_option"),
    ],
)
def test_a_filter_knows_what_options_say_of_themselves(choice_filter: str, expected: str | None) -> None:
    assert {code for code, _ in filtered(choice_filter)} == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (tiny.yes_or_no("q", default=typed("'yes'")), None),
        (tiny.yes_or_no("q", default=typed("if(${a} > 1, 'yes', 'perhaps')")), "expression_unknown_option"),
        (day("q", default=typed("today()")), None),
        (day("q", default=typed("today() - 7")), None),
        (day("q", default=typed("'2026-11-30'")), None),
        (day("q", default=typed("'yesterday'")), "expression_bad_date"),
        (day("q", default=typed("now()")), "expression_wrong_type"),
        (words("q", default=typed("'as before'")), None),
        (words("q", default=typed("${a}")), "expression_wrong_type"),
        (number("q", kind="consent", label={"en": "Yes"}, default=typed("true()")), "default_not_here"),
    ],
)
def test_a_default_is_an_answer_and_never_an_agreement(asked: Json, expected: str | None) -> None:
    faults = found(tiny.page("p", number("a")), tiny.page("q", asked))
    assert {code for code, _ in faults} == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        ({"required_when": typed("${before} > 3 and ${before} < 2")}, "required_never"),
        ({"required_when": typed("1 = 1")}, "required_always"),
        ({"constraint": {"that": typed(". > 9"), "message": {"en": "No"}}}, "constraint_never"),
        ({"constraint": {"that": typed(". >= 0"), "message": {"en": "No"}}}, "constraint_always"),
        ({"constraint": {"that": typed(". > ${before}"), "message": {"en": "No"}}}, None),
        ({"constraint": {"that": typed(". > 3 or ${beside} = 1"), "message": {"en": "No"}}}, None),
    ],
)
def test_what_says_nothing_is_told(logic: Json, expected: str | None) -> None:
    assert {code for code, _ in on_second_page(**logic)} == ({expected} if expected else set())


def test_what_both_conditions_together_never_let_happen_is_told() -> None:
    small, large = (typed(f"${{a}} {sign} 5") for sign in "<>")
    faults = found(
        tiny.page("p", number("a")),
        tiny.page("q", number("b", condition=large), number("c"), condition=small),
        tiny.page("r", number("d", condition=large), condition=small),
    )
    assert faults == {
        ("condition_never", "/pages/1/questions/0/condition"),
        ("condition_never", "/pages/2/questions/0/condition"),
        ("page_never", "/pages/2"),
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("today() > '2026-12-01'", {("time_decides", "/args/0")}),
        ("once(today() > '2026-12-01')", set()),
        ("once(years-between(${born}, today()))", set()),
        ("once(if(today() > '2026-12-01', 'late', 'early'))", set()),
        ("once(today())", {("time_kept", "/args/0"), ("time_kept", "")}),
        ("once(string(today()))", {("time_kept", "/args/0/args/0")}),
        ("once(days-between(${born}, today()))", {("time_kept", "/args/0/args/1")}),
        ("once(date(now()) > '2026-12-01')", {("time_kept", "/args/0/args/0/args/0")}),
        ("once(${born})", {("time_kept", "")}),
        ("once(1 + 1) + 1", {("once_part", "")}),
        ("once(once(1 + 1))", {("once_part", "")}),
    ],
)
def test_a_calculation_keeps_of_a_day_only_how_it_compares(value: str, expected: Found) -> None:
    faults = found(tiny.page("p", day("born"), calculations=[calculation("kept", value)]))
    assert faults == {(code, f"/pages/0/calculations/0/value{where}") for code, where in expected}


@pytest.mark.parametrize("name", ["condition", "required_when"])
def test_the_day_decides_no_path(name: str) -> None:
    assert on_second_page(**{name: typed("today() > '2026-12-01'")}) == {("time_decides", f"{name}/args/0")}


def test_the_day_may_stand_in_a_constraint() -> None:
    past = {"that": typed(". <= today()"), "message": {"en": "That is still to come"}}
    assert found(tiny.page("p", day("moved", constraint=past))) == set()


def test_no_quota_asks_what_day_it_is() -> None:
    quota = {
        "id": "q",
        "mode": "soft",
        "most": 9,
        "words": {"en": "Late"},
        "condition": typed("today() > '2026-12-01'"),
    }
    assert found(tiny.page("p", number("a")), quotas=[quota]) == {
        ("time_decides", "/quotas/0/condition/args/0")
    }


def repeated(*calculations: Json, **others: Any) -> Found:
    repeat = household_costs.people()["repeat"] | {
        name: {"en": "?"} for name in ("review_title", "entry_title", "another")
    }
    return found(
        tiny.page("p", number("a")),
        tiny.page("q", number("cost", **others), repeat=repeat, calculations=list(calculations)),
        tiny.page("r", number("b"), calculations=[calculation("all", "sum(${cost}) + count(${people})")]),
    )


def test_inside_a_repeat_an_entry_sees_itself_and_never_all_of_them() -> None:
    assert repeated(calculation("twice", "${cost} * 2 + position()")) == set()
    constraint = {"that": typed(". + sum(${cost}) < 100"), "message": {"en": "Too much"}}
    assert repeated(calculation("all_here", "sum(${cost})"), constraint=constraint) == {
        ("expression_own_entries", "/pages/1/questions/0/constraint/that"),
        ("expression_own_entries", "/pages/1/calculations/0/value"),
    }
    assert repeated(calculation("kept", "once(${cost})")) == {
        ("once_in_repeat", "/pages/1/calculations/0/value")
    }


def test_what_people_say_about_themselves_is_not_remembered() -> None:
    document = tiny.document("about-you")
    about_you = next(index for index, page in enumerate(document["pages"]) if "about_you" in page)
    document["pages"][about_you]["calculations"] = [calculation("kept", "once(1 + 1)")]
    faults = [(one.code, one.where) for one in check(Survey.from_json(document), ["en"])]
    assert faults == [("survey.once_about_you", f"/pages/{about_you}/calculations/0/value")]


def piped(text: str, **others: Any) -> Found:
    return found(
        tiny.page("p", number("before"), calculations=[calculation("sum", "${before} + 1")]),
        tiny.page("q", number("beside"), number("asked", text={"en": text})),
        tiny.page("r", number("after")),
        **others,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You said {before} and {sum}", None),
        ("You said {beside}", "piping.same_page"),
        ("You said {after}", "piping.forward"),
        ("You said {nowhere}", "piping.unknown_name"),
        ("You said {before", "piping.open_brace"),
        ("You said {before, plural, other {#}}", "piping.missing_category"),
    ],
)
def test_a_text_says_again_what_was_said_on_earlier_pages(text: str, expected: str | None) -> None:
    assert piped(text) == ({(expected, "/pages/1/questions/1/text/en")} if expected else set())


def test_every_text_in_every_language_and_in_easy_read_is_checked() -> None:
    document = household_costs.document()
    page = document["pages"][1]
    page["title"]["ar"] = "أين {nowhere}"
    page["questions"][0]["hint"] = {"en": {"text": "?", "variants": {"easy_read": "{after"}}, "ar": "؟"}
    page["questions"][0]["options"][1]["text"]["en"] = "{beds}"
    page["questions"][1]["constraint"]["message"]["en"] = "{beds}"
    faults = {(one.code, one.where) for one in check(Survey.from_json(document), ["en", "ar"])}
    assert faults == {
        ("piping.unknown_name", "/pages/1/title/ar"),
        ("piping.open_brace", "/pages/1/questions/0/hint/en/variants/easy_read"),
        ("piping.same_page", "/pages/1/questions/0/options/1/text/en"),
        ("piping.same_page", "/pages/1/questions/1/constraint/message/en"),
    }


def test_where_nobody_answers_no_answer_is_said_again() -> None:
    quota = {
        "id": "q",
        "mode": "soft",
        "most": 9,
        "words": {"en": "{before}"},
        "condition": typed("${before} > 1"),
    }
    assert piped("Plain", title={"en": "About {before}"}, quotas=[quota]) == {
        ("piping.not_here", "/title/en"),
        ("piping.not_here", "/quotas/0/words/en"),
    }


def test_what_an_entry_is_called_may_say_what_was_answered_of_it() -> None:
    document = household_costs.document()
    repeat = document["pages"][2]["repeat"]
    repeat["entry_title"] = {"en": "{name}, {doubled}", "ar": "{name}"}
    assert check(Survey.from_json(document), ["en", "ar"]) == []
    repeat["another"] = {"en": "Another than {name}", "ar": "آخر"}
    faults = [(one.code, one.where) for one in check(Survey.from_json(document), ["en", "ar"])]
    assert faults == [("piping.same_page", "/pages/2/repeat/another/en")]


def test_pages_in_a_random_order_see_nothing_of_one_another() -> None:
    faults = found(
        tiny.page("p", number("a")),
        tiny.page("q", number("b"), calculations=[calculation("sum", "${b} + 1")]),
        tiny.page("r", number("c", default=typed("${sum}"), text={"en": "You said {b}"})),
        shuffle=[["q", "r"]],
    )
    assert faults == {
        ("expression_shuffled", "/pages/2/questions/0/default"),
        ("piping.shuffled", "/pages/2/questions/0/text/en"),
    }
