"""The frame of officers' pages: who is signed in, where they can go, and how a template is rendered in it."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from consult.web.locale import gettext, language
from consult.web.officer.access import officer
from consult.web.page import NavigationItem, Page


def page(title: str) -> Page:
    """Return the frame for one page; `title` is its h1 and stands in the browser's title."""
    if not current_user.is_authenticated:
        return Page(language=language(), title=title, service_name=gettext("Have your say: for officers"))
    person = officer()
    return Page(
        language=language(),
        title=title,
        service_name=gettext("Have your say: for officers"),
        organisation_name=str(person.organisation.name.to(language())),
        navigation=navigation(),
        officer_name=person.email,
    )


def navigation() -> tuple[NavigationItem, ...]:
    """Return the places an officer can go; the current one is marked by the beginning of the address."""
    places = (("officer.consultations", gettext("Consultations")), ("officer.tenders", gettext("Tenders")))
    return tuple(
        NavigationItem(text, url_for(endpoint), request.path.startswith(url_for(endpoint)))
        for endpoint, text in places
    )


def render(template: str, title: str, status: int = 200, **values: Any) -> tuple[str, int, dict[str, str]]:
    """Return `templates/officer/<template>.html` in the frame, never kept by a cache."""
    body = render_template(f"officer/{template}.html", page=page(title), options=options, **values)
    return body, status, {"Cache-Control": "no-store"}


def options(choices: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Return the choices of a WTForms field as components/select.html and radios.html want them."""
    return [{"id": value, "text": words} for value, words in choices]
