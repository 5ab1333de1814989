"""A partner's one-time link: made and shown once, or taken back."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult.db import unit_of_work
from consult.outreach.partner_links import make_link, take_back
from consult.outreach.queries import partner_of_key
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.words.locales import languages


def make_partner_link(key: str) -> ResponseReturnValue:
    """Make a link, which ends the one before, and show it once."""
    with unit_of_work() as session:
        code = make_link(session, acting(), installation().keys, key)
        found = partner_of_key(session, acting().organisation_id, key)
    spoken = next((each for each in found.languages if each in languages()), language())
    base = installation().settings.base_url.rstrip("/")
    link = f"{base}{url_for('public.partner_link', language=spoken, token=code)}"
    title = gettext("Send this link")
    return render("partner_link", title, 201, link=link, key=key, name=found.name.to(language()))


def take_back_partner_link(key: str) -> ResponseReturnValue:
    """End the link, and what it opened."""
    with unit_of_work() as session:
        take_back(session, acting(), key)
    return redirect(url_for("officer.partner", key=key), 303)
