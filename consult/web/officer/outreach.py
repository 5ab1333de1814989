"""The QR codes of the links that bring people here."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.consultations.queries import own_consultation
from consult.consultations.values import ConsultationValue
from consult.db import reading
from consult.outreach import queries
from consult.outreach.qr import qr_svg
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.officer.access import acting
from surveys.problems import Problem, Refused


def links(slug: str) -> ResponseReturnValue:
    """Lead to the ledger: each link stands with its activity there."""
    with reading() as session:
        value = own(session, slug)
    return redirect(url_for("officer.outreach", slug=value.slug), 301)


def qr(slug: str, code: str) -> ResponseReturnValue:
    """Return a link of this consultation as an SVG QR code, ready for a poster."""
    with reading() as session:
        value = own(session, slug)
        codes = {link.code for activity in queries.activities(session, value.id) for link in activity.links}
    if code not in codes:
        raise Refused(Problem("link.unknown", "code"))
    address = f"{installation().settings.base_url.rstrip('/')}/go/{code}"
    picture = qr_svg(address, gettext("QR code for %(address)s", address=address))
    disposition = {"Content-Disposition": f'inline; filename="{code}.svg"'}
    return Response(picture, mimetype="image/svg+xml", headers=disposition)


def own(session: Session, slug: str) -> ConsultationValue:
    """Return the organisation's own consultation; Refused `consultation.unknown`."""
    return own_consultation(session, acting().organisation_id, slug)
