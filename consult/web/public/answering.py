"""The pages of a survey: shown, and taken in again."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.db import unit_of_work
from consult.responses import service
from consult.responses.values import DraftValue, Opening
from consult.web.installation import installation
from consult.web.locale import language
from consult.web.public import drafts, forms
from consult.web.public.corrected import up_to_date, words_set_aside
from consult.web.public.forms import Stopped
from consult.web.public.not_open import not_open_page
from consult.web.public.openings import opening
from consult.web.public.question_page import ANSWERING, CHANGING, show
from consult.web.public.resuming import locked_page
from consult.web.public.visits import CODE_FIELD, Visit, fault_of_code, visit
from surveys.answers import Reading, as_form, read
from surveys.asking import Asking
from surveys.problems import Problem, Refused
from surveys.routing import Path, place

SAVING = "_save"


def question(slug: str, page_id: str) -> ResponseReturnValue:
    """Show one page of the survey, with what was answered on it before."""
    with up_to_date(slug) as (session, found):
        if found.draft is None:
            found.plan.page(page_id)  # there is such a page
        if not found.is_open:
            return not_open_page(found)
        if found.is_locked:
            return locked_page(found.consultation)
        elsewhere = _where_instead(found, page_id)
        if elsewhere is not None:
            return redirect(elsewhere, 303)
        answers = {**words_set_aside(found.draft, found.plan), **found.answers}
        response = show(session, found, page_id, as_form(found.plan.page(page_id), answers))
    return drafts.hold(response, found.draft.id) if found.draft else response


def _where_instead(found: Visit, page_id: str) -> str | None:
    """Return where to go instead of a page that these answers do not lead to."""
    if found.draft is None and page_id != found.path.pages[0]:
        return url_for("public.consultation", slug=found.consultation.slug)
    return None if page_id in found.path.pages else address_of(found, found.next_to_answer)


def address_of(found: Visit, page_id: str | None) -> str:
    """Return the address of a page of this survey; without a page, that of "check your answers"."""
    slug = found.consultation.slug
    if page_id is None:
        return url_for("public.check_answers", slug=slug)
    return url_for("public.question", slug=slug, page_id=page_id)


def answer(slug: str, page_id: str) -> ResponseReturnValue:
    """Take in one page; go on to the next, or show it again with everything that was typed."""
    elsewhere = forms.sent_to_another_language()
    if elsewhere is not None:
        return elsewhere
    code_fault = fault_of_code()
    with unit_of_work() as session:
        found = visit(session, slug, to_change=True)
        said = _read(found, page_id)
        begins = _opening(found, page_id)
        stopped = (
            forms.stopped(found, ANSWERING, code_fault) or _stopped(begins) or _faults(found, page_id, said)
        )
        if stopped is not None:
            return show(session, found, page_id, said.raw, stopped.problems, stopped.status)
        draft = _kept(session, found, said, begins)
    path = place(found.plan, draft.answers)
    return drafts.hold(redirect(_onward(found, page_id, path), 303), draft.id)


def _read(found: Visit, page_id: str) -> Reading:
    """Return what the form says; off the path, of every question that stands on the page."""
    asked = found.path.questions if page_id in found.path.pages else None
    return read(found.plan, page_id, request.form.to_dict(flat=False), asked)


def _opening(found: Visit, page_id: str) -> Opening | Problem | None:
    """Return how a new draft begins, or why it cannot; None where there is a draft already."""
    if found.draft is not None:
        return None
    if page_id != found.path.pages[0]:
        return Problem("draft.gone", CODE_FIELD)
    try:
        return opening(found.consultation)
    except Refused as refused:
        return refused.problems[0]


def _stopped(begins: Opening | Problem | None) -> Stopped | None:
    if not isinstance(begins, Problem):
        return None
    return Stopped(409 if begins.code == "draft.gone" else 422, (begins,))


def _faults(found: Visit, page_id: str, said: Reading) -> Stopped | None:
    """Return what is wrong with the answers. To come back later, or off the path, nothing has to be complete."""
    may_be_incomplete = SAVING in request.form or page_id not in found.path.pages
    faults = [
        problem for problem in said.problems if not (may_be_incomplete and problem.code == "answer.required")
    ]
    return Stopped(422, faults) if faults else None


def _kept(session: Session, found: Visit, said: Reading, begins: Opening | Problem | None) -> DraftValue:
    """Write the answers of one page. One statement, but where the survey was corrected since the page was shown."""
    draft, current = found.draft, found.consultation.version_id
    if draft is None:
        assert isinstance(begins, Opening)  # what stops was looked at before
        keys, opens_in = installation().keys, found.version_id
        return service.start(session, keys, found.consultation, found.plan, begins, said.values, opens_in)
    if found.is_late and found.is_behind and current is not None:
        draft = service.move(session, draft, current)
    if draft.version_id == found.version_id:
        return service.answer(session, draft, found.plan, said, language())
    asking = Asking(str(found.version_id), language(), draft.variant.of_texts)
    return service.answer_late(session, draft, said, asking)


def _onward(found: Visit, page_id: str, path: Path) -> str:
    """Return where to go after this page."""
    slug = found.consultation.slug
    if SAVING in request.form:
        return url_for("public.saved", slug=slug, page=page_id)
    if CHANGING in request.form:
        added = (page for page in path.pages if page not in found.path.pages)
        return address_of(found, next(added, None))
    order = [page.id for page in found.plan.pages]
    following = (page for page in path.pages if order.index(page) > order.index(page_id))
    return address_of(found, next(following, None))
