"""A resident answers, in a real browser: with and without scripts, in both directions, by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from consult.db import reading
from consult.outreach.models import UncountedSending
from consult.responses.models import Draft, Response
from tests.journeys.residents import PHONE, Service, faults, faults_on, phone, service
from tests.turning import press, press_continue, press_enter

CODE = re.compile(r"(?:\d{4} ){4}\d{4}")
KIB = 1024


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("journey")) as running:
        yield running


@pytest.fixture
def handset(chromium: Browser) -> Iterator[Page]:
    with phone(chromium) as context:
        yield context.new_page()


def rows(kind: type) -> int:
    from sqlalchemy import func, select

    with reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def begin(page: Page, served: Service, language: str = "en") -> None:
    page.goto(served.start(language))
    press_continue(page)


def answer_everything(page: Page) -> Iterator[None]:
    """Answer page after page, stopping on each."""
    yield
    page.check("input[value=asked]")
    press_continue(page)
    yield
    page.fill("input[name=first-answer-days]", "١٤")
    page.locator("input[name=repair-experience]").first.check()
    press_continue(page)
    yield
    page.fill("input[name=one-change]", "أريد شخصًا أتحدث إليه")
    press_continue(page)
    yield
    page.locator("input[name=order-feeling]").first.check()
    press_continue(page)
    yield
    page.locator("input[name=go-ahead]").nth(2).check()
    page.fill("textarea", "Someone must come and look.\n\nSoon.")
    press_continue(page)
    yield
    page.check("input[name=about-you_consent]")
    page.check("input[name=languages-at-home][value=arabic]")
    press_continue(page)
    yield


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_resident_answers_on_a_phone(
    chromium: Browser, served: Service, language: str, *, scripts: bool
) -> None:
    before, unsent = rows(Response), rows(Draft)
    found: list[str] = []
    with phone(chromium, scripts=scripts) as context:
        page = context.new_page()
        page.goto(served.start(language))
        found += faults(page, scripts=scripts)
        press_continue(page)
        for _ in answer_everything(page):
            found += faults(page, scripts=scripts)
        assert "14" in page.inner_text("main")
        press_continue(page)
        assert page.url.endswith("/sent")
        assert CODE.search(page.inner_text("bdi.app-code"))
        found += faults(page, scripts=scripts)
    assert found == []
    assert rows(Response) == before + 1
    assert rows(Draft) == unsent


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_link_on_a_poster_leads_to_an_answer_that_is_counted_for_it(
    handset: Page, served: Service, language: str
) -> None:
    before = rows(UncountedSending)
    handset.goto(f"{served.address}/go/{served.links[f'poster-{language}']}")
    assert f"/{language}/consultations/housing-repairs?_from=" in handset.url
    press_continue(handset)
    for _ in answer_everything(handset):
        pass
    press_continue(handset)
    assert handset.url.endswith("/sent")
    assert (
        rows(UncountedSending) >= before + 3
    )  # every answer, those who use Arabic at home, and how long it took


OTHER_PAGES = ["", "resume", "receipt", "privacy", "accessibility", "contact", "left", "nothing-here"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_other_page_is_sound_and_fits_the_screen(
    chromium: Browser, served: Service, language: str
) -> None:
    with phone(chromium) as context:
        page = context.new_page()
        found = []
        for name in OTHER_PAGES:
            page.goto(f"{served.address}/{language}/{name}")
            assert page.get_attribute("html", "dir") == {"en": "ltr", "ar": "rtl"}[language]
            found += faults_on(page, 320, PHONE, 1280)
    assert found == []


@pytest.mark.parametrize("language", ["en", "nl", "ar"])
def test_at_four_hundred_per_cent_nothing_is_wider_than_the_screen(
    chromium: Browser, served: Service, language: str
) -> None:
    with phone(chromium, width=320) as context:  # 1280 at 400 %
        page = context.new_page()
        page.goto(served.start(language))
        found = faults(page, scripts=False)
        press_continue(page)
        for _ in answer_everything(page):
            found += faults(page, scripts=False)
        press_continue(page)
        found += faults(page, scripts=False)
    assert found == []


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until the focus is on what is meant."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_resident_answers_by_keyboard_alone(handset: Page, served: Service, language: str) -> None:
    handset.goto(served.start(language))
    handset.keyboard.press("Tab")
    handset.keyboard.press("Enter")  # the skip link
    handset.locator("#main:focus").wait_for()
    tab_to(handset, "form#start input:checked")
    handset.keyboard.press("ArrowDown")
    tab_to(handset, "form#start button")
    press_enter(handset)
    tab_to(handset, "input[name=repair-asked]")
    handset.keyboard.press("Space")
    handset.keyboard.press("ArrowDown")
    assert handset.is_checked("input[value=not-asked]")
    tab_to(handset, "main [data-continue]")
    press_enter(handset)
    tab_to(handset, "input[name=repair-experience]")
    handset.keyboard.press("Space")
    press_enter(handset)  # in a field of a form, Enter presses the button that goes on
    assert handset.url.endswith("/q/fair-order")
    tab_to(handset, "input[name=one-change]")
    handset.keyboard.type("One person to ask")
    press_enter(handset)
    assert handset.url.endswith("/q/proposal")
    for _ in range(2):
        tab_to(handset, "main [data-continue]")
        press_enter(handset)
    tab_to(handset, "main a[href$=check-answers]")
    press_enter(handset)
    assert "One person to ask" in handset.inner_text("main")
    tab_to(handset, "main [data-continue]")
    press_enter(handset)
    assert handset.url.endswith("/sent")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_mistake_takes_the_focus_and_leads_to_its_field(
    chromium: Browser, served: Service, *, scripts: bool
) -> None:
    with phone(chromium, scripts=scripts) as context:
        page = context.new_page()
        begin(page, served)
        press_continue(page)
        assert page.title().startswith("Error: ")
        page.locator(".govuk-error-summary:focus").wait_for()
        assert faults(page, scripts=scripts) == []
        page.click(".govuk-error-summary a")
        page.locator("[name=repair-asked]:focus").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_switching_the_language_keeps_everything_typed(
    chromium: Browser, served: Service, *, scripts: bool
) -> None:
    with phone(chromium, scripts=scripts) as context:
        page = context.new_page()
        begin(page, served)
        page.check("input[value=asked]")
        press_continue(page)
        page.fill("input[name=first-answer-days]", "a fortnight")
        page.locator("input[name=repair-experience]").nth(1).check()
        press(page.locator("button[lang=ar]"))
        assert "/ar/consultations/housing-repairs/q/what-happened" in page.url
        assert page.get_attribute("html", "dir") == "rtl"
        assert page.input_value("input[name=first-answer-days]") == "a fortnight"
        assert page.locator("input[name=repair-experience]").nth(1).is_checked()
        press(page.locator("button[lang=nl]"))
        assert page.input_value("input[name=first-answer-days]") == "a fortnight"


def test_answers_are_gone_on_with_on_another_device(chromium: Browser, served: Service) -> None:
    with phone(chromium) as context:
        page = context.new_page()
        begin(page, served)
        page.check("input[value=not-needed]")
        press(page.locator("button[name=_save]"))
        code = page.inner_text("bdi.app-code")
        assert faults(page) == []
    with phone(chromium, scripts=False) as context:
        page = context.new_page()
        page.goto(f"{served.address}/ar/resume")
        page.fill("#code", code)
        press_continue(page)
        assert "/ar/consultations/housing-repairs/q/fair-order" in page.url
        press(page.locator(".govuk-back-link"))
        assert page.is_checked("input[value=not-needed]")


def test_after_leaving_the_way_back_shows_no_answers(handset: Page, served: Service) -> None:
    begin(handset, served)
    handset.check("input[value=asked]")
    press_continue(handset)
    handset.fill("input[name=first-answer-days]", "14")
    press_continue(handset)
    press(handset.locator(".app-leave"))
    assert handset.url.endswith("/left")
    for _ in range(3):
        handset.go_back()
        assert "14" not in handset.inner_text("main")
        assert handset.locator("input:checked[name=repair-asked]").count() == 0


def test_another_person_on_the_same_phone_begins_with_empty_pages(handset: Page, served: Service) -> None:
    begin(handset, served)
    for _ in answer_everything(handset):
        pass
    press_continue(handset)
    code = handset.inner_text("bdi.app-code")
    press_continue(handset)  # another person on this phone
    assert handset.url == served.start()
    handset.go_back()
    assert code not in handset.inner_text("body")
    begin(handset, served)
    assert handset.locator("main input:checked").count() == 0


def test_a_lost_connection_loses_at_most_the_page_in_flight(handset: Page, served: Service) -> None:
    begin(handset, served)
    handset.check("input[value=asked]")
    press_continue(handset)
    handset.fill("input[name=first-answer-days]", "14")
    handset.context.set_offline(True)
    handset.locator("main [data-continue]").first.click(no_wait_after=True)
    handset.wait_for_timeout(300)
    handset.context.set_offline(False)
    handset.goto(f"{served.start()}/q/your-repairs")
    assert handset.is_checked("input[value=asked]")


def test_pressing_send_twice_sends_once(handset: Page, served: Service) -> None:
    begin(handset, served)
    for _ in answer_everything(handset):
        pass
    before = rows(Response)
    handset.locator("main [data-continue]").first.dblclick()
    expect(handset).to_have_url(re.compile("/sent$"))  # the second press ends the first one's loading
    expect(handset.locator("bdi.app-code")).to_have_text(CODE)
    assert rows(Response) == before + 1


def test_a_receipt_takes_an_answer_back(handset: Page, served: Service) -> None:
    begin(handset, served)
    for _ in answer_everything(handset):
        pass
    press_continue(handset)
    code = handset.inner_text("bdi.app-code")
    before = rows(Response)
    found = []
    for presses in (["about-you"], ["ask-to-withdraw", "withdraw"]):
        handset.goto(f"{served.address}/en/receipt")
        handset.fill("#receipt", code)
        press_continue(handset)
        for step in presses:
            found += faults(handset)
            press(handset.locator(f"button[name=_step][value={step}]"))
        found += faults(handset)
    assert found == []
    assert rows(Response) == before - 1


def test_a_first_visit_weighs_little_and_loads_nothing_from_elsewhere(
    chromium: Browser, served: Service
) -> None:
    for language in ("en", "ar"):
        with phone(chromium) as context:
            page = context.new_page()
            taken: dict[str, int] = {}

            def note(request, taken: dict[str, int] = taken) -> None:
                sizes = request.sizes()
                taken[f"{request.resource_type} {request.url}"] = sizes["responseBodySize"]

            page.on("requestfinished", note)
            page.goto(served.start(language))
            page.wait_for_load_state("networkidle")
            assert sum(taken.values()) <= 30 * KIB, taken
            assert all(served.address in name for name in taken)
            assert not [name for name in taken if name.startswith("script")]
            press_continue(page)
            assert page.locator("script").count() == 0
