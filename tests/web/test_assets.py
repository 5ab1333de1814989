"""The built assets: named by their content, small, and right in both directions of reading."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from consult.web import components
from consult.web.components import STATIC, AssetsMissing, asset, is_hashed, manifest
from tests.browser import page_weight
from tests.web.gallery import LANGUAGES, NAMES, Gallery

FRONTEND = Path(components.__file__).parents[1] / "frontend"
TRANSLATIONS = Path(components.__file__).parents[2] / "translations"
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin)-)?(?:left|right)(?:-\w+)?\s*:|: ?(?:left|right)\b"
)
FIRST_VISIT = 30 * 1024
PHONE, NARROWEST, DESK = 360, 320, 1280


def text_of(name: str) -> str:
    return (STATIC / manifest()[name]).read_text("utf-8")


def node(script: str) -> str:
    """Run a module script in consult/frontend with the node the assets were built with."""
    path = os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)])
    command = ["node", "--input-type=module", "--eval", script]
    ran = subprocess.run(
        command, cwd=FRONTEND, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def weight(name: str) -> int:
    """What an asset weighs on its way to an old browser, which knows gzip only."""
    return (STATIC / f"{manifest()[name]}.gz").stat().st_size


def test_every_asset_is_named_by_its_content() -> None:
    for name, hashed in manifest().items():
        digest = hashlib.sha256((STATIC / hashed).read_bytes()).hexdigest()[:12]
        stem, _, ending = name.rpartition(".")
        assert hashed == f"{stem}.{digest}.{ending}"


def test_compressed_forms_hold_the_same_bytes() -> None:
    for hashed in manifest().values():
        assert gzip.decompress((STATIC / f"{hashed}.gz").read_bytes()) == (STATIC / hashed).read_bytes()
    digests = node(
        'import {readFileSync} from "fs"; import {brotliDecompressSync} from "zlib"; import {createHash} from "crypto";'
        f"const names = {json.dumps([str(STATIC / hashed) for hashed in manifest().values()])};"
        'for (const n of names) console.log(createHash("sha256").update(brotliDecompressSync(readFileSync(n + ".br")))'
        '.digest("hex").slice(0, 12));'
    ).split()
    assert digests == [hashed.split(".")[-2] for hashed in manifest().values()]


def test_nothing_else_lies_beside_them() -> None:
    known = {f"{hashed}{form}" for hashed in manifest().values() for form in ("", ".br", ".gz")} | {
        "manifest.json",
        "fonts",
    }
    assert {path.name for path in STATIC.iterdir()} == known
    letters = {
        f"{name}-{weight}.ttf" for name in ("NotoSans", "NotoSansArabic") for weight in ("Regular", "Bold")
    }
    assert {path.name for path in (STATIC / "fonts").iterdir()} == letters


def test_a_first_visit_fits_its_budget(gallery: Gallery) -> None:
    heaviest = max(
        page_weight(gallery.page(name, code)) for name in NAMES for code in LANGUAGES if name != "chart"
    )
    assert weight("public.css") < 11 * 1024
    assert heaviest + weight("public.css") + weight("icon.svg") < FIRST_VISIT


def test_style_sheets_know_no_left_and_no_right() -> None:
    for name in ("public.css", "officer.css", "paper.css"):
        sheet = re.sub(r"[^{};]*safe-area-inset-(?:left|right)[^;}]*", "", text_of(name))
        assert PHYSICAL.findall(sheet) == []


def test_style_sheets_ask_nobody_for_anything() -> None:
    for name in ("public.css", "officer.css", "paper.css", "plotly.css"):
        assert not re.search(r"@import|url\(|@font-face", text_of(name))


def test_every_variable_of_a_style_sheet_is_set() -> None:
    for name in ("public.css", "officer.css"):
        sheet = text_of(name)
        assert set(re.findall(r"var\((--[\w-]+)", sheet)) <= set(re.findall(r"(--[\w-]+)\s*:", sheet))


def test_licences_travel_with_what_they_license() -> None:
    assert "Crown Copyright" in text_of("licences.txt")
    assert "Plotly" in text_of("licences.txt")
    assert text_of("licences.txt").count("SIL OPEN FONT LICENSE") == 2


def test_the_lock_file_names_packages_and_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if "integrity" not in entry]
    asked = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    pinned = {**asked["dependencies"], **asked["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())


def test_an_asset_has_an_address_that_may_be_kept_for_good() -> None:
    assert asset("public.css") == f"/static/{manifest()['public.css']}"
    assert is_hashed("", asset("public.css"))
    assert not is_hashed("", "/static/manifest.json")


def test_an_asset_nobody_built_is_refused_by_name() -> None:
    with pytest.raises(AssetsMissing, match=r"nothing\.css"):
        asset("nothing.css")


def test_without_a_build_the_one_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "STATIC", tmp_path)
    manifest.cache_clear()
    try:
        with pytest.raises(AssetsMissing, match="make assets"):
            asset("public.css")
    finally:
        manifest.cache_clear()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    code: str = request.param
    return code


def opened(chromium: Browser, gallery: Gallery, name: str, language: str, width: int) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{gallery.address}/{language}/{name}")
    return page


@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_wider_than_the_narrowest_phone(
    chromium: Browser, gallery: Gallery, name: str, language: str
) -> None:
    """320 pixels are also what 400 % zoom leaves of 1280."""
    page = opened(chromium, gallery, name, language, NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST


@pytest.mark.parametrize("name", ["question", "record"])
def test_what_can_be_pressed_is_44_pixels_high(
    chromium: Browser, gallery: Gallery, name: str, language: str
) -> None:
    page = opened(chromium, gallery, name, language, PHONE)
    too_small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
        .filter(e => !e.closest("p, td, audio, video") && !e.matches(".govuk-visually-hidden, .govuk-skip-link"))
        .filter(e => e.getBoundingClientRect().height < 43.5 && !e.matches(".govuk-back-link"))
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert too_small == []


def test_boxes_ticks_and_triangles_stand_where_reading_begins(
    chromium: Browser, gallery: Gallery, language: str
) -> None:
    page = opened(chromium, gallery, "question", language, PHONE)
    shapes = page.evaluate(
        """() => {
        const style = (selector, part) => getComputedStyle(document.querySelector(selector), part);
        const box = style(".govuk-checkboxes__label", "::before"), tick = style(".govuk-checkboxes__label", "::after");
        const middle = s => parseFloat(s.left) + parseFloat(s.width) / 2;
        const width = document.querySelector(".govuk-checkboxes__item").getBoundingClientRect().width;
        return {box: middle(box) / width, apart: middle(tick) - middle(box), turned: tick.transform,
            strokes: [tick.borderBottomWidth, tick.borderLeftWidth, tick.borderTopWidth, tick.borderRightWidth],
            triangle: style("summary", "::before").clipPath, chevron: style(".govuk-back-link", "::before").transform}
        }"""
    )
    is_mirrored = language == "ar"
    assert (shapes["box"] > 0.8) is is_mirrored
    assert abs(shapes["apart"]) < 3  # the tick stays in its box
    assert shapes["strokes"] == ["5px", "5px", "0px", "0px"]  # and stays a tick
    assert shapes["triangle"].startswith("polygon(100% 0" if is_mirrored else "polygon(0% 0")
    assert (float(shapes["chevron"].removeprefix("matrix(").split(",")[0]) > 0) is is_mirrored


def test_lines_are_as_far_apart_as_the_list_of_languages_asks(chromium: Browser, gallery: Gallery) -> None:
    listed = tomllib.loads((TRANSLATIONS / "languages.toml").read_text("utf-8"))["languages"]
    page = opened(chromium, gallery, "record", "en", PHONE)
    for code, entry in listed.items():
        ratio = page.evaluate(
            """code => { const p = document.createElement("p"); p.className = "govuk-body"; p.lang = code;
            document.querySelector("main").append(p);
            const s = getComputedStyle(p); return parseFloat(s.lineHeight) / parseFloat(s.fontSize) }""",
            code,
        )
        assert ratio >= entry["line_height"] - 0.005, code


def test_left_to_right_pages_look_as_they_did_before_left_became_start(
    chromium: Browser, gallery: Gallery
) -> None:
    before = node(
        'import {stylesheet} from "./stylesheet.mjs";'
        'process.stdout.write(await stylesheet("officer", {isLogical: false}))'
    )
    assert "margin-left" in before
    for name in ("errors", "record"):
        for width in (PHONE, DESK):
            page = opened(chromium, gallery, name, "en", width)
            players = [page.locator("audio"), page.locator("video")]  # the browser's own, drawn as they load
            after_picture = page.screenshot(full_page=True, mask=players)
            page.route("**/*.css", lambda route: route.fulfill(body=before, content_type="text/css"))
            page.reload()
            assert page.screenshot(full_page=True, mask=players) == after_picture, (name, width)


def test_the_chart_is_drawn_under_our_policy(chromium: Browser, gallery: Gallery, language: str) -> None:
    page = chromium.new_page(viewport={"width": DESK, "height": 900})
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{gallery.address}/{language}/chart")
    page.locator("figure .bars .point").first.wait_for(state="attached")
    assert complaints == []
    assert all(address.startswith(gallery.address) for address in asked)
    assert page.locator(".modebar-btn").count() == 0
    first, second = (page.locator("figure .point").nth(place).bounding_box() for place in (0, 1))
    assert first is not None
    assert second is not None
    assert (first["x"] > second["x"]) is (language == "ar")  # time runs as the page is read


def test_without_its_library_a_chart_leaves_no_gap(chromium: Browser, gallery: Gallery) -> None:
    page = chromium.new_page(viewport={"width": DESK, "height": 900})
    page.route("**/plotly*.js", lambda route: route.abort())
    page.goto(f"{gallery.address}/en/chart")
    page.locator("figure").wait_for(state="hidden")
    assert page.locator("table").is_visible()


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(chromium: Browser, gallery: Gallery, name: str, language: str) -> None:
    context = chromium.new_context(viewport={"width": PHONE, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{gallery.address}/{language}/{name}")
    page.add_script_tag(path=FRONTEND / "node_modules" / "axe-core" / "axe.min.js")
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    )
    assert found == []
