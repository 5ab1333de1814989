"""Words beside an option: read with it, kept apart from what is counted, and gone with it."""

from typing import Any

import pytest

from surveys.answers import as_form, counted, read
from surveys.checking import check
from surveys.codes_and_words import split
from surveys.document import Survey
from surveys.problems import Problem
from surveys.publishing import check as faults_of
from surveys.tally.coding import coded, countables
from tests.surveys import tiny

PLAN = tiny.plan("write-ins")
CONSENT = "about-you_consent"


def reading(**fields: Any) -> Any:
    """Read the first page; a double underscore stands for the point in a field's name."""
    form = {
        name.replace("__", "."): value if isinstance(value, list) else [value]
        for name, value in fields.items()
    }
    return read(PLAN, "problems", form)


def test_words_beside_a_chosen_option_are_an_answer_of_their_own() -> None:
    found = reading(
        worst="other", worst__other="  Broken\twindows ", also=["lift", "noise"], also__noise="At night"
    )
    assert found.problems == ()
    assert found.values == {
        "worst": "other", "worst.other": "Broken windows", "also": ["lift", "noise"], "also.noise": "At night",
    }  # fmt: skip
    assert found.keys == {"worst", "worst.other", "also", "also.noise", "also.other"}


def test_an_option_with_room_for_words_may_be_chosen_without_any() -> None:
    assert reading(worst="other", worst__other=" ").values == {"worst": "other"}


@pytest.mark.parametrize("chosen", [[], ["damp"]])
def test_words_beside_an_option_nobody_chose_are_a_problem_and_are_shown_again(chosen: list[str]) -> None:
    found = reading(worst=chosen, worst__other="Windows")
    assert found.problems == (Problem("answer.not_chosen", "worst.other", {"option": "other"}),)
    assert found.raw["worst.other"] == ["Windows"]
    assert found.values == {}


def test_words_beside_an_option_have_their_limit_and_their_place() -> None:
    assert reading(worst="other", worst__other="x" * 21).problems == (
        Problem("answer.too_long", "worst.other", {"limit": 20}),
    )
    assert reading(worst="damp", also="other", also__other="a\0").problems == (
        Problem("answer.bad_characters", "also.other"),
    )


def test_they_are_kept_with_words_and_never_counted() -> None:
    values = reading(worst="other", worst__other="Windows").values
    assert split(PLAN, values) == ({"worst": "other"}, {"worst.other": "Windows"})
    assert coded(PLAN, values) == {"worst": "other"}
    assert not any("." in one.id for one in countables(PLAN))


def test_they_go_when_their_option_goes() -> None:
    kept = {"worst": "other", "worst.other": "Windows", "elsewhere": 1}
    assert reading(worst="damp").merged(kept) == {"worst": "damp", "elsewhere": 1}
    assert counted(PLAN, {"worst": "damp", "worst.other": "Windows"}) == {"worst": "damp"}
    assert counted(PLAN, {"worst.other": "Windows"}) == {}


def test_about_the_person_they_need_consent_like_the_rest() -> None:
    answers = {"languages": ["other"], "languages.other": "Cornish"}
    form = {"languages": ["other"], "languages.other": ["Cornish"]}
    assert read(PLAN, "about-you", form).problems == (Problem("answer.consent_needed", CONSENT),)
    assert read(PLAN, "about-you", {**form, CONSENT: ["yes"]}).values == {CONSENT: True, **answers}
    assert counted(PLAN, answers) == {}
    assert read(PLAN, "about-you", {}).merged({CONSENT: True, **answers}) == {}


def test_they_come_back_to_the_page_and_through_json() -> None:
    answers = {"worst": "other", "worst.other": "Windows", "also": ["noise"], "also.noise": "At night"}
    assert as_form(PLAN.page("problems"), answers) == {
        "worst": ["other"], "worst.other": ["Windows"], "also": ["noise"], "also.noise": ["At night"],
    }  # fmt: skip
    assert check(PLAN, answers).values == answers
    assert check(PLAN, {"worst": "other", "worst.other": 3}).problems == (
        Problem("answer.wrong_type", "worst.other", {"expected": "string"}),
    )
    assert check(PLAN, {"worst": "damp", "worst.damp": "x"}).problems == (
        Problem("answer.unknown_question", "worst.damp"),
    )


def test_a_kind_whose_options_have_no_room_for_words_says_so_before_publication() -> None:
    document = tiny.document("scale")
    document["pages"][0]["questions"][0]["points"][1]["write_in"] = {}
    (problem,) = faults_of(Survey.from_json(document), ["en"])
    assert (problem.code, problem.where) == ("survey.no_write_in", "/pages/0/questions/0")
