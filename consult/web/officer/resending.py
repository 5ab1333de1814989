"""A form that could not be checked, most often because it lay open for too long: nothing typed is lost."""

from flask import request
from flask.typing import ResponseReturnValue

from consult.web.locale import gettext, language
from consult.web.officer.frame import render
from consult.words.problems import sentence

NEVER_SHOWN_AGAIN = frozenset({"csrf_token", "password", "again"})


def send_again(refused: Exception) -> ResponseReturnValue:
    """Show what came, with a fresh token, to be sent again. Files have to be chosen anew."""
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in NEVER_SHOWN_AGAIN and value
    ]
    problem = refused.problems[0]  # type: ignore[attr-defined]  # registered for Refused only
    return render(
        "send_again",
        gettext("Send this again"),
        400,
        typed=typed,
        sentence=sentence(problem, language(), "officer"),
        has_files=bool(request.files),
    )
