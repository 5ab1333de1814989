"""What the journeys of officers share: an authority behind the real web server, and a browser that signs in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult import clock, db
from consult.accounts import service as accounts
from consult.accounts.permissions import Role
from consult.accounts.queries import organisations
from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug
from consult.jobs.due import run_due_work
from consult.work.queries import due_ids
from tests.rooms.test_evidence_room import answered, said
from tests.serving import serving
from tests.turning import press

PASSWORD = "three or four words"
EMAIL = "ada@northmere.example"
PHONE, DESKTOP = 360, 1280
MILLISECONDS_TO_WAIT = 20_000
DIRTY = {
    "ocid": "ocds-abcdef-1",
    "id": "first",
    "date": "yesterday",
    "tag": ["planning"],
    "tender": {"title": 7},
}
"""A release that can be imported, with faults that are told."""


@dataclass(frozen=True, slots=True)
class Office:
    """The service on a port of its own, and the operator of its one organisation."""

    address: str
    app: Flask
    engine: Engine
    actor: Actor

    def one_time_link(self, email: str = EMAIL) -> str:
        """Add an administrator and return the link by which they choose a password."""
        db.bind(self.engine)
        keys = self.app.extensions["consult"].keys
        with db.unit_of_work() as session:
            code = accounts.add_officer(session, self.actor, keys, email, [Role.ADMIN])
        return f"{self.address}/officer/set-up/{code}"

    def work(self) -> None:
        """Do all work that is due, as the worker does it."""
        db.bind(self.engine)
        with db.reading() as session:
            due = due_ids(session, clock.now())
        for work_id in due:
            run_due_work(str(work_id))


@contextmanager
def served(app: Flask, engine: Engine) -> Iterator[Office]:
    """Serve `app` until the block ends."""
    with db.reading() as session:
        organisation = organisations(session)[0]
    with serving(app) as address:
        yield Office(address, app, engine, accounts.operator_for(organisation.id))


def of_people(session: Session, slug: str) -> None:
    """Have 110 people answer; those with a disability object more often."""
    value = consultation_by_slug(session, slug)
    for go_ahead, disability, times in (
        ("yes", "no", 40),
        ("no", "no", 35),
        ("no", "yes", 25),
        ("yes", "yes", 10),
    ):
        answered(session, value, said(go_ahead, disability), times)


def browsing(browser: Browser, width: int = DESKTOP, *, scripts: bool = True) -> tuple[Page, list[str]]:
    """Return a new window, and the list that its complaints end up in."""
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    context.set_default_timeout(MILLISECONDS_TO_WAIT)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def come_in(page: Page, office: Office, email: str = EMAIL) -> None:
    """Use a one-time link, choose a password, sign in."""
    use_one_time_link(page, office.one_time_link(email), email)


def use_one_time_link(page: Page, link: str, email: str) -> None:
    """Choose a password where the link leads, and sign in with it."""
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    press(page.get_by_role("button", name="Save my password"))
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", name="Consultations", level=1)).to_be_visible()


def choose(page: Page, language: str) -> None:
    """Press the language in the footer, where the page is not in it already."""
    if page.get_attribute("html", "lang") != language:
        press(page.locator(f"footer [lang={language}]"))
    expect(page.locator("html")).to_have_attribute("lang", language)
