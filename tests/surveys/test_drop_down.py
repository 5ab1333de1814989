"""One of a long list."""

from surveys.answers import read
from surveys.document import Survey
from surveys.problems import Problem
from surveys.publishing import check as faults_of
from tests.surveys import tiny

PLAN = tiny.plan("drop-down")


def test_one_entry_is_chosen_and_the_empty_first_choice_is_no_answer() -> None:
    assert read(PLAN, "work", {"street": ["dock"]}).values == {"street": "dock"}
    assert read(PLAN, "work", {"street": [""]}).values == {}
    (problem,) = read(PLAN, "work", {"street": ["north"]}).problems  # the id of a group
    assert problem.code == "answer.unknown_option"


def test_another_entry_has_room_for_words() -> None:
    form = {"street": ["other"], "street.other": ["Chapel Row"]}
    assert read(PLAN, "work", form).values == {"street": "other", "street.other": "Chapel Row"}


def test_a_list_may_have_five_hundred_entries_and_no_more() -> None:
    document = tiny.document("drop-down")
    entries = [{"id": f"e{number}", "text": {"en": f"Entry {number}"}} for number in range(501)]
    document["pages"][0]["questions"][0]["options"] = entries
    (problem,) = tiny.refusals(document)
    assert problem == Problem("survey.too_many", "/pages/0/questions/0/options", {"limit": 500})
    entries.pop()
    assert read(tiny.compiled(document), "work", {"street": ["e499"]}).values == {"street": "e499"}


def test_groups_have_names_of_their_own_and_entries_stand_in_known_ones() -> None:
    document = tiny.document("drop-down")
    question = document["pages"][0]["questions"][0]
    question["groups"][1]["id"] = "north"
    problems = faults_of(Survey.from_json(document), ["en"])
    assert [(problem.code, problem.where) for problem in problems] == [
        ("survey.double_id", "/pages/0/questions/0/groups/1/id"),
        ("survey.unknown_group", "/pages/0/questions/0/options/2/group"),
        ("survey.unknown_group", "/pages/0/questions/0/options/3/group"),
    ]
