"""How what is printed looks: the authority's colour and logo on posters, flyers and cards."""

from contextlib import suppress
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug
from consult.outreach import service
from consult.outreach.house_style import LEAST_CONTRAST, as_colour, contrast_with_white
from surveys.problems import Refused
from tests import builders
from tests.web.officer import Officer, signed_in

LOOK = "/officer/look"
MATERIALS = "/officer/consultations/repairs/outreach/library/materials"
LINK = {"key": "library", "channel": "poster", "language": "ar", "what": builders.in_both("A poster")}
PLUM = (90, 20, 80)
PLUM_WRITTEN = "#5a1450"


@pytest.fixture
def actor(session: Session) -> Actor:
    found = builders.an_organisation(session)
    builders.an_open_consultation(session, found, details=builders.details(links=[LINK]))
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    service.lay_out(session, found, consultation)
    return found


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor)


def a_logo(form: str = "PNG", size: tuple[int, int] = (400, 100)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, (200, 120, 0)).save(written, form)
    return written.getvalue()


def poster(officer: Officer, size: str = "usual") -> pypdfium2.PdfPage:
    officer.open(MATERIALS)
    address = next(href for href in officer.links() if f"poster-a4.{size}" in href)
    return pypdfium2.PdfDocument(officer.client.get(address).data)[0]


def pictures_on(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject]:
    return list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))


def corner_of(page: pypdfium2.PdfPage) -> tuple[int, ...]:
    return page.render(scale=1).to_pil().convert("RGB").getpixel((3, 3))  # type: ignore[return-value]  # it is RGB


@pytest.mark.parametrize("size", ["usual", "large"])
def test_posters_have_the_colour_and_the_logo_until_they_are_taken_off(officer: Officer, size: str) -> None:
    before = corner_of(poster(officer, size))
    officer.open(LOOK).fill(colour="5A1450 ").attach(logo=("logo.png", a_logo())).press("Save")
    assert (officer.status, officer.path) == (200, LOOK)
    printed = poster(officer, size)
    assert corner_of(printed) == PLUM
    [logo] = pictures_on(printed)
    left, bottom, right, top = logo.get_bounds()
    assert (right - left) / (top - bottom) == pytest.approx(4, abs=0.05)
    officer.open(LOOK)
    assert officer.client.get(f"{LOOK}/logo").mimetype == "image/png"
    officer.fill(colour="", no_logo=["yes"]).press("Save")
    assert pictures_on(poster(officer, size)) == []
    assert corner_of(poster(officer, size)) == before
    assert officer.client.get(f"{LOOK}/logo").status_code == 404


def test_another_colour_leaves_the_logo(officer: Officer) -> None:
    logo = a_logo("JPEG", (80, 80))
    officer.open(LOOK).fill(colour=PLUM_WRITTEN).attach(logo=("logo.jpg", logo)).press("Save")
    officer.open(LOOK).fill(colour="#003366").press("Save")
    assert len(pictures_on(poster(officer))) == 1


def test_the_cards_have_the_colour_too(officer: Officer) -> None:
    officer.open(LOOK).fill(colour=PLUM_WRITTEN).press("Save")
    officer.open(MATERIALS)
    cards = officer.client.get(next(href for href in officer.links() if "cards-a4.usual" in href))
    picture = pypdfium2.PdfDocument(cards.data)[0].render(scale=1).to_pil().convert("RGB")
    assert PLUM in {pixel for _, pixel in picture.getcolors(10**6)}


@pytest.mark.parametrize(
    ("colour", "logo", "words"),
    [
        ("#ffd54a", None, "White letters cannot be read on this colour"),
        ("blue", None, "six characters from 0 to 9 and a to f"),
        ("", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a picture as PNG or JPEG"),
        ("", b"\x89PNG\r\n\x1a\nbroken", "Choose a picture as PNG or JPEG"),
        ("", a_logo("WEBP"), "Choose a picture as PNG or JPEG"),
    ],
)
def test_what_cannot_be_printed_is_said_at_its_place_and_changes_nothing(
    officer: Officer, colour: str, logo: bytes | None, words: str
) -> None:
    officer.open(LOOK).fill(colour=PLUM_WRITTEN).press("Save")
    files = {} if logo is None else {"logo": ("logo.png", logo)}
    officer.open(LOOK).fill(colour=colour).attach(**files).press("Save")
    assert officer.status == 422
    assert words in officer.words
    assert corner_of(poster(officer)) == PLUM


def test_a_logo_that_would_make_every_file_heavy_is_refused(officer: Officer) -> None:
    noise = BytesIO()
    Image.effect_noise((620, 620), 100).save(noise, "PNG")
    officer.open(LOOK).attach(logo=("logo.png", noise.getvalue())).press("Save")
    assert officer.status == 422
    assert "at most 300 kilobytes" in officer.words


def test_only_who_may_change_outreach_changes_it(client: FlaskClient, session: Session, actor: Actor) -> None:
    viewer = signed_in(client, session, actor, Role.VIEWER).open(LOOK)
    assert viewer.status == 403
    viewer.open(MATERIALS)
    assert LOOK not in viewer.links()


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast_with_white("#000000"), 2) == 21
    assert round(contrast_with_white("#ffffff"), 2) == 1
    assert round(contrast_with_white("#767676"), 2) == 4.54  # the lightest grey that is enough
    assert contrast_with_white("#777777") < LEAST_CONTRAST


@given(st.from_regex(r"\s*#?[0-9a-fA-F]{6}\s*", fullmatch=True) | st.text(max_size=10))
def test_a_colour_that_is_kept_can_be_read(written: str) -> None:
    with suppress(Refused):
        colour = as_colour(written)
        assert colour is None or contrast_with_white(colour) >= LEAST_CONTRAST
        assert as_colour(colour or "") == colour
