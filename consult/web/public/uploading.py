"""Files that come with the answers of a page: let in where the page asks for one, made safe, kept with the draft.

A file is made safe before any transaction begins, and only for a form that would be taken. It is kept even where
another answer on the page has a problem: nobody has to choose it twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import request
from sqlalchemy.orm import Session

from consult.attachments import service as attachments
from consult.attachments.cleaning import cleaned
from consult.attachments.queries import has_room
from consult.attachments.terms import LARGEST_FILE, Medium
from consult.attachments.values import Cleaned, Owner
from consult.db import reading
from consult.responses.values import DraftValue
from consult.web.public import forms
from consult.web.public.question_page import ANSWERING
from consult.web.public.visits import Visit, plan_asked, typed_code, visit
from consult.web.security import LARGEST_FORM
from surveys.answers import Reading, as_form
from surveys.plan import Plan, PlannedQuestion
from surveys.problems import Problem, Refused
from surveys.questions.kept_file import KeptFile

LARGEST_REQUEST = 4 * LARGEST_FILE + LARGEST_FORM
"""More than may be kept, so that a file that is too big is told at its place, and nothing typed beside it is lost."""
REMOVE = ".remove"
"""What follows the name of a question's first field in that of the box that takes its file away."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came beside the words of a page, by question: a file made safe; None where one is to be taken away."""

    changes: Mapping[str, Cleaned | None]
    problems: tuple[Problem, ...]


NOTHING = Sent(MappingProxyType({}), ())


def let_in(slug: str, page_id: str) -> None:
    """Let in more than a form of words takes, where this page asks for a file. To be asked before the form is read."""
    if (request.content_length or 0) <= LARGEST_FORM:
        return
    with reading() as session:
        plan = plan_asked(session, slug)
    if _questions(plan, page_id):
        request.max_content_length = LARGEST_REQUEST


def sent(slug: str, page_id: str) -> Sent:
    """Return the files this form brings or takes away, made safe."""
    brings = any(file.filename for file in request.files.values())
    if not brings and not any(name.endswith(REMOVE) for name in request.form):
        return NOTHING
    with reading() as session:
        found = visit(session, slug, code=typed_code())
        room = has_room(session, found.consultation.id)
    fault = None if _is_welcome(found, page_id) else "attachment.again"
    if fault is None and brings and not room:
        fault = "attachment.no_room"
    changes: dict[str, Cleaned | None] = {}
    problems: list[Problem] = []
    for question in _questions(found.plan, page_id):
        try:
            changes |= _change(question, fault)
        except Refused as refused:
            problems.extend(refused.problems)
    return Sent(changes, tuple(problems))


def _questions(plan: Plan, page_id: str) -> list[PlannedQuestion]:
    """Return the questions of a page that take a file; what is asked of each entry of a repeat takes none."""
    page = plan.page(page_id)
    return [question for question in page.questions if question.asked.media and page.repeat is None]


def _is_welcome(found: Visit, page_id: str) -> bool:
    """Say whether a file may be kept at all: the form is ours, people can answer, and it is known whose draft it is."""
    has_place = found.draft is not None or page_id == found.path.pages[0]
    is_ours = not forms.faults_of_token(ANSWERING, found.consultation.slug)
    return found.is_open and has_place and is_ours and not found.is_locked and not found.has_wrong_code


def _change(question: PlannedQuestion, fault: str | None) -> dict[str, Cleaned | None]:
    """Return what the form does to the file of a question. Raises Refused."""
    field = question.fields[0]
    given = request.files.get(field)
    if given is None or not given.filename:  # a browser sends an empty part where nothing was chosen
        return {question.id: None} if field + REMOVE in request.form and fault is None else {}
    if fault is not None:
        raise Refused(Problem(fault, field))
    allowed = [Medium(name) for name in question.asked.media]
    return {question.id: cleaned(given.stream.read(LARGEST_FILE + 1), allowed, field)}


def with_files(found: Visit, page_id: str, files: Sent) -> dict[str, list[str]]:
    """Return what the form says, each file by what we know of it ourselves: what the form claims is left out."""
    form = request.form.to_dict(flat=False)
    for question in _questions(found.plan, page_id):
        form.pop(question.fields[0], None)
        form |= _field(found, question, files)
    return form


def _field(found: Visit, question: PlannedQuestion, files: Sent) -> dict[str, list[str]]:
    kept = question.asked.kept_file(found.answers.get(question.id))
    if question.id in files.changes:
        new = files.changes[question.id]
        kept = KeptFile(new.id.hex, new.medium.value, len(new.content)) if new else None
    return {question.fields[0]: [kept.written()]} if kept else {}


def told(said: Reading, files: Sent) -> Reading:
    """Return what was read with the problems of the files, each in the place of what else is wrong there."""
    if not files.problems:
        return said
    places = {problem.where for problem in files.problems}
    others = (problem for problem in said.problems if problem.where not in places)
    return replace(said, problems=(*files.problems, *others))


def only_files(found: Visit, page_id: str, files: Sent) -> dict[str, list[str]]:
    """Return the page's form as it was kept before, with nothing changed but its files."""
    form = as_form(found.plan.page(page_id), found.answers)
    for question in _questions(found.plan, page_id):
        form.pop(question.fields[0], None)
        form |= _field(found, question, files)
    return form


def keep(session: Session, draft: DraftValue, files: Sent) -> None:
    """Keep the files with the draft they came with, and delete those that were taken away."""
    owner = Owner(draft.id, draft.organisation_id, draft.consultation_id)
    for question_id, new in files.changes.items():
        if new is None:
            attachments.detach(session, draft.id, [question_id])
        else:
            attachments.attach(session, owner, question_id, new)
