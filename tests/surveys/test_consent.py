"""A consent asked for like a question: given by a tick, and otherwise not."""

import pytest

from surveys.answers import read
from surveys.checking import check
from surveys.codes_and_words import split
from surveys.problems import Problem
from surveys.tally import Columns, counts
from surveys.tally.coding import coded, countables
from tests.surveys import tiny

PLAN = tiny.plan("consent")


@pytest.mark.parametrize("ticked", [["yes"], ["on"], ["x" * 1_000_000], ["yes", "yes"]])
def test_a_ticked_box_is_a_consent_given(ticked: list[str]) -> None:
    assert read(PLAN, "talking", {"call-back": ticked}).values == {"call-back": True}


@pytest.mark.parametrize("ticked", [[], [""], ["", ""]])
def test_an_empty_box_is_none_and_takes_an_earlier_one_back(ticked: list[str]) -> None:
    reading = read(PLAN, "talking", {"call-back": ticked})
    assert (reading.values, reading.problems) == ({}, ())
    assert reading.merged({"call-back": True}) == {}


def test_where_it_is_required_it_must_be_given() -> None:
    document = tiny.document("consent")
    document["pages"][0]["questions"][0]["required"] = True
    plan = tiny.compiled(document)
    assert read(plan, "talking", {}).problems == (Problem("answer.required", "call-back"),)
    assert check(plan, {"call-back": False}).problems == (Problem("answer.required", "call-back"),)


def test_in_json_it_is_true_or_false_and_nothing_like_it() -> None:
    assert check(PLAN, {"call-back": True}).values == {"call-back": True}
    assert check(PLAN, {"call-back": False}).values == {}
    for wrong in ("yes", 1, ["yes"]):
        assert check(PLAN, {"call-back": wrong}).problems == (
            Problem("answer.wrong_type", "call-back", {"expected": "boolean"}),
        )


def test_it_is_counted_as_one_thing_that_is_given_or_missing() -> None:
    assert split(PLAN, {"call-back": True}) == ({"call-back": True}, {})
    columns = Columns.from_responses(
        countables(PLAN), [coded(PLAN, one) for one in ({"call-back": True}, {})]
    )
    found = counts(columns, "call-back")
    assert (list(found.chosen), found.answered, found.missing) == ([1], 1, 1)
