"""A partner on a telephone: an officer makes a one-time link; another browser opens the partner's page with it."""

import pytest
from playwright.sync_api import Browser, expect

from consult import db
from consult.consultations.queries import consultation_by_slug
from consult.outreach import service
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


def with_a_partner(office: Office, language: str) -> None:
    partners = [{"key": "mosque", "name": builders.in_both("The mosque"), "languages": [language]}]
    links = [{"key": "sermon", "partner": "mosque", "language": language}]
    with db.unit_of_work() as session:
        details = builders.details(partners=partners, links=links)
        builders.an_open_consultation(session, office.actor, OPEN, details=details)
        found = consultation_by_slug(session, OPEN)
        assert found is not None
        service.lay_out(session, office.actor, found)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_partner_opens_its_page_sees_its_counts_and_downloads_a_poster(
    chromium: Browser,
    office: Office,
    language: str,
) -> None:
    with_a_partner(office, language)
    officer, complaints = browsing(chromium, PHONE)
    come_in(officer, office)
    choose(officer, language)
    officer.goto(f"{office.address}/officer/partners/mosque")
    found = faults(officer)
    press(officer.locator("form[action$='/link'] button"))
    shown = officer.locator("bdi.app-code").inner_text()
    found += faults(officer)

    partner, others = browsing(chromium, PHONE)
    partner.goto(office.address + shown[shown.index(f"/{language}/partner/") :])
    found += faults(partner)
    press(partner.locator("main form button"))
    expect(partner).to_have_url(f"{office.address}/{language}/partner")
    code = partner.locator("main [id^='link-'] strong").last.inner_text()
    partner.locator("summary").first.click()
    found += faults(partner)
    with partner.expect_download() as download:
        partner.locator(f"a[href$='{code}/poster-a4-usual.pdf']").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    counts = partner.locator("main section section p").nth(1)
    nobody_came = counts.inner_text()
    partner.goto(f"{office.address}/go/{code}")
    partner.goto(f"{office.address}/{language}/partner")
    expect(counts).not_to_have_text(nobody_came)
    partner.goto(f"{office.address}/{language}/consultations/{OPEN}/heard")
    found += faults(partner)
    officer.goto(f"{office.address}/officer/partners/mosque")
    press(officer.locator("form[action$='/end'] button"))
    partner.goto(f"{office.address}/{language}/partner")
    expect(partner.locator("h1")).to_be_visible()
    expect(partner.locator("[id^='link-']")).to_have_count(0)
    assert not found, "\n".join(found)
    assert [each for each in (*complaints, *others) if "410" not in each] == []
