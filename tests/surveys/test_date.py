"""A date in three boxes, in two, or in one."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import calendars
from surveys.answers import read
from surveys.checking import check
from surveys.document import Survey
from surveys.problems import Problem
from surveys.publishing import check as faults_of
from surveys.tally.coding import coded, countables
from tests.surveys import tiny

PLAN = tiny.plan("date")
FIRST, LAST = date(2020, 2, 10), date(2026, 11, 20)
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


def said(question: str = "asked-on", **boxes: str) -> Any:
    """What reading these boxes gives: the answer, a problem, or None."""
    reading = read(PLAN, "waiting", {f"{question}.{part}": [typed] for part, typed in boxes.items()})
    return reading.problems[0] if reading.problems else reading.values.get(question)


@pytest.mark.parametrize(
    ("boxes", "answer"),
    [
        ({"day": "27", "month": "3", "year": "2024"}, "2024-03-27"),
        ({"day": " 07 ", "month": "03", "year": "2024"}, "2024-03-07"),
        ({"day": "٢٧", "month": "٣", "year": "٢٠٢٤"}, "2024-03-27"),
        ({"day": "\u200f٢٩", "month": "٢", "year": "٢٠٢٤"}, "2024-02-29"),
        ({"day": "1", "month": "March", "year": "2024"}, "2024-03-01"),
        ({"day": "1", "month": " mar. ", "year": "2024"}, "2024-03-01"),
        ({"day": "1", "month": "مارس", "year": "2024"}, "2024-03-01"),
        ({}, None),
        ({"day": " ", "month": "", "year": ""}, None),
    ],
)
def test_a_day_is_read_however_it_is_typed(boxes: dict[str, str], answer: str | None) -> None:
    assert said(**boxes) == answer


@pytest.mark.parametrize(
    ("boxes", "code", "part", "parameters"),
    [
        ({"month": "3", "year": "2024"}, "answer.day_missing", "day", {}),
        ({"day": "27", "year": "2024"}, "answer.month_missing", "month", {}),
        ({"day": "27", "month": "3"}, "answer.year_missing", "year", {}),
        ({"day": "0", "month": "3", "year": "2024"}, "answer.not_a_day", "day", {}),
        ({"day": "32", "month": "3", "year": "2024"}, "answer.not_a_day", "day", {}),
        ({"day": "2.5", "month": "3", "year": "2024"}, "answer.not_a_day", "day", {}),
        ({"day": "-2", "month": "3", "year": "2024"}, "answer.not_a_day", "day", {}),
        ({"day": "²", "month": "3", "year": "2024"}, "answer.not_a_day", "day", {}),
        ({"day": "9" * 1_000_000, "month": "3", "year": "2024"}, "answer.not_a_day", "day", {}),
        ({"day": "1", "month": "13", "year": "2024"}, "answer.not_a_month", "month", {}),
        ({"day": "1", "month": "Smarch", "year": "2024"}, "answer.not_a_month", "month", {}),
        ({"day": "1", "month": "3", "year": "24"}, "answer.not_a_year", "year", {}),
        ({"day": "1", "month": "3", "year": "0024"}, "answer.not_a_year", "year", {}),
        ({"day": "1", "month": "3", "year": "20240"}, "answer.not_a_year", "year", {}),
        ({"day": "31", "month": "2", "year": "2024"}, "answer.no_such_day", "day", {"days": 29}),
        ({"day": "29", "month": "2", "year": "2023"}, "answer.no_such_day", "day", {"days": 28}),
        ({"day": "9", "month": "2", "year": "2020"}, "answer.too_early", "day", {"earliest": "2020-02-10"}),
        (
            {"day": "31", "month": "1", "year": "2020"},
            "answer.too_early",
            "month",
            {"earliest": "2020-02-10"},
        ),
        (
            {"day": "31", "month": "12", "year": "2019"},
            "answer.too_early",
            "year",
            {"earliest": "2020-02-10"},
        ),
        ({"day": "21", "month": "11", "year": "2026"}, "answer.too_late", "day", {"latest": "2026-11-20"}),
        ({"day": "1", "month": "12", "year": "2026"}, "answer.too_late", "month", {"latest": "2026-11-20"}),
        ({"day": "1", "month": "1", "year": "2027"}, "answer.too_late", "year", {"latest": "2026-11-20"}),
    ],
)
def test_what_is_wrong_is_told_at_its_box(
    boxes: dict[str, str], code: str, part: str, parameters: dict[str, Any]
) -> None:
    assert said(**boxes) == Problem(code, f"asked-on.{part}", parameters)


def test_two_values_in_one_box_are_too_many() -> None:
    form = {"asked-on.day": ["1", "2"], "asked-on.month": ["3"], "asked-on.year": ["2024"]}
    assert read(PLAN, "waiting", form).problems == (Problem("answer.too_many", "asked-on.day", {"limit": 1}),)


def test_a_month_or_a_year_has_its_boxes_only_and_may_hold_the_first_day_in_part() -> None:
    assert said("moved-in", month="6", year="1950") == "1950-06"
    assert said("moved-in", month="5", year="1950") == Problem(
        "answer.too_early", "moved-in.month", {"earliest": "1950-06"}
    )
    assert said("moved-in", year="1950") == Problem("answer.month_missing", "moved-in.month")
    assert said("built", year="1900", day="3") == "1900"
    assert said("built", year="1899") == Problem("answer.too_early", "built.year", {"earliest": "1900"})


@given(
    st.integers(0, 33),
    st.integers(0, 14),
    st.integers(2018, 2028),
    st.sampled_from([{}, ARABIC_INDIC, DEVANAGARI]),
)
def test_exactly_the_days_there_are_between_the_bounds_are_answers(
    day: int, month: int, year: int, script: dict[int, int]
) -> None:
    found = said(**{
        part: str(number).translate(script) for part, number in (("day", day), ("month", month), ("year", year))
    })  # fmt: skip
    there_is = None
    with suppress(ValueError):
        there_is = date(year, month, day)
    if there_is is not None and FIRST <= there_is <= LAST:
        assert found == there_is.isoformat()
    else:
        assert isinstance(found, Problem)


def test_in_json_it_is_the_beginning_of_an_iso_date_as_exact_as_asked_for() -> None:
    right = {"asked-on": "2024-03-27", "moved-in": "1999-01", "built": "1950"}
    assert check(PLAN, right).values == right
    for wrong in (
        "2024-3-27",
        "2024-03",
        "27.3.2024",
        "2024-03-27T00:00",
        "2024-03-27\n",
        "٢٠٢٤-٠٣-٢٧",
        2024,
    ):
        (problem,) = check(PLAN, {"asked-on": wrong}).problems
        assert problem == Problem("answer.wrong_type", "asked-on", {"expected": "date"})
    (problem,) = check(PLAN, {"asked-on": "2024-02-30"}).problems
    assert problem == Problem("answer.no_such_day", "asked-on.day", {"days": 29})


def test_it_is_counted_in_bands_and_never_by_day() -> None:
    counted = {one.id: one.options for one in countables(PLAN)}
    assert counted["asked-on"] == ("2020", "2021", "2022", "2023", "2024", "2025", "2026")
    assert counted["moved-in"][0] == "1950-1959"
    assert coded(PLAN, {"asked-on": "2024-03-27", "moved-in": "1999-01", "built": "2001"}) == {
        "asked-on": "2024", "moved-in": "1990-1999", "built": "2000-2009",
    }  # fmt: skip


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, days, days, st.sampled_from(["month", "year", "decade"]))
def test_every_day_between_two_days_lies_in_one_band_of_theirs(
    one: date, other: date, between: date, by: str
) -> None:
    first, day, last = sorted((one, other, between))
    found = [name for name, _ in calendars.bands(by, first, last)]
    assert found == sorted(set(found))
    assert found[0] == calendars.band(by, first.isoformat())
    assert found[-1] == calendars.band(by, last.isoformat())
    assert calendars.band(by, day.isoformat()) in found


def test_bands_are_named_in_every_language_of_the_question() -> None:
    document = tiny.document("date")
    question = document["pages"][0]["questions"][0]
    question |= {"earliest": "2026-10-31", "latest": "2026-11-01", "counted_by": "month"}
    (counted,) = Survey.from_json(document).pages[0].questions[0].counted()
    assert [option.id for option in counted.options] == ["2026-10", "2026-11"]
    assert [str(option.text.to("en")) for option in counted.options] == ["October 2026", "November 2026"]
    assert str(counted.options[1].text.to("ar")) == "نوفمبر 2026"


def test_a_months_name_that_means_two_months_is_not_guessed() -> None:
    # "listopad" is October in Croatian and November in Polish.
    assert calendars.month_names(["pl"])["listopad"] == 11
    assert calendars.month_names(["hr"])["listopad"] == 10
    assert "listopad" not in calendars.month_names(["hr", "pl"])
    assert calendars.month_names(["tlh"])["march"] == 3  # a language nobody has data for


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"earliest": "2026-11-21"}, "survey.too_small", "latest"),
        ({"earliest": "1900-01-01"}, "survey.too_many_bands", "counted_by"),
        ({"precision": "year", "counted_by": "month"}, "survey.not_allowed", "counted_by"),
    ],
)
def test_what_cannot_be_counted_or_answered_is_told_before_publication(
    changes: dict[str, str], code: str, field: str
) -> None:
    document = tiny.document("date")
    document["pages"][0]["questions"][0] |= changes
    problems = faults_of(Survey.from_json(document), ["en"])
    assert [(problem.code, problem.where) for problem in problems] == [
        (code, f"/pages/0/questions/0/{field}")
    ]


@pytest.mark.parametrize(
    "wrong", ["2026-02-30", "2026", "20260101", "2026-01-01T00:00:00", 0, 1.5, None, "today"]
)
def test_a_bound_that_is_no_day_is_refused(wrong: Any) -> None:
    document = tiny.document("date")
    document["pages"][0]["questions"][0]["earliest"] = wrong
    (problem,) = tiny.refusals(document)
    assert (problem.code, problem.where) == ("survey.not_a_day", "/pages/0/questions/0/earliest")


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_nobody_is_asked_about_their_birthday_among_questions_about_the_person(precision: str) -> None:
    document = tiny.document("about-you")
    question = tiny.document("date")["pages"][0]["questions"][0] | {"code": "D1", "precision": precision}
    document["pages"][-1]["questions"].append(question)
    problems = faults_of(Survey.from_json(document), ["en"])
    assert [problem.code for problem in problems] == ["survey.not_about_you"]


def test_bounds_are_part_of_what_is_published_and_come_back_the_same() -> None:
    survey = tiny.survey("date")
    assert b'"earliest":"2020-02-10"' in survey.canonical()
    assert b"2100" not in survey.canonical()
    assert Survey.from_json(survey.canonical()).pages[0].questions[0].model_dump()["earliest"] == FIRST
