"""What officers see when something is refused: a page in their own frame, and nothing typed is lost."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from consult.web.errors import status_of, title_of
from consult.web.forms.limits import showable
from consult.web.locale import gettext, language
from consult.web.officer.frame import render
from consult.words.problems import sentence
from surveys.problems import Refused

TOO_MUCH = 413
NEVER_SHOWN_AGAIN = frozenset({"csrf_token", "password", "again"})


def send_again(refused: Exception) -> ResponseReturnValue:
    """Show a form that could not be checked, most often because it lay open too long, to be sent once more."""
    typed = [
        (name, showable(value))
        for name, value in request.form.items(multi=True)
        if name not in NEVER_SHOWN_AGAIN and value
    ]
    return render(
        "send_again",
        gettext("Send this again"),
        400,
        typed=typed,
        sentences=_sentences(refused),
        has_files=bool(request.files),
    )


def refused_page(refused: Exception) -> ResponseReturnValue:
    """Say what was refused, with the status it ends in."""
    assert isinstance(refused, Refused)  # registered for nothing else
    status = status_of(refused.problems[0])
    return render("refused", title_of(status), status, sentences=_sentences(refused))


def error_page(error: Exception) -> ResponseReturnValue:
    """Say what HTTP calls it, in words."""
    assert isinstance(error, HTTPException)  # registered for nothing else
    status = error.code or 500
    if status < 400:  # noqa: PLR2004  # a redirect is no error
        return error
    return render("refused", title_of(status), status, sentences=(), is_too_much=status == TOO_MUCH)


def _sentences(refused: Exception) -> list[str]:
    assert isinstance(refused, Refused)  # registered for nothing else
    return [sentence(problem, language(), "officer") for problem in refused.problems]
