"""Who may come in: the officer behind a session, and the guard at every address of this door."""

import uuid
from datetime import timedelta
from functools import wraps
from typing import Any, cast

import flask
from flask import Flask, Response, g, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms import ValidationError

from consult import clock
from consult.accounts.permissions import require
from consult.accounts.queries import SignedInOfficer, signed_in
from consult.audit.actor import Actor
from consult.db import reading
from consult.web.locale import language, speak
from consult.web.routes import Route, View
from consult.web.security import check_origin
from surveys.problems import Problem, Refused

SIGN_IN = "officer.sign_in"
LASTS = timedelta(hours=12)
"""How long one may stay signed in, however busy: a working day. Then the password is asked for again."""
ENTERED_AT = "entered_at"
"""Where the session keeps when it began, in seconds since 1970."""


class FormUnchecked(Refused):
    """A form of this site whose token is missing, changed or too old: it can be shown again and sent again."""


class OfficersDoorOnly(SecureCookieSessionInterface):
    """The session belongs to this door: what others are answered neither sets its cookie nor depends on it.

    Flask-Login looks into the session after every request, whoever asked.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the session under the officers' addresses, and nowhere else."""
        if request.path.startswith(self.get_cookie_path(app)):
            super().save_session(app, session, response)


class OfficerSession(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login keeps of an officer: the nonce that ends with a new password."""

    def __init__(self, nonce: uuid.UUID, officer: SignedInOfficer) -> None:
        self.id = str(nonce)
        self.officer = officer


def prepare(app: Flask) -> None:
    """Teach `app` who is signed in. The session cookie is sent to officers' pages only."""
    app.config.update(
        SESSION_COOKIE_NAME="officer",
        SESSION_COOKIE_PATH="/officer",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.extensions["consult"].settings.is_secure,
        PERMANENT_SESSION_LIFETIME=LASTS,
        WTF_CSRF_TIME_LIMIT=int(LASTS.total_seconds()),
        WTF_CSRF_CHECK_DEFAULT=False,  # the guard below asks on every address of this door
    )
    app.session_interface = OfficersDoorOnly()
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(_load)


def _load(nonce: str) -> OfficerSession | None:
    try:
        wanted = uuid.UUID(nonce)
    except ValueError:
        return None
    if not clock.now().timestamp() - flask.session.get(ENTERED_AT, 0) < LASTS.total_seconds():
        return None
    with reading() as session:
        officer = signed_in(session, wanted)
    return OfficerSession(wanted, officer) if officer else None


def enter(officer: OfficerSession) -> None:
    """Begin the session of `officer`, for as long as it may last."""
    flask.session[ENTERED_AT] = int(clock.now().timestamp())
    login_user(officer)


def officer() -> SignedInOfficer:
    """Return the officer who is signed in; Refused when nobody is."""
    if not current_user.is_authenticated:
        raise Refused([Problem("sign_in.needed")])
    return cast("OfficerSession", current_user).officer


def acting() -> Actor:
    """Return the actor behind this request."""
    return officer().actor


def guard(route: Route) -> View:
    """Return the view of `route`, asking first: is somebody signed in, may they, is this form ours?"""

    @wraps(route.view)
    def guarded(**parts: Any) -> ResponseReturnValue:
        _speak()
        if route.permission is not None:
            if not current_user.is_authenticated:
                return redirect(url_for(SIGN_IN, next=request.full_path if request.method == "GET" else None))
            require(acting(), route.permission)
        if route.largest is not None:  # not before it is known who sends it: reading the form reads all of it
            request.max_content_length = route.largest
        if request.method == "POST":
            _check_form()
        return route.view(**parts)

    return guarded


def _speak() -> None:
    """Answer in the officer's language and in days of their authority; in the browser's language to anyone else."""
    if current_user.is_authenticated:
        g.time_zone = officer().organisation.time_zone
        speak(officer().language, "officer")
        return
    g.pop("language", None)
    speak(language(), "officer")


def _check_form() -> None:
    check_origin()
    try:
        validate_csrf(request.form.get("csrf_token"))
    except (CSRFError, ValidationError):
        raise FormUnchecked(Problem("form.changed")) from None
