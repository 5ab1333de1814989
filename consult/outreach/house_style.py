"""How the posters, flyers and cards of an authority look: its main colour and its logo."""

import re
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.accounts.permissions import Permission, require
from consult.attachments.cleaning import cleaned
from consult.attachments.terms import Medium
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.db import one_at_a_time
from consult.outreach.models import HouseStyle
from surveys.problems import Problem, Refused
from surveys.versions import fingerprint

MOST_PIXELS = 800
"""On its longer side: it is printed up to 65 mm wide, with 300 dots to an inch."""
LARGEST_LOGO = 400_000
"""Bytes, once it was made anew: it stands in every file that is printed."""
TROUBLES = {
    "attachment.busy": "house_style.busy",
    "attachment.too_big": "house_style.logo_too_big",
    "attachment.too_many_pixels": "house_style.logo_too_big",
}
"""What a logo is told of where its file cannot be made anew; for all others, that it is no picture."""
LEAST_CONTRAST = 4.5
"""Of white letters on the colour, and of letters in the colour on white (WCAG 2.2, 1.4.3)."""
DARKEST = 0.04045
"""Below it sRGB is linear (IEC 61966-2-1)."""
PRINTABLE = frozenset({"image/png", "image/jpeg"})
_COLOUR = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HouseStyleValue:
    """The house style of one authority; without a colour or a logo, that of the service. The colour is as #0b5f65."""

    colour: str | None = None
    logo: bytes | None = None
    logo_type: str | None = None


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that can be printed, and its media type."""

    content: bytes
    media_type: str


def house_style(session: Session, organisation_id: uuid.UUID) -> HouseStyleValue:
    """Return how what an organisation prints looks. One statement."""
    row = session.get(HouseStyle, organisation_id)
    return HouseStyleValue(row.colour, row.logo, row.logo_type) if row else HouseStyleValue()


def as_colour(written: str) -> str | None:
    """Return a colour as it is stored; None for nothing.

    Raises Refused at `colour`: `house_style.no_colour` for what is none, `house_style.too_pale` for one on which
    white letters cannot be read.
    """
    if not written.strip():
        return None
    found = _COLOUR.fullmatch(written.strip())
    if found is None:
        raise Refused(Problem("house_style.no_colour", "colour"))
    colour = f"#{found[1].lower()}"
    if contrast_with_white(colour) < LEAST_CONTRAST:
        raise Refused(Problem("house_style.too_pale", "colour"))
    return colour


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour such as #0b5f65 with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def as_logo(content: bytes) -> Logo:
    """Return a picture made anew, no larger than it is printed, in a process that may fail without harm.

    Raises Refused at `logo`: `house_style.no_picture`, `house_style.logo_too_big`, `house_style.logo_too_detailed`, or
    `house_style.busy` where others are waiting already.
    """
    try:
        clean = cleaned(content, {Medium.PICTURE}, "logo", MOST_PIXELS)
    except Refused as refused:
        code = TROUBLES.get(refused.problems[0].code, "house_style.no_picture")
        raise Refused(Problem(code, "logo")) from refused
    if clean.media_type not in PRINTABLE:
        raise Refused(Problem("house_style.no_picture", "logo"))
    if len(clean.content) > LARGEST_LOGO:
        raise Refused(Problem("house_style.logo_too_detailed", "logo"))
    return Logo(clean.content, clean.media_type)


def change_house_style(
    session: Session, actor: Actor, colour: str | None, logo: Logo | None, *, keeps_logo: bool
) -> None:
    """Write the house style of the actor's organisation; with `keeps_logo` and no other logo, its logo stays."""
    require(actor, Permission.EDIT_OUTREACH)
    one_at_a_time(session, f"house style {actor.organisation_id}")
    row = session.get(HouseStyle, actor.organisation_id, populate_existing=True)
    if row is None:
        row = HouseStyle(organisation_id=actor.organisation_id)
        session.add(row)
    row.colour = colour
    if logo is not None:
        row.logo, row.logo_type = logo.content, logo.media_type
    elif not keeps_logo:
        row.logo = row.logo_type = None
    if session.is_modified(row):
        told = {"colour": colour, "logo": fingerprint(row.logo) if row.logo else None}
        record(session, actor, "outreach.house_style_changed", "organisation", actor.organisation_id, told)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= DARKEST else ((part + 0.055) / 1.055) ** 2.4)
