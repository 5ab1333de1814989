"""What a partner prints: posters, flyers and cards that lead to its own links, and their QR codes."""

from flask import Response
from flask.typing import ResponseReturnValue

from consult.db import reading
from consult.outreach.house_style import house_style
from consult.outreach.partner_screen import OwnLink, own_link
from consult.outreach.printing import FORMATS, Size
from consult.outreach.qr import qr_svg
from consult.web.locale import gettext
from consult.web.materials import download, goal_of, printed
from consult.web.public.partner.screen import spent_link
from surveys.problems import Problem, Refused


def partner_qr(code: str) -> ResponseReturnValue:
    """Return the QR code of one of the partner's links as SVG."""
    address = goal_of(_own(code).code).address
    picture = qr_svg(address, gettext("QR code for %(address)s", address=address))
    return Response(picture, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


def partner_material(code: str, paper: str, size: str) -> ResponseReturnValue:
    """Return one piece as PDF that leads to one of the partner's links."""
    wanted, letters = FORMATS.get(paper), next((one for one in Size if one.value == size), None)
    own = _own(code)
    if wanted is None or letters is None:
        raise Refused(Problem("material.unknown"))
    with reading() as session:
        style = house_style(session, own.consultation.organisation_id)
    body = printed(own.consultation, [goal_of(own.code)], own.language, wanted, letters, style)
    name = f"{own.consultation.slug}-{own.activity}-{own.language}-{paper}-{size}.pdf"
    return download(body, "application/pdf", name)


def _own(code: str) -> OwnLink:
    with reading() as session:
        return own_link(session, spent_link(), code)
