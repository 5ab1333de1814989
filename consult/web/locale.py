"""Which language a request is answered in: the one in its address, or the officer's own."""

from typing import Any

from flask import Flask, g, request
from werkzeug.routing import BaseConverter, ValidationError

from consult.web.installation import installation
from consult.words.catalogues import catalogue
from consult.words.locales import best, languages
from surveys.text import direction


class LanguageConverter(BaseConverter):
    """A BCP 47 code in an address, one we have a catalogue for."""

    regex = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"

    def to_python(self, value: str) -> str:
        """Return the code; an unknown one is no address of ours."""
        if value not in languages():
            raise ValidationError
        return value


def speak(language: str, domain: str = "public") -> None:
    """Answer the rest of this request in `language`, with the sentences of `domain`."""
    g.language = language
    g.domain = domain


def language() -> str:
    """Return the language of this request: the one set, else the reader's best among those offered."""
    if "language" not in g:
        wanted = [code for code, _ in request.accept_languages]
        speak(best(wanted, installation().settings.languages))
    chosen: str = g.language
    return chosen


def gettext(message: str, **values: Any) -> str:
    """Return `message` in the language of this request, its placeholders filled."""
    said: str = catalogue(language(), g.get("domain", "public")).ugettext(message)
    return said % values if values else said


def ngettext(singular: str, plural: str, number: int, **values: Any) -> str:
    """Return the form for `number` in the language of this request."""
    said: str = catalogue(language(), g.get("domain", "public")).ungettext(singular, plural, number)
    return said % {"num": number, **values}


def prepare(app: Flask) -> None:
    """Teach `app` language codes in addresses, and its templates to speak."""
    app.url_map.converters["language"] = LanguageConverter
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        lambda message: catalogue(language(), g.get("domain", "public")).ugettext(message),
        lambda one, many, number: catalogue(language(), g.get("domain", "public")).ungettext(
            one, many, number
        ),
        newstyle=True,
    )
    app.jinja_env.globals["direction"] = direction
