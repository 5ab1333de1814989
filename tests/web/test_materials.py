"""Posters, flyers and cards as PDF: looked at as a camera, a reader and a screen reader would."""

import ctypes
import io
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from flask import Flask
from PIL import Image

from consult.consultations.details import ConsultationDetails
from consult.consultations.values import ConsultationValue
from consult.outreach.house_style import HouseStyleValue
from consult.outreach.printing import FORMATS, Size
from consult.outreach.qr import qr_png
from consult.web import materials
from consult.web.locale import language, speak
from consult.web.materials import Goal, printed
from surveys.problems import Refused
from surveys.text import Text
from tests import builders
from tests.camera import codes_in, codes_on

TITLE = {
    "en": "Repairs in your home: should a computer program set the order?",
    "nl": "Reparaties in uw woning: moet een computerprogramma de volgorde bepalen?",
    "ar": "الإصلاحات في بيتك: هل يحدد برنامج حاسوب ترتيبها؟",
    "fa": "تعمیرات خانه شما: آیا یک برنامه رایانه‌ای باید ترتیب آن را تعیین کند؟",
    "bn": "আপনার বাড়ি মেরামত",
}
SUMMARY = "The council wants people to wait less long. Before it decides, it asks you about this idea. "
GOAL = Goal("https://consult.northmere.example", "ab3d7kq", "ab3d7kq")
OTHER = Goal("https://consult.northmere.example/", "12345678901234567890", "1234 5678 9012 3456 7890")
ALTERNATIVE = re.compile(rb"/S/Figure[^>]*?/Alt(.*?)/A\[", re.DOTALL)
PLAIN = HouseStyleValue()
FORMS = [(key, size) for key in FORMATS for size in Size]
EACH = [
    *((code, *form) for form in FORMS for code in ("en", "ar")),
    *((code, "poster-a4", Size.LARGE) for code in ("nl", "fa")),
]
MILLIMETRES = {"a3": (297, 420), "a4": (210, 297), "a5": (148, 210)}
POINTS_IN_A_MILLIMETRE = 72 / 25.4


@pytest.fixture
def speaking() -> Iterator[None]:
    """A request, as printing happens in one; nothing of the service is needed for it."""
    app = Flask("printing")
    with app.test_request_context():
        speak("en", "officer")
        yield


pytestmark = pytest.mark.usefixtures("speaking")


def asked(title: dict[str, str] | None = None, **changes: object) -> ConsultationValue:
    """A consultation as far as it is printed."""
    words = title or TITLE
    written = builders.details(
        summary=dict.fromkeys(("en", "ar"), SUMMARY * 3),
        contacts=[
            {"language": "en", "phone": "01632 960001", "place": "4 Quay Street", "hours": "Monday, 9 to 17"},
            {"language": "ar", "phone": "01632 960003", "place": "4 شارع كي"},
        ],
        **changes,
    )
    assert isinstance(written, ConsultationDetails)
    some = dict.fromkeys(ConsultationValue.__dataclass_fields__)
    return ConsultationValue(
        **some
        | {  # type: ignore[arg-type]  # the rest is not printed
            "title": Text.of(words),
            "organisation_name": Text.of({"en": "Northmere Council", "ar": "بلدية نورثمير"}),
            "languages": tuple(words),
            "time_zone": "Europe/London",
            "closes_at": datetime(2026, 12, 19, tzinfo=UTC),
            "written_details": written.model_dump_json(),
        }
    )


def made(
    code: str,
    key: str = "poster-a4",
    size: Size = Size.USUAL,
    *goals: Goal,
    style: HouseStyleValue = PLAIN,
    **changes: object,
) -> bytes:
    return printed(asked(**changes), goals or (GOAL,), code, FORMATS[key], size, style)  # type: ignore[arg-type]  # changes are of many types


def with_a_logo(width: int, height: int) -> HouseStyleValue:
    written = io.BytesIO()
    Image.new("RGB", (width, height), (200, 120, 0)).save(written, "PNG")
    return HouseStyleValue("#5a1450", written.getvalue(), "image/png")


def words_in(pdf: bytes) -> str:
    sides = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(side.get_textpage().get_text_range().split()) for side in sides)


def everything_in(pdf: bytes) -> bytes:
    unpacked = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            unpacked.append(zlib.decompress(packed))
        except zlib.error:
            unpacked.append(packed)
    return pdf + b"".join(unpacked)


@pytest.mark.parametrize(("code", "key", "size"), EACH)
def test_every_piece_leads_a_camera_to_the_link_on_paper_of_its_size(code: str, key: str, size: Size) -> None:
    pdf = made(code, key, size)
    assert codes_in(pdf) == [GOAL.address] * FORMATS[key].on_a_sheet(size)
    first = pypdfium2.PdfDocument(pdf)[0]
    across, down = MILLIMETRES[FORMATS[key].paper]
    assert first.get_width() == pytest.approx(across * POINTS_IN_A_MILLIMETRE, abs=0.5)
    assert first.get_height() == pytest.approx(down * POINTS_IN_A_MILLIMETRE, abs=0.5)


