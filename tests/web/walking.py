"""Walks through the whole service, in any language: everything a resident sees, everything an officer sees.

Every page met is noted; `Resident` and `Officer` hold each against the rules of tests/browser.py on the way.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import time_machine
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from consult import clock
from consult.words.catalogues import catalogue
from tests.browser import parsed
from tests.web.officer import Officer
from tests.web.resident import CONTROLS, Resident, text_of

MOST_ALIKE = 3
"""How many addresses of one endpoint are opened: the tenth link's picture tells nothing new."""
CLOSED_PAGE = "telling-us"
ENDS_THE_WALK = {"/officer/sign-out", "/officer/language"}
SOMEBODY_ELSES = {"Sec-Fetch-Site": "cross-site"}


@dataclass(frozen=True)
class Met:
    """One page that came back, and the address that led to it."""

    address: str
    status: int
    root: Element


@dataclass
class Walk:
    """The pages met so far, each answer once."""

    met: list[Met] = field(default_factory=list)

    def note(self, response: TestResponse) -> None:
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303}:
            self.met.append(Met(response.request.path, response.status_code, parsed(response.text)[0]))

    @property
    def statuses(self) -> set[int]:
        return {one.status for one in self.met}

    def unseen(self, app: Flask, door: str) -> set[str]:
        """Return the endpoints of `door` that can be opened and were not."""
        seen = {endpoint_of(app, one.address) for one in self.met}
        there = {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith(f"{door}.") and "GET" in (rule.methods or set())
        }
        return there - seen


@dataclass
class WalkingResident(Resident):
    walk: Walk = field(default_factory=Walk)

    def _take(self, response: TestResponse) -> "WalkingResident":
        super()._take(response)
        self.walk.note(self.response)
        return self

    def says(self, english: str) -> str:
        return str(catalogue(self.language, "public").gettext(english))


@dataclass
class WalkingOfficer(Officer):
    walk: Walk = field(default_factory=Walk)

    def _take(self, response: TestResponse) -> "WalkingOfficer":
        super()._take(response)
        self.walk.note(self.response)
        return self


def crawl(app: Flask, visitor: WalkingResident | WalkingOfficer, *starts: str) -> None:
    """Open every page that `starts` lead to, a few of each kind, staying in the language and on the site."""
    waiting, seen, alike = list(starts), set(starts), dict.fromkeys([""], 0)
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(app, address)
        if alike.get(endpoint, 0) >= MOST_ALIKE:
            continue
        alike[endpoint] = alike.get(endpoint, 0) + 1
        visitor.open(address)
        if visitor.response.mimetype != "text/html":
            continue
        for link in visitor.root.iter("a"):
            parts = urlsplit(link.get("href", ""))
            leads = parts.path and not parts.netloc and not link.get("hreflang") and parts.path not in seen
            if leads and not parts.path.endswith("/leave"):
                seen.add(parts.path)
                waiting.append(link.get("href", ""))


def endpoint_of(app: Flask, address: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(address).path)[0])
    except HTTPException:
        return "nowhere"


def press_empty(visitor: WalkingResident | WalkingOfficer, address: str) -> None:
    """Send every form of the page at `address` with nothing in it but what is hidden."""
    visitor.open(address)
    for form in list(visitor.root.iter("form")):
        target = form.get("action") or address
        if form.get("method") == "post" and target not in ENDS_THE_WALK:
            hidden = [
                (control.get("name", ""), control.get("value", ""))
                for control in form.iter("input")
                if control.get("type") == "hidden"
            ]
            visitor._take(visitor.client.post(target, data=MultiDict(hidden)))


def some_answer(control: Element) -> str | None:
    """Return something that can be said to a control, in no language; None for one that is not asked."""
    kind = control.get("type", "text")
    if kind in {"hidden", "submit", "file"}:
        return None
    if kind in {"radio", "checkbox"}:
        return control.get("value", "on")
    return "3"


def fill_everything(resident: WalkingResident) -> None:
    """Answer every question of the page with its first option or a number."""
    said: dict[str, str] = {}
    for control in (found for found in resident.root.iter() if found.tag in CONTROLS):
        answer = some_answer(control)
        if answer is not None:
            said.setdefault(control.get("name", ""), answer)
    resident.fill_in(dict(said))


def code_shown(resident: WalkingResident) -> str:
    return next(text_of(each) for each in resident.root.iter("bdi") if "app-code" in each.get("class", ""))


