"""Opening a partner's one-time link by a button, so that a messenger that looks at it spends nothing; and leaving."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.db import reading, unit_of_work
from consult.outreach.partner_links import UNUSABLE, link_behind, spend
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.public import wrong_codes
from consult.web.public.frame import render_private
from consult.web.public.partner import holding
from surveys.problems import Refused

SHARED = "is_shared"
_COUNTED_AS = "partner"


def partner_link(token: str) -> ResponseReturnValue:
    """Offer the button that spends the link; the browser that spent it goes straight on."""
    with reading() as session:
        found = link_behind(session, installation().keys, token)
    if found is not None and found.is_spent and found.id == holding.held():
        return redirect(url_for("public.partner_screen"), 303)
    if found is None or found.is_spent:
        raise Refused(wrong_codes.counted(_COUNTED_AS, UNUSABLE))
    return render_private(
        "partner_link", gettext("Your posters and figures"), token=token, shared_field=SHARED
    )


def open_partner_link(token: str) -> ResponseReturnValue:
    """Spend the link, and let this browser in."""
    try:
        with unit_of_work() as session:
            opened = spend(session, installation().keys, token)
    except Refused:
        return partner_link(token)
    response = redirect(url_for("public.partner_screen"), 303)
    return holding.hold(response, opened, is_shared=SHARED in request.form)


def leave_partner_screen() -> ResponseReturnValue:
    """Forget the link on this device and go where nothing about it is to be seen."""
    return holding.let_go(redirect(url_for("public.left"), 303))
