"""The frame of residents' pages: their languages, and how a template is rendered in it."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for

from consult.consultations.values import ConsultationValue
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.page import LanguageChoice, Page, choices
from consult.web.public.variants import CARRIED_VARIANT
from consult.words.locales import languages

CARRIED = "_from"
"""The field and the address parameter that carry the signed token of the link somebody came by."""

IN_NO_LANGUAGE = {"public.go": "public.link_code"}
"""An address without a language, and the page that stands for it where languages are offered."""


def offered(consultation: ConsultationValue | None) -> tuple[str, ...]:
    """Return the languages a page can be read in: those of the consultation it belongs to, else the installation's."""
    if consultation is None:
        return installation().settings.languages
    return tuple(code for code in consultation.languages if code in languages())


def page(title: str, consultation: ConsultationValue | None = None, spoken: tuple[str, ...] = ()) -> Page:
    """Return the frame for one page; `title` is its h1 and stands in the browser's title.

    `spoken` are the languages it can be read in, where these are not those of `consultation`.
    """
    name = consultation.organisation_name.to(language(), consultation.languages) if consultation else ""
    return Page(
        language=language(),
        title=title,
        service_name=gettext("Have your say"),
        organisation_name=name,
        languages=_choices(spoken or offered(consultation)),
    )


def _choices(codes: tuple[str, ...]) -> tuple[LanguageChoice, ...]:
    """Return the addresses of this page in each language, with the link somebody came by and the words they chose."""
    if request.endpoint is None:
        return ()
    endpoint = IN_NO_LANGUAGE.get(request.endpoint, request.endpoint)
    parts = dict(request.view_args or {}) if endpoint == request.endpoint else {}
    parts |= {name: request.args[name] for name in (CARRIED, CARRIED_VARIANT) if name in request.args}
    hrefs = tuple(url_for(endpoint, **{**parts, "language": code}) for code in codes)
    return choices(codes, hrefs, language())


def render(
    template: str,
    title: str,
    *,
    status: int = 200,
    consultation: ConsultationValue | None = None,
    folder: str = "public",
    spoken: tuple[str, ...] = (),
    **values: Any,
) -> Response:
    """Return `templates/<folder>/<template>.html` as a page that anyone may see and nobody need keep for long."""
    body = render_template(f"{folder}/{template}.html", page=page(title, consultation, spoken), **values)
    response = make_response(body, status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def render_private(
    template: str,
    title: str,
    *,
    status: int = 200,
    consultation: ConsultationValue | None = None,
    **values: Any,
) -> Response:
    """Return a page that belongs to one person: no cache may keep it, and nobody sees it by going back."""
    response = render(template, title, status=status, consultation=consultation, **values)
    response.headers["Cache-Control"] = "no-store"
    return response
