"""What was answered so far, each answer under its question, as they were asked together."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from consult.web.public.entries import CHANGING, IN_ADDRESS
from consult.web.public.sentences import control_id
from consult.web.public.visits import Visit
from surveys import repeats
from surveys.answers import counted
from surveys.checking import faults_of_logic
from surveys.local_plan import LocalPage, LocalQuestion
from surveys.questions.reading import Answer
from surveys.routing import AskedEntries


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer (None: there is none), and where to change it. `written`: words beside options.

    `is_missing`: it must be answered, or answered anew, as it no longer goes with what was answered before it.
    """

    question: LocalQuestion
    answer: Answer | None
    written: Mapping[str, Answer]
    href: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What was asked together. Of a repeated page, one of its entries, the `place`th; or, with none, their list.

    `review_href` leads to where entries are added and taken away.
    """

    page: LocalPage
    lines: tuple[Line, ...]
    place: int | None = None
    review_href: str | None = None
    are_too_few: bool = False


def parts(found: Visit) -> tuple[Part, ...]:
    """Return every question that is asked with its answer, as they were asked together."""
    return tuple(_parts(found))


def _parts(found: Visit) -> Iterator[Part]:
    answers = counted(found.plan, found.answers, found.path)
    required = {question_id for _, question_id in found.path.required}
    wrong = {problem.where for problem in faults_of_logic(found.plan, found.path, found.answers)}
    for page_id in found.path.pages:
        if page_id in found.path.entries:
            yield from _entries(found, page_id, found.path.entries[page_id], wrong)
            continue
        parts: dict[str, Any] = {"slug": found.consultation.slug, "page_id": page_id, CHANGING: 1}
        address = url_for("public.question", **parts)
        page = found.local(page_id)
        lines = tuple(
            Line(
                question,
                answers.get(question.id),
                written_beside(question, answers),
                f"{address}#{control_id(number)}",
                question.id in wrong or (question.id in required and question.id not in answers),
            )
            for number, question in enumerate(page.questions, 1)
            if question.fields and question.id in found.path.questions
        )
        if lines:
            yield Part(page, lines)


def _entries(found: Visit, page_id: str, asked: AskedEntries, wrong: Container[str]) -> Iterator[Part]:
    """Yield the list of a repeated page, then each of its entries. `wrong` names the answers that must be changed."""
    parts: dict[str, Any] = {"slug": found.consultation.slug, "page_id": page_id, CHANGING: 1}
    yield Part(found.local(page_id), (), None, url_for("public.question", **parts), asked.are_too_few)
    for place, entry in enumerate(asked.there, 1):
        page = found.local(page_id, entry.scope)
        assert page.repeat is not None  # only repeated pages have entries
        kept = repeats.entry(found.answers, page.repeat.id, entry.number) or {}
        address = url_for("public.question", **{**parts, IN_ADDRESS: entry.number})
        lines = tuple(
            Line(
                question,
                kept.get(question.id),
                written_beside(question, kept),
                f"{address}#{control_id(number)}",
                question.id in entry.missing or f"{page.repeat.id}/{entry.number - 1}/{question.id}" in wrong,
            )
            for number, question in enumerate(page.questions, 1)
            if question.fields and question.id in entry.questions
        )
        yield Part(page, lines, place)


def written_beside(question: LocalQuestion, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return what was written beside the options of a question, by option."""
    rooms = {option.id: option.write_in.field for option in question.options if option.write_in}
    return {option: answers[field] for option, field in rooms.items() if field in answers}
