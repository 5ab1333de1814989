"""A survey is corrected while somebody is half-way through it, in a real browser: told, sent and shown back."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from consult.accounts import service as accounts
from consult.accounts.permissions import Role
from consult.accounts.queries import organisations
from consult.codes import CodeKeys
from consult.db import unit_of_work
from tests.builders import LIBRARY
from tests.conftest import settings_for
from tests.journeys.officers import use_one_time_link
from tests.journeys.residents import Service, faults, phone, service
from tests.turning import press, press_continue

DESKTOP = 1280
HOME = "/officer/consultations/housing-repairs"
FIRST = {"en": "Did you ask for a repair, truly?", "ar": "هل طلبت إصلاحا حقا؟"}
CHANGE = {"en": "What one thing would you change?", "ar": "ما الشيء الوحيد الذي تغيره؟"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Service]:
    with service(tmp_path) as running:
        yield running


@pytest.fixture
def officer(chromium: Browser, served: Service, tmp_path: Path) -> Iterator[Page]:
    """An officer who may publish and read single answers, signed in."""
    email = "ada@northmere.example"
    with unit_of_work() as session:
        actor = accounts.operator_for(organisations(session)[0].id)
        keys = CodeKeys(settings_for("sqlite://", tmp_path).keys)
        code = accounts.add_officer(session, actor, keys, email, [Role.ADMIN, Role.ANALYST])
    with phone(chromium, width=DESKTOP) as context:
        page = context.new_page()
        use_one_time_link(page, f"{served.address}/officer/set-up/{code}", email)
        yield page


def corrected(folder: Path) -> Path:
    """The first question in other words, one choice less, and a typo."""
    document: dict[str, Any] = json.loads((LIBRARY / "housing-repairs-need.json").read_text("utf-8"))
    asked = {question["id"]: question for page in document["pages"] for question in page["questions"]}
    for question, words in ((asked["repair-asked"], FIRST), (asked["one-change"], CHANGE)):
        for language, text in words.items():
            question["text"][language] = {"text": text}
    del asked["repair-experience"]["options"][0]
    path = folder / "corrected.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def correct(page: Page, served: Service, folder: Path) -> list[str]:
    """Upload the corrected survey, look at what it does, decide, and publish it; return what axe finds."""
    page.goto(f"{served.address}{HOME}")
    press(page.get_by_role("link", name="Correct the survey"))
    page.set_input_files("input[name=survey]", corrected(folder))
    press(page.get_by_role("button", name="See what would change"))
    expect(page.get_by_text("People who have begun and not sent yet: fewer than 10.")).to_be_visible()
    found = faults(page)
    page.check("input[name=decision-repair-asked][value=ask_again]")
    page.check("input[name=decision-repair-experience][value=keep]")
    page.check("input[name=decision-one-change][value=keep]")
    page.fill("textarea[name='reason-survey.words_stale']", "The Dutch translator is on it.")
    press(page.get_by_role("button", name="Publish the corrected survey"))
    expect(page.get_by_text("survey corrected while open")).to_be_attached()
    return found


def begin(page: Page, served: Service, language: str) -> None:
    """Answer two pages, and write something on the third without sending it."""
    page.goto(served.start(language))
    press_continue(page)
    page.check("input[value=asked]")
    press_continue(page)
    page.fill("input[name=first-answer-days]", "14")
    page.locator("input[name=repair-experience]").first.check()
    press_continue(page)
    page.fill("input[name=one-change]", "Somebody to talk to")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_half_answered_corrected_told_sent_and_shown_back(
    chromium: Browser, served: Service, officer: Page, tmp_path: Path, language: str, *, scripts: bool
) -> None:
    found: list[str] = []
    with phone(chromium, scripts=scripts, width=320) as context:
        page = context.new_page()
        begin(page, served, language)
        found += correct(officer, served, tmp_path)
        press_continue(page)
        told = page.locator("#corrected")
        expect(told).to_be_visible()
        expect(told).to_contain_text(CHANGE[language])
        expect(told).to_contain_text(FIRST[language])
        expect(told.get_by_role("link")).to_have_count(3)
        found += faults(page, scripts=scripts)
        press(told.get_by_role("link", name=FIRST[language]))
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("input[value=asked]")).not_to_be_checked()
        page.check("input[value=asked]")
        press_continue(page)
        expect(page.locator("input[name=first-answer-days]")).to_have_value("14")
        page.locator("input[name=repair-experience]").first.check()
        press_continue(page)
        expect(page.locator("input[name=one-change]")).to_have_value("Somebody to talk to")
        page.goto(f"{served.start(language)}/check-answers")
        expect(page.locator("#corrected")).to_have_count(0)
        press_continue(page)
        expect(page).to_have_url(re.compile("/sent$"))
    officer.goto(f"{served.address}{HOME}/answers")
    shown = officer.locator("dl").filter(has_text="Somebody to talk to")
    expect(shown).to_contain_text("Version 1")
    expect(shown).not_to_contain_text(CHANGE[language])
    expect(officer.locator("dl").first).to_contain_text(FIRST[language])
    expect(officer.locator("dl").first).to_contain_text("Version 2")
    found += faults(officer)
    assert found == []
