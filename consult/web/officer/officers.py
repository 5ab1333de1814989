"""Who may sign in: the list, and adding somebody, whose one-time link is shown once and kept nowhere."""

from flask import url_for
from flask.typing import ResponseReturnValue

from consult.accounts import queries, service
from consult.accounts.permissions import Role
from consult.db import reading, unit_of_work
from consult.web.forms.officers import NewOfficerForm
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from surveys.problems import Refused


def officers() -> ResponseReturnValue:
    """List the officers of the organisation, and offer to add one."""
    return _officers(_offered(NewOfficerForm(formdata=None)))


def add_officer() -> ResponseReturnValue:
    """Add an officer, or give one new roles, and show the one-time link."""
    form = _offered(NewOfficerForm())
    if form.validate():
        try:
            with unit_of_work() as session:
                roles = [Role(value) for value in form.roles.data]
                code = service.add_officer(
                    session, acting(), installation().keys, form.email.data or "", roles
                )
        except Refused as refused:
            form.refuse(refused)
        else:
            base = installation().settings.base_url.rstrip("/")
            link = f"{base}{url_for('officer.set_up', code=code)}"
            return render("officer_added", gettext("Send this link"), 201, link=link, email=form.email.data)
    return _officers(form, 422)


def _officers(form: NewOfficerForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        found = queries.officers_of(session, acting().organisation_id)
    rows = [{"key": one.email, "value": [_roles_words(one), _state_words(one)]} for one in found]
    return render("officers", gettext("Officers"), status, form=form, rows=rows, roles=_roles())


def _roles_words(one: queries.OfficerValue) -> str:
    return " · ".join(map(role_words, one.roles))


def _state_words(one: queries.OfficerValue) -> str:
    if not one.is_active:
        return gettext("not active")
    return gettext("can sign in") if one.has_password else gettext("has not used the link yet")


def _roles() -> list[dict[str, str]]:
    hints = {
        Role.ADMIN: gettext("Everything an officer may, and adding officers."),
        Role.OFFICER: gettext(
            "Tenders, consultations, links, findings and answers to them, decisions, sealing."
        ),
        Role.ANALYST: gettext("Looking, writing findings, and reading single answers."),
        Role.VIEWER: gettext("Looking at everything but single answers."),
    }
    return [{"id": role.value, "text": role_words(role), "hint": hint} for role, hint in hints.items()]


def _offered(form: NewOfficerForm) -> NewOfficerForm:
    form.roles.choices = [(role.value, role_words(role)) for role in Role]
    return form


def role_words(role: Role) -> str:
    """Return a role in the reader's language."""
    return {
        Role.ADMIN: gettext("administrator"),
        Role.OFFICER: gettext("officer"),
        Role.ANALYST: gettext("analyst"),
        Role.VIEWER: gettext("viewer"),
    }[role]
