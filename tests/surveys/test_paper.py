"""The survey on paper: its numbers, and for whom a question is."""

from typing import Any

import pytest

from surveys.paper import OnlyIf, Wish, on_paper
from tests.surveys import tiny

Json = dict[str, Any]


def operation(op: str, *args: Json) -> Json:
    return {"op": op, "args": list(args)}


def answer(name: str) -> Json:
    return {"answer": name}


def value(of: object) -> Json:
    return {"value": of}


def only_if(condition: Json) -> OnlyIf | None:
    """For whom the third of four questions is, after a choice and a number."""
    days = {"id": "days", "code": "DAYS", "kind": "number", "text": {"en": "?"}}
    asked = tiny.yes_or_no("third", condition=condition)
    plan = tiny.compiled(
        tiny.of_pages(
            tiny.page("one", tiny.yes_or_no("first"), days), tiny.page("two", asked, tiny.yes_or_no("last"))
        )
    )
    return on_paper(plan)[1].questions[0].only_if


IS_YES = operation("==", answer("first"), value("yes"))
IS_NO = operation("==", answer("first"), value("no"))
IS_LONG = operation(">", answer("days"), value(14))
CHOSE_YES = Wish("first", 1, "any", ("yes",))


def test_questions_are_numbered_through_from_page_to_page() -> None:
    pages = on_paper(tiny.plan("conditions"))
    numbers = [question.number for page in pages for question in page.questions]
    assert numbers == list(range(1, len(numbers) + 1))
    assert pages[0].only_if is None


def test_a_page_for_some_sends_everybody_else_to_the_question_after_it() -> None:
    page = on_paper(tiny.plan("conditions"))[1]
    assert page.only_if == OnlyIf((Wish("asked", 1, "any", ("yes",)),), otherwise=3)


def test_after_the_last_question_there_is_nowhere_to_go_on_to() -> None:
    plan = tiny.compiled(
        tiny.of_pages(
            tiny.page("one", tiny.yes_or_no("first")),
            tiny.page("two", tiny.yes_or_no("last"), condition=IS_YES),
        )
    )
    assert on_paper(plan)[1].only_if == OnlyIf((CHOSE_YES,), otherwise=None)


@pytest.mark.parametrize(
    ("condition", "wishes"),
    [
        (IS_YES, (CHOSE_YES,)),
        (operation("==", value("yes"), answer("first")), (CHOSE_YES,)),
        (operation("!=", answer("first"), value("yes")), (Wish("first", 1, "none", ("yes",)),)),
        (operation("not", IS_YES), (Wish("first", 1, "none", ("yes",)),)),
        (operation("or", IS_YES, IS_NO), (Wish("first", 1, "any", ("yes", "no")),)),
        (operation("and", IS_YES, IS_LONG), (CHOSE_YES, Wish("days", 2, ">", (14,)))),
        (operation("not", IS_LONG), (Wish("days", 2, "<=", (14,)),)),
        (operation("==", answer("days"), value(3)), (Wish("days", 2, "is", (3,)),)),
        (operation("answered", answer("days")), (Wish("days", 2, "answered"),)),
        (operation("not", operation("answered", answer("days"))), (Wish("days", 2, "empty"),)),
    ],
)
def test_what_a_plain_sentence_can_tell_is_told(condition: Json, wishes: tuple[Wish, ...]) -> None:
    assert only_if(condition) == OnlyIf(wishes, otherwise=4)


@pytest.mark.parametrize(
    "condition",
    [
        operation("or", IS_YES, IS_LONG),
        operation("or", operation("and", IS_YES, IS_LONG), IS_NO),
        operation("not", operation("and", IS_YES, IS_LONG)),
        operation("==", answer("first"), answer("days")),
        operation("==", answer("nobody-asks-this"), value("yes")),
        operation(">", value(3), answer("days")),
        operation("not", operation("==", answer("days"), value(3))),
    ],
)
def test_anything_else_is_told_only_to_be_not_for_everybody(condition: Json) -> None:
    assert only_if(condition) == OnlyIf((), otherwise=4)


def test_what_is_only_read_has_no_number_and_takes_none_away() -> None:
    note = tiny.document("note")["pages"][0]["questions"][0]
    note["condition"] = tiny.is_answered_yes("first")
    source = tiny.of_pages(
        tiny.page("a", tiny.yes_or_no("first")), tiny.page("b", note, tiny.yes_or_no("second"))
    )
    first, second = on_paper(tiny.compiled(source))
    assert [question.number for question in (*first.questions, *second.questions)] == [1, None, 2]
    assert second.questions[0].only_if is not None
    assert second.questions[0].only_if.otherwise == 2
