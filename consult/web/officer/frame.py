"""The frame of officers' pages: who is signed in, where they can go, and how a template is rendered in it."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from consult.accounts.permissions import Permission, may
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.officer.access import officer
from consult.web.page import NavigationItem, Page, choices

Rendered = tuple[str, int, dict[str, str]]


def page(title: str) -> Page:
    """Return the frame for one page; `title` is its h1 and stands in the browser's title."""
    service = gettext("Have your say: for officers")
    if not current_user.is_authenticated:
        return Page(language=language(), title=title, service_name=service)
    person = officer()
    offered = installation().settings.languages
    return Page(
        language=language(),
        title=title,
        service_name=service,
        organisation_name=str(person.organisation.name.to(language())),
        languages=choices(offered, ("",) * len(offered), language()),
        navigation=navigation(),
        officer_name=person.email,
    )


def navigation() -> tuple[NavigationItem, ...]:
    """Return the places an officer can go; the current one is marked by the beginning of the address."""
    places = [("officer.consultations", gettext("Consultations")), ("officer.tenders", gettext("Tenders"))]
    places.append(("officer.partners", gettext("Partners")))
    if is_allowed("manage_officers"):
        places.append(("officer.officers", gettext("Officers")))
    return tuple(
        NavigationItem(text, url_for(endpoint), request.path.startswith(url_for(endpoint)))
        for endpoint, text in places
    )


def is_allowed(permission: str) -> bool:
    """Say whether the officer may do what `permission`, a value of Permission, names: pages offer nothing else."""
    return may(officer().actor, Permission(permission))


def render(template: str, title: str, status: int = 200, **values: Any) -> Rendered:
    """Return `templates/officer/<template>.html` in the frame, never kept by a cache."""
    body = render_template(
        f"officer/{template}.html", page=page(title), options=options, is_allowed=is_allowed, **values
    )
    return body, status, {"Cache-Control": "no-store"}


def options(offered: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Return the choices of a field as components/select.html, radios.html and checkboxes.html want them."""
    return [{"id": value, "text": words} for value, words in offered]
