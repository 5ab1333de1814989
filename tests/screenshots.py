"""Pictures of the main pages, for the guides and for whoever changes what they look like.

`python -m tests.screenshots` serves the demonstration to itself and writes screenshots/ (never committed): phone and
desk, English and Arabic. With `--readme` it also composes docs/pictures/overview.png, which the README shows.
"""

import argparse
import base64
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from consult import db, migrations
from consult.cli import demonstration
from tests import services
from tests.conftest import settings_for
from tests.serving import serving
from tests.turning import press, press_continue

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "screenshots"
OVERVIEW = ROOT / "docs" / "pictures" / "overview.png"
LANGUAGES = ("en", "ar")
PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 900}
OPEN, CLOSED = "housing-repairs", "repair-messages"
PASSWORD = "only for these pictures"
TO_READ = {
    "home": "/",
    "start": f"/consultations/{OPEN}",
    "receipt": "/receipt",
    "results": f"/consultations/{CLOSED}/results",
    "evidence": "/evidence/1",
    "privacy": "/privacy",
}
FOR_OFFICERS = {
    "consultations": "/officer/consultations",
    "consultation": f"/officer/consultations/{OPEN}",
    "reach": f"/officer/consultations/{OPEN}/reach",
    "reach-over-time": f"/officer/consultations/{OPEN}/reach/over-time",
    "reach-channels": f"/officer/consultations/{OPEN}/reach/channels",
    "reach-places": f"/officer/consultations/{OPEN}/reach/places",
    "reach-funnel": f"/officer/consultations/{OPEN}/reach/funnel",
    "outreach": f"/officer/consultations/{OPEN}/outreach",
    "plan": f"/officer/consultations/{OPEN}/outreach/new",
    "calendar": f"/officer/consultations/{OPEN}/outreach/calendar",
    "partners": "/officer/partners",
    "partner": "/officer/partners/new",
    "desk": f"/officer/consultations/{CLOSED}/evidence?stay",  # it would look again by itself
    "results": f"/officer/consultations/{CLOSED}/results",
    "tenders": "/officer/tenders",
}
COMPOSED = """<!DOCTYPE html><html lang="en"><title>Overview</title><style>
body {{ margin: 0; padding: 28px; display: flex; gap: 28px; align-items: flex-start; background: #e8eeee }}
body {{ width: 1144px }}
img {{ display: block; box-shadow: 0 1px 10px rgb(0 0 0 / .28) }}
.phone {{ width: 300px; height: 617px; object-fit: cover; object-position: top; border-radius: 14px }}
.desk {{ width: 816px; height: 617px; object-fit: cover; object-position: top }}
</style><body><img class="phone" src="data:image/png;base64,{phone}" alt="">
<img class="desk" src="data:image/png;base64,{desk}" alt=""></body></html>"""


@contextmanager
def served() -> Iterator[str]:
    """Serve the demonstration on a free port of this machine until the block ends; return its address."""
    with tempfile.TemporaryDirectory(prefix="consult-pictures-") as folder:
        url = f"sqlite:///{folder}/pictures.db"
        settings = settings_for(url, Path(folder))
        engine = db.engine_for(url)
        migrations.upgrade(engine)
        app = _app(settings)
        demonstration.load(settings, PASSWORD)
        with serving(app) as address:
            yield address
        engine.dispose()


def _app(settings: object) -> Flask:
    from consult.app import create_app

    return create_app(settings)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser, which ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"],
        )
        yield browser
        browser.close()


@contextmanager
def screen(browser: Browser, width: int) -> Iterator[Page]:
    with browser.new_context(viewport={"width": width, "height": HEIGHTS.get(width, 900)}) as context:
        yield context.new_page()


def picture(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def public_pictures(page: Page, address: str, language: str, width: int) -> None:
    """Take every page a resident meets, answering on the way."""
    for name, path in TO_READ.items():
        page.goto(f"{address}/{language}{path}")
        picture(page, f"{language}-{width}-public-{name}")
    page.goto(f"{address}/{language}/consultations/{OPEN}")
    press(page.locator("form#start button"))
    for number in range(1, 20):
        if "/q/" not in page.url:
            break
        if number == 1:
            press_continue(page)
            picture(page, f"{language}-{width}-public-errors")
        _answer(page)
        picture(page, f"{language}-{width}-public-question-{number}")
        press_continue(page)
    picture(page, f"{language}-{width}-public-check-answers")
    press_continue(page)
    picture(page, f"{language}-{width}-public-sent")


def _answer(page: Page) -> None:
    for fieldset in page.locator("main form#answers fieldset").all():
        fieldset.locator("input").first.check()
    for box in page.locator("main form#answers input[inputmode]").all():
        box.fill("14")
    for consent in page.locator("main form#answers input[name$=_consent]").all():
        consent.check()


def sign_in(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}/officer/sign-in")
    page.fill("input[name=email]", demonstration.OFFICER)
    page.fill("input[name=password]", PASSWORD)
    press(page.locator("main form button"))
    page.locator(f"#language-form button[value={language}], [form=language-form][value={language}]").or_(
        page.locator(f".app-languages__here[lang={language}]")
    ).first.click()


def officer_pictures(page: Page, address: str, language: str, width: int) -> None:
    """Take the pages officers work on."""
    sign_in(page, address, language)
    for name, path in FOR_OFFICERS.items():
        page.goto(f"{address}{path}")
        picture(page, f"{language}-{width}-officer-{name}")


def overview(browser: Browser, address: str) -> None:
    """Compose the picture of the README: what a resident sees first, beside what an officer must notice."""
    shots = {}
    with screen(browser, PHONE) as page:
        page.goto(f"{address}/en/consultations/{OPEN}")
        page.wait_for_load_state("networkidle")
        shots["phone"] = page.screenshot(clip={"x": 0, "y": 0, "width": PHONE, "height": 740})
    with screen(browser, 1080) as page:
        sign_in(page, address, "en")
        page.goto(f"{address}/officer/consultations/{OPEN}/reach")
        page.wait_for_load_state("networkidle")
        page.set_viewport_size({"width": 1080, "height": 817})
        shots["desk"] = page.screenshot()
    html = COMPOSED.format(**{name: base64.b64encode(shot).decode() for name, shot in shots.items()})
    with screen(browser, 1200) as page:
        page.set_viewport_size({"width": 1200, "height": 673})
        page.set_content(html)
        OVERVIEW.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=OVERVIEW)


def main() -> None:
    """Take every picture."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--readme", action="store_true", help="compose docs/pictures/overview.png too")
    asked.add_argument("--only-readme", action="store_true", help="compose that one and take no other")
    chosen = asked.parse_args()
    PICTURES.mkdir(exist_ok=True)
    with served() as address, chromium() as browser:
        for language in () if chosen.only_readme else LANGUAGES:
            for width in (PHONE, DESK):
                with screen(browser, width) as page:
                    public_pictures(page, address, language, width)
                with screen(browser, width) as page:
                    officer_pictures(page, address, language, width)
        if chosen.readme or chosen.only_readme:
            overview(browser, address)
    sys.stdout.write(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.name}/\n")


if __name__ == "__main__":
    main()
