"""Signing in and out, setting a password through a one-time link, and choosing a language."""

import uuid
from urllib.parse import urlsplit

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from consult.accounts import service
from consult.accounts.queries import email_behind, signed_in
from consult.db import reading, unit_of_work
from consult.web.forms.signing import PasswordForm, SignInForm
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.officer import attempts
from consult.web.officer.access import OfficerSession, acting, enter
from consult.web.officer.frame import render
from consult.words.locales import languages
from surveys.problems import Problem, Refused


def sign_in() -> ResponseReturnValue:
    """Ask for address and password."""
    return render("sign_in", gettext("Sign in"), form=SignInForm(formdata=None), destination=_destination())


def check_sign_in() -> ResponseReturnValue:
    """Sign the officer in, or say that one of the two is wrong."""
    form = SignInForm()
    if form.validate():
        attempts.count(form.email.data or "")
        try:
            with unit_of_work() as session:
                nonce = service.sign_in(session, form.email.data or "", form.password.data or "")
        except Refused as refused:
            form.refuse(refused)
        else:
            _enter(nonce)
            return redirect(_destination() or url_for("officer.consultations"), 303)
    return render("sign_in", gettext("Sign in"), 422, form=form, destination=_destination())


def _enter(nonce: uuid.UUID) -> None:
    with reading() as session:
        officer = signed_in(session, nonce)
    if officer is None:
        raise Refused([Problem("sign_in.wrong", "email")])
    enter(OfficerSession(nonce, officer))


def _destination() -> str:
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc and wanted.startswith("/officer/") else ""


def sign_out() -> ResponseReturnValue:
    """End the officer's sessions: a copy of the cookie, here or elsewhere, opens nothing any more."""
    with unit_of_work() as session:
        service.sign_out(session, acting())
    logout_user()
    return redirect(url_for("officer.sign_in"), 303)


def set_up(code: str) -> ResponseReturnValue:
    """Ask for a password, once, behind a one-time link."""
    return _set_up(code, PasswordForm(formdata=None))


def check_set_up(code: str) -> ResponseReturnValue:
    """Set the password and spend the link."""
    form = PasswordForm()
    if form.validate():
        try:
            with unit_of_work() as session:
                service.set_password(session, installation().keys, code, form.password.data or "")
            return redirect(url_for("officer.sign_in"), 303)
        except Refused as refused:
            form.refuse(refused)
    return _set_up(code, form, 422)


def _set_up(code: str, form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        email = email_behind(session, installation().keys, code)
    if email is None:
        raise Refused([Problem("setup_link.unusable")])
    return render("set_up", gettext("Choose a password"), status, form=form, email=email)


def choose_language() -> ResponseReturnValue:
    """Remember the language this officer works in, and go back to where they were."""
    wanted = request.form.get("language", "")
    if wanted not in languages():
        raise Refused([Problem("language.unknown", "language")])
    with unit_of_work() as session:
        service.choose_language(session, acting(), wanted)
    return redirect(_destination() or url_for("officer.consultations"), 303)
