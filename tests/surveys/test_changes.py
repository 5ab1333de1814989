"""What changed between two versions, and ids that would stand for something else."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from surveys.changes import altered, changes
from surveys.document import Survey
from surveys.identity import reused
from tests.surveys.corrected import Corrections, first_version, option, question, text

Json = dict[str, Any]
Correct = Callable[[Json], object]


def changed(correct: Correct) -> tuple[Survey, Survey]:
    document = first_version()
    correct(document)
    return Survey.from_json(first_version()), Survey.from_json(document)


def asked(document: Json, page: int, number: int) -> Json:
    found: Json = document["pages"][page]["questions"][number]
    return found


CORRECTIONS: dict[str, tuple[Correct, list[tuple[str, str]]]] = {
    "nothing": (lambda _: None, []),
    "the title": (lambda survey: survey["title"]["ar"].update(text="إصلاح"), [("change.words", "")]),
    "a language less": (lambda survey: survey.update(languages=["en"]), [("change.setting", "")]),
    "a page more": (
        lambda survey: survey["pages"].insert(1, {"id": "new", "title": text("New"), "questions": []}),
        [("change.page_added", "new")],
    ),
    "a page less": (
        lambda survey: survey["pages"].pop(2),
        [("change.page_removed", "wishes"), ("change.question_removed", "wish")],
    ),
    "a page elsewhere": (
        lambda survey: survey["pages"].insert(0, survey["pages"].pop(2)),
        [("change.page_moved", "wishes"), ("change.question_moved", "wish")],
    ),
    "the title of a page": (
        lambda survey: survey["pages"][0]["title"]["en"].update(text="Your home"), [("change.words", "home")],
    ),
    "when a page is asked": (
        lambda survey: survey["pages"][1].pop("condition"), [("change.page_condition", "rooms")],
    ),
    "a question more": (
        lambda survey: survey["pages"][0]["questions"].append(question("new", "short_text", limit=5)),
        [("change.question_added", "new")],
    ),
    "a question elsewhere": (
        lambda survey: survey["pages"][2]["questions"].append(survey["pages"][0]["questions"].pop(1)),
        [("change.question_moved", "effects")],
    ),
    "another kind": (
        lambda survey: asked(survey, 0, 2).update(kind="long_text"), [("change.kind", "more")],
    ),
    "words in easy read": (
        lambda survey: asked(survey, 0, 0)["text"]["en"]["variants"].update(easy_read="Wet?"),
        [("change.words", "damp")],
    ),
    "a limit": (lambda survey: asked(survey, 0, 2).update(limit=9), [("change.setting", "more")]),
    "no limit": (lambda survey: asked(survey, 1, 0).pop("maximum"), [("change.setting", "count")]),
    "whether it must be answered": (
        lambda survey: asked(survey, 0, 0).update(required=False), [("change.not_required", "damp")],
    ),
    "when it is asked": (
        lambda survey: asked(survey, 2, 0).update(condition={"op": "answered", "args": [{"answer": "damp"}]}),
        [("change.condition", "wish")],
    ),
    "an option more": (
        lambda survey: asked(survey, 0, 0)["options"].append(option("mouldy")), [("change.option_added", "damp")],
    ),
    "an option less": (
        lambda survey: asked(survey, 0, 0)["options"].pop(), [("change.option_removed", "damp")],
    ),
    "an option elsewhere": (
        lambda survey: asked(survey, 0, 0)["options"].insert(0, asked(survey, 0, 0)["options"].pop()),
        [("change.option_moved", "damp")],
    ),
    "the words of an option": (
        lambda survey: asked(survey, 1, 1)["points"][0]["text"]["en"].update(text="Awful"),
        [("change.words", "feeling")],
    ),
    "the agreement": (
        lambda survey: survey["pages"][3]["about_you"]["consent"]["en"].update(text="Yes."), [("change.words", "you")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRECTIONS)
def test_each_correction_is_told_once_and_at_its_place(name: str) -> None:
    correct, expected = CORRECTIONS[name]
    old, new = changed(correct)
    found = changes(old, new)
    assert [(change.code, change.key) for change in found] == expected
    for change in found:
        of = old if change.code.endswith("removed") and "option" not in change.code else new
        part: Any = of.model_dump(mode="json", exclude_none=False)
        for step in change.where.split("/")[1:]:
            known = isinstance(part, list) and not step.isdecimal()
            if known:
                part = next(item for item in part if item["id"] == step)
            else:
                part = part[int(step)] if isinstance(part, list) else part[step]


def test_words_are_told_as_they_were_and_as_they_are() -> None:
    old, new = changed(lambda survey: asked(survey, 0, 0)["text"]["ar"].update(text="رطب؟"))
    [change] = changes(old, new)
    assert change.parameters == {
        "name": "text", "language": "ar", "before": "Question damp? بالعربية", "after": "رطب؟",
    }  # fmt: skip
    assert change.where == "/pages/0/questions/0/text"


def test_there_are_changes_exactly_where_the_fingerprint_is_another() -> None:
    for seed in range(60):
        officer = Corrections(Random(seed))
        for _ in range(3):
            before = officer.versions[-1]
            after = officer.corrected()
            assert changes(before, after)
            assert changes(after, before)
            assert changes(after, Survey.from_json(after.to_json())) == ()
            assert set(altered(before, after)) <= {change.key for change in changes(before, after)} | {
                "you_consent"
            }


def test_the_status_of_a_translation_is_no_change() -> None:
    old, new = changed(
        lambda survey: asked(survey, 0, 0)["text"]["ar"].update(status="reviewed", source="0" * 16)
    )
    assert changes(old, new) == ()


def test_what_people_may_answer_otherwise_is_altered_and_what_only_the_logic_reads_is_not() -> None:
    def correct(survey: Json) -> None:
        asked(survey, 0, 0)["required"] = False
        asked(survey, 0, 1)["options"].reverse()
        asked(survey, 0, 2)["limit"] = 9
        asked(survey, 1, 0)["unit"]["en"]["text"] = "rooms with damp"
        survey["pages"][3]["about_you"]["why"]["en"]["text"] = "To know."
        asked(survey, 3, 0)["options"][0]["text"]["ar"]["text"] = "أجل"

    assert altered(*changed(correct)) == ("more", "count", "you_consent", "disability")


REUSED: dict[str, tuple[Correct, list[str]]] = {
    "another kind": (lambda survey: asked(survey, 0, 2).update(kind="long_text"), ["survey.id_other_kind"]),
    "several instead of one about the person": (
        lambda survey: asked(survey, 3, 0).update(several=True), ["survey.id_other_kind"],
    ),
    "two options that take each other's words": (
        lambda survey: _swap(asked(survey, 0, 0)["options"]), ["survey.ids_swapped", "survey.ids_swapped"],
    ),
    "a question with the words of one that is gone": (
        lambda survey: asked(survey, 2, 0).update(text=survey["pages"][0]["questions"].pop(2)["text"]),
        ["survey.ids_swapped"],
    ),
    "a new id for the same words": (lambda survey: asked(survey, 0, 2).update(id="again", code="again"), []),
    "a typo": (lambda survey: asked(survey, 0, 0)["text"]["en"].update(text="Damp?"), []),
}  # fmt: skip


def _swap(options: list[Json]) -> None:
    options[0]["text"], options[1]["text"] = options[1]["text"], options[0]["text"]


@pytest.mark.parametrize("name", REUSED)
def test_an_id_is_never_reused_for_something_else(name: str) -> None:
    correct, expected = REUSED[name]
    old, new = changed(correct)
    assert [problem.code for problem in reused([old], new)] == expected


@pytest.mark.parametrize(("words", "expected"), [("Option dry", []), ("Mouldy", ["survey.id_came_back"])])
def test_an_option_that_comes_back_must_be_what_it_was(words: str, expected: list[str]) -> None:
    first, without = changed(lambda survey: asked(survey, 0, 0)["options"].pop(1))
    _, again = changed(lambda survey: asked(survey, 0, 0)["options"][1]["text"]["en"].update(text=words))
    assert [problem.code for problem in reused([without, first], again)] == expected


@pytest.mark.parametrize(("words", "expected"), [("Question more?", []), ("Less?", ["survey.id_came_back"])])
def test_a_question_that_comes_back_must_be_what_it_was(words: str, expected: list[str]) -> None:
    first, without = changed(lambda survey: survey["pages"][0]["questions"].pop(2))
    _, again = changed(lambda survey: asked(survey, 0, 2)["text"]["en"].update(text=words))
    assert [problem.code for problem in reused([without, first], again)] == expected
