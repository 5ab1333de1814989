"""The components, on pages that hold all of them: strict HTML, and the classes they use exist."""

import re
from pathlib import Path

import pytest

from consult.files import project_folder
from consult.web.components import STATIC, manifest
from surveys.text import direction
from tests.browser import check_page, page_weight
from tests.web.gallery import LANGUAGES, NAMES, PAGES, Gallery

FOLDER = project_folder("templates")
TEMPLATES = sorted(FOLDER.rglob("*.html"))
COMPONENTS = FOLDER / "components"
PIECES = {"hint", "label", "error_message", "described_by", "write_in", "fieldset", "counted"}
HTML_BUDGET = 14 * 1024
WITHOUT_RULES = {"govuk-radios", "govuk-checkboxes"}
"""Classes that stand in templates to be told apart; the sheet may have no rule of exactly that name."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_component_is_strict_html_in_both_directions(
    gallery: Gallery, name: str, language: str
) -> None:
    html = gallery.page(name, language)
    faults = check_page(html, language=language, direction=direction(language), resident=name != "chart")
    assert faults == []
    assert page_weight(html) < HTML_BUDGET


def test_every_component_stands_in_the_gallery_and_in_the_list() -> None:
    names = {path.stem for path in COMPONENTS.glob("*.html")}
    shown = set(re.findall(r"components/(\w+)\.html", "".join(page.read_text() for page in PAGES.iterdir())))
    assert names - PIECES == shown - PIECES
    listed = set(re.findall(r"^\| (\w+) \|", (COMPONENTS / "README.md").read_text(), re.MULTILINE)) - {"file"}
    assert listed == names - PIECES | {"fieldset"}


def test_each_component_is_one_macro_named_like_its_file() -> None:
    for path in COMPONENTS.glob("*.html"):
        assert re.findall(r"\{% macro (\w+)\(", path.read_text("utf-8")) == [path.stem]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_every_class_of_a_template_has_a_rule(template: Path) -> None:
    text = template.read_text("utf-8")
    residents = template.relative_to(FOLDER).parts[0] in {"public", "evidence", "answers", "errors", "print"}
    sheets = {"public.css" if residents else "officer.css", *re.findall(r"asset\('([\w.]+\.css)'\)", text)}
    on_paper = {"paper.css"} if template.is_relative_to(FOLDER / "print") else set()
    assert classes(text) <= set().union(*map(ruled, sheets | on_paper))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "chart"])
def test_what_residents_see_has_its_rules_in_their_own_sheet(gallery: Gallery, name: str) -> None:
    assert classes(gallery.page(name, "en")) <= ruled("public.css")


def classes(html: str) -> set[str]:
    given = re.findall(r'class="([^"]*)"', html)
    return {name for each in given for name in re.findall(r"(?<![\w-])(?:govuk|app)-[\w-]*\w(?![\w-])", each)}


def ruled(sheet: str) -> set[str]:
    rules = (STATIC / manifest()[sheet]).read_text("utf-8")
    return set(re.findall(r"\.((?:govuk|app)-[\w-]+)", rules)) | WITHOUT_RULES


def test_a_fallback_says_its_language_and_direction_where_it_stands(gallery: Gallery) -> None:
    html = gallery.page("record", "ar")
    assert '<span lang="en" dir="ltr">I do not know</span>' in html


def test_a_code_is_grouped_and_runs_left_to_right(gallery: Gallery) -> None:
    assert 'dir="ltr">1234 5678 9012</bdi>' in gallery.page("record", "ar")


def test_the_limit_of_a_text_is_told_in_words(gallery: Gallery) -> None:
    html = gallery.page("question", "en")
    assert "No more than 2000 characters" in html
    assert "maxlength" not in html


def test_words_cannot_end_the_data_of_a_chart(gallery: Gallery) -> None:
    assert gallery.page("chart", "en").count("</script>") == 2
