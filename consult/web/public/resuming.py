"""Stopping and coming back: the code, on this device or another one."""

from collections.abc import Sequence

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from consult import clock
from consult.codes import grouped
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue
from consult.db import reading
from consult.responses import queries as responses
from consult.responses.receipts import resume_code
from consult.web.errors import status_of
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.public import drafts, forms, sentences, wrong_codes
from consult.web.public.dates import first_day
from consult.web.public.frame import render_private
from consult.web.public.visits import CODE_FIELD, RESUMING, next_to_answer, visit
from consult.web.security import form_token
from surveys import free_text
from surveys.problems import Problem
from surveys.routing import place

_IDS = {CODE_FIELD: sentences.CODE_ID}


def saved(slug: str) -> ResponseReturnValue:
    """Show the code to come back with, and until when it can be used."""
    with reading() as session:
        found = visit(session, slug)
    if found.is_locked:
        return locked_page(found.consultation)
    if found.draft is None:
        return redirect(url_for("public.consultation", slug=slug), 303)
    draft, page_id = found.draft, request.args.get("page", "")
    goes_on = page_id if page_id in found.path.pages else found.path.pages[0]
    response = render_private(
        "saved",
        gettext("Your answers are saved"),
        consultation=found.consultation,
        code=grouped(resume_code(installation().keys, draft.id, draft.resume_code)),
        kept_until=first_day(draft.expires_at, found.consultation.time_zone),
        address=installation().settings.base_url.rstrip("/") + url_for("public.resume"),
        goes_on_href=url_for("public.question", slug=slug, page_id=goes_on),
        slug=slug,
    )
    return drafts.hold(response, draft.id)


def resume() -> ResponseReturnValue:
    """Ask for the code to come back with."""
    return _form(gettext("Go on with your answers"))


def locked_page(consultation: ConsultationValue) -> Response:
    """Return the page somebody gets whose answers have not been used for a while: it asks for the code."""
    title = gettext("You have been away for a while")
    return _form(title, status=403, consultation=consultation)


def check_resume() -> ResponseReturnValue:
    """Go on where the draft of this code was left."""
    elsewhere = forms.sent_to_another_language()
    if elsewhere is not None:
        return elsewhere
    code = request.form.get(CODE_FIELD, "")
    if forms.is_shown_again():
        return _form(gettext("Go on with your answers"), typed=code)
    faults = forms.faults_of_token(RESUMING) or _faults_of(code)
    if faults:
        status = status_of(faults[0])
        return _form(gettext("Go on with your answers"), status=status, typed=code, faults=faults)
    return _come_back(code)


def _faults_of(code: str) -> tuple[Problem, ...]:
    return () if code.strip() else (Problem("resume.required", CODE_FIELD),)


def _come_back(code: str) -> Response:
    with reading() as session:
        draft = responses.draft_by_code(session, installation().keys, code)
        consultation = consultations.consultation_by_id(session, draft.consultation_id) if draft else None
        plan = consultations.plan(session, draft.version_id) if draft else None
    if draft is None or consultation is None or plan is None or draft.expires_at <= clock.now():
        fault = wrong_codes.counted(RESUMING, Problem("resume.unknown", CODE_FIELD))
        return _form(gettext("Go on with your answers"), status=status_of(fault), typed=code, faults=(fault,))
    page_id = next_to_answer(plan, place(plan, draft.answers, draft.seed), draft.answers)
    if page_id is None:
        address = url_for("public.check_answers", slug=consultation.slug)
    else:
        address = url_for("public.question", slug=consultation.slug, page_id=page_id)
    return drafts.hold(redirect(address, 303), draft.id)


def _form(
    title: str,
    *,
    status: int = 200,
    consultation: ConsultationValue | None = None,
    typed: str = "",
    faults: Sequence[Problem] = (),
) -> Response:
    return render_private(
        "resume",
        title,
        status=status,
        consultation=consultation,
        typed=free_text.showable(typed[: sentences.LONGEST_SHOWN]),
        **sentences.of_form(faults, _IDS),
        form_token=form_token(RESUMING),
        minutes=drafts.IDLE_MINUTES,
        slug=consultation.slug if consultation else None,
    )
