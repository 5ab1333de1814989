"""The pages of a survey: shown, and taken in again."""

from dataclasses import replace

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.db import unit_of_work
from consult.responses import service, wording
from consult.responses.values import DraftValue, Opening
from consult.web.errors import status_of
from consult.web.installation import installation
from consult.web.locale import language
from consult.web.public import drafts, entries, forms, reviewing, uploading, variants
from consult.web.public.corrected import up_to_date, words_set_aside
from consult.web.public.entries import CHANGING, ShownEntry
from consult.web.public.forms import Stopped
from consult.web.public.full import quota_in_the_way, thanks
from consult.web.public.not_open import not_open_page
from consult.web.public.onward import SAVING, address_of, after
from consult.web.public.openings import opening
from consult.web.public.question_page import ANSWERING, asked_on, scope_on, show
from consult.web.public.resuming import locked_page
from consult.web.public.uploading import Sent
from consult.web.public.visits import CODE_FIELD, Visit, fault_of_code, typed_code, visit
from surveys import repeats
from surveys.answers import Reading, prefilled, read
from surveys.asking import Asking
from surveys.plan import PlannedPage
from surveys.problems import Problem, Refused
from surveys.routing import Path, place

KEEPS_FILES = frozenset({200, 422})
"""What a page is answered with whose form was ours: other words were asked for, or an answer has a problem."""


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
        quota = quota_in_the_way(session, found, page_id)
        response = _shown(session, found, page_id) if quota is None else thanks(found, quota)
    return drafts.hold(response, found.draft.id) if found.draft else response


def _shown(session: Session, found: Visit, page_id: str) -> Response:
    """Return a page as it was answered, one of its entries, or all of them to be looked over."""
    page = found.plan.page(page_id)
    entry = entries.in_address(found, page)
    if page.repeat is None:
        answers = {**words_set_aside(found.draft, found.plan), **found.answers}
        return show(session, found, page.id, prefilled(page, answers, found.path.scope))
    if entry is None:
        return reviewing.show(session, found, page.id)
    kept = repeats.entry(found.answers, page.repeat.id, entry.number) or {}
    scope = scope_on(found, page.id, entry)
    return show(session, found, page.id, prefilled(page, kept, scope), entry=entry)


def _where_instead(found: Visit, page_id: str) -> str | None:
    """Return where to go instead of a page that these answers do not lead to, or of looking over too little."""
    if found.draft is None and page_id != found.path.pages[0]:
        return url_for("public.consultation", slug=found.consultation.slug)
    if page_id not in found.path.pages:
        return address_of(found, found.next_to_answer)
    return reviewing.first_to_add(found, page_id)


def answer(slug: str, page_id: str) -> ResponseReturnValue:
    """Take in one page; go on to the next, or show it again with everything that was typed."""
    uploading.let_in(slug, page_id)
    elsewhere = forms.sent_to_another_language()
    if elsewhere is not None:
        return elsewhere
    code_fault, files = fault_of_code(), uploading.sent(slug, page_id)
    with unit_of_work() as session:
        found = visit(session, slug, code=typed_code(), to_change=True)
        page = found.plan.page(page_id)
        entry = entries.in_form(found, page)
        if page.repeat is not None and entry is None:
            return reviewing.looked_over(session, found, page.repeat, page_id)
        said = _read(found, page_id, entry, files)
        begins = _opening(found, page_id)
        stopped = forms.stopped(found, ANSWERING, code_fault) or _stopped(begins)
        stopped = stopped or _faults(found, page, entry, said)
        if stopped is not None:
            return _again(session, found, page, entry, said, stopped, files)
        draft = _kept(session, found, said, begins, entry)
        uploading.keep(session, draft, files)
    onward = _onward(found, page_id, entry, place(found.plan, draft.answers, found.seed, found.now))
    return drafts.hold(redirect(onward, 303), draft.id)


def _read(found: Visit, page_id: str, entry: ShownEntry | None, files: Sent) -> Reading:
    """Return what the form says; off the path, of every question that stands on the page."""
    asked = asked_on(found, page_id, entry) if page_id in found.path.pages else None
    form = uploading.with_files(found, page_id, files)
    scope = scope_on(found, page_id, entry)
    said = read(found.plan, page_id, form, asked, entry.number if entry else 1, scope)
    return uploading.told(said, files)


