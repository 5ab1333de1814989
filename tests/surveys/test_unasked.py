"""Notes and images: shown on the way, answered by nobody, and nowhere in the way."""

from typing import Any

import pytest

from surveys.answers import as_form, counted, read
from surveys.checking import check
from surveys.codes_and_words import split
from surveys.document import Survey
from surveys.problems import Problem
from surveys.publishing import check as faults_of
from surveys.routing import place
from surveys.tally.coding import countables
from tests.surveys import tiny

KINDS = ("note", "image")
NAMES = {"note": "before", "image": "screen"}

kinds = pytest.mark.parametrize("kind", KINDS)


def question_of(document: tiny.Json) -> tiny.Json:
    found: tiny.Json = document["pages"][0]["questions"][0]
    return found


@kinds
def test_it_has_no_field_no_key_and_nothing_to_count(kind: str) -> None:
    plan = tiny.plan(kind)
    question = plan.question(NAMES[kind])
    assert (question.keys, question.fields) == ((), ())
    assert plan.keys == {"noise"}
    assert [one.id for one in countables(plan)] == ["noise"]


@kinds
def test_whatever_is_sent_under_its_name_is_no_answer(kind: str) -> None:
    plan, name = tiny.plan(kind), NAMES[kind]
    reading = read(plan, plan.pages[0].id, {name: ["x"], "noise": ["no"]})
    assert (reading.values, reading.raw) == ({"noise": "no"}, {"noise": ["no"]})
    assert reading.keys == {"noise"}
    forged: dict[str, Any] = {name: "x", "noise": "no"}
    assert as_form(plan.pages[0], forged) == {"noise": ["no"]}
    assert split(plan, forged) == ({"noise": "no"}, {})
    assert counted(plan, {"noise": "no"}) == {"noise": "no"}
    assert Problem("answer.unknown_question", name) in check(plan, forged).problems


@kinds
def test_a_page_of_it_alone_is_on_the_path(kind: str) -> None:
    document = tiny.document(kind)
    del document["pages"][0]["questions"][1]
    plan = tiny.compiled(document)
    assert place(plan, {}).pages == (plan.pages[0].id,)


@kinds
def test_it_may_stand_on_a_page_about_the_person_and_under_a_condition(kind: str) -> None:
    document = tiny.document("about-you")
    shown = question_of(tiny.document(kind))
    shown["condition"] = {"op": "==", "args": [{"answer": "problem"}, {"value": "damp"}]}
    document["pages"][-1]["questions"].insert(0, shown)
    assert faults_of(Survey.from_json(document), ["en", "ar"]) == []
    path = place(tiny.compiled(document), {"problem": "heating"})
    assert shown["id"] not in path.questions


@kinds
@pytest.mark.parametrize(("field", "value"), [("required", True), ("hint", {"en": "Nobody would read it."})])
def test_it_cannot_be_required_nor_have_what_is_never_shown(kind: str, field: str, value: Any) -> None:
    document = tiny.document(kind)
    question_of(document)[field] = value
    (problem,) = tiny.refusals(document)
    assert problem.where == f"/pages/0/questions/0/{field}"


@kinds
def test_a_condition_cannot_look_at_it(kind: str) -> None:
    document = tiny.document(kind)
    condition = {"op": "answered", "args": [{"answer": NAMES[kind]}]}
    document["pages"].append(tiny.page("after", tiny.yes_or_no("later"), condition=condition))
    problems = faults_of(Survey.from_json(document), ["en"])
    assert [problem.code for problem in problems] == ["survey.expression_unknown_question"]


@pytest.mark.parametrize(
    "src",
    [
        "https://elsewhere.example/a.png",
        "//elsewhere.example/a.png",
        "/media/../officer",
        "/media//elsewhere.example",
        "/media/a/b.png",
        "/media/",
        "/media/.hidden",
        "/media/a.png?x=1",
        "/media/a.png\n",
        "data:image/png;base64,AA",
        "javascript:alert(1)",
        "screen.png",
    ],
)
def test_a_picture_from_anywhere_else_is_refused(src: str) -> None:
    document = tiny.document("image")
    question_of(document)["src"] = src
    (problem,) = tiny.refusals(document)
    assert (problem.code, problem.where) == ("survey.bad_name", "/pages/0/questions/0/src")


def test_a_picture_without_the_same_in_words_is_not_published() -> None:
    document = tiny.document("image")
    del question_of(document)["alternative"]["ar"]
    assert faults_of(Survey.from_json(document), ["en", "ar"]) == [
        Problem("survey.words_missing", "/pages/0/questions/0/alternative", {"language": "ar"})
    ]
    del question_of(document)["alternative"]
    assert [problem.code for problem in tiny.refusals(document)] == ["survey.missing"]
