"""An officer in a real browser: from the one-time link to sealed evidence, and every page held against axe."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from consult import db
from consult.consultations.queries import consultation_by_slug
from consult.tenders.queries import tender_by_ocid
from tests import builders
from tests.camera import codes_in
from tests.journeys.officers import DESKTOP, DIRTY, PHONE, Office, browsing, choose, come_in, of_people
from tests.journeys.residents import faults, faults_on
from tests.turning import press
from tests.web.sealed import CLOSED, OPEN


def describe_a_tender(page: Page) -> None:
    press(page.get_by_role("link", name="Tenders"))
    press(page.get_by_role("link", name="New tender by hand"))
    page.get_by_label("Title", exact=True).fill("A pilot that ranks repairs")
    page.get_by_text("In other languages: Title").click()
    page.get_by_label("العربية: Title").fill("تجربة لترتيب الإصلاحات")
    page.get_by_label("a pilot", exact=True).check()
    press(page.get_by_role("button", name="Save and describe the AI system"))
    page.get_by_label("Name of the system", exact=True).fill("Repair ranker")
    page.get_by_label("It advises a person who decides").check()
    press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", name="A pilot that ranks repairs")).to_be_visible()


def write_a_consultation(page: Page, folder: Path) -> None:
    survey, details = folder / "survey.json", folder / "details.json"
    survey.write_text(json.dumps(builders.survey_document()), "utf-8")
    details.write_text(json.dumps(builders.details_document()), "utf-8")
    press(page.get_by_role("link", name="Consultations", exact=True))
    press(page.get_by_role("link", name="New consultation"))
    page.get_by_label("Which tender is it about?").select_option(label="A pilot that ranks repairs")
    page.get_by_label("Short address").fill("repairs")
    page.get_by_label("Survey").set_input_files(survey)
    page.get_by_label("Details").set_input_files(details)
    last_day = page.get_by_role("group", name="Last day")
    for part, typed in (("Day", "31"), ("Month", "12"), ("Year", "2099")):
        last_day.get_by_label(part).fill(typed)
    press(page.get_by_role("button", name="Save as a draft"))
    press(page.get_by_role("link", name="Check and publish"))
    press(page.get_by_role("button", name="Publish"))
    expect(page.get_by_text("Open", exact=True)).to_be_visible()


def answer_the_findings(page: Page) -> None:
    press(page.get_by_role("link", name="Make it a finding").first)
    page.get_by_label("What did people say?", exact=True).fill("Disabled people object more often.")
    page.get_by_label("strong", exact=True).check()
    for candidate in page.locator("input[name=treats]").all():
        candidate.check()
    press(page.get_by_role("button", name="Save the finding"))
    press(page.get_by_role("link", name="Answer it F1"))
    page.get_by_label("Accepted", exact=True).check()
    page.get_by_label("Why?", exact=True).fill("They are right.")
    page.get_by_label("In which role do you answer?", exact=True).fill("Head of housing")
    press(page.get_by_role("button", name="Record the answer"))
    press(page.get_by_role("link", name="Record the decision"))
    page.get_by_label("Change the plan").check()
    page.get_by_label("Why?", exact=True).fill("Too many object.")
    page.get_by_label("Which body decided?", exact=True).fill("The housing committee")
    page.get_by_label("In which role is it recorded?", exact=True).fill("Its chair")
    press(page.get_by_role("button", name="Record the decision"))


def test_an_officer_goes_from_the_one_time_link_to_sealed_evidence(
    chromium: Browser, office: Office, tmp_path: Path
) -> None:
    page, complaints = browsing(chromium, PHONE)
    come_in(page, office)
    describe_a_tender(page)
    write_a_consultation(page, tmp_path)
    with db.unit_of_work() as session:
        of_people(session, "repairs")
    press(page.get_by_role("link", name="Close"))
    page.get_by_label("Why do you close it now?").fill("The offers are due.")
    press(page.get_by_role("button", name="Close now"))
    press(page.get_by_role("link", name="Go to the evidence"))
    expect(page.get_by_text("It waits for the worker.")).to_be_visible()
    office.work()
    expect(
        page.get_by_role("link", name="See the results")
    ).to_be_visible()  # the page looked again by itself
    answer_the_findings(page)
    press(page.get_by_role("link", name="Seal the evidence"))
    press(page.get_by_role("button", name="Seal now"))
    press(page.get_by_role("link", name="Evidence record 1"))
    assert page.url.endswith("/en/evidence/1")
    expect(page.get_by_text("Disabled people object more often.").first).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_chart_is_drawn_under_the_strict_policy_and_waits_until_it_is_near(
    chromium: Browser, busy_office: Office, language: str
) -> None:
    page, complaints = browsing(chromium, DESKTOP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    come_in(page, busy_office, f"chart-{language}@northmere.example")
    choose(page, language)
    page.goto(f"{busy_office.address}/officer/consultations/closed/results")
    assert not any("plotly" in url and url.endswith(".js") for url in asked)
    page.locator("[data-drawing]").scroll_into_view_if_needed()
    expect(page.locator("[data-drawing] .scatterlayer .trace")).to_have_count(2)
    assert all(url.startswith((busy_office.address, "data:", "blob:")) for url in asked)
    assert complaints == []


def pages_of(office: Office) -> dict[str, str]:
    """Return every kind of page officers have, by what it is."""
    with db.reading() as session:
        tender = consultation_by_slug(session, CLOSED).tender_id
        dirty = tender_by_ocid(session, DIRTY["ocid"]).id
    desk = "consultations/closed/evidence"
    return {
        "list": "consultations",
        "new consultation": "consultations/new",
        "draft": "consultations/drafted",
        "publish": "consultations/drafted/publish",
        "open": f"consultations/{OPEN}",
        "reach": f"consultations/{OPEN}/reach",
        "outreach": f"consultations/{OPEN}/outreach",
        "plan": f"consultations/{OPEN}/outreach/new",
        "calendar": f"consultations/{OPEN}/outreach/calendar",
        "communities": f"consultations/{OPEN}/communities",
        "new community": "consultations/drafted/communities/new",
        "community": "consultations/drafted/communities/of/disabled",
        "smallest group": f"consultations/{OPEN}/communities/limits",
        "table": "consultations/drafted/communities/tables",
        "weighting table": "consultations/drafted/communities/weighting/new?question=disability",
        "weighting": "consultations/closed/results/weighting",
        "partners": "partners",
        "new partner": "partners/new",
        "reminders": "reminders",
        "house style": "house-style",
        "materials": f"consultations/{OPEN}/outreach/poster-ar/materials",
        "letters": f"consultations/{OPEN}/outreach/rent-letter/letters",
        "pause": f"consultations/{OPEN}/pause",
        "close": f"consultations/{OPEN}/close",
        "desk": desk,
        "results": "consultations/closed/results",
        "finding": f"{desk}/findings/new?treats=objection:go-ahead",
        "set aside": f"{desk}/candidates/objection:go-ahead",
        "sessions": "consultations/closed/sessions",
        "session": "consultations/closed/sessions/new",
        "decision": f"{desk}/decision",
        "seal": f"{desk}/seal",
        "sealed desk": f"consultations/{CLOSED}/evidence",
        "sealed results": f"consultations/{CLOSED}/results",
        "tenders": "tenders",
        "tender": f"tenders/{tender}",
        "dirty tender": f"tenders/{dirty}",
        "AI system": f"tenders/{tender}/ai-system",
        "new tender": "tenders/new",
        "import": "tenders/import",
        "officers": "officers",
        "not there": "consultations/nowhere",
    }


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_any_officers_page_and_none_is_wider_than_its_screen(
    chromium: Browser, busy_office: Office, language: str
) -> None:
    page, _ = browsing(chromium)
    come_in(page, busy_office, f"axe-{language}@northmere.example")
    choose(page, language)
    found = []
    for path in pages_of(busy_office).values():
        page.goto(f"{busy_office.address}/officer/{path}")
        found += faults_on(page, PHONE, DESKTOP)
    for path in ("tenders/new", "consultations/closed/evidence/findings/new", "officers"):
        page.goto(f"{busy_office.address}/officer/{path}")
        press(page.locator("main form button").last)
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        found += faults_on(page, PHONE, DESKTOP)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_officers_page_works_without_scripts_on_a_phone(
    chromium: Browser, busy_office: Office, language: str
) -> None:
    page, _ = browsing(chromium, PHONE, scripts=False)
    come_in(page, busy_office, f"plain-{language}@northmere.example")
    choose(page, language)
    found = []
    for name, path in pages_of(busy_office).items():
        answer = page.goto(f"{busy_office.address}/officer/{path}")
        assert answer is not None
        assert answer.status == (404 if name == "not there" else 200), name
        found += faults(page, scripts=False)
    assert not found, "\n".join(found)
    assert page.locator("figure:visible").count() == 0


def test_the_way_in_is_good_for_everyone_too(chromium: Browser, busy_office: Office) -> None:
    page, _ = browsing(chromium, PHONE)
    found = []
    for address in (
        f"{busy_office.address}/officer/sign-in",
        busy_office.one_time_link("new@northmere.example"),
    ):
        page.goto(address)
        found += faults(page)
        press(page.get_by_role("button").last)
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        found += faults(page)
    assert not found, "\n".join(found)


def test_an_officer_can_do_it_by_keyboard_alone(chromium: Browser, busy_office: Office) -> None:
    page, _ = browsing(chromium, DESKTOP)
    come_in(page, busy_office, "keys@northmere.example")
    page.goto(f"{busy_office.address}/officer/consultations/closed/evidence/candidates/objection:go-ahead")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "reason_en":
            break
    page.keyboard.type("It is the same as another.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the other languages
    assert page.locator("main details[open]").count() == 1


def test_a_poster_is_printed_and_its_code_and_a_letters_bring_residents_in(
    chromium: Browser, busy_office: Office
) -> None:
    page, complaints = browsing(chromium, PHONE, scripts=False)
    come_in(page, busy_office, "print@northmere.example")
    outreach = f"{busy_office.address}/officer/consultations/{OPEN}/outreach"
    page.goto(f"{outreach}/poster-ar/materials")
    with page.expect_download() as poster:
        page.locator("a[href*='poster-a4.usual']").click()
    [on_paper] = codes_in(poster.value.path())
    page.goto(f"{outreach}/rent-letter/letters")
    page.get_by_label("How many letters?").fill("2")
    page.get_by_label("In which language?").select_option("nl")
    page.get_by_label("A list (CSV)").check()
    with page.expect_download() as codes:
        page.get_by_role("button", name="Make the codes").click()
    in_a_letter = Path(codes.value.path()).read_text("utf-8").splitlines()[1].partition(",")[2]
    for address, language in ((on_paper, "ar"), (in_a_letter, "nl")):
        resident, more = browsing(chromium, PHONE)
        resident.goto(address.replace("http://127.0.0.1:8000", busy_office.address))
        assert resident.locator("html").get_attribute("lang") == language
        resident.goto(f"{busy_office.address}/{language}/consultations/{OPEN}/letter-used")
        assert faults(resident) == []
        complaints += more
    assert complaints == []
