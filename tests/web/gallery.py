"""Every component on a few pages, in a language of each direction, served with the service's own headers and files."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from flask import Blueprint, Flask, Response, render_template
from whitenoise import WhiteNoise

from consult.files import project_folder
from consult.web import components, locale
from consult.web.page import NavigationItem, Page, choices
from consult.web.security import POLICY
from surveys.text import Said
from tests.serving import serving

PAGES = Path(__file__).with_name("pages")
NAMES = ("question", "errors", "record", "chart", "error")
LANGUAGES = ("en", "ar")
WORDS = {
    "en": {
        "lead": "The council wants a computer to rank requests for repairs. You can still change whether it is bought.",
        "question": "How long did you wait for your last repair to be finished?",
        "hint": "Count from the day you first asked",
        "unit": "months",
        "prose": "What people said.\n\nWhat was answered.",
    },
    "ar": {
        "lead": "تريد البلدية أن يرتّب حاسوبٌ طلبات الإصلاح. ما زال بإمكانكم تغيير هل يُشترى أصلاً.",
        "question": "كم انتظرتم حتى انتهى آخر إصلاح في بيتكم؟",
        "hint": "احسبوا من يوم الطلب الأول",
        "unit": "شهر",
        "prose": "ما قاله الناس.\n\nما أُجيب به.",
    },
}
FALLBACK = {"en": Said("لا أعرف", "ar", True, "rtl"), "ar": Said("I do not know", "en", True, "ltr")}
FIELDS = ("wait", "which", "months", "receipt", "words", "consent", "on", "choice")
FIGURE = {
    "data": [{"type": "bar", "name": "</script>", "x": ["2026-09-07", "2026-09-14"], "y": [10, 25]}],
    "layout": {"xaxis": {"type": "date"}},
}


class Gallery:
    """The pages, rendered on demand; `address` once they are served."""

    address: str

    @cached_property
    def app(self) -> Flask:
        """An application that has the templates, the words and the assets, and nothing behind them."""
        app = Flask("gallery", template_folder=str(project_folder("templates")), static_folder=None)
        app.secret_key = "only for a form token"
        app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
        app.jinja_loader = jinja2.ChoiceLoader([jinja2.FileSystemLoader(PAGES), app.jinja_loader])
        locale.prepare(app)
        components.prepare(app)
        officer = Blueprint("officer", "officer", url_prefix="/officer")
        for name in ("sign_out", "choose_language"):
            officer.add_url_rule(f"/{name}", name, view_func=lambda: "")
        app.register_blueprint(officer)
        app.add_url_rule("/<language:code>/<name>", "page", lambda code, name: self.response(name, code))
        app.wsgi_app = WhiteNoise(app.wsgi_app, root=components.STATIC, prefix="static/")
        return app

    def page(self, name: str, code: str) -> str:
        """Return one page of NAMES in one of LANGUAGES."""
        with self.app.test_request_context():
            locale.speak(code)
            return self._rendered(name, code)

    def response(self, name: str, code: str) -> Response:
        """Return a page as the service would send it."""
        locale.speak(code)
        return Response(
            self._rendered(name, code), mimetype="text/html", headers={"Content-Security-Policy": POLICY}
        )

    def _rendered(self, name: str, code: str) -> str:
        words: dict[str, Any] = WORDS[code]
        errors = dict.fromkeys(FIELDS, words["hint"]) if name == "errors" else {}
        template = {"errors": "question.html", "error": "errors/error.html"}.get(name, f"{name}.html")
        return render_template(
            template,
            page=frame(code, words["question"], is_officer=name == "chart"),
            said=words,
            fallback=FALLBACK[code],
            errors=errors,
            problems=[{"id": field, "text": text} for field, text in errors.items()],
            status=404,
            sentences=[],
            options=_options(words, FALLBACK[code]),
            bars=_bars(words),
            summary=_summary(words, FALLBACK[code]),
            figure=FIGURE,
        )

    @contextmanager
    def serving(self) -> Iterator["Gallery"]:
        """Serve the pages until the block ends."""
        with serving(self.app) as self.address:
            yield self


def frame(code: str, title: str, *, is_officer: bool) -> Page:
    """Return the frame of one page."""
    return Page(
        language=code,
        title=title,
        service_name="Have your say",
        organisation_name="Harbourside Council",
        languages=choices(("en", "nl", "ar"), ("/en/x", "/nl/x", "/ar/x"), code),
        navigation=(NavigationItem("Tenders", "/t", True), NavigationItem("Links", "/l", False))
        if is_officer
        else (),
        officer_name="officer@council.example" if is_officer else "",
    )


def _options(words: dict[str, Any], fallback: Said) -> list[dict[str, Any]]:
    return [
        {"id": "a", "text": words["hint"]},
        {"id": "b", "text": words["lead"], "hint": words["hint"]},
        {"id": "c", "text": fallback, "exclusive": True},
    ]


def _bars(words: dict[str, Any]) -> list[dict[str, Any]]:
    shown, hidden = {"text": "38 %", "share": 0.38}, {"text": words["hint"], "share": None}
    return [{"label": words["hint"], "cells": [shown, shown]}, {"label": "2", "cells": [shown, hidden]}]


def _summary(words: dict[str, Any], fallback: Said) -> list[dict[str, Any]]:
    change = {"href": "/change"}
    return [
        {"key": words["question"], "value": words["lead"], "action": change},
        {"key": words["hint"], "value": [fallback, words["hint"]], "action": change},
        {"key": words["unit"], "value": fallback},
        {"key": words["unit"] + " 2", "value": 12},
    ]