@pytest.mark.parametrize(("code", "key", "size"), EACH)
def test_every_piece_is_an_accessible_document_in_its_language(code: str, key: str, size: Size) -> None:
    everything = everything_in(made(code, key, size))
    assert b"<pdfuaid:part>1<" in everything
    assert b"/StructTreeRoot" in everything
    assert f"/Lang({code})/StructTreeRoot".encode() in everything
    told = f"QR code for {GOAL.address}".encode() if code in {"en", "fa"} else b""
    assert [one for one in ALTERNATIVE.findall(everything) if told in one]
    assert len(ALTERNATIVE.findall(everything)) == 1  # the same card many times is read aloud once


def test_a_piece_says_what_somebody_needs_before_they_answer() -> None:
    found = words_in(made("en"))
    for said in (
        TITLE["en"],
        "Northmere Council",
        "Have your say",
        "You can answer until 18 December 2026",
        "consult.northmere.example/go/ab3d7kq",
        "01632 960001",
        "4 Quay Street",
        "What your answers may never be used for",
        "Your tenancy",
        "You do not have to give your name",
        "English · Nederlands",
    ):
        assert said in found.replace("\xa0", " ").replace("\u200b", ""), said
    assert "https://" not in found


def test_a_piece_speaks_its_own_language_and_not_the_officers() -> None:
    found = words_in(made("nl"))
    assert TITLE["nl"] in found
    assert "Laat weten wat u vindt" in found
    assert "Have your say" not in found
    assert "18 december 2026" in found.replace("\xa0", " ")
    assert language() == "en"


def test_arabic_begins_at_the_right_and_its_address_runs_from_the_left() -> None:
    def edges(code: str) -> tuple[float, float]:
        """Where the largest letters, those of the question, begin and end, as parts of the width."""
        side = pypdfium2.PdfDocument(made(code))[0]
        letters = _letters(side)
        largest = max(size for *_, size in letters)
        boxes = [box for _, box, size in letters if size == largest]
        return min(box[0] for box in boxes) / side.get_width(), max(
            box[2] for box in boxes
        ) / side.get_width()

    assert edges("en")[0] == pytest.approx(15 / 210, abs=0.01)
    assert edges("ar")[1] == pytest.approx(195 / 210, abs=0.01)
    for code in ("en", "ar"):
        assert "consult.northmere.example/go/ab3d7kq" in _lines(pypdfium2.PdfDocument(made(code))[0])


@pytest.mark.parametrize("code", ["ar", "fa"])
def test_everything_in_another_script_is_printed_in_it(code: str) -> None:
    pdf = made(code)
    found = Counter(
        "own" if unicodedata.name(letter, "").startswith("ARABIC") else "other"
        for letter, *_ in _letters(pypdfium2.PdfDocument(pdf)[0])
    )
    assert found["own"] > 50
    assert materials._words(asked(), code)["heading"]["text"] == TITLE[code]
    is_english = "Haveyoursay" in " ".join(_lines(pypdfium2.PdfDocument(pdf)[0]))
    assert is_english is (code == "fa")  # residents' pages do not speak Persian yet


def _letters(side: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float], float]]:
    """Each letter, where it stands (left, bottom, right, top), and its size; all in points."""
    text = side.get_textpage()
    return [
        (
            chr(pdfium.FPDFText_GetUnicode(text, place)),
            text.get_charbox(place),
            pdfium.FPDFText_GetFontSize(text, place),
        )
        for place in range(text.count_chars())
        if not chr(pdfium.FPDFText_GetUnicode(text, place)).isspace()
    ]


def _lines(side: pypdfium2.PdfPage) -> list[str]:
    """What a reader of Latin letters sees in each line, from the left to the right."""
    text = side.get_textpage()
    by_line: dict[float, list[tuple[float, str]]] = defaultdict(list)
    for place in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, place))
        if letter.isascii() and not letter.isspace():
            by_line[round(_baseline(text, place))].append((text.get_charbox(place)[0], letter))
    return ["".join(letter for _, letter in sorted(line)) for line in by_line.values()]


def _baseline(text: pypdfium2.PdfTextPage, place: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, place, x, y)
    return y.value


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("code", ["en", "ar"])
def test_large_print_has_no_small_letters(code: str, key: str) -> None:
    smallest = {size: min(_sizes(made(code, key, size))) for size in Size}
    assert smallest[Size.LARGE] >= (16 if key == "cards-a4" else 18) - 0.1
    assert smallest[Size.USUAL] >= 7


def _sizes(pdf: bytes) -> Iterator[float]:
    for side in pypdfium2.PdfDocument(pdf):
        yield from (size for letter, _, size in _letters(side) if letter.isalnum())


