"""A sealed record as PDF: for everyone to read (PDF/UA), to keep (PDF/A-3), with the sealed file inside it."""

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from consult import db
from consult.evidence.models import EvidenceRecord
from consult.evidence.verification import sealed_file
from consult.files import project_file
from consult.web.locale import speak
from consult.web.public.evidence import papers, records
from surveys.text import Said
from surveys.versions import canonical, fingerprint
from tests.browser import check_page
from tests.web.sealed import Demonstration
from tests.web.story import on_stage

LANGUAGES = ("en", "nl", "ar", "en-XA")


def streams(pdf: bytes) -> Iterator[bytes]:
    """Give what the streams of a PDF hold, unpacked."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            yield packed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_is_an_accessible_document_that_carries_what_was_sealed(
    told: Demonstration, language: str
) -> None:
    answer = told.browser().get(f"/{language}/evidence/1.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pdf = answer.data
    assert b"<pdfuaid:part>1<" in pdf
    assert b"<pdfaid:part>3<" in pdf
    assert b"<pdfaid:conformance>A<" in pdf
    unpacked = list(streams(pdf))
    assert sealed_file(told.record.body) in unpacked
    everything = pdf + b"".join(unpacked)
    assert b"/StructTreeRoot" in everything
    assert f"/Lang({language})".encode() in everything.replace(b"/Lang (", b"/Lang(")


def test_the_same_record_gives_the_same_bytes_and_is_not_sent_twice(told: Demonstration) -> None:
    browser = told.browser()
    first = browser.get("/en/evidence/1.pdf")
    papers.printed.cache_clear()
    second = browser.get("/en/evidence/1.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.data) == (304, b"")


def document(told: Demonstration, language: str) -> Any:
    told.browser()
    with told.app.test_request_context():
        speak(language)
        return papers._document(records.opened(1))


def test_every_box_on_paper_is_the_box_of_the_page(told: Demonstration) -> None:
    on_paper = document(told, "en")
    for question, cells in zip(on_paper["questions"], told.content["results"]["questions"], strict=True):
        for row, count in zip(question["rows"], cells["counts"], strict=True):
            assert row["cells"][0]["note"] == f"{count['count']} of {cells['answered']['count']}"
        for place, row in enumerate(question["rows"]):
            for box, group in zip(row["cells"][1:], cells["communities"], strict=True):
                is_shown = group["yes"][place]["kind"] == "shown"
                assert bool(re.search(r"\d", box["text"])) is is_shown
                assert box["is_withheld"] is not is_shown


def test_nothing_a_page_says_is_missing_on_paper(told: Demonstration) -> None:
    on_paper = document(told, "en")
    for finding, sealed in zip(on_paper["findings"], told.content["findings"], strict=True):
        assert finding["statement"]["text"] == sealed["statement"]["en"]["text"]
        assert finding["answer"]["reason"]["text"] == sealed["disposition"]["reason"]["en"]["text"]
    marks = {mark["value"] for mark in on_paper["marks"]}
    assert {told.record.fingerprint, *(one["fingerprint"] for one in told.content["inputs"])} <= marks
    template = project_file("templates", "evidence", "evidence.typ").read_text("utf-8")
    for name in on_paper["words"]:
        assert f"w.{name}" in template, f"{name} is never printed"


def test_a_sentence_in_pieces_keeps_the_language_of_each(told: Demonstration) -> None:
    owner = Said("Head of housing", "en", True)
    assert list(papers._pieces("يبقى على %(owner)s حتى %(date)s.", owner=owner, date="1")) == [
        "يبقى على ", owner, " حتى ", "1", ".",
    ]  # fmt: skip


def test_letters_that_cannot_be_printed_are_said_and_never_left_out(told: Demonstration) -> None:
    browser = told.browser()
    number = told.record.number + 500
    with on_stage(told.engine):
        _seal_in_bengali(told, number)
        answer = browser.get(f"/en/evidence/{number}.pdf")
        assert "হ্যাঁ" in browser.get(f"/en/evidence/{number}").text
    assert answer.status_code == 422
    assert check_page(answer.text, language="en", direction="ltr", resident=True) == []
    assert "letters that cannot be printed yet" in answer.text


def _seal_in_bengali(told: Demonstration, number: int) -> None:
    with db.unit_of_work() as session:
        row = session.query(EvidenceRecord).filter_by(number=told.record.number).one()
        body = canonical(
            {**told.content, "number": number, "decision": _in_bengali(told.content["decision"])}
        )
        session.add(
            EvidenceRecord(
                organisation_id=row.organisation_id,
                consultation_id=row.consultation_id,
                tender_id=row.tender_id,
                number=number,
                body=body,
                fingerprint=fingerprint(body),
                sealed_at=row.sealed_at,
            )
        )


def _in_bengali(decision: Mapping[str, Any]) -> dict[str, Any]:
    return {**decision, "reason": {"bn": {"text": "হ্যাঁ"}}}


def test_there_is_no_paper_of_a_record_that_is_not(told: Demonstration) -> None:
    assert told.browser().get("/en/evidence/99.pdf").status_code == 404
