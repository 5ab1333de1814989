"""Outreach on a telephone: an activity is planned, its code is typed, and what came of it is noted."""

import re

import pytest
from playwright.sync_api import Browser, expect

from consult import db
from tests import builders
from tests.journeys.officers import (
    PHONE,
    Office,
    browsing,
    choose,
    come_in,
)
from tests.journeys.residents import faults
from tests.turning import press

OPEN = "repairs"
LEDGER = f"officer/consultations/{OPEN}/outreach"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_activity_goes_from_plan_to_done_and_its_code_is_typed_on_the_way(
    chromium: Browser,
    office: Office,
    language: str,
) -> None:
    with db.unit_of_work() as session:
        builders.an_open_consultation(session, office.actor, OPEN)
    page, _ = browsing(chromium, PHONE)
    come_in(page, office, f"ledger-{language}@northmere.example")
    choose(page, language)
    page.goto(f"{office.address}/{LEDGER}/new")
    page.fill(f"input[name=what_{language}]", "Library")
    page.select_option("select[name=channel]", "poster")
    page.locator("input[name=languages]").first.check()
    for part, typed in (("day", "1"), ("month", "11"), ("year", "2026")):
        page.fill(f"input[name=on_{part}]", typed)
    press(page.locator("main form button").last)
    expect(page.locator("h1")).to_have_text("Library")
    found = faults(page)
    activity, code = page.url, re.findall(r"\d{4} \d{4}", page.locator("main").inner_text())[0]

    page.goto(f"{office.address}/{language}/go")
    page.fill("input[name=code]", code[:-1] + str((int(code[-1]) + 1) % 10))
    press(page.locator("main form button"))
    found += faults(page)
    expect(page.locator("main p a").first).to_have_text(code)
    press(page.locator("main p a").first)
    expect(page).to_have_url(re.compile(f"/consultations/{OPEN}"))

    page.goto(f"{office.address}/{LEDGER}/calendar?month=2026-11")
    expect(page.locator("td:visible", has_text="Library").first).to_be_visible()
    found += faults(page)
    page.goto(f"{activity}/done")
    page.fill("input[name=people]", "12")
    found += faults(page)
    press(page.locator("main form button").last)
    expect(page).to_have_url(activity)
    expect(page.locator("main")).to_contain_text("12" if language == "en" else re.compile("12|١٢"))
    assert not found, "\n".join(found)
