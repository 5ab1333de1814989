"""Advice on a telephone: the shortfall, an accepted proposal, a closing with its reason, and the record of it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult import clock, db
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.evidence.sealing import seal
from tests import builders
from tests.journeys.officers import (
    PHONE,
    Office,
    browsing,
    choose,
    come_in,
)
from tests.journeys.residents import faults
from tests.rooms.test_evidence_room import answered, compile_now, said, treat_everything
from tests.turning import press

OPEN = "repairs"
HOME = f"officer/consultations/{OPEN}"


def value(session: Session) -> ConsultationValue:
    found = consultation_by_slug(session, OPEN)
    assert found is not None
    return found


def half_way(office: Office) -> None:
    """Open a consultation three weeks ago that closes in five days, and show that few disabled people answered."""
    with db.unit_of_work() as session:
        builders.an_open_consultation(session, office.actor, OPEN)
        now = clock.now()
        times = {"opens_at": now - timedelta(days=21), "closes_at": now + timedelta(days=5)}
        session.execute(update(Consultation).where(Consultation.slug == OPEN).values(**times))
        builders.shown_as_heard(session, value(session), 10)
        answered(session, value(session), said("yes", "no"), 15)


def sealed(office: Office) -> int:
    """Compile what was answered, treat everything, seal; return the number of the record."""
    with db.unit_of_work() as session:
        compile_now(session, value(session))
        treat_everything(session, office.actor, value(session))
        return seal(session, office.actor, value(session))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_officer_sees_the_shortfall_accepts_a_proposal_and_closes_with_a_reason(
    chromium: Browser,
    office: Office,
    language: str,
) -> None:
    half_way(office)
    page, _ = browsing(chromium, PHONE)
    come_in(page, office, f"advice-{language}@northmere.example")
    choose(page, language)
    page.goto(f"{office.address}/{HOME}")
    expect(page.locator("#recommended")).to_be_visible()
    found = faults(page)
    press(page.locator(f'a[href$="/{OPEN}/next"]'))
    shortfall = page.locator("main p.govuk-body-l").first
    expect(shortfall).to_contain_text(re.compile("10|١٠"))
    expect(shortfall).to_contain_text(re.compile("40|٤٠"))
    found += faults(page)
    press(page.locator("main section form button").first)
    expect(page).to_have_url(re.compile(f"{HOME}/outreach/"))
    found += faults(page)
    activity = page.url.split("/")[-1]
    page.goto(f"{office.address}/{HOME}/outreach")
    expect(page.locator(f'main a[href$="/{activity}"]')).to_have_count(1)

    page.goto(f"{office.address}/{HOME}/next")
    expect(page.locator(f'#taken-caption ~ tbody a[href$="/{activity}"]')).to_have_count(1)
    found += faults(page)
    page.goto(f"{office.address}/{HOME}/extend")
    found += faults(page)
    page.goto(f"{office.address}/{HOME}/close")
    press(page.locator("main form button").last)
    expect(page.locator("#reason")).to_be_visible()
    found += faults(page)
    page.fill("#reason", "The offers are due")
    press(page.locator("main form button").last)
    expect(page.locator("#closing")).to_contain_text("The offers are due")

    page.goto(f"{office.address}/{language}/evidence/{sealed(office)}")
    expect(page.locator("section", has=page.locator("#closing"))).to_contain_text("The offers are due")
    found += faults(page)
    assert not found, "\n".join(found)
