"""The door for residents: no account, no JavaScript needed, the language in the address."""

from typing import Any

from flask import Blueprint, Flask, current_app, g, request
from werkzeug.routing import BaseConverter

from consult.web.locale import language, speak
from consult.web.public import (
    answering,
    checking,
    heard,
    home,
    leaving,
    letters,
    links,
    media,
    paper,
    receipts,
    resuming,
    sending,
    service_pages,
    start,
)
from consult.web.public.evidence import EVIDENCE_ROUTES
from consult.web.public.partner import PARTNER_ROUTES
from consult.web.routes import Route, register
from consult.web.security import check_origin
from consult.words.locales import languages

_CONSULTATION = "/<language:language>/consultations/<slug:slug>"

ROUTES = (
    Route("/", home.root),
    Route("/<language:language>/", home.home),
    Route(_CONSULTATION, start.consultation),
    Route(f"{_CONSULTATION}/paper", paper.paper),
    Route(f"{_CONSULTATION}/heard", heard.heard),
    Route(f"{_CONSULTATION}/q/<page_id>", answering.question),
    Route(f"{_CONSULTATION}/q/<page_id>", answering.answer, ("POST",)),
    Route(f"{_CONSULTATION}/check-answers", checking.check_answers),
    Route(f"{_CONSULTATION}/check-answers", sending.send, ("POST",)),
    Route(f"{_CONSULTATION}/sent", sending.sent),
    Route(f"{_CONSULTATION}/letter-used", letters.letter_used),
    Route(f"{_CONSULTATION}/saved", resuming.saved),
    Route(f"{_CONSULTATION}/another", leaving.another_person, ("POST",)),
    Route("/<language:language>/resume", resuming.resume),
    Route("/<language:language>/resume", resuming.check_resume, ("POST",)),
    Route("/<language:language>/receipt", receipts.receipt),
    Route("/<language:language>/receipt", receipts.use_receipt, ("POST",)),
    Route("/<language:language>/leave", leaving.leave),
    Route("/<language:language>/left", leaving.left),
    Route("/<language:language>/privacy", service_pages.privacy),
    Route("/<language:language>/accessibility", service_pages.accessibility),
    Route("/<language:language>/contact", service_pages.contact),
    Route("/go", links.ask_code),
    Route("/go/<code>", links.go),
    Route("/<language:language>/go", links.link_code),
    Route("/<language:language>/go", links.follow_code, ("POST",)),
    Route("/media/<name>", media.media),
    *EVIDENCE_ROUTES,
    *PARTNER_ROUTES,
)


class SlugConverter(BaseConverter):
    """The name of a consultation in an address."""

    regex = r"[a-z0-9][a-z0-9-]{0,79}"


def prepare(app: Flask) -> None:
    """Open this door in `app`."""
    app.url_map.converters["slug"] = SlugConverter
    blueprint = Blueprint("public", __name__)
    blueprint.before_request(check_origin)
    blueprint.url_value_preprocessor(_speak)
    blueprint.url_defaults(_in_the_same_language)
    register(blueprint, ROUTES)
    app.register_blueprint(blueprint)
    app.before_request(_speak_where_nothing_is)


def _speak(_endpoint: str | None, parts: dict[str, Any] | None) -> None:
    """Answer in the language of the address; views need not know of it."""
    if parts and "language" in parts:
        speak(parts.pop("language"))


def _in_the_same_language(endpoint: str, parts: dict[str, Any]) -> None:
    """Lead to the same language unless another is asked for."""
    if "language" not in parts and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        parts["language"] = language()


def _speak_where_nothing_is() -> None:
    """Say that there is no such page in the language of the address, where it begins with one."""
    first = request.path.split("/", 2)[1]
    if request.endpoint is None and "language" not in g and first in languages():
        speak(first)
