"""How a refusal reaches a person: the right status, and each problem as a sentence in their language."""

from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from consult.web.locale import gettext, language
from consult.web.page import Page
from consult.words.problems import sentence
from surveys.problems import Problem, Refused

STATUSES: tuple[tuple[str, int], ...] = (
    ("permission.", 403),
    ("form.elsewhere", 403),
    ("form.too_old", 400),
    ("form.changed", 400),
    ("consultation.closed", 410),
    ("link.closed", 410),
    ("activity.already", 409),
    ("setup_link.unusable", 410),
    ("partner_link.unusable", 410),
    ("letter.spent", 409),
    ("consultation.paused", 409),
    ("draft.gone", 409),
    ("draft.corrected", 409),
    ("draft.locked", 403),
    ("entry.gone", 409),
    ("entry.taken", 409),
    ("quota.reached", 409),
    ("attempts.too_many", 429),
)
"""Codes (or beginnings of codes) and the status they end in. Codes ending in `.unknown` are 404, conflicts 409."""
_CONFLICTS = (".already", ".stale", ".sealed", ".changed_meanwhile", ".not_open")
UNUSABLE = 422
TOO_LARGE = 413


def status_of(problem: Problem) -> int:
    """Return the HTTP status a problem ends in: what cannot be used is 422 unless the tables say otherwise."""
    for beginning, status in STATUSES:
        if problem.code.startswith(beginning):
            return status
    if problem.code.endswith(".unknown"):
        return 404
    return 409 if problem.code.endswith(_CONFLICTS) else UNUSABLE


def prepare(app: Flask) -> None:
    """Have every refusal and every HTTP error of `app` answered by a page, or as JSON where JSON was asked for."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)


def _refused(refused: Exception) -> ResponseReturnValue:
    assert isinstance(refused, Refused)  # registered for nothing else
    status = status_of(refused.problems[0])
    if _wants_json():
        return jsonify(problems=[problem.to_json() for problem in refused.problems]), status
    spoken = language(), g.get("domain", "public")
    return error_page(status, [sentence(problem, *spoken) for problem in refused.problems]), status


def _http_error(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, HTTPException)  # registered for nothing else
    status = error.code or 500
    if status < 400:  # noqa: PLR2004  # a redirect is no error
        return error
    if _wants_json():
        return jsonify(problems=[{"code": f"http.{status}", "where": "", "parameters": {}}]), status
    return error_page(status, _advice(status)), status, allowed(error)


def _advice(status: int) -> list[str]:
    """Return what somebody can do about `status`, where there is something."""
    return [gettext("Go back, and send a smaller file or fewer words.")] if status == TOO_LARGE else []


def allowed(error: HTTPException) -> dict[str, str]:
    """Return the header that names the methods of an address, where another one was tried (RFC 9110, 15.5.6)."""
    methods = error.valid_methods if isinstance(error, MethodNotAllowed) else None
    return {"Allow": ", ".join(sorted(methods))} if methods else {}


def _wants_json() -> bool:
    return request.path.endswith(".json") or request.path.startswith("/api/")


def title_of(status: int) -> str:
    """Return what a page says first that answers with `status`."""
    titles = {
        400: gettext("We could not read that"),
        403: gettext("You may not do that"),
        404: gettext("Page not found"),
        405: gettext("This page cannot be used in that way"),
        409: gettext("Something changed in the meantime"),
        410: gettext("This is no longer open"),
        TOO_LARGE: gettext("That is too much to send at once"),
        422: gettext("Something needs to be corrected"),
        429: gettext("Too many attempts"),
        503: gettext("Not available right now"),
    }
    return titles.get(status, gettext("Something went wrong"))


def error_page(status: int, sentences: list[str]) -> str:
    """Return the page for `status`, with what went wrong in the reader's language."""
    page = Page(language=language(), title=title_of(status), service_name=gettext("Have your say"))
    return render_template("errors/error.html", page=page, status=status, sentences=sentences)
