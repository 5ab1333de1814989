"""Where somebody lives: from a list, or from a postcode of which no more than its area is ever kept."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import as_form, read
from surveys.checking import check
from surveys.document import Survey
from surveys.postcodes import NotAPostcode, Rule, coarsening
from surveys.problems import Problem
from surveys.publishing import check as faults_of
from tests.surveys import tiny

PLAN = tiny.plan("area")
DISTRICT, ELSEWHERE = "district", "district.elsewhere"


def reading(**fields: str) -> Any:
    return read(PLAN, "home", {name.replace("__", "."): [value] for name, value in fields.items()})


@pytest.mark.parametrize(
    ("rule", "typed", "area"),
    [
        ("uk", "E8 1AB", "E8"),
        ("uk", "e81ab", "E8"),
        ("uk", " sw1a-1aa ", "SW1A"),
        ("uk", "M1 1AE", "M1"),
        ("uk", "EC1A", "EC1A"),
        ("uk", "Ｅ８ １ＡＢ", "E8"),
        ("nl", "1234 AB", "1234"),
        ("nl", "1234ab", "1234"),
        ("nl", "١٢٣٤", "1234"),
        ("first", "75 011", "750"),
        ("first", "75", "75"),
    ],
)
def test_a_postcode_becomes_its_area_however_it_is_typed(rule: Rule, typed: str, area: str) -> None:
    assert coarsening(rule, 3)(typed) == area


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        ("uk", "E8 1A"), ("uk", "12345"), ("uk", "E8 1AB London"), ("uk", "Ё8 1AB"), ("uk", "E" * 1_000_000),
        ("nl", "0123 AB"), ("nl", "123"), ("nl", "1234 A1"), ("first", "rue é"), ("first", "\0"),
    ],
)  # fmt: skip
def test_what_is_no_postcode_is_none(rule: Rule, typed: str) -> None:
    with pytest.raises(NotAPostcode):
        coarsening(rule, 3)(typed)


LETTERS = st.sampled_from("ABCDEFGHJKLMNPRSTUVWXYZ")


@given(
    st.tuples(st.integers(0, 9), LETTERS, LETTERS), st.sampled_from(["ZZ8", "zz9 ", "ZZ1A", "ZZ7", "QQ1 "])
)
def test_the_rest_of_a_postcode_is_neither_kept_nor_shown_again_nor_told(
    inward: tuple[int, str, str], outward: str
) -> None:
    rest = "".join(map(str, inward))
    found = reading(district=outward + rest)
    kept = json.dumps([found.values, found.raw, [problem.to_json() for problem in found.problems]])
    assert rest not in kept
    assert found.raw[DISTRICT] == [outward.strip().upper()]
    if outward.strip().lower() in {"zz8", "zz9", "zz1a"}:
        assert found.values == {DISTRICT: outward.strip().lower()}
    else:
        assert found.problems == (Problem("answer.unknown_area", DISTRICT),)
    in_json = check(PLAN, {DISTRICT: outward + rest})
    assert rest not in json.dumps([in_json.values, [problem.to_json() for problem in in_json.problems]])


def test_what_cannot_be_made_coarse_is_not_shown_again() -> None:
    found = reading(district="ZZ8 1AB, flat 3")
    assert found.problems == (Problem("answer.not_a_postcode", DISTRICT),)
    assert found.raw == {DISTRICT: [""]}


def test_somewhere_else_is_a_box_of_its_own() -> None:
    assert reading(district__elsewhere="yes").values == {DISTRICT: "elsewhere"}
    assert as_form(PLAN.page("home"), {DISTRICT: "elsewhere"}) == {ELSEWHERE: ["yes"]}
    assert as_form(PLAN.page("home"), {DISTRICT: "zz1a"}) == {DISTRICT: ["ZZ1A"]}
    both = reading(district="ZZ8 1AB", district__elsewhere="yes")
    assert both.problems == (Problem("answer.exclusive", ELSEWHERE, {"option": "elsewhere"}),)


def test_a_ward_is_chosen_from_a_list() -> None:
    assert reading(ward="dock").values == {"ward": "dock"}
    assert reading(ward="elsewhere").values == {"ward": "elsewhere"}
    (problem,) = reading(ward="moor").problems
    assert problem.code == "answer.unknown_option"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"characters": 2}, [("survey.characters_of_first", "characters")]),
        ({"coarsen": "first"}, [("survey.characters_of_first", "characters")]),
        ({"coarsen": "nl"}, [("survey.not_a_district", f"areas/{index}/id") for index in range(3)]),
        ({"coarsen": "first", "characters": 3}, [("survey.not_a_district", "areas/2/id")]),
        ({"coarsen": None, "characters": None}, []),
    ],
)
def test_areas_no_postcode_leads_to_are_told_before_publication(
    changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    document = tiny.document("area")
    document["pages"][0]["questions"][0] |= changes
    found = faults_of(Survey.from_json(document), ["en"])
    place = "/pages/0/questions/0/"
    assert [(problem.code, problem.where.removeprefix(place)) for problem in found] == faults
