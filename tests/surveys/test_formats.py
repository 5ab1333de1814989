"""Documents outlive releases: what was published keeps its bytes and its id, and older formats are still read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import document
from surveys.document import FORMAT, Survey, upgraded
from surveys.problems import Refused
from surveys.versions import fingerprint
from tests.surveys import tiny

PUBLISHED = sorted((Path(__file__).parent / "published").glob("*.json"))
"""Canonical bytes of versions as they stood in a database, each under its id. They are never written anew."""

LIBRARY = Path(__file__).parents[2] / "surveys" / "library"
GOLDEN = {
    "housing-repairs-need": "55e5bc20fcda959e3b0efec7ad70b18fe3bca1eaf2ca4a9645ac89eff7646f33",
    "repair-messages-need": "1dc4e69491cfbbf1039a8e375f536d41f8182f65bb2efc476f389556a1d02cc3",
}
"""Fingerprints of the ready-made surveys: edit one and its own changes, nothing else may change any."""


def test_something_was_published_with_every_kind_of_the_first_release() -> None:
    kinds = {
        question["kind"]
        for path in PUBLISHED
        for page in json.loads(path.read_bytes())["pages"]
        for question in page["questions"]
    }
    assert kinds >= {
        "about_you", "choose_many", "choose_one", "long_text", "number", "scale", "short_text", "yes_no_unsure",
    }  # fmt: skip


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem[:8])
def test_a_published_version_is_read_and_written_with_the_bytes_and_the_id_it_had(path: Path) -> None:
    assert fingerprint(path.read_bytes()) == path.stem
    survey = Survey.from_json(path.read_bytes())
    assert survey.canonical() == path.read_bytes()
    assert survey.fingerprint == path.stem


def test_no_release_changes_the_fingerprint_of_a_ready_made_survey() -> None:
    found = {path.stem: Survey.from_json(path.read_bytes()).fingerprint for path in LIBRARY.glob("*.json")}
    assert {name: found[name] for name in GOLDEN} == GOLDEN
    assert set(found) == set(GOLDEN), "write down the fingerprint of the new one"


def named_heading(old: Any) -> Any:
    """From the pretended format -1, in which a page's title was called its heading."""
    pages = old.get("pages")
    new = old | {"format": 0}
    if isinstance(pages, list):
        new["pages"] = [
            {"title" if key == "heading" else key: value for key, value in page.items()}
            if isinstance(page, dict)
            else page
            for page in pages
        ]
    return new


def one_language(old: Any) -> Any:
    """From the pretended format 0, in which the source language was the first of the languages."""
    languages = old.get("languages")
    first = languages[0] if isinstance(languages, list) and languages else None
    return old | {"format": 1, "source_language": first}


PRETENDED = {-1: named_heading, 0: one_language}


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> None:
    for older, upgrade in PRETENDED.items():
        monkeypatch.setitem(document.UPGRADES, older, upgrade)  # type: ignore[arg-type]  # a dict, read only by its type


def as_written_before(name: str, older: int) -> tiny.Json:
    written = tiny.document(name)
    written = {key: value for key, value in written.items() if key != "source_language"} | {"format": older}
    if older < 0:
        for page in written["pages"]:
            page["heading"] = page.pop("title")
    return written


@pytest.mark.parametrize("older", PRETENDED)
@pytest.mark.parametrize("name", tiny.NAMES)
def test_an_older_document_is_read_as_the_survey_it_was(pretended: None, name: str, older: int) -> None:
    if tiny.document(name)["languages"][0] != tiny.document(name)["source_language"]:
        pytest.skip("could not be written in the pretended format")
    old = as_written_before(name, older)
    again = Survey.from_json(json.dumps(old))
    assert again == tiny.survey(name)
    assert again.fingerprint == tiny.survey(name).fingerprint
    assert again.to_json()["format"] == FORMAT


def test_faults_of_an_older_document_are_told_like_any(pretended: None) -> None:
    told = {
        (problem.where, problem.code) for problem in tiny.refusals({"format": -1, "pages": [{"heading": 5}]})
    }
    assert told >= {("/pages/0/title", "survey.wrong_type"), ("/title", "survey.missing")}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
OF_A_SURVEY = st.fixed_dictionaries(
    {"format": st.sampled_from([*PRETENDED, *document.UPGRADES])},
    optional={"title": ANYTHING, "languages": ANYTHING, "pages": ANYTHING, "more": ANYTHING},
)


@given(OF_A_SURVEY)
def test_an_upgrade_takes_one_step_and_never_raises_whatever_it_is_given(old: Any) -> None:
    steps = {**PRETENDED, **document.UPGRADES}
    assert steps[old["format"]](old)["format"] == old["format"] + 1
    assert upgraded(old, steps)["format"] == FORMAT


def test_a_format_from_which_no_upgrade_leads_is_refused() -> None:
    for strange in (FORMAT + 1, -2, "1", None, True):
        with pytest.raises(Refused, match=r"survey\.unknown_format"):
            upgraded({"format": strange}, PRETENDED)
