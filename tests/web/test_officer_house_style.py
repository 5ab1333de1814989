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
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.outreach.house_style import (
    LEAST_CONTRAST,
    HouseStyleValue,
    as_colour,
    contrast_with_white,
    house_style,
)
from consult.outreach.models import HouseStyle
from surveys.problems import Refused
from tests import builders
from tests.web.officer import Officer, signed_in
from tests.web.resident import text_of

STYLE = "/officer/house-style"
MATERIALS = "/officer/consultations/repairs/outreach/library/materials"
PLUM = (90, 20, 80)
PLUM_WRITTEN = "#5a1450"


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_authority_with_a_poster(session)


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
    [page] = pypdfium2.PdfDocument(officer.client.get(address).data)
    return page


def pictures_on(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject]:
    return list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))


def corner_of(page: pypdfium2.PdfPage) -> tuple[int, ...]:
    return page.render(scale=1).to_pil().convert("RGB").getpixel((3, 3))  # type: ignore[return-value]  # it is RGB


@pytest.mark.parametrize("size", ["usual", "large"])
def test_posters_have_the_colour_and_the_logo_until_they_are_taken_off(officer: Officer, size: str) -> None:
    before = corner_of(poster(officer, size))
    officer.open(STYLE).fill(colour="5A1450 ").attach(logo=("logo.png", a_logo())).press("Save")
    assert (officer.status, officer.path) == (200, STYLE)
    printed = poster(officer, size)
    assert corner_of(printed) == PLUM
    [logo] = pictures_on(printed)
    left, bottom, right, top = logo.get_bounds()
    assert (right - left) / (top - bottom) == pytest.approx(4, abs=0.05)
    officer.open(STYLE)
    assert officer.client.get(f"{STYLE}/logo").mimetype == "image/png"
    officer.fill(colour="", no_logo=["yes"]).press("Save")
    assert pictures_on(poster(officer, size)) == []
    assert corner_of(poster(officer, size)) == before
    assert officer.client.get(f"{STYLE}/logo").status_code == 404


def test_another_colour_leaves_the_logo(officer: Officer) -> None:
    logo = a_logo("JPEG", (80, 80))
    officer.open(STYLE).fill(colour=PLUM_WRITTEN).attach(logo=("logo.jpg", logo)).press("Save")
    officer.open(STYLE).fill(colour="#003366").press("Save")
    assert len(pictures_on(poster(officer))) == 1


def test_the_cards_have_the_colour_too(officer: Officer) -> None:
    officer.open(STYLE).fill(colour=PLUM_WRITTEN).press("Save")
    officer.open(MATERIALS)
    cards = officer.client.get(next(href for href in officer.links() if "cards-a4.usual" in href))
    picture = pypdfium2.PdfDocument(cards.data)[0].render(scale=1).to_pil().convert("RGB")
    assert PLUM in {pixel for _, pixel in picture.getcolors(10**6)}


@pytest.mark.parametrize(
    ("colour", "logo", "problems"),
    [
        ("#ffd54a", None, {"colour": "White letters cannot be read on this colour"}),
        ("blue", None, {"colour": "six characters from 0 to 9 and a to f"}),
        ("", b"<svg xmlns='http://www.w3.org/2000/svg'/>", {"logo": "a picture as PNG or JPEG"}),
        ("", b"\x89PNG\r\n\x1a\nbroken", {"logo": "a picture as PNG or JPEG"}),
        ("", a_logo("WEBP"), {"logo": "a picture as PNG or JPEG"}),
        ("", a_logo(size=(9000, 9000)), {"logo": "This picture is too big"}),
        ("blue", a_logo(), {"colour": "six characters", "logo": "Choose the logo once more"}),
        ("blue", b"broken", {"colour": "six characters", "logo": "a picture as PNG or JPEG"}),
    ],
)
def test_what_cannot_be_printed_is_said_at_its_place_and_changes_nothing(
    officer: Officer, colour: str, logo: bytes | None, problems: dict[str, str]
) -> None:
    officer.open(STYLE).fill(colour=PLUM_WRITTEN).press("Save")
    files = {} if logo is None else {"logo": ("logo.png", logo)}
    officer.open(STYLE).fill(colour=colour).attach(**files).press("Save")
    assert officer.status == 422
    told = {
        one.get("href", "")[1:]: text_of(one)
        for one in officer.root.iter("a")
        if one.get("href", "")[:1] == "#"
    }
    assert {name: words in told[name] for name, words in problems.items()} == dict.fromkeys(problems, True)
    assert officer.shown("colour") == [colour]
    assert corner_of(poster(officer)) == PLUM


def test_a_large_logo_is_made_as_small_as_it_is_printed(
    officer: Officer, session: Session, actor: Actor
) -> None:
    noise = BytesIO()
    Image.effect_noise((1900, 1000), 20).save(noise, "JPEG", quality=20)
    officer.open(STYLE).attach(logo=("logo.jpg", noise.getvalue())).press("Save")
    assert officer.status == 200
    kept = house_style(session, actor.organisation_id).logo
    assert kept is not None
    assert max(Image.open(BytesIO(kept)).size) == 800


def test_a_picture_that_would_make_every_file_heavy_is_refused(officer: Officer) -> None:
    noise = BytesIO()
    Image.effect_noise((690, 690), 100).save(noise, "PNG")
    officer.open(STYLE).attach(logo=("logo.png", noise.getvalue())).press("Save")
    assert officer.status == 422
    assert "too many details" in officer.words


def test_a_change_is_recorded_once_and_of_this_authority_only(
    officer: Officer, session: Session, actor: Actor
) -> None:
    for _ in range(2):
        officer.open(STYLE).fill(colour=PLUM_WRITTEN).attach(logo=("logo.png", a_logo())).press("Save")
    kinds = select(AuditEntry.action).where(AuditEntry.action == "outreach.house_style_changed")
    assert len(session.scalars(kinds).all()) == 1
    other = builders.an_organisation(session, "Southmere")
    assert house_style(session, other.organisation_id) == HouseStyleValue()


@pytest.mark.parametrize("wrong", [{"colour": "red"}, {"logo": b"x"}, {"logo_type": "image/png"}])
def test_the_database_keeps_no_colour_in_words_and_no_logo_without_a_type(
    session: Session, actor: Actor, wrong: dict[str, object]
) -> None:
    session.add(HouseStyle(organisation_id=actor.organisation_id, **wrong))
    with pytest.raises(IntegrityError):
        session.flush()


def test_only_who_may_change_outreach_changes_it(client: FlaskClient, session: Session, actor: Actor) -> None:
    viewer = signed_in(client, session, actor, Role.VIEWER).open(STYLE)
    assert viewer.status == 403
    assert viewer.client.post(STYLE, data={"colour": PLUM_WRITTEN}).status_code in {400, 403}
    assert house_style(session, actor.organisation_id) == HouseStyleValue()
    viewer.open(MATERIALS)
    assert STYLE not in viewer.links()


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
