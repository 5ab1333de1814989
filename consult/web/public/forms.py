"""What all forms of residents have in common: their token, their language buttons, and what can stand in the way."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from consult.web.errors import status_of
from consult.web.locale import language
from consult.web.public import variants
from consult.web.public.visits import CODE_FIELD, NOT_OPEN, Visit
from consult.web.security import check_form_token
from consult.words.locales import languages
from surveys.problems import Problem, Refused

LANGUAGE = "_language"
"""The field a language button sends: the form is shown again in that language, with everything that was typed."""


class Stopped(NamedTuple):
    """Why a form was not taken: the status of the page that says so, and the problems (none: no fault of anyone)."""

    status: int
    problems: Sequence[Problem]


def sent_to_another_language() -> Response | None:
    """Return the way to the same page in the language whose button was pressed: the browser sends the form again there.

    None where no such button was pressed, or this is that page already.
    """
    wanted = request.form.get(LANGUAGE, "")
    if wanted == language() or wanted not in languages():
        return None
    parts = {**(request.view_args or {}), "language": wanted}
    return redirect(url_for(str(request.endpoint), **parts), 307)


def is_shown_again() -> bool:
    """Say whether another language or other words were asked for: nothing is to be done but to show the page again."""
    return LANGUAGE in request.form or variants.is_choice()


def faults_of_token(purpose: str, about: str = "") -> tuple[Problem, ...]:
    """Return what is wrong with the token of this form, if anything."""
    try:
        check_form_token(purpose, about)
    except Refused as refused:
        return refused.problems
    return ()


def stopped(found: Visit, purpose: str, code_fault: Problem | None = None) -> Stopped | None:
    """Return what keeps this form from being taken, whatever it says: not open, a changed token, a missing code.

    `code_fault` is what is wrong with the code that was typed on it.
    """
    if not found.is_open:
        status, code = NOT_OPEN[found.state]
        return Stopped(status, (Problem(code),))
    if is_shown_again():
        return Stopped(200, ())
    if faults := faults_of_token(purpose, found.consultation.slug):
        return Stopped(400, faults)
    if code_fault is None and found.has_wrong_code:  # a code, but of another consultation
        code_fault = Problem("resume.unknown", CODE_FIELD)
    if code_fault is not None:
        return Stopped(status_of(code_fault), (code_fault,))
    if found.is_locked:
        return Stopped(403, (Problem("draft.locked", CODE_FIELD),))
    return None
