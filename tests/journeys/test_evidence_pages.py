"""Public evidence in a real browser: on a phone and at a desk, in both directions, without scripts, on paper."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from consult import db
from consult.evidence.verification import verify
from tests.journeys.residents import faults
from tests.serving import serving
from tests.turning import press
from tests.web.sealed import CLOSED, OCID, OPEN, Demonstration, demonstration

PAGES = {
    "evidence": "evidence/1",
    "results": f"consultations/{CLOSED}/results",
    "no results yet": f"consultations/{OPEN}/results",
    "tender": f"tenders/{OCID}",
}
PHONE, NARROWEST, DESK = 360, 320, 1280


@dataclass(frozen=True, slots=True)
class Served:
    """The demonstration, and where it is served."""

    told: Demonstration
    address: str


@pytest.fixture(scope="module")
def served(told_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("evidence")
    copied = shutil.copyfile(told_file, folder / "evidence.db")
    with demonstration(f"sqlite:///{copied}", folder) as told, serving(told.app) as address:
        yield Served(told, address)


def opened(
    browser: Browser, served: Served, path: str, language: str, width: int, *, scripts: bool = True
) -> Page:
    db.bind(served.told.engine)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts, accept_downloads=True
    )
    page = context.new_page()
    page.goto(f"{served.address}/{language}/{path}")
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_on_a_phone(chromium: Browser, served: Served, path: str, language: str) -> None:
    page = opened(chromium, served, path, language, PHONE)
    assert faults(page) == []


def test_axe_finds_nothing_at_a_desk_where_tables_are_tables(chromium: Browser, served: Served) -> None:
    page = opened(chromium, served, PAGES["evidence"], "en", DESK)
    assert faults(page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_is_wider_than_its_screen_or_asks_for_what_it_may_not(
    chromium: Browser, served: Served, path: str, language: str
) -> None:
    """320 pixels are also what 400 % zoom leaves of 1280."""
    page = opened(chromium, served, path, language, NARROWEST)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.reload()
    for width in (NARROWEST, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_each_group_stands_below_everyone_and_says_its_name(
    chromium: Browser, served: Served, language: str
) -> None:
    page = opened(chromium, served, PAGES["evidence"], language, PHONE, scripts=False)
    row = page.locator("#question-go-ahead-table-caption ~ tbody tr").first
    boxes = row.locator("td")
    names = [one["name"][language]["text"] for one in served.told.content["results"]["communities"]]
    assert boxes.locator(".app-bars__column").all_inner_texts()[1:] == names
    tops = [boxes.nth(place).bounding_box() for place in range(boxes.count())]
    assert all(top is not None for top in tops)
    heights = [top["y"] for top in tops if top is not None]
    assert heights == sorted(set(heights))


def test_at_a_desk_the_groups_stand_beside_everyone_and_bars_are_as_long_as_their_share(
    chromium: Browser, served: Served
) -> None:
    page = opened(chromium, served, PAGES["evidence"], "en", DESK)
    question = next(one for one in served.told.content["results"]["questions"] if one["id"] == "go-ahead")
    row = page.locator("#question-go-ahead-table-caption ~ tbody tr").first
    boxes = [row.locator("td").nth(place).bounding_box() for place in range(2)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]
    bar, ground = row.locator("td rect").first.bounding_box(), row.locator("td svg").first.bounding_box()
    assert bar is not None
    assert ground is not None
    share = question["counts"][0]["count"] / question["answered"]["count"]
    assert bar["width"] / ground["width"] == pytest.approx(share, abs=0.01)


def test_bars_begin_where_reading_begins(chromium: Browser, served: Served) -> None:
    for language, is_mirrored in (("en", False), ("ar", True)):
        page = opened(chromium, served, PAGES["evidence"], language, DESK)
        row = page.locator("#question-go-ahead-table-caption ~ tbody tr").first
        bar, ground = row.locator("td rect").first.bounding_box(), row.locator("td svg").first.bounding_box()
        assert bar is not None
        assert ground is not None
        assert (bar["x"] > ground["x"] + 1) is is_mirrored


def test_the_browser_still_knows_a_table_by_its_rows_and_headers(chromium: Browser, served: Served) -> None:
    page = opened(chromium, served, PAGES["evidence"], "en", PHONE)
    assert page.get_by_role("rowheader", name="By phone").count() == 1
    table = page.get_by_role("table", name="How many answered, by group")
    assert table.get_by_role("columnheader", name="How well heard").count() == 1
    assert table.get_by_role("cell").count() == 4 * len(served.told.content["results"]["communities"])


def test_from_the_results_to_the_evidence_to_a_file_that_verifies(
    chromium: Browser, served: Served, tmp_path: Path
) -> None:
    page = opened(chromium, served, PAGES["results"], "en", PHONE, scripts=False)
    press(page.get_by_role("link", name="Read all of the evidence").first)
    press(page.get_by_role("link", name="The sealed record", exact=True))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as JSON").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "evidence-1.json"
    assert verify(file.read_bytes()).fingerprint == served.told.record.fingerprint
    press(page.get_by_role("link", name="An assistant that answers repair messages"))
    assert page.url.endswith(f"/en/tenders/{OCID}")
    press(page.get_by_role("link", name="Evidence record 1"))
    assert page.url.endswith("/en/evidence/1")


def test_on_paper_nothing_is_missing_but_what_can_only_be_pressed(chromium: Browser, served: Served) -> None:
    page = opened(chromium, served, PAGES["evidence"], "en", DESK)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    assert page.locator(".app-contents").is_hidden()
    for name in ("by-group", "population", "question-go-ahead-table", "by-week"):
        table = page.locator(f"#{name}-caption").locator("xpath=..")
        box = table.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 718
        assert table.locator("thead th").last.is_visible()
    assert page.get_by_text("How to check it").is_visible()