def answer_to_the_end(resident: WalkingResident, slug: str) -> str:
    """Answer a consultation, meeting each page empty, wrong, filled in and kept; return the receipt code."""
    say = resident.says
    start = f"/{resident.language}/consultations/{slug}"
    resident.open(f"{start}/paper").open(start).press(say("Start"))
    while "/q/" in resident.path:
        here = resident.path
        for number in (one for one in resident.root.iter("input") if one.get("inputmode")):
            resident.fill_in({number.get("name", ""): "many"})
        resident.press(say("Continue"))
        if resident.path != here:
            resident.open(here)
        fill_everything(resident)
        resident.press(say("Save and come back later"))
        kept = code_shown(resident)
        resident.open(here).press(say("Continue"))
        assert resident.path != here, f"{here} does not go on: {resident.errors()}"
    come_back(resident, start, kept)
    resident.open(f"{start}/check-answers").press(say("Send my answers"))
    return code_shown(resident)


def come_back(resident: WalkingResident, start: str, code: str) -> None:
    """Be away for too long, give a wrong code, then the right one."""
    with time_machine.travel(clock.now() + timedelta(minutes=30)):
        resident.open(f"{start}/check-answers")
        resident.fill(_code="1234").press(resident.says("Go on with your answers"))
        resident.fill(_code=code).press(resident.says("Go on with your answers"))
    resident.open(f"/{resident.language}/resume").fill(_code=code)
    resident.press(resident.says("Go on with your answers"))


def use_the_receipt(resident: WalkingResident, code: str) -> None:
    """Look it up wrongly and rightly, change the answers about oneself, take everything back."""
    say, address = resident.says, f"/{resident.language}/receipt"
    resident.open(address).fill(receipt="1234").press(say("Look up"))
    resident.open(address).fill(receipt=code).press(say("Look up"))
    resident.press(say("Change the answers about yourself")).press(say("Change the answers about yourself"))
    resident.open(address).fill(receipt=code).press(say("Look up"))
    resident.press(say("Change the answers about yourself"))
    resident.press(say("Delete the answers about yourself"))
    resident.open(address).fill(receipt=code).press(say("Look up"))
    resident.press(say("Take back all my answers")).press(say("Yes, take back all my answers"))


def be_refused(resident: WalkingResident, slug: str, closed: str) -> None:
    """Meet every kind of refusal: not there, closed, too much, another method, another site, an old form."""
    code = resident.language
    resident.open(f"/{code}/consultations/{slug}")
    question = next(form.get("action", "") for form in resident.root.iter("form"))
    gone = f"/{code}/consultations/{closed}/q/{CLOSED_PAGE}"
    for address in (
        f"/{code}/nothing",
        f"/{code}/consultations/unknown",
        f"/{code}/consultations/{slug}/q/unknown",
        f"/{code}/consultations/{slug}/results",
        f"/{code}/evidence/999",
        f"/{code}/tenders/ocds-000000-nothing",
        gone,
        f"/{code}/left",
    ):
        resident.open(address)
    client = resident.client
    for response in (
        client.post(gone, data={"x": "y"}),
        client.post(question, data={"x": "y"}),
        client.post(question, data={"form_token": "changed"}),
        client.post(question, data={"x": "y" * 300_000}),
        client.post(question, data={"x": "y"}, headers=SOMEBODY_ELSES),
        client.post(f"/{code}/"),
        client.post(f"/{code}/receipt", data={"receipt": "1"}),
    ):
        resident._take(response)


def open_as_partner(resident: WalkingResident, token: str) -> None:
    """Open a partner's link, look at the screen, and leave it."""
    address = f"/{resident.language}/partner"
    for each in (f"{address}/{token}", f"{address}/nothing", address):
        resident.open(each)
    resident.open(f"{address}/{token}").press(resident.says("Open this page"))
    assert resident.path == address
    resident.press(resident.says("Forget me on this device"))


def invite(officer: WalkingOfficer) -> None:
    """Add an officer, and follow the one-time link as they would: by mistake without a password first."""
    officer.open("/officer/officers")
    token = officer.token
    officer.post("/officer/officers", email="new@northmere.example", roles="viewer")
    address = urlsplit(next(word for word in officer.words.split() if "/set-up/" in word)).path
    press_empty(officer, address)
    officer.filled = {}
    officer._take(officer.client.post(address, data={"csrf_token": token}))


def be_turned_away(officer: WalkingOfficer) -> None:
    """Meet what is refused: nothing there, another site's form, an old form; then leave and stand at the door."""
    for address in ("/officer/nothing", "/officer/consultations/unknown", "/officer/set-up/spent"):
        officer.open(address)
    client = officer.open("/officer/tenders").client
    token = {"csrf_token": officer.token}
    for response in (
        client.post("/officer/tenders/new", data=token, headers=SOMEBODY_ELSES),
        client.post("/officer/tenders/new", data={"csrf_token": "old"}),
        client.post("/officer/officers", data={"words": "x" * 300_000}),
        client.post("/officer/sign-out", data=token),
    ):
        officer._take(response)
    press_empty(officer, "/officer/sign-in")