def _again(
    session: Session,
    found: Visit,
    page: PlannedPage,
    entry: ShownEntry | None,
    said: Reading,
    stopped: Stopped,
    files: Sent,
) -> Response:
    """Show a page again, with what keeps it from being taken."""
    if variants.is_choice() and not stopped.problems and found.draft is not None:
        wording.choose_variant(session, found.draft, found.variant)
    kept = _with_files_kept(session, found, page.id, stopped, files)
    again = entries.again(kept, page, entry, stopped.problems)
    response = show(session, kept, page.id, said.raw, stopped.problems, stopped.status, again)
    return drafts.hold(response, kept.draft.id) if kept is not found and kept.draft else response


def _with_files_kept(session: Session, found: Visit, page_id: str, stopped: Stopped, files: Sent) -> Visit:
    """Return the visit once the files are kept with its draft, unless it is the whole form that is not taken."""
    begins = _opening(found, page_id)
    if not files.changes or stopped.status not in KEEPS_FILES or isinstance(begins, Problem):
        return found
    form = uploading.only_files(found, page_id, files)
    draft = _kept(session, found, read(found.plan, page_id, form, files.changes), begins, None)
    uploading.keep(session, draft, files)
    return replace(found, draft=draft)


def _opening(found: Visit, page_id: str) -> Opening | Problem | None:
    """Return how a new draft begins, or why it cannot; None where there is a draft already."""
    if found.draft is not None:
        return None
    if page_id != found.path.pages[0]:
        return Problem("draft.gone", CODE_FIELD)
    try:
        return opening(found.consultation, found.seed)
    except Refused as refused:
        return refused.problems[0]


def _stopped(begins: Opening | Problem | None) -> Stopped | None:
    if not isinstance(begins, Problem):
        return None
    return Stopped(409 if begins.code == "draft.gone" else 422, (begins,))


def _faults(found: Visit, page: PlannedPage, entry: ShownEntry | None, said: Reading) -> Stopped | None:
    """Return what is wrong with the answers. To come back later, or off the path, nothing has to be complete."""
    misplaced = entries.fault(found, page, entry, said)
    if misplaced is not None:
        return Stopped(status_of(misplaced), (misplaced, *said.problems))
    may_be_incomplete = SAVING in request.form or page.id not in found.path.pages
    faults = [
        problem for problem in said.problems if not (may_be_incomplete and problem.code == "answer.required")
    ]
    return Stopped(422, faults) if faults else None


def _kept(
    session: Session,
    found: Visit,
    said: Reading,
    begins: Opening | Problem | None,
    entry: ShownEntry | None,
) -> DraftValue:
    """Write the answers of one page. One statement, but where the survey was corrected since the page was shown; none
    to come back to an entry of which nothing was said yet.
    """
    draft, current = found.draft, found.consultation.version_id
    if draft is None:
        assert isinstance(begins, Opening)  # what stops was looked at before
        keys, opens_in = installation().keys, found.version_id
        return service.start(session, keys, found.consultation, found.plan, begins, said.merged({}), opens_in)
    if entry and entry.is_added and SAVING in request.form and not said.values:
        return draft
    if found.is_late and found.is_behind and current is not None:
        draft = service.move(session, draft, current)
    if draft.version_id == found.version_id:
        return service.answer(session, draft, found.plan, said, language(), now=found.now)
    asking = Asking(str(found.version_id), language(), draft.variant)
    return service.answer_late(session, draft, said, asking)


def _onward(found: Visit, page_id: str, entry: ShownEntry | None, path: Path) -> str:
    """Return where to go after this page: after an entry, to look over all of them."""
    if SAVING in request.form:
        return url_for("public.saved", slug=found.consultation.slug, page=page_id)
    if entry is not None and page_id in path.entries and (entry.is_added or CHANGING not in request.form):
        return entries.review_address(found, page_id)
    return after(found, page_id, path)
