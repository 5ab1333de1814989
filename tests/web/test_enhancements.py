"""What small scripts add to questions, in a real browser under our policy; and that nothing is lost without them."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from consult.web.components import STATIC, manifest
from consult.web.public.enhancements import HOOKS
from surveys.free_text import length
from tests import builders
from tests.web.gallery import LANGUAGES, Gallery
from tests.web.resident import Resident
from tests.web.surveys import every_kind

MOST_TOGETHER = 4 * 1024
PHONE = {"width": 360, "height": 900}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    code: str = request.param
    return code


@pytest.fixture
def page(chromium: Browser, gallery: Gallery, language: str) -> Iterator[Page]:
    """The gallery's questions on a phone; whatever the browser complains of fails the test."""
    shown = chromium.new_page(viewport=PHONE)
    complaints: list[str] = []
    shown.on("console", lambda message: complaints.append(message.text))
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.goto(f"{gallery.address}/{language}/question")
    yield shown
    assert complaints == []


@pytest.fixture
def plain(chromium: Browser, gallery: Gallery, language: str) -> Page:
    """The same page where no script runs."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    shown = context.new_page()
    shown.goto(f"{gallery.address}/{language}/question")
    return shown


def count(page: Page, name: str, after: str | None = None) -> int:
    """What the line below a field says is left, once it no longer says `after`."""
    line = page.locator(f"[name={name}] + .app-count")
    if after is not None:
        page.wait_for_function(
            "([name, before]) => document.querySelector(`[name=${name}] + .app-count`).textContent !== before",
            arg=[name, after],
        )
    (number,) = re.findall(r"\d+", line.inner_text())
    return int(number)


def typed(page: Page, name: str, text: str) -> int:
    before = page.locator(f"[name={name}] + .app-count").inner_text()
    page.fill(f"[name={name}]", text)
    return count(page, name, before)


def test_all_scripts_of_residents_together_weigh_a_few_kilobytes() -> None:
    assert set(HOOKS) <= set(manifest())
    packed = sum((STATIC / f"{manifest()[name]}.gz").stat().st_size for name in HOOKS)
    assert packed < MOST_TOGETHER


def test_the_number_of_characters_left_is_told_while_somebody_writes(page: Page) -> None:
    assert count(page, "words") == 2000
    assert typed(page, "words", "abc") == 1997
    assert typed(page, "words", "x" * 2003) == 3
    assert "app-count--over" in (page.locator("[name=words] + .app-count").get_attribute("class") or "")
    assert page.input_value("[name=words]") == "x" * 2003  # nothing is cut off
    assert typed(page, "words", "x" * 1999) == 1
    assert "app-count--over" not in (page.locator("[name=words] + .app-count").get_attribute("class") or "")


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "e\u0301", "क्षि", "مُحَمَّد", "  in the middle  ",
        "two\nlines", "\u202eturned\u202c", "🇳🇱🇬🇧",
    ],
)  # fmt: skip
def test_it_counts_as_the_service_counts(page: Page, text: str) -> None:
    from surveys.free_text import written

    assert typed(page, "words", text) == 2000 - length(written(text, 2000, lines=True))


def test_screen_readers_hear_the_count_in_a_pause_and_not_before_anybody_types(page: Page) -> None:
    heard = page.locator("[name=words] ~ [role=status]")
    assert heard.inner_text() == ""
    page.fill("[name=words]", "abcd")
    page.locator("[name=words] ~ [role=status]", has_text="1996").wait_for(state="attached")
    assert page.locator("[name=words] + .app-count").get_attribute("aria-hidden") == "true"


def test_a_choice_that_goes_with_no_other_unticks_the_others_and_they_untick_it(page: Page) -> None:
    def ticked() -> list[str]:
        chosen: list[str] = page.eval_on_selector_all(
            "[name=which]:checked", "all => all.map(each => each.value)"
        )
        return chosen

    assert ticked() == ["a"]
    page.check("[name=which][value=b]")
    assert ticked() == ["a", "b"]
    page.check("[name=which][value=c]")
    assert ticked() == ["c"]
    page.focus("[name=which][value=a]")
    page.keyboard.press("Space")
    assert ticked() == ["a"]
    page.uncheck("[name=which][value=a]")
    assert ticked() == []


def test_what_belongs_to_an_entry_of_a_list_is_shown_with_it_and_stays_while_something_is_written(
    page: Page,
) -> None:
    field = page.locator("[name=other]")
    assert field.is_visible()
    page.select_option("[name=choice]", "a")
    assert field.is_hidden()
    page.select_option("[name=choice]", "b")
    page.fill("[name=other]", "mine")
    page.select_option("[name=choice]", "c")
    assert field.is_visible()
    page.fill("[name=other]", "")
    page.select_option("[name=choice]", "")
    assert field.is_hidden()


def test_without_scripts_everything_is_there_and_nothing_is_changed(plain: Page) -> None:
    plain.select_option("[name=choice]", "a")
    assert plain.locator("[name=other]").is_visible()
    plain.check("[name=which][value=c]")
    assert plain.locator("[name=which]:checked").count() == 2
    assert plain.locator(".app-count").count() == 0


def test_a_page_loads_the_scripts_it_has_something_for(client: FlaskClient, session: Session) -> None:
    builders.an_open_consultation(session, builders.an_organisation(session), survey=every_kind())
    resident = Resident(client).open("/en/consultations/repairs").press("Start")

    def loaded() -> list[str]:
        sources = [script.get("src", "") for script in resident.root.iter("script")]
        return [name for name in HOOKS if any(source.endswith(manifest()[name]) for source in sources)]

    assert loaded() == []
    resident.fill(damp="wet").press("Continue")
    assert loaded() == ["counting.mjs"]
    resident.fill(rooms="2").press("Continue")
    assert loaded() == ["counting.mjs", "excluding.mjs"]
    resident.press("Continue")
    assert resident.heading == "About you"
    assert loaded() == ["excluding.mjs"]
