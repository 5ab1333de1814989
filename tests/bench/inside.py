"""What is counted, not timed: statements for each page, and bytes. The same application, in this process."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.bench.journeys import FORMS, HERE
from tests.bench.site import Site
from tests.statements import statements

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_FIRST_VISIT = re.compile(r'<link rel="(?:icon|stylesheet)"[^>]*href="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """One request: how many statements it took, and how many bytes of page came back, compressed."""

    what: str
    statements: int
    compressed: int


def pages(site: Site) -> list[Page]:
    """Return every request of a whole journey. The first person's is not counted: it fills what is kept."""
    _journey(site, site.app.test_client())
    return _journey(site, site.app.test_client())


def first_visit(site: Site, address: str = HERE) -> list[tuple[str, int]]:
    """Return what a browser fetches that has seen nothing of the service yet, compressed as it asks for it."""
    client = site.app.test_client()
    page = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
    plain = client.get(address).text
    fetched = [("the page", len(page.data))]
    for href in _FIRST_VISIT.findall(plain):
        asset = client.get(href, headers={"Accept-Encoding": "gzip, deflate, br"})
        fetched.append((href.rpartition("/")[2], len(asset.data)))
        asset.close()
    return fetched


def compressed(client: FlaskClient, address: str) -> int:
    """Return the bytes of a page as it travels."""
    return len(client.get(address, headers={"Accept-Encoding": "gzip"}).data)


def _journey(site: Site, client: FlaskClient) -> list[Page]:
    found: list[Page] = []

    def ask(what: str, address: str, form: list[tuple[str, str]] | None = None) -> TestResponse:
        with statements(site.engine) as noted:
            answered = client.get(address) if form is None else client.post(address, data=_fields(form))
        size = 0 if form is not None else compressed(client, address)
        found.append(Page(what, len(noted), size))
        return answered

    ask("start page", HERE)
    page = ask("page 1", f"{HERE}/q/repairs?_capacity=for_myself&_from=")
    for number, (name, form) in enumerate(FORMS.items(), 1):
        hidden = _HIDDEN.findall(page.text)
        following = ask(f"answers of page {number}", f"{HERE}/q/{name}", hidden + form).location
        is_last = number == len(FORMS)
        page = ask("check your answers" if is_last else f"page {number + 1}", following)
    sent = ask("send", f"{HERE}/check-answers", _HIDDEN.findall(page.text))
    ask("receipt", sent.location)
    return found


def _fields(form: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    return fields
