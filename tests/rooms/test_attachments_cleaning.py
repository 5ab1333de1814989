"""What people send is made anew: only what can be seen or heard is left, and nothing costs more than it may."""

import io
import json
import subprocess
import sys
import zipfile

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from consult.attachments import cleaning
from consult.attachments.cleaner import mp4, sounds
from consult.attachments.cleaner.boxes import boxes, inside
from consult.attachments.cleaner.faults import Unusable
from consult.attachments.signatures import LONGEST, Form, form_of
from consult.attachments.terms import LARGEST_FILE, LONGEST_SECONDS, MOST_PAGES, Medium
from consult.attachments.values import Cleaned
from surveys.problems import Problem, Refused
from tests import media, mp4_writing
from tests.media import SECRET

EVERYTHING = frozenset(Medium)
NAMES = (SECRET.encode(), SECRET.encode("utf-16-le"), SECRET.encode("utf-16-be"))


def clean(content: bytes, *allowed: Medium) -> Cleaned:
    return cleaning.cleaned(content, allowed or EVERYTHING, "photo")


def refusal(content: bytes, *allowed: Medium) -> Problem:
    with pytest.raises(Refused) as refused:
        clean(content, *allowed)
    (problem,) = refused.value.problems
    assert problem.where == "photo"
    return problem


def names_in(content: bytes) -> list[bytes]:
    return [name for name in NAMES if name in content]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_upright_and_says_nothing_of_its_place_and_maker(form: str) -> None:
    sent = media.a_picture(form)
    assert SECRET.encode() in sent
    found = clean(sent)
    assert found.medium is Medium.PICTURE
    assert found.media_type == f"image/{form.lower()}"
    assert names_in(found.content) == []
    image = Image.open(io.BytesIO(found.content))
    assert image.size == (40, 60)
    assert dict(image.getexif()) == {}
    assert image.info.keys().isdisjoint({"exif", "xmp", "icc_profile", "comment", "Author", "dpi"})
    red, _, blue = image.convert("RGB").getpixel((20, 5))
    assert red - blue > 150, "the red half is on top once it is turned"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_a_picture_that_moves_the_first_one_is_kept(form: str) -> None:
    found = clean(media.a_moving_picture(form))
    image = Image.open(io.BytesIO(found.content))
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((10, 10))[1] > 100


def test_holes_in_a_picture_stay_holes() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (9, 9), (10, 20, 30, 0)).save(written, "PNG")
    assert Image.open(io.BytesIO(clean(written.getvalue()).content)).mode == "RGBA"


def test_a_picture_that_is_larger_than_anyone_needs_is_made_smaller() -> None:
    found = clean(media.a_picture("JPEG", (5000, 100)))
    assert max(Image.open(io.BytesIO(found.content)).size) == 4096


def test_a_picture_bomb_is_refused_by_its_head() -> None:
    bomb = media.a_picture_bomb()
    assert len(bomb) < 200_000
    problem = refusal(bomb)
    assert (problem.code, problem.parameters) == ("attachment.too_many_pixels", {"limit": 64})


