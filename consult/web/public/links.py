"""Following an outreach link, or its code typed by hand: one opening is counted, and nothing about who opened it."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from consult.codes import grouped
from consult.db import reading, unit_of_work
from consult.outreach import letters
from consult.outreach.service import meant_instead
from consult.web.errors import status_of
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.public import sentences
from consult.web.public.frame import CARRIED, render_private
from consult.web.public.openings import link_token
from surveys import free_text
from surveys.problems import Problem, Refused

CODE_FIELD = "code"

_LEADS_TO = {"link.closed": "public.consultation", letters.SPENT: "public.letter_used"}
"""What is said kindly on a page of its own, and which that is."""


def go(code: str) -> ResponseReturnValue:
    """Count one opening and lead to the start page, which carries the link on in its address, signed.

    A HEAD request is a machine that looks whether the link works, as messengers and crawlers do: nobody opened it.
    """
    return _follow(code, is_opened=request.method != "HEAD")


def ask_code() -> ResponseReturnValue:
    """Lead to the page where a code can be typed, in the reader's language."""
    response = redirect(url_for("public.link_code", language=language()))
    response.vary.add("Accept-Language")
    return response


def link_code() -> ResponseReturnValue:
    """Ask for the code on a poster."""
    return _form()


def follow_code() -> ResponseReturnValue:
    """Follow the code that was typed, as if its address had been opened."""
    typed = request.form.get(CODE_FIELD, "")
    if not typed.strip():
        return _form(Problem("link.required", CODE_FIELD))
    return _follow(typed, is_opened=True)


def _follow(code: str, *, is_opened: bool) -> ResponseReturnValue:
    try:
        with unit_of_work() if is_opened else reading() as session:
            arrived = letters.record_arrival(session, installation().keys, code, is_counted=is_opened)
    except Refused as refused:
        problem = refused.problems[0]
        if problem.code in _LEADS_TO:
            return _lead(problem.parameters, _LEADS_TO[problem.code])
        return _form(problem, code)
    token = link_token(arrived.slug, arrived.activity_id, arrived.letter)
    return _lead({"slug": arrived.slug, "language": arrived.language, CARRIED: token})


def _form(problem: Problem | None = None, typed: str = "") -> Response:
    meant = None
    if typed:
        with reading() as session:
            meant = meant_instead(session, typed)
    return render_private(
        "link_code",
        gettext("Enter the code"),
        status=status_of(problem) if problem else 200,
        typed=free_text.showable(typed[: sentences.LONGEST_SHOWN]),
        meant=meant,
        meant_shown=grouped(meant) if meant else None,
        **sentences.of_form((problem,) if problem else (), {CODE_FIELD: sentences.CODE_ID}),
    )


def _lead(parts: Mapping[str, Any], to: str = "public.consultation") -> Response:
    response = redirect(url_for(to, **parts), 303)
    response.headers["Cache-Control"] = "no-store"  # or a second opening would not be counted
    return response