@pytest.mark.parametrize(("key", "size"), FORMS)
@pytest.mark.parametrize("length", [3, 200])
@pytest.mark.parametrize("style", [PLAIN, with_a_logo(80, 60)], ids=["plain", "logo"])
def test_nothing_runs_off_the_paper_and_nothing_is_left_out_however_long_the_words(
    key: str, size: Size, length: int, style: HouseStyleValue
) -> None:
    long = "Should a computer program set the order of repairs? " * (length // 50) + "End."
    pdf = made("en", key, size, title={"en": long, "ar": "؟"}, style=style)
    for side in pypdfium2.PdfDocument(pdf):
        width, height = side.get_size()
        for letter, (left, bottom, right, top), _ in _letters(side):
            assert 0 <= left <= right <= width, letter
            assert 0 <= bottom <= top <= height, letter
    assert "End." in words_in(pdf)


@pytest.mark.parametrize(("code", "key", "size"), EACH)
@pytest.mark.parametrize("sides", [(400, 60), (60, 400)], ids=["wide", "tall"])
def test_a_logo_turns_nothing_over_and_is_not_read_aloud(
    code: str, key: str, size: Size, sides: tuple[int, int]
) -> None:
    pdf = made(code, key, size, style=with_a_logo(*sides))
    assert len(pypdfium2.PdfDocument(pdf)) == len(pypdfium2.PdfDocument(made(code, key, size)))
    assert codes_in(pdf) == [GOAL.address] * FORMATS[key].on_a_sheet(size)
    everything = everything_in(pdf)
    assert b"<pdfuaid:part>1<" in everything
    assert len(ALTERNATIVE.findall(everything)) == 1


@pytest.mark.parametrize("name", ["Northmere", "Woningbouwvereniging Noord"])
@pytest.mark.parametrize("size", Size)
def test_the_name_stands_beside_a_logo_or_below_and_never_under_the_invitation(name: str, size: Size) -> None:
    asking = replace(asked(), organisation_name=Text.of({"nl": name}))
    found = printed(asking, (GOAL,), "nl", FORMATS["poster-a4"], size, with_a_logo(400, 100))
    letters = _letters(pypdfium2.PdfDocument(found)[0])
    said = "".join(letter for letter, *_ in letters)
    whole = name.replace(" ", "")
    invitation = "Laatwetenwatuvindt"
    first, second = said.index(whole), said.index(invitation)
    ends = max(box[2] for _, box, _ in letters[first : first + len(whole)])
    begins = min(box[0] for _, box, _ in letters[second : second + len(invitation)])
    assert ends < begins


def test_cards_stand_inside_their_cutting_marks_and_each_whole() -> None:
    side = pypdfium2.PdfDocument(made("en", "cards-a4"))[0]
    for _, box, _ in _letters(side):
        left, bottom, right, top = (edge / POINTS_IN_A_MILLIMETRE for edge in box)
        assert (left - 20) // 85 == (right - 20) // 85
        assert (bottom - 13.5) // 54 == (top - 13.5) // 54
        assert (bottom - 13.5) % 54 > 3  # nothing is cut off by a blade that is 3 millimetres wrong


def test_each_letter_has_a_card_of_its_own() -> None:
    goals = [Goal(OTHER.base_url, f"{number:020d}", f"{number:020d}") for number in range(12)]
    pdf = made("en", "cards-a4", Size.USUAL, *goals)
    assert sorted(codes_in(pdf)) == [goal.address for goal in goals]
    assert len(pypdfium2.PdfDocument(pdf)) == 2
    assert len(ALTERNATIVE.findall(everything_in(pdf))) == 12


def test_a_code_of_a_letter_is_printed_in_groups_and_read_without() -> None:
    pdf = made("en", "cards-a4", Size.USUAL, OTHER)
    assert set(codes_in(pdf)) == {"https://consult.northmere.example/go/12345678901234567890"}
    assert "1234 5678 9012 3456 7890" in words_in(pdf)


def test_letters_we_cannot_print_are_said_and_never_left_out() -> None:
    with pytest.raises(Refused) as refused:
        made("bn")
    assert [problem.code for problem in refused.value.problems] == ["material.unprintable"]
    assert language() == "en"


def test_what_a_consultation_does_not_say_leaves_no_gap() -> None:
    bare = ConsultationDetails.read({"title": TITLE["en"]})
    value = asked()
    found = ConsultationValue(
        **{name: getattr(value, name) for name in ConsultationValue.__dataclass_fields__}
        | {"written_details": bare.model_dump_json(), "closes_at": None}
    )
    for key, size in FORMS:
        words = words_in(printed(found, (GOAL,), "en", FORMATS[key], size, PLAIN))
        assert "Where to ask" not in words
        assert "until" not in words
        assert "None" not in words


def test_the_same_piece_is_the_same_file() -> None:
    first = made("en")
    materials._typeset.cache_clear()
    assert made("en") == first


def test_the_code_by_itself_is_a_picture_a_camera_reads() -> None:
    picture = Image.open(io.BytesIO(qr_png(GOAL.address)))
    assert codes_on(picture) == [GOAL.address]
