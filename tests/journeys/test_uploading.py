"""A picture and a recording are sent from a real browser that runs no scripts, in both directions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from consult import files
from consult.attachments.models import Attachment
from consult.db import reading, unit_of_work
from surveys.document import Survey
from tests import builders, media
from tests.journeys.residents import faults, installed, phone
from tests.serving import serving
from tests.turning import press, press_continue


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploading")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with installed(folder) as app:
        with unit_of_work() as session:
            survey = Survey.from_json(builders.survey_with_files())
            builders.an_open_consultation(session, builders.an_organisation(session), survey=survey)
        with serving(app) as served:
            yield f"{served}/{{}}/consultations/repairs"


@pytest.fixture(autouse=True)
def _kept_here(folder: Path) -> None:
    """The server runs in this process, and keeps its files where it was told."""
    files.keep_under(folder)


def sent() -> list[str]:
    with reading() as session:
        return sorted(session.scalars(select(Attachment.media_type)))


def choose(page: Page, name: str, file_name: str, content: bytes) -> None:
    page.set_input_files(
        f"input[name={name}]",
        {"name": file_name, "mimeType": "application/octet-stream", "buffer": content},
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_resident_sends_a_picture_and_a_recording(
    chromium: Browser, address: str, language: str, *, scripts: bool
) -> None:
    before = sent()
    found: list[str] = []
    with phone(chromium, scripts=scripts) as context:
        page = context.new_page()
        page.goto(address.format(language))
        press_continue(page)
        page.locator("input[name=photo]").wait_for()
        found += faults(page, scripts=scripts)
        choose(page, "photo", "Amina.jpg", media.a_large_picture())
        choose(page, "story", "Amina.m4a", media.an_mp4_recording())
        press_continue(page)  # the question on going ahead is still open
        page.locator("[name='photo.remove']").wait_for()
        page.locator("[name='story.remove']").wait_for()
        found += faults(page, scripts=scripts)
        assert len(sent()) == len(before) + 2
        page.check("input[name=go-ahead][value=no]")
        page.check("[name='photo.remove']")
        press_continue(page)
        page.locator("input[name=about-you_consent]").wait_for()
        press_continue(page)
        page.wait_for_url("**/check-answers")
        found += faults(page, scripts=scripts)
        press_continue(page)
        page.wait_for_url("**/sent")
    assert found == []
    assert sent() == sorted([*before, "audio/mp4"])


def test_another_language_sends_the_file_along(chromium: Browser, address: str) -> None:
    before = sent()
    with phone(chromium, scripts=False) as context:
        page = context.new_page()
        page.goto(address.format("en"))
        press_continue(page)
        choose(page, "photo", "damp.png", media.a_large_picture())
        press(page.locator("button[value=ar]").first)
        page.locator("html[lang=ar] [name='photo.remove']").wait_for()
    assert sent() == sorted([*before, "image/png"])
