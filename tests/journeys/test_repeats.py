"""Telling of several people in a real browser: with and without scripts, in both directions, on a narrow phone."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from consult.db import unit_of_work
from surveys.document import Survey
from tests import builders
from tests.journeys.residents import faults, installed, phone
from tests.serving import serving
from tests.surveys import households
from tests.turning import press, press_continue, press_enter

NARROW = 320
SAYS = {
    "en": {"remove": "Remove Person 1", "people": "People who live with you"},
    "ar": {"people": "الأشخاص الذين يعيشون معك"},
}


def survey() -> Survey:
    """A household, with options in an order of each reader's own."""
    document = households.document(least=1)
    names = [f"choice-{number}" for number in range(6)]
    marks = {"choice-0": {"last": True}}
    first = households.question(
        "which", "choose_one", options=households.options(*names, **marks), order="random"
    )
    document["pages"][0]["questions"].append(first)
    document["pages"].append(households.about_you())
    return Survey.from_json(document)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("repeats")
    with installed(folder) as app:
        with unit_of_work() as session:
            builders.an_open_consultation(session, builders.an_organisation(session), survey=survey())
        with serving(app) as served:
            yield served


def options_shown(page: Page) -> list[str | None]:
    return [one.get_attribute("value") for one in page.locator("input[name=which]").all()]


def entries_shown(page: Page) -> int:
    return page.locator("button[name=_remove]").count()


def tell_of_two(page: Page, language: str) -> Iterator[None]:
    """Answer the first page, then tell of two people, stopping on each page."""
    page.locator("input[name=damp][value=wet]").check()
    press_continue(page)
    yield
    press_continue(page)  # an age is asked for
    yield
    page.fill("input[name=age]", "٤")
    page.fill("input[name=said]", "بارد")
    press_continue(page)
    yield
    assert SAYS[language]["people"] in page.inner_text("h1")
    press(page.locator("button[name=_another]"))
    yield
    page.fill("input[name=age]", "40")
    page.locator("input[name=effects]").first.check()
    press_continue(page)
    yield


def change_ones_mind(page: Page, order: list[str | None]) -> Iterator[None]:
    """Take the first away, look at the other, go on, and back to the beginning."""
    assert entries_shown(page) == 2
    press(page.locator("button[name=_remove]").first)
    yield
    assert entries_shown(page) == 1
    press(page.locator("main a[id^=entry]"))
    assert page.input_value("input[name=age]") == "40"
    page.go_back()
    press_continue(page)
    assert page.url.endswith("/q/after")
    press(page.locator("a.govuk-back-link"))
    assert entries_shown(page) == 1
    press(page.locator("a.govuk-back-link"))
    assert options_shown(page) == order


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_several_people_are_told_of_on_a_narrow_phone(
    chromium: Browser, address: str, language: str, *, scripts: bool
) -> None:
    found: list[str] = []
    with phone(chromium, scripts=scripts, width=NARROW) as context:
        page = context.new_page()
        page.goto(f"{address}/{language}/consultations/repairs")
        press_continue(page)
        order = options_shown(page)
        assert order[-1] == "choice-0"
        for _ in chain(tell_of_two(page, language), change_ones_mind(page, order)):
            found += faults(page, scripts=scripts)
        page.goto(f"{address}/{language}/consultations/repairs/check-answers")
        found += faults(page, scripts=scripts)
        press_continue(page)
        assert page.url.endswith("/sent")
    assert found == []


def test_the_list_is_worked_by_keyboard_alone(chromium: Browser, address: str) -> None:
    with phone(chromium) as context:
        page = context.new_page()
        page.goto(f"{address}/en/consultations/repairs")
        press_continue(page)
        page.locator("input[name=damp][value=dry]").check()
        press_enter(page)  # the first button of a form goes on
        page.fill("input[name=age]", "4")
        press_enter(page)
        page.locator("h1", has_text="People who live with you").wait_for()
        assert entries_shown(page) == 1
        page.get_by_role("button", name=SAYS["en"]["remove"]).focus()
        page.keyboard.press("Space")
        page.locator("h1", has_text="Person 1: About this person").wait_for()
