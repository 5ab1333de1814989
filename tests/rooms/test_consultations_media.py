"""Recordings officers keep for a survey: by their bytes, once, and nothing a survey names may be missing."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.consultations import media, service
from consult.consultations.details import ConsultationDetails
from surveys.document import Survey
from surveys.problems import Refused
from tests import builders

MP3 = b"ID3\x04\x00" + b"sound" * 20
FILES = {
    "mp3": MP3,
    "ogg": b"OggS" + b"\0" * 60,
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "webm": b"\x1a\x45\xdf\xa3" + b"\0" * 60,
    "m4a": b"\0\0\0\x20ftypM4A \0\0",
    "mp4": b"\0\0\0\x20ftypisom\0\0",
    "jpg": b"\xff\xd8\xff\xe0",
    "png": b"\x89PNG\r\n\x1a\n",
    "webp": b"RIFF\x24\0\0\0WEBPVP8 ",
}
KINDS = {"mp4": "video", "webm": "video", "jpg": "image", "png": "image", "webp": "image"}
NO_RECORDINGS = [
    b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!DOCTYPE html>", b"%PDF-1.7", b"GIF89a", b"ID", b"\0",
    b"#!/bin/sh", b"RIFF....AVI ",
]  # fmt: skip


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.a_draft_consultation(session, acting)
    return acting


def refused(action) -> list[str]:
    with pytest.raises(Refused) as caught:
        action()
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("ending", FILES)
def test_a_recording_is_kept_under_the_sha_256_of_its_bytes(
    session: Session, actor: Actor, tmp_path: Path, ending: str
) -> None:
    added = media.add(session, actor, "repairs", "Question one (final).bin", FILES[ending], tmp_path)
    digest = hashlib.sha256(FILES[ending]).hexdigest()
    assert added.address == f"/media/{digest}.{ending}"
    found = media.stored(tmp_path, added.name)
    assert found is not None
    assert found[0].read_bytes() == FILES[ending]
    assert found[1] == added.media_type
    assert found[1].split("/")[0] == KINDS.get(ending, "audio")


def test_adding_it_again_adds_nothing_and_a_lost_file_comes_back(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    first = media.add(session, actor, "repairs", "one.mp3", MP3, tmp_path)
    found = media.stored(tmp_path, first.name)
    assert found is not None
    found[0].unlink()
    assert media.stored(tmp_path, first.name) is None
    assert media.add(session, actor, "repairs", "two.mp3", MP3, tmp_path) == first
    assert media.stored(tmp_path, first.name) is not None
    assert len(list(tmp_path.rglob("*.*"))) == 1
    entries = select(AuditEntry).where(AuditEntry.action == "consultation.recording_added")
    assert len(session.scalars(entries).all()) == 1


@pytest.mark.parametrize("content", NO_RECORDINGS, ids=range(len(NO_RECORDINGS)))
def test_what_is_no_recording_is_refused_and_nothing_is_written(
    session: Session, actor: Actor, tmp_path: Path, content: bytes
) -> None:
    assert refused(lambda: media.add(session, actor, "repairs", "a.mp3", content, tmp_path)) == [
        "media.wrong_type"
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_one_and_one_too_big_are_refused(
    session: Session, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(lambda: media.add(session, actor, "repairs", "a", b"", tmp_path)) == ["media.empty"]
    monkeypatch.setattr(media, "LARGEST", 10)
    assert refused(lambda: media.add(session, actor, "repairs", "a", MP3, tmp_path)) == ["media.too_big"]


def test_another_organisation_adds_none(session: Session, actor: Actor, tmp_path: Path) -> None:
    other = builders.an_organisation(session, "Elsewhere")
    assert refused(lambda: media.add(session, other, "repairs", "a", MP3, tmp_path)) == [
        "consultation.unknown"
    ]


@pytest.mark.parametrize(
    "name", ["", "..", "../consult.db", "a" * 64, "a" * 64 + ".exe", "A" * 64 + ".mp3", "\0"]
)
def test_no_other_name_leads_to_a_file(tmp_path: Path, name: str) -> None:
    assert media.stored(tmp_path, name) is None


def survey_with(**variants: str) -> Survey:
    document = builders.survey_document()
    text = document["pages"][0]["questions"][0]["text"]
    text["en"] = {"text": text["en"], "variants": variants}
    return Survey.from_json(document)


def to_do(session: Session, actor: Actor) -> set[tuple[str, str, str]]:
    return {
        (check.problem.code, check.problem.where, check.weight.value)
        for check in service.to_do(session, actor, "repairs")
        if "recording" in check.problem.code
    }


PLACE = "/pages/0/questions/0/text/en/variants"


def test_a_survey_is_published_only_with_recordings_that_are_kept_for_it(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    sound = media.add(session, actor, "repairs", "a.mp3", MP3, tmp_path)
    film = media.add(session, actor, "repairs", "a.mp4", FILES["mp4"], tmp_path)
    missing = f"/media/{'0' * 64}.mp3"
    for named, expected in [
        ({"audio": sound.address, "sign_video": film.address}, set()),
        ({"audio": missing}, {("consultation.no_such_recording", f"{PLACE}/audio", "stops")}),
        ({"audio": film.address}, {("consultation.unfitting_recording", f"{PLACE}/audio", "stops")}),
        (
            {"sign_video": sound.address},
            {("consultation.unfitting_recording", f"{PLACE}/sign_video", "stops")},
        ),
    ]:
        service.edit_survey(session, actor, "repairs", survey_with(**named))
        assert to_do(session, actor) == expected


def test_a_recording_of_what_people_are_told_must_be_kept_too(session: Session, actor: Actor) -> None:
    words = builders.in_both("A program that ranks repairs.")
    summary = {**words, "en": {"text": words["en"], "variants": {"audio": "https://elsewhere.example/a.mp3"}}}
    details = ConsultationDetails.model_validate(builders.details_document(summary=summary))
    service.edit_details(session, actor, "repairs", details)
    assert to_do(session, actor) == {
        ("consultation.no_such_recording", "/summary/en/variants/audio", "stops")
    }


def test_a_picture_must_be_kept_too_and_be_a_picture(session: Session, actor: Actor, tmp_path: Path) -> None:
    picture = media.add(session, actor, "repairs", "a.png", FILES["png"], tmp_path)
    sound = media.add(session, actor, "repairs", "a.mp3", MP3, tmp_path)
    place = "/pages/0/questions/1/src"
    for address, expected in [
        (picture.address, set()),
        (sound.address, {("consultation.unfitting_recording", place, "stops")}),
        (f"/media/{'0' * 64}.png", {("consultation.no_such_recording", place, "stops")}),
    ]:
        document = builders.survey_document()
        words = builders.in_both("A plan of the building")
        shown = {
            "kind": "image",
            "id": "plan",
            "code": "P1",
            "text": words,
            "alternative": words,
            "src": address,
        }
        document["pages"][0]["questions"].append(shown)
        service.edit_survey(session, actor, "repairs", Survey.from_json(document))
        assert to_do(session, actor) == expected
