"""Partners: the organisations that reach people."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.consultations.details import PartnerDetail
from consult.consultations.queries import communities_of, own_languages
from consult.db import reading, unit_of_work
from consult.outreach import queries
from consult.outreach.partner_links import link_of
from consult.outreach.partners import add_partner, change_partner, free_key
from consult.outreach.values import PartnerValue
from consult.web.errors import status_of
from consult.web.forms.outreach import PartnerForm, as_partner
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.words.locales import endonym
from surveys.problems import Refused


def partners() -> ResponseReturnValue:
    """List the partners of the organisation."""
    with reading() as session:
        found = queries.partners(session, acting().organisation_id)
        names = communities_of(session, acting().organisation_id)
    rows = [
        (
            one.key,
            one.name.to(language()),
            " · ".join(map(endonym, one.languages)),
            tuple(names[key].to(language()) for key in one.communities if key in names),
            one.role_contact.to(language()) if one.role_contact else "–",
            gettext("declared") if one.has_interest_in_bidding else gettext("none declared"),
            gettext("active") if one.is_active else gettext("not active"),
        )
        for one in found
    ]
    return render("partners", gettext("Partners"), rows=rows)


def new_partner() -> ResponseReturnValue:
    """Ask about a new partner."""
    with reading() as session:
        seen = len(queries.partners(session, acting().organisation_id))
        form = _form(session, None, formdata=None, data={"seen": seen})
    return _page(form, None)


def write_partner() -> ResponseReturnValue:
    """Add a partner."""
    with reading() as session:
        form = _form(session, None)
    if not form.validate():
        return _page(form, None, 422)
    try:
        with unit_of_work() as session:
            form.expect(len(queries.partners(session, acting().organisation_id)))
            key = free_key(session, acting(), next(iter(form.name.data.root.values())).text)
            add_partner(session, acting(), _detail(key, form), is_active=not form.is_inactive.data)
    except Refused as refused:
        form.refuse(refused)
        return _page(form, None, status_of(refused.problems[0]))
    return redirect(url_for("officer.partners"), 303)


def partner(key: str) -> ResponseReturnValue:
    """Show a partner, to be changed."""
    with reading() as session:
        found = queries.partner_of_key(session, acting().organisation_id, key)
        form = _form(session, found, formdata=None, data=as_partner(found))
    return _page(form, found)


def change_of_partner(key: str) -> ResponseReturnValue:
    """Change a partner."""
    with reading() as session:
        found = queries.partner_of_key(session, acting().organisation_id, key)
        form = _form(session, found, data=as_partner(found))
    if not form.validate():
        return _page(form, found, 422)
    with unit_of_work() as session:
        change_partner(session, acting(), _detail(key, form), is_active=not form.is_inactive.data)
    return redirect(url_for("officer.partners"), 303)


def _detail(key: str, form: PartnerForm) -> PartnerDetail:
    return PartnerDetail(
        key=key,
        name=form.name.data,
        role_contact=form.role_contact.data,
        languages=tuple(form.languages.data),
        communities=tuple(form.communities.data),
        interest_in_bidding="declared" if form.has_interest.data else "none",
    )


def _form(session: Session, found: PartnerValue | None, **given: Any) -> PartnerForm:
    offered = installation().settings.languages
    form = PartnerForm(languages=tuple(dict.fromkeys((language(), *offered))), **given)
    names = communities_of(session, acting().organisation_id)
    own = found.languages if found else ()
    spoken = dict.fromkeys((*offered, *own_languages(session, acting().organisation_id), *own))
    form.languages.choices = [(code, endonym(code)) for code in spoken]
    known = {key: name.to(language()) for key, name in names.items()}
    kept = {key: key for key in (found.communities if found else ()) if key not in known}
    form.communities.choices = [*known.items(), *kept.items()]
    return form


def _page(form: PartnerForm, found: PartnerValue | None, status: int = 200) -> ResponseReturnValue:
    if found is None:
        return render("partner", gettext("Add a partner"), status, form=form)
    with reading() as session:
        link = link_of(session, acting(), found.key)
    return render("partner", gettext("Change a partner"), status, form=form, found=found, link=link)
