"""What the journeys of residents share: the service on a port of its own, and a browser on a small phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from consult import db, migrations
from consult.app import create_app
from consult.consultations.queries import consultation_by_slug
from consult.db import unit_of_work
from consult.outreach.service import lay_out
from tests import builders
from tests.conftest import settings_for
from tests.serving import serving
from tests.web.surveys import housing_repairs

AXE = Path(__file__).parents[2] / "consult" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = 360
HEIGHT = 740
MILLISECONDS_TO_WAIT = 20_000


@dataclass(frozen=True, slots=True)
class Service:
    """The service, with the demonstration's open consultation in it, and its links by the keys of their activities."""

    address: str
    links: dict[str, str]

    def start(self, language: str = "en") -> str:
        """Return where somebody begins to read."""
        return f"{self.address}/{language}/consultations/housing-repairs"


@contextmanager
def installed(folder: Path) -> Iterator[Flask]:
    """Install the service with an empty SQLite database in `folder`, until the block ends."""
    url = f"sqlite:///{folder / 'journey.db'}"
    engine = db.engine_for(url)
    migrations.upgrade(engine)
    yield create_app(settings_for(url, folder))
    engine.dispose()


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    """Serve the demonstration's open consultation until the block ends."""
    with installed(folder) as app:
        with unit_of_work() as session:
            actor = builders.an_organisation(session)
            housing_repairs(session, actor)
            consultation = consultation_by_slug(session, "housing-repairs")
            assert consultation is not None
            links = lay_out(session, actor, consultation)
        with serving(app) as address:
            yield Service(address, links)


def phone(browser: Browser, *, scripts: bool = True, width: int = PHONE) -> BrowserContext:
    """Return a browser of its own, as wide as a small phone."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts)
    context.set_default_timeout(MILLISECONDS_TO_WAIT)
    return context


def faults(page: Page, *, scripts: bool = True) -> list[str]:
    """Return what axe finds wrong, and whether the page is wider than the screen.

    Where the browser runs no scripts, axe cannot either: the width is all that is looked at.
    """
    page.wait_for_load_state()
    page.locator("h1").first.wait_for()  # the page before may be on its way out
    found = _found_by_axe(page) if scripts else []
    width = page.evaluate("document.documentElement.scrollWidth")
    screen = page.viewport_size
    assert screen is not None
    wide = [f"{width} wide on a screen of {screen['width']}"] if width > screen["width"] else []
    return [f"{page.url}: {fault}" for fault in (*found, *wide)]


def faults_on(page: Page, *widths: int) -> list[str]:
    """Return the faults of a page on screens of these widths. It is loaded once, on the one it has."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width}: {fault}" for fault in faults(page)]
    return found


def _found_by_axe(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(
        """async () => {
            const {violations} = await axe.run({resultTypes: ["violations"], selectors: false});
            return violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" "));
        }"""
    )
    return found