@pytest.mark.parametrize(("width", "height"), [(2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (8001, 8000)])
def test_a_picture_that_only_says_it_is_huge_is_refused_all_the_same(width: int, height: int) -> None:
    assert refusal(media.a_png_head(width, height)).code == "attachment.too_many_pixels"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_picture_is_damaged(form: str) -> None:
    sent = media.a_picture(form, (400, 300))
    assert refusal(sent[: len(sent) // 2]).code == "attachment.damaged"


def test_what_hides_behind_a_picture_is_gone() -> None:
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    both = media.a_picture("JPEG") + hidden.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(both))
    found = clean(both)
    assert not zipfile.is_zipfile(io.BytesIO(found.content))
    assert b"script" not in found.content


def test_a_paper_becomes_pictures_of_its_pages() -> None:
    sent = media.a_paper()
    assert SECRET.encode() in sent
    found = clean(sent)
    assert (found.medium, found.media_type) == (Medium.PAPER, "application/pdf")
    for word in (b"JavaScript", b"/JS", b"EmbeddedFile", b"evil", b"Author", b"Date", b"Font", b"ID"):
        assert word not in found.content
    assert names_in(found.content) == []
    document = pypdfium2.PdfDocument(found.content)
    assert len(document) == 2
    assert document[0].get_textpage().get_text_range() == ""
    assert document[0].get_size() == pytest.approx((300, 200), abs=1)
    darkest, _ = document[0].render().to_pil().convert("L").getextrema()
    assert darkest < 100, "the words are there to be seen"


def test_a_paper_of_many_pages_is_refused() -> None:
    problem = refusal(media.a_paper(MOST_PAGES + 1))
    assert (problem.code, problem.parameters) == ("attachment.too_many_pages", {"limit": MOST_PAGES})


@pytest.mark.parametrize(
    ("form", "subtype"),
    [("WAV", None), ("WAV", "FLOAT"), ("OGG", "VORBIS"), ("OGG", "OPUS"), ("FLAC", None), ("MP3", None)],
)
def test_a_recording_sounds_as_before_and_says_nothing_else(form: str, subtype: str | None) -> None:
    sent = media.a_recording(form, subtype=subtype)
    found = clean(sent)
    assert (found.medium, found.media_type) == (Medium.RECORDING, "audio/mpeg")
    assert SECRET.encode() in sent
    assert names_in(found.content) == []
    assert form_of(found.content[:LONGEST]) is Form.MP3
    assert media.tone_of(found.content) == pytest.approx(440, abs=2)


def test_channels_are_mixed_and_many_samples_become_fewer() -> None:
    found = clean(media.a_recording("WAV", rate=96_000, channels=2))
    assert media.tone_of(found.content) == pytest.approx(440, abs=2)


def test_a_recording_that_goes_on_and_on_is_refused_while_it_plays() -> None:
    endless = media.a_recording("FLAC", seconds=LONGEST_SECONDS + 1, rate=8000)
    problem = refusal(endless)
    assert (problem.code, problem.parameters) == ("attachment.too_long", {"limit": LONGEST_SECONDS // 60})


def test_a_recording_of_a_telephone_gets_a_new_file_around_its_sound() -> None:
    sent = media.an_mp4_recording()
    found = clean(sent)
    assert found.media_type == "audio/mp4"
    assert names_in(sent) != []
    assert names_in(found.content) == []
    for word in (b"+53.47", b"Core Media", b"free", b"udta", b"meta"):
        assert word in sent
        assert word not in found.content
    pieces = b"".join(bytes([0x21, number % 251, 7]) for number in range(50))
    assert found.content.endswith(pieces)
    assert mp4.cleaned(found.content)[0] == found.content, "what is clean stays as it is"


def test_the_new_file_tells_no_time_of_day() -> None:
    movie = inside(memoryview(mp4.cleaned(media.an_mp4_recording())[0]), b"moov")
    for head in (
        inside(movie, b"mvhd"),
        inside(movie, b"trak", b"tkhd"),
        inside(movie, b"trak", b"mdia", b"mdhd"),
    ):
        assert bytes(head[4:12]) == bytes(8)


def test_a_recording_of_a_telephone_that_lasts_too_long_is_refused() -> None:
    problem = refusal(media.an_mp4_recording(pieces=310, scale=1024))
    assert problem.code == "attachment.too_long"


@pytest.mark.parametrize(
    "sent",
    [
        mp4_writing.a_file([b"x"], 16_000, entry=b"alac"),
        mp4_writing.a_file([b"x"], 16_000, inner=mp4_writing.esds(settings=bytes(65))),
        mp4_writing.a_file([b"x"], 0),
        mp4_writing.a_file([b"x"], 16_000, inner=b""),
    ],
)
def test_a_malformed_recording_of_a_telephone_is_damaged(sent: bytes) -> None:
    assert refusal(sent).code == "attachment.damaged"


def test_another_sound_in_an_mp4_file_cannot_be_taken() -> None:
    sent = mp4_writing.a_file([b"x"], 16_000, inner=mp4_writing.esds(kind=0x6B))
    assert refusal(sent).code == "attachment.wrong_type"


def test_pieces_that_lie_on_one_another_do_not_add_up_to_a_flood() -> None:
    big = bytes(1_000_000)
    sent = bytearray(mp4_writing.a_file([big] + [b"x"] * 6 + [b"x"] * 49, 16_000))
    sizes = sent.index(b"stsz") + 16
    for number in range(56):  # each of 56 pieces says that it is as long as the first
        sent[sizes + 4 * number : sizes + 4 * number + 4] = len(big).to_bytes(4)
    assert refusal(bytes(sent)).code == "attachment.damaged"


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_change_of_a_telephones_recording_does_more_than_damage_it(data: st.DataObject) -> None:
    sent = bytearray(media.an_mp4_recording(pieces=9))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(sent) - 1))
        sent[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(sent) // 2, len(sent)))
    try:
        content, _ = mp4.cleaned(bytes(sent[:cut]))
    except Unusable:
        return
    assert [name for name, _ in boxes(memoryview(content))] == [b"ftyp", b"moov", b"mdat"]
    assert names_in(content) == []


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_after_a_beginning_we_know_are_cleaned_or_unusable(tail: bytes) -> None:
    for beginning in (b"\0\0\0\x10ftypM4A \0\0\0\0", b"\0\0\0\x08ftyp\0\0\0\x01moov"):
        with pytest.raises(Unusable):
            mp4.cleaned(beginning + tail)


@pytest.mark.parametrize(
    "sent",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        b"MZ" + bytes(50),
        b"II*\0" + bytes(50),
        b"RIFF\x10\0\0\0AVI " + bytes(50),
        b"\xff",
        b"\0",
    ],
)
def test_what_we_do_not_know_is_refused_without_a_look_inside(sent: bytes) -> None:
    assert refusal(sent).code == "attachment.wrong_type"


@pytest.mark.parametrize(
    "beginning", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"OggS", b"fLaC", b"ID3"]
)
def test_a_good_beginning_alone_is_damaged(beginning: bytes) -> None:
    assert refusal(beginning + bytes(2000)).code in {"attachment.damaged", "attachment.empty"}


def test_a_recording_is_no_answer_where_pictures_are_asked_for() -> None:
    assert refusal(media.a_recording(), Medium.PICTURE).code == "attachment.wrong_type"
    assert refusal(media.a_picture(), Medium.RECORDING).code == "attachment.wrong_type"


def test_nothing_and_too_much_are_refused() -> None:
    assert refusal(b"").code == "attachment.empty"
    problem = refusal(b"\xff\xd8\xff" + bytes(LARGEST_FILE))
    assert (problem.code, problem.parameters) == ("attachment.too_big", {"limit": 10})


def test_a_sound_file_without_sound_is_empty() -> None:
    with pytest.raises(Unusable) as unusable:
        sounds.cleaned(media.a_recording("WAV", seconds=0))
    assert unusable.value.code == "empty"


CHILD = "import consult.attachments.cleaner.__main__ as child\nchild.{change}\nchild.main()"


@pytest.mark.parametrize(
    "change",
    [
        "_LIMITS = ((child.resource.RLIMIT_CPU, 1),); child._answer = lambda *_: exec('while True: pass')",
        "_answer = lambda *_: child.os.kill(child.os.getpid(), 11)",
    ],
)
def test_a_file_that_breaks_its_process_is_damaged_and_breaks_nothing_else(
    change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = cleaning.processes.start

    def other(command: list[str], **others: object) -> object:
        return start([sys.executable, "-c", CHILD.format(change=change)], **others)

    monkeypatch.setattr(cleaning.processes, "start", other)
    assert refusal(media.a_picture()).code == "attachment.damaged"


@pytest.mark.parametrize(("size", "is_told"), [(1_000, True), (2_000_000_000, False)])
def test_memory_has_a_limit_before_the_first_byte_is_read(size: int, *, is_told: bool) -> None:
    change = f"_answer = lambda *_: ({{'size': len(bytes({size}))}}, b'')"
    ended = subprocess.run(
        [sys.executable, "-c", CHILD.format(change=change)], input=b"x", capture_output=True, check=False
    )
    assert (ended.returncode == 0, b"size" in ended.stdout) == (is_told, is_told)


def test_a_child_that_waits_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    start = cleaning.processes.start
    monkeypatch.setattr(cleaning, "SECONDS_TO_CLEAN", 0.2)
    monkeypatch.setattr(
        cleaning.processes, "start", lambda _command, **others: start(["sleep", "600"], **others)
    )
    assert refusal(media.a_picture()).code == "attachment.damaged"


def test_a_child_knows_no_secret_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_SECRET_KEY", SECRET)
    assert SECRET not in json.dumps(cleaning._environment())


def test_a_fault_of_our_own_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    start = cleaning.processes.start
    monkeypatch.setattr(cleaning.processes, "start", lambda _command, **others: start(["false"], **others))
    with pytest.raises(RuntimeError, match="ended with 1"):
        clean(media.a_picture())


def test_only_so_many_files_are_cleaned_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "SECONDS_TO_WAIT", 0.01)
    for _ in range(cleaning.MOST_AT_ONCE):
        cleaning._room.acquire()
    try:
        assert refusal(media.a_picture()).code == "attachment.busy"
    finally:
        for _ in range(cleaning.MOST_AT_ONCE):
            cleaning._room.release()
    assert clean(media.a_picture()).medium is Medium.PICTURE
