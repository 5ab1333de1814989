"""Who has been heard, in a real browser: no page too wide, axe clean, charts drawn in the direction of reading."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.officers import (
    DESKTOP,
    PHONE,
    Office,
    browsing,
    choose,
    come_in,
)
from tests.journeys.residents import faults
from tests.web.sealed import OPEN

NARROWEST = 320
REACH = f"officer/consultations/{OPEN}/reach"
PAGES = ("", "/channels", "/places", "/over-time", "/funnel")
DRAWN = ("/over-time", "/funnel")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_reach_fit_every_screen_and_their_charts_are_drawn(
    chromium: Browser,
    busy_office: Office,
    language: str,
) -> None:
    page, complaints = browsing(chromium, PHONE)
    come_in(page, busy_office, f"reach-{language}@northmere.example")
    choose(page, language)
    found: list[str] = []
    for path in PAGES:
        page.goto(f"{busy_office.address}/{REACH}{path}")
        if path in DRAWN:
            _sees_a_chart(page, language)
        found += [f"{path}: {fault}" for fault in faults(page)]
        for width in (NARROWEST, DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{path}: wider than {width} px")
    assert not found, "\n".join(found)
    assert complaints == []


def _sees_a_chart(page: Page, language: str) -> None:
    """Wait until the chart is drawn; whoever reads from the right has its axis there, and nobody tabs into it."""
    drawing = page.locator("[data-drawing]")
    drawing.scroll_into_view_if_needed()
    expect(drawing.locator("svg.main-svg").first).to_be_visible()
    assert drawing.get_attribute("aria-hidden") == "true"
    assert drawing.locator("a, button, [tabindex='0']").count() == 0
    axis = page.evaluate("document.querySelector('[data-drawing]')._fullLayout.yaxis.side")
    assert axis == ("right" if language == "ar" else "left")


def test_without_javascript_the_tables_say_it_all(
    chromium: Browser,
    busy_office: Office,
) -> None:
    page, _ = browsing(chromium, PHONE, scripts=False)
    come_in(page, busy_office, "reach-plain@northmere.example")
    page.goto(f"{busy_office.address}/{REACH}/over-time")
    expect(page.locator("#over-time-caption")).to_be_visible()
    expect(page.locator("figure[data-chart]")).to_be_hidden()
    with page.expect_download() as download:
        page.locator("a[href$='over-time.csv']").click()
    assert download.value.suggested_filename == f"{OPEN}-over-time.csv"
