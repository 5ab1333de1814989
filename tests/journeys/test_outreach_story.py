"""The heart of the service in one go: who is missing is seen, sought, heard and counted, and the end has a reason."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from consult import db
from consult.consultations import queries
from consult.consultations.service import REFRESH
from consult.consultations.values import ConsultationValue
from consult.evidence.sealing import seal
from consult.outreach.dashboard import dashboard
from consult.outreach.queries import activities
from consult.outreach.sending import send_and_count
from consult.outreach.terms import Took
from consult.responses import service as responses
from consult.responses.folding import folded_counts
from consult.responses.values import Opening
from consult.work.service import leave
from tests.camera import codes_in
from tests.journeys.officers import PHONE, Office, browsing, come_in, served
from tests.journeys.residents import faults, phone
from tests.journeys.test_answering import answer_everything
from tests.rooms.test_evidence_room import compile_now, treat_everything
from tests.turning import press, press_continue
from tests.web.sealed import OPEN, demonstration

HOME = f"officer/consultations/{OPEN}"
ARABIC, PARTNER = "Arabic-speaking tenants", "Harbourside Arabic Families"
MORE = 7
"""With the one in the browser enough for the shown count to move: a step of at least the threshold."""
REASON = "The offers must be asked for this week."


@pytest.fixture
def northmere(told_file: Path, tmp_path: Path) -> Iterator[Office]:
    """The demonstration, which is changed."""
    copied = shutil.copyfile(told_file, tmp_path / "story.db")
    with demonstration(f"sqlite:///{copied}", tmp_path) as told, served(told.app, told.engine) as office:
        yield office


def value() -> ConsultationValue:
    with db.reading() as session:
        found = queries.consultation_by_slug(session, OPEN)
    assert found is not None
    return found


def heard() -> int:
    """Return exactly how many Arabic-speaking tenants are in the folded counts, which nobody is shown."""
    with db.reading() as session:
        return folded_counts(session, value().id)["community/arabic-speaking/yes"]


def fold(office: Office) -> None:
    """Fold what was sent, as the worker does every quarter of an hour."""
    found = value()
    with db.unit_of_work() as session:
        leave(session, REFRESH, found.id, found.organisation_id)
    office.work()


def on_poster(page: Page, materials: str, language: str) -> str:
    """Download the poster in a language as an officer does, and return what a camera reads from its page."""
    page.goto(materials)
    with page.expect_download() as poster:
        section = page.locator(f"#in-{language} ~ div, #in-{language} ~ table").first
        section.locator("a[href*='poster-a4.usual']").click()
    [code] = codes_in(poster.value.path())
    return code


def come_by(office: Office, key: str, many: int) -> None:
    """Have so many more who speak Arabic at home answer, brought by the same activity."""
    keys, consultation = office.app.extensions["consult"].keys, value()
    assert consultation.version_id is not None
    with db.unit_of_work() as session:
        plan = queries.plan(session, consultation.version_id)
        communities = queries.communities(session, consultation.id)
        led = next(one for one in activities(session, consultation.id) if one.key == key)
        consent = next(page.consent_key for page in plan.pages if page.consent_key)
        said = {"repair-asked": "not-asked", consent: True, "languages-at-home": ["arabic"]}
        for _ in range(many):
            opening = Opening("ar", activity_id=led.id)
            draft = responses.start(session, keys, consultation, plan, opening, said)
            send_and_count(session, keys, draft.id, plan, communities)


def test_who_is_missing_is_seen_sought_heard_and_counted_and_the_end_has_its_reason(
    chromium: Browser, northmere: Office
) -> None:
    page, complaints = browsing(chromium, PHONE)
    come_in(page, northmere)
    found, activity = accept_what_is_proposed(page, northmere)
    codes, more = print_posters(page, activity, northmere)
    found += more

    before = heard()
    found += answer_by(chromium, codes["ar"])
    fold(northmere)
    assert heard() == before + 1
    come_by(northmere, activity.rpartition("/")[2], MORE)
    fold(northmere)
    assert heard() == before + 1 + MORE
    page.goto(f"{northmere.address}/{HOME}/reach")
    expect(page.locator("main")).to_contain_text(re.compile(rf"{ARABIC}\D*about 20 of 90"))

    found += close_with_a_reason(page, northmere)
    assert found + complaints == []


def accept_what_is_proposed(page: Page, office: Office) -> tuple[list[str], str]:
    """See the shortfall in one sentence, accept what the unasked partner could do; return where the activity is."""
    page.goto(f"{office.address}/{HOME}")
    press(page.get_by_role("link", name="What to do next"))
    shortfall = page.locator("main p", has_text=ARABIC).first
    expect(shortfall).to_have_text(
        re.compile(rf"^{ARABIC}: about 10 of 90; at this pace about \d\d by closing")
    )
    proposal = page.locator("main section", has=page.locator("form"), has_text=PARTNER)
    expect(proposal).to_have_count(1)
    found = faults(page)
    press(proposal.get_by_role("button", name="Accept"))
    page.wait_for_url(f"**/{HOME}/outreach/*")
    return found, page.url


def print_posters(page: Page, activity: str, office: Office) -> tuple[dict[str, str], list[str]]:
    """Print the posters of an activity in Arabic and in Dutch; return where their codes lead."""
    materials = f"{activity}/materials"
    page.goto(materials)
    press(page.get_by_role("button", name="every language"))
    found = faults(page)
    codes = {
        language: on_poster(page, materials, language).replace("http://127.0.0.1:8000", office.address)
        for language in ("ar", "nl")
    }
    with db.reading() as session:
        ledger = {one.key: one for one in activities(session, value().id)}
    links = {link.language: link.code for link in ledger[activity.rpartition("/")[2]].links}
    assert codes == {language: f"{office.address}/go/{links[language]}" for language in codes}
    return codes, found


def answer_by(chromium: Browser, address: str) -> list[str]:
    """Arrive by a code on a telephone, in Arabic, and answer."""
    with phone(chromium) as context:
        handset = context.new_page()
        handset.goto(address)
        expect(handset.locator("html")).to_have_attribute("dir", "rtl")
        press_continue(handset)
        found = [fault for _ in answer_everything(handset) for fault in faults(handset)]
        press_continue(handset)
        expect(handset).to_have_url(re.compile("/ar/.*/sent$"))
    return found


def close_with_a_reason(page: Page, office: Office) -> list[str]:
    """See what is recommended at closing, close with a reason, and find both in the sealed evidence."""
    page.goto(f"{office.address}/{HOME}/close")
    expect(page.locator("#recommended")).to_contain_text(ARABIC)
    page.fill("#reason", REASON)
    press(page.get_by_role("button", name="Close now"))
    expect(page.locator("#closing")).to_contain_text(REASON)
    with db.unit_of_work() as session:
        compile_now(session, value())
        treat_everything(session, office.actor, value())
        number = seal(session, office.actor, value())
    page.goto(f"{office.address}/en/evidence/{number}")
    expect(page.locator("section", has=page.locator("#closing"))).to_contain_text(REASON)
    expect(page.locator("section", has=page.locator("#closing"))).to_contain_text(ARABIC)
    return faults(page)


def test_every_figure_of_the_open_consultation_has_something_to_show(northmere: Office) -> None:
    with db.reading() as session:
        seen = dashboard(session, value())
    heard_by = {one.community.key: one.margin.yes.count for one in seen.reach.communities}
    assert heard_by["arabic-speaking"] == 10
    assert min(count or 0 for count in heard_by.values()) == 10
    assert {"", *heard_by} == set(seen.history)
    assert all(len(seen.history[key]) > 1 for key in heard_by.keys() - {"arabic-speaking"})
    assert {channel.channel for channel in seen.channels if channel.sent.count} > {
        "poster",
        "letter",
        "event",
    }
    assert all(step.reached.count for step in seen.funnel.pages)
    assert seen.funnel.started.count > seen.funnel.sent.count > 0
    assert min(seen.funnel.spoken_to, seen.funnel.cost, seen.funnel.cost_per_answer) > 0
    assert not seen.times.is_too_fast
    assert all(seen.times.counts[took].count for took in Took)
    assert len(seen.openings_by_day) > 10
    assert not seen.floods
