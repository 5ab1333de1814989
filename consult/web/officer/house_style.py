"""How posters, flyers and cards look: the authority's colour and logo."""

from contextlib import closing

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from consult.attachments.terms import LARGEST_FILE
from consult.db import reading, unit_of_work
from consult.outreach.house_style import (
    HouseStyleValue,
    Logo,
    as_colour,
    as_logo,
    change_house_style,
    house_style,
)
from consult.web.errors import status_of
from consult.web.forms.outreach import HouseStyleForm
from consult.web.locale import gettext
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from surveys.problems import Problem, Refused


def look() -> ResponseReturnValue:
    """Show how what is printed looks now, and offer to change it."""
    found = _own()
    return _page(found, HouseStyleForm(formdata=None, data={"colour": found.colour or ""}))


def change_look() -> ResponseReturnValue:
    """Keep the colour and the logo, or say what is wrong with them."""
    form = HouseStyleForm()
    if not form.validate():
        return _page(_own(), form, 422)
    try:
        colour, logo = as_colour(form.colour.data or ""), _logo(form)
        with unit_of_work() as session:
            change_house_style(session, acting(), colour, logo, keeps_logo=not form.no_logo.data)
    except Refused as refused:
        form.refuse(refused)
        return _page(_own(), form, status_of(refused.problems[0]))
    return redirect(url_for("officer.look"), 303)


def logo() -> ResponseReturnValue:
    """Return the logo as it was kept."""
    found = _own()
    if found.logo is None:
        raise Refused(Problem("material.unknown"))
    return Response(found.logo, mimetype=found.logo_type, headers={"Cache-Control": "no-store"})


def _own() -> HouseStyleValue:
    with reading() as session:
        return house_style(session, acting().organisation_id)


def _logo(form: HouseStyleForm) -> Logo | None:
    if not form.logo.data:
        return None
    with closing(form.logo.data) as file:
        return as_logo(file.read(LARGEST_FILE + 1))


def _page(found: HouseStyleValue, form: HouseStyleForm, status: int = 200) -> ResponseReturnValue:
    title = gettext("How your posters look")
    return render("look", title, status, form=form, has_logo=found.logo is not None)
