"""Sealed evidence as anyone reads it: every figure is the record's, what is withheld stays so, every byte checks."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.evidence.verification import sealed_file, verify
from consult.web.locale import speak
from consult.web.public.evidence.cells import share_box
from surveys.text import direction
from tests.browser import check_page, page_weight
from tests.ocds_data import STANDARD, needs_ocds_data
from tests.web.sealed import CLOSED, OCID, OPEN, Demonstration, said_in, table
from tests.web.statements import counted

LANGUAGES = ("en", "nl", "ar", "en-XA")
PAGES = {
    "evidence": "evidence/1",
    "results": f"consultations/{CLOSED}/results",
    "no results yet": f"consultations/{OPEN}/results",
    "tender": f"tenders/{OCID}",
}
MOST_STATEMENTS = 6
HEAVIEST = 14 * 1024
WITHHELD = ("too_few", "nearly_none", "nearly_all", "withheld")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_is_strict_light_and_asks_little_of_the_database(
    told: Demonstration, path: str, language: str
) -> None:
    browser = told.browser()
    with counted(told.engine) as statements:
        answer = browser.get(f"/{language}/{path}")
    assert answer.status_code == 200
    faults = check_page(answer.text, language=language, direction=direction(language), resident=True)
    assert faults == []
    assert len(statements) <= MOST_STATEMENTS, statements
    assert page_weight(answer.text) < HEAVIEST
    assert "Set-Cookie" not in answer.headers


# every figure is the record's


def test_every_figure_of_every_question_is_the_cell_of_the_record(told: Demonstration) -> None:
    html = told.browser().get("/en/evidence/1").text
    for question in told.content["results"]["questions"]:
        if not question["options"]:
            continue
        shown = table(html, f"question-{question['id']}-table")
        answered = [question["answered"], *(group["answered"]["yes"] for group in question["communities"])]
        for place, (option, boxes) in enumerate(shown.rows[:-1]):
            assert option == question["options"][place]["text"]["en"]["text"]
            cells = [question["counts"][place], *(group["yes"][place] for group in question["communities"])]
            for box, cell, of in zip(boxes, cells, answered, strict=True):
                assert_says(said_in(box), cell, of)
        for box, cell in zip(shown.rows[-1][1], answered, strict=True):
            assert_says(said_in(box), cell)


def assert_says(words: str, cell: Mapping[str, Any], of: Mapping[str, Any] | None = None) -> None:
    """A count that is shown stands there, with its share; one that is withheld has no figure at all."""
    if cell["kind"] != "shown":
        assert not re.search(r"\d", words), (words, cell)
        assert words
    elif of is None or of["kind"] != "shown":
        assert words == f"{cell['count']:,}"
    else:
        share, note = words.split("% ")
        assert note == f"{cell['count']:,} of {of['count']:,}"
        exact = 100 * cell["count"] / of["count"]
        assert abs(float(share) - exact) <= (0.05 if "." in share else 0.5) + 1e-9


def test_who_was_heard_is_what_the_record_says(told: Demonstration) -> None:
    results = told.content["results"]
    html = told.browser().get("/en/evidence/1").text
    by_group, population = table(html, "by-group"), table(html, "population")
    for place, one in enumerate(results["communities"]):
        name, boxes = by_group.rows[place]
        assert name == one["name"]["en"]["text"]
        belong, label, do_not, not_said = (said_in(box) for box in boxes)
        target = f" {one['target']} aimed for"
        assert belong.endswith(target)
        assert_says(belong.removesuffix(target), one["stated"]["yes"])
        assert label == {"heard": "Heard", "too_few_to_tell": "Too few to tell"}[one["label"]]
        assert_says(do_not, one["stated"]["no"])
        assert_says(not_said, one["stated"]["not_stated"])
        assert_population([said_in(box) for box in population.rows[place][1]], one)


def assert_population(boxes: list[str], one: Mapping[str, Any]) -> None:
    people, rate, ratio = boxes
    benchmark = one["benchmark"]
    assert people.startswith(f"{benchmark['count']:,} of {benchmark['total']:,} ")
    assert ("of the people affected" in people) is (benchmark["basis"] == "affected")
    if one["rate"] is None:
        assert (rate, ratio) == ("cannot be told", "cannot be told")
        return
    low, high = one["rate_interval"]
    assert rate == f"{one['rate']:.1%} between {low:.1%} and {high:.1%}"
    low, high = one["ratio_interval"]
    assert ratio == f"{one['ratio']:.2f} times between {low:.2f} and {high:.2f}"


def test_invented_sources_show_as_they_are_written(told: Demonstration) -> None:
    html = told.browser().get("/en/evidence/1").text
    for one in told.content["results"]["communities"]:
        assert one["benchmark"]["source"]["en"]["text"] in html


def test_weeks_and_languages_show_their_cells(told: Demonstration) -> None:
    answers = told.content["results"]["answers"]
    html = told.browser().get("/en/evidence/1").text
    for (_, boxes), one in zip(table(html, "by-language").rows, answers["languages"], strict=True):
        assert_says(said_in(boxes[0]), one["count"], answers["sent"])
    for (_, boxes), week in zip(table(html, "by-week").rows, answers["weeks"], strict=True):
        for box, cell in zip(boxes, [week["count"], *week["communities"].values()], strict=True):
            if box is boxes[0]:
                assert_says(said_in(box), cell)
    keys = [one["key"] for one in told.content["results"]["communities"]]
    for (_, boxes), week in zip(table(html, "by-week").rows, answers["weeks"], strict=True):
        for key, box in zip(keys, boxes[1:], strict=True):
            assert_says(said_in(box), week["communities"][key])


def test_each_affected_group_stands_beside_everyone(told: Demonstration) -> None:
    html = told.browser().get("/en/evidence/1").text
    communities = told.content["results"]["communities"]
    assert any(one["is_affected"] for one in communities)
    for question in told.content["results"]["questions"]:
        if question["options"]:
            shown = table(html, f"question-{question['id']}-table")
            assert shown.columns == ["Everyone", *(one["name"]["en"]["text"] for one in communities)]
            assert [group["key"] for group in question["communities"]] == [one["key"] for one in communities]


@settings(max_examples=200)
@given(
    st.sampled_from(WITHHELD),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.none() | st.integers(1, 10**6),
)
def test_what_is_withheld_never_shows_a_figure(
    told: Demonstration, kind: str, low: int, high: int, answered: int | None
) -> None:
    cell = {"kind": kind, "count": None, "at_least": low, "at_most": high}
    of = {"kind": "too_few" if answered is None else "shown", "count": answered}
    with told.app.test_request_context():
        speak("en")
        box = share_box(cell, of)
    assert not re.search(r"\d", str(box.text))
    assert (box.note, box.share, box.is_withheld) == (None, None, True)


# findings, and the answers to them


def test_every_finding_carries_its_answer_and_what_it_led_to(told: Demonstration) -> None:
    html = told.browser().get("/en/evidence/1").text
    for finding in told.content["findings"]:
        part = html.split(f'id="finding-{finding["number"]}"')[1].split("</section>")[0]
        disposition = finding["disposition"]
        assert escaped(finding["statement"]["en"]["text"]) in part
        assert escaped(disposition["reason"]["en"]["text"]) in part
        assert disposition["role"]["en"]["text"] in part
        if disposition["requirement"]:
            assert escaped(disposition["requirement"]["text"]["en"]) in part
        for support in finding["supports"]:
            if support["kind"] == "question":
                assert f'href="#question-{support["id"]}"' in part


def escaped(text: str) -> str:
    return text.replace("'", "&#39;")


def test_what_was_set_aside_stands_with_its_reason(told: Demonstration) -> None:
    html = told.browser().get("/en/evidence/1").text
    aside = [one for one in told.content["candidates"] if one["state"] == "set_aside"]
    assert ('id="set-aside"' in html) is bool(aside)
    for one in aside:
        assert escaped(one["reason"]["en"]["text"]) in html.split('id="set-aside"')[1]


def test_a_purchase_that_moved_on_first_says_so(told: Demonstration) -> None:
    assert told.content["tender"]["moved_on_first"]
    for path in (PAGES["evidence"], PAGES["results"]):
        assert "The purchase moved on first" in told.browser().get(f"/en/{path}").text


# the bytes


def test_the_download_is_the_sealed_file_and_verifies(told: Demonstration) -> None:
    answer = told.browser().get("/en/evidence/1.json")
    assert answer.data == sealed_file(told.record.body)
    verdict = verify(answer.data)
    assert (verdict.is_valid, verdict.fingerprint) == (True, told.record.fingerprint)
    assert answer.mimetype == "application/json"
    assert answer.headers["ETag"] == f'"{told.record.fingerprint}"'
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.data == told.browser().get("/ar/evidence/1.json").data


def test_who_has_the_file_is_not_sent_it_again(told: Demonstration) -> None:
    known = {"If-None-Match": f'"{told.record.fingerprint}"'}
    answer = told.browser().get("/en/evidence/1.json", headers=known)
    assert (answer.status_code, answer.data) == (304, b"")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_change_of_any_single_byte_is_found(told: Demonstration, data: st.DataObject) -> None:
    file = bytearray(sealed_file(told.record.body))
    file[data.draw(st.integers(0, len(file) - 1))] ^= data.draw(st.integers(1, 255))
    assert not verify(bytes(file)).is_valid


def test_the_page_tells_the_fingerprints_and_how_to_check_them(told: Demonstration) -> None:
    html = told.browser().get("/en/evidence/1").text
    marks = [told.record.fingerprint, told.content["decision"]["considered"]]
    marks += [entry["fingerprint"] for entry in told.content["inputs"]]
    for mark in marks:
        assert f'<bdi class="app-mark" dir="ltr">{mark}</bdi>' in html
    assert "consult evidence verify evidence-1.json" in html
    assert "does not prove who wrote it" in html


# open data


@pytest.mark.parametrize("form", ["releases", "records"])
def test_a_purchase_is_open_data(told: Demonstration, form: str) -> None:
    answer = told.browser().get(f"/en/tenders/{OCID}.json" + ("?record" if form == "records" else ""))
    assert answer.mimetype == "application/json"
    package = answer.get_json()
    assert package[form]
    assert package["uri"].endswith(f"/en/tenders/{OCID}.json" + ("?record" if form == "records" else ""))
    assert "evidence/1.json" in answer.text


@needs_ocds_data
def test_the_public_validator_accepts_what_is_served(told: Demonstration, tmp_path: Path) -> None:
    path = tmp_path / "package.json"
    path.write_bytes(told.browser().get(f"/en/tenders/{OCID}.json").data)
    tool = Path(sys.executable).with_name("libcoveocds")
    command = [tool, "--standard-zip", STANDARD.resolve(), path]
    verdict = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert verdict["validation_errors"] == []
    assert verdict["additional_closed_codelist_values"] == {}


def test_every_address_the_open_data_names_answers(told: Demonstration) -> None:
    browser = told.browser()
    package = browser.get(f"/en/tenders/{OCID}.json").get_json()
    named = {
        document["url"].partition("://")[2].partition("/")[2]
        for release in package["releases"]
        for document in release.get("planning", {}).get("documents", ())
    }
    assert any("/evidence/1" in address for address in named)
    assert {address: browser.get(f"/{address}").status_code for address in named} == dict.fromkeys(named, 200)


# what is not there


@pytest.mark.parametrize(
    "path",
    [
        "evidence/2",
        "evidence/2.json",
        "evidence/0",
        "evidence/99999999999999999999",
        "evidence/-1",
        "evidence/one",
        "tenders/ocds-000000-nothing",
        "tenders/ocds-000000-nothing.json",
        "tenders/a/b%00c",
        "consultations/nothing/results",
    ],
)
def test_what_does_not_exist_is_said_kindly(told: Demonstration, path: str) -> None:
    answer = told.browser().get(f"/ar/{path}")
    assert answer.status_code == 404
    if answer.mimetype == "text/html":
        assert check_page(answer.text, language="ar", direction="rtl", resident=True) == []
    else:
        assert answer.get_json()["problems"]


def test_a_language_nobody_speaks_here_is_no_address(told: Demonstration) -> None:
    assert told.browser().get("/xx/evidence/1").status_code == 404
