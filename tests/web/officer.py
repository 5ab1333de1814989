"""An officer with a browser that knows no JavaScript; every page that comes back is held against tests/browser.py."""

import uuid
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from consult import clock
from consult.accounts import service as accounts
from consult.accounts.models import Officer as OfficerRow
from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.codes import CodeKeys
from surveys.text import direction
from tests.browser import check_page
from tests.web.resident import CONTROLS, MOST_STEPS, Resident

KEYS = CodeKeys({1: b"1" * 32})


@dataclass
class Officer(Resident):
    """One browser of an officer. A file is filled in as a pair of its name and its bytes."""

    def _take(self, response: TestResponse) -> "Officer":
        for _ in range(MOST_STEPS):
            if response.status_code not in {301, 302, 303}:
                break
            response = self.client.get(response.location)
        self.response, self.filled = response, {}
        if response.mimetype == "text/html":
            found = self.root.get("lang", "")
            assert found == self.language
            faults = check_page(response.text, language=found, direction=direction(found), resident=False)
            assert faults == [], f"{response.request.path}: {faults}"
        return self

    def _controls(self, form: Element) -> list[tuple[str, str]]:
        found = [
            (name, value)
            for name, value in super()._controls(form)
            if name not in {select.get("name") for select in form.iter("select")}
        ]
        for control in form.iter("select"):
            options = list(control.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None]
            found.append((control.get("name", ""), (chosen or options)[0].get("value", "")))
        return found

    def shown(self, name: str) -> list[str]:
        return [
            value for form in self.root.iter("form") for key, value in self._controls(form) if key == name
        ]

    @property
    def token(self) -> str:
        return self.shown("csrf_token")[0]

    def post(self, address: str, **values: str) -> "Officer":
        """Send a form without going through its page; the token is that of the page that is open."""
        return self._take(self.client.post(address, data=MultiDict({"csrf_token": self.token, **values})))

    def links(self) -> list[str]:
        return [link.get("href", "") for link in self.root.iter("a")]

    def controls(self) -> set[str]:
        return {control.get("name", "") for control in self.root.iter() if control.tag in CONTROLS}


def an_officer(session: Session, actor: Actor, *roles: Role, email: str = "", language: str = "en") -> str:
    """Add an officer without a password and return their session's nonce."""
    address = email or f"{uuid.uuid4().hex[:8]}@northmere.example"
    accounts.add_officer(session, actor, KEYS, address, roles or (Role.OFFICER,))
    row = session.scalars(select(OfficerRow).where(OfficerRow.email == address)).one()
    row.language = language
    session.flush()
    return str(row.session_nonce)


def signed_in(
    client: FlaskClient, session: Session, actor: Actor, *roles: Role, language: str = "en"
) -> Officer:
    """Return the browser of a new officer who has signed in."""
    nonce = an_officer(session, actor, *roles, language=language)
    with client.session_transaction("/officer/") as cookie:
        cookie["_user_id"] = nonce
        cookie["_fresh"] = True
        cookie["entered_at"] = int(clock.now().timestamp())
    return Officer(client, language)
