"""A survey with all logic in a real browser without scripts, in both directions, on a narrow phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from consult.db import unit_of_work
from surveys.document import Survey
from tests import builders
from tests.journeys.residents import faults, installed, phone
from tests.serving import serving
from tests.surveys import household_costs, households
from tests.turning import press, press_continue

NARROW = 320
TOLD = {
    "en": {
        "message": "So many beds do not fit into 2 rooms",
        "sum": "name 2 people",
        "entry": "Person \u2068آن\u2069",
    },
    "ar": {
        "message": "لا تتسع غرفتان لهذا العدد",
        "sum": "أنت \u2068مستأجر\u2069",
        "entry": "الشخص \u2068آن\u2069",
    },
}


def survey() -> Survey:
    document = household_costs.document()
    document["pages"][2]["repeat"]["entry_title"] = households.both("Person {name}", "الشخص {name}")
    document["pages"].append(households.about_you())
    return Survey.from_json(document)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("logic")
    with installed(folder) as app:
        with unit_of_work() as session:
            builders.an_open_consultation(session, builders.an_organisation(session), survey=survey())
        with serving(app) as served:
            yield served


def tell_of_the_home(page: Page, language: str) -> Iterator[None]:
    page.locator("input[name=tenure][value=renting]").check()
    page.locator("input[name=region][value=north]").check()
    page.fill("input[name=rooms]", "٢")
    press_continue(page)
    assert page.locator("input[name=town]").count() == 2
    assert page.input_value("input[name=beds]") == "1"
    yield
    page.locator("input[name=town][value=ashby]").check()
    page.fill("input[name=beds]", "9")
    press_continue(page)
    assert TOLD[language]["message"] in page.inner_text(".govuk-error-summary")
    assert page.locator("input[name=town][value=ashby]").is_checked()
    yield
    page.fill("input[name=beds]", "8")
    press_continue(page)
    yield


def tell_of_two(page: Page, language: str) -> Iterator[None]:
    if page.locator("button[name=_another]").count():  # nobody must be told of
        press(page.locator("button[name=_another]"))
    for name, cost in [("آن", "40"), ("Bo", "12")]:
        page.fill("input[name=name]", name)
        page.fill("input[name=cost]", cost)
        press_continue(page)
        yield
        if name == "آن":
            press(page.locator("button[name=_another]"))
    assert TOLD[language]["entry"] in page.inner_text("main")
    press_continue(page)
    yield
    press_continue(page)
    assert TOLD[language]["sum"] in page.inner_text("main")
    yield
    page.locator("input[name=enough]").first.check()
    press_continue(page)
    yield


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_was_answered_decides_what_follows_without_scripts(
    chromium: Browser, address: str, language: str
) -> None:
    found: list[str] = []
    with phone(chromium, scripts=False, width=NARROW) as context:
        page = context.new_page()
        page.goto(f"{address}/{language}/consultations/repairs")
        press_continue(page)
        for steps in (tell_of_the_home(page, language), tell_of_two(page, language)):
            for _ in steps:
                found += faults(page, scripts=False)
        page.goto(f"{address}/{language}/consultations/repairs/check-answers")
        assert TOLD[language]["entry"] in page.inner_text("main")
        found += faults(page, scripts=False)
        press_continue(page)
        assert page.url.endswith("/sent")
    assert found == []
