"""Leaving: at once, or so that somebody else can answer on the same phone."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult.web.locale import gettext
from consult.web.public import drafts
from consult.web.public.frame import render_private


def leave() -> ResponseReturnValue:
    """Forget everything on this device and go where nothing about it is to be seen."""
    return drafts.let_go(redirect(url_for("public.left"), 303))


def left() -> ResponseReturnValue:
    """Show a page that says nothing about anybody."""
    return render_private("left", gettext("You have left"))


def another_person(slug: str) -> ResponseReturnValue:
    """Begin again with empty pages: for the next person on this phone, or without the code to come back."""
    return drafts.let_go(redirect(url_for("public.consultation", slug=slug), 303))
