"""Looking over the entries of a repeated page: add one, change one, take one away, go on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.responses import service, wording
from consult.responses.values import DraftValue
from consult.web.errors import status_of
from consult.web.locale import language
from consult.web.public import drafts, entries, forms, sentences, variants
from consult.web.public.entries import CHANGING, UNKNOWN, review_address
from consult.web.public.frame import render_private
from consult.web.public.not_open import not_open_page
from consult.web.public.onward import SAVING, address_of, after
from consult.web.public.question_page import ANSWERING, before
from consult.web.public.resuming import locked_page
from consult.web.public.sentences import ShownProblem
from consult.web.public.visits import Visit, is_machine_made
from consult.web.security import form_token
from surveys import repeats
from surveys.local_plan import LocalPage, LocalQuestion
from surveys.problems import Problem, Refused
from surveys.questions.reading import Answer
from surveys.repeats import Repeat
from surveys.routing import AskedEntries
from surveys.text import Said

ADDING = "_another"
REMOVING = "_remove"


@dataclass(frozen=True, slots=True)
class ReviewedEntry:
    """One entry among the others: its number and which one it is to the reader, what it is called and says, where to
    change it.
    """

    number: int
    place: int
    title: Said
    said: tuple[tuple[LocalQuestion, Answer], ...]
    href: str

    @property
    def id(self) -> str:
        """The id of the link that changes it."""
        return control_id(self.number)


def control_id(number: int) -> str:
    """Return the id of the link that changes the entry of this number."""
    return f"entry{number}"


def first_to_add(found: Visit, page_id: str) -> str | None:
    """Return the address of the first entry, where there is nothing to look over yet and there must be something."""
    asked = found.path.entries.get(page_id)
    if asked is None or entries.IN_ADDRESS in request.args or asked.there or not asked.least:
        return None
    return review_address(found, page_id, asked.added.number)


def show(
    session: Session, found: Visit, page_id: str, problems: Sequence[Problem] = (), status: int = 200
) -> Response:
    """Return the page that lists what was said in each entry, and what is wrong with them together."""
    local = found.local(page_id)
    assert local.repeat is not None  # callers looked
    listed = tuple(_reviewed(found, local))
    return render_private(
        "review",
        str(local.repeat.review_title),
        status=status,
        consultation=found.consultation,
        local=local,
        entries=listed,
        asked=found.path.entries[page_id],
        **sentences.of_template(_shown(listed, problems)),
        is_changing=CHANGING in request.values,
        form_token=form_token(ANSWERING, found.consultation.slug),
        slug=found.consultation.slug,
        back_href=before(found, page_id),
        offered=variants.offered(found.plan, found.variant) if found.is_open else None,
        is_machine_made=is_machine_made(session, found.plan, found.version_id),
    )


def _reviewed(found: Visit, local: LocalPage) -> Iterator[ReviewedEntry]:
    assert local.repeat is not None  # callers looked
    for place, entry in enumerate(found.path.entries[local.id].there, 1):
        own = found.local(local.id, entry.scope)
        assert own.repeat is not None  # it is the same page
        kept = repeats.entry(found.answers, local.repeat.id, entry.number) or {}
        said = tuple(
            (question, kept[question.id])
            for question in own.questions
            if question.id in entry.questions and question.id in kept
        )
        href = review_address(found, local.id, entry.number)
        yield ReviewedEntry(entry.number, place, own.repeat.entry_title, said, href)


def _shown(listed: Sequence[ReviewedEntry], problems: Sequence[Problem]) -> tuple[ShownProblem, ...]:
    """Return the problems as sentences; that of one entry with its name and a way to it."""
    named = {entry.id: f"{entry.title} {entry.place}" for entry in listed}
    shown = []
    for problem in problems:
        called = {"entry": named[problem.where]} if problem.where in named else problem.parameters
        said = sentences.said(Problem(problem.code, problem.where, called))
        shown.append(ShownProblem(said, problem.where or None))
    return tuple(shown)


def looked_over(session: Session, found: Visit, repeat: Repeat, page_id: str) -> Response:
    """Do what was pressed on that page: add, take away, come back later, or go on."""
    draft = found.draft
    if draft is None or not found.is_open or page_id not in found.path.entries:
        return _nothing_to_look_over(found)
    stopped = forms.stopped(found, ANSWERING)
    if stopped is not None:
        if variants.is_choice() and not stopped.problems:
            wording.choose_variant(session, draft, found.variant)
        return show(session, found, page_id, stopped.problems, stopped.status)
    try:
        onward = _done(session, found, draft, repeat, page_id)
    except Refused as refused:
        return show(session, found, page_id, refused.problems, status_of(refused.problems[0]))
    return drafts.hold(redirect(onward, 303), draft.id)


def _nothing_to_look_over(found: Visit) -> Response:
    """Return what somebody gets who cannot answer now, whose answers are not here, or do not lead here."""
    if not found.is_open:
        return not_open_page(found)
    if found.is_locked:
        return locked_page(found.consultation)
    if found.draft is None:
        return redirect(url_for("public.consultation", slug=found.consultation.slug), 303)
    return redirect(address_of(found, found.next_to_answer), 303)


def _done(session: Session, found: Visit, draft: DraftValue, repeat: Repeat, page_id: str) -> str:
    """Do it and return where to go; Refused with what keeps it from being done."""
    asked = found.path.entries[page_id]
    if REMOVING in request.form:
        number = entries.number(request.form[REMOVING])
        if number >= asked.added.number:
            raise Refused(UNKNOWN)
        service.remove_entry(session, draft, found.plan, repeat.id, number, language())
        return review_address(found, page_id)
    if ADDING in request.form:
        if asked.is_full:
            raise Refused(Problem("answer.too_many_entries", "", {"limit": repeat.most}))
        return review_address(found, page_id, asked.added.number)
    if SAVING in request.form:
        return url_for("public.saved", slug=found.consultation.slug, page=page_id)
    if faults := tuple(_faults(asked)):
        raise Refused(faults)
    return after(found, page_id, found.path)


def _faults(asked: AskedEntries) -> Iterator[Problem]:
    """What keeps somebody from going on: too few entries, or one that lacks an answer."""
    if asked.are_too_few:
        yield Problem("answer.too_few_entries", "", {"minimum": asked.least})
    for entry in asked.there:
        if entry.missing:
            yield Problem("answer.entry_incomplete", control_id(entry.number))
