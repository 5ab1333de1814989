"""Who has been heard so far, and the links that bring people here."""

from typing import Any

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.consultations.details import LinkDetail
from consult.consultations.queries import communities, own_consultation
from consult.consultations.values import ConsultationValue
from consult.db import reading, unit_of_work
from consult.outreach import queries, service
from consult.outreach.qr import qr_svg
from consult.outreach.terms import Channel
from consult.web.forms.outreach import LinkForm
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.figures import headline_words, reach_rows, shown
from consult.web.officer.frame import render
from consult.web.officer.words import channel_words
from consult.words.locales import endonym
from surveys.problems import Problem, Refused


def reach(slug: str) -> ResponseReturnValue:
    """Show who has been heard, who has not, and what is still to do."""
    with reading() as session:
        value = own(session, slug)
        found = queries.reach(session, value)
    return render(
        "reach",
        gettext("Who has been heard"),
        value=value,
        found=found,
        sentence=headline_words(found),
        rows=reach_rows(found),
        channel_words=channel_words,
        shown=shown,
    )


def links(slug: str) -> ResponseReturnValue:
    """List the links of a consultation and offer to make another."""
    return _links(slug, _link_form(slug, formdata=None))


def add_link(slug: str) -> ResponseReturnValue:
    """Make a link for a new activity."""
    form = _link_form(slug)
    if form.validate():
        try:
            with unit_of_work() as session:
                value = own(session, slug)
                activity = service.add_activity(session, acting(), value, _planned(form))
                service.add_link(session, acting(), value, activity, form.language.data)
            return redirect(url_for("officer.links", slug=slug), 303)
        except Refused as refused:
            form.refuse(refused)
    return _links(slug, form, 422)


def _planned(form: LinkForm) -> LinkDetail:
    return LinkDetail(
        key=form.key.data or "",
        channel=form.channel.data,
        language=form.language.data,
        what=form.what.data,
        place=form.place.data,
        communities=tuple(form.communities.data),
    )


def _link_form(slug: str, **given: Any) -> LinkForm:
    with reading() as session:
        value = own(session, slug)
        named = communities(session, value.id)
    form = LinkForm(languages=tuple(dict.fromkeys((language(), *value.languages))), **given)
    form.channel.choices = [(channel.value, channel_words(channel.value)) for channel in Channel]
    form.language.choices = [(code, endonym(code)) for code in value.languages]
    form.communities.choices = [(one.key, one.name.to(language())) for one in named]
    return form


def _links(slug: str, form: LinkForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        value = own(session, slug)
        activities = queries.activities(session, value.id)
    return render(
        "links",
        gettext("Links and QR codes"),
        status,
        value=value,
        activities=activities,
        form=form,
        base=installation().settings.base_url.rstrip("/"),
        channel_words=channel_words,
    )


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
