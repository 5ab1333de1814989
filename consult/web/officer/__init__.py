"""The door for staff: signed in, each address with its permission."""

from flask import Blueprint, Flask

from consult.accounts.permissions import Permission
from consult.web.officer import access, signing
from consult.web.routes import Route, register

ROUTES = (
    Route("/sign-in", signing.sign_in),
    Route("/sign-in", signing.check_sign_in, ("POST",)),
    Route("/sign-out", signing.sign_out, ("POST",), Permission.VIEW),
    Route("/set-up/<code>", signing.set_up),
    Route("/set-up/<code>", signing.check_set_up, ("POST",)),
    Route("/language", signing.choose_language, ("POST",), Permission.VIEW),
)


def prepare(app: Flask) -> None:
    """Open this door in `app`."""
    access.prepare(app)
    blueprint = Blueprint("officer", __name__, url_prefix="/officer")
    register(blueprint, ROUTES, access.guard)
    app.register_blueprint(blueprint)
