"""The house style of what is printed: the authority's colour and logo."""

from contextlib import closing

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from consult.attachments.terms import LARGEST_FILE
from consult.db import reading, unit_of_work
from consult.outreach import house_style as styles
from consult.outreach.house_style import HouseStyleValue, Logo
from consult.web.errors import status_of
from consult.web.forms.outreach import HouseStyleForm
from consult.web.locale import gettext
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from surveys.problems import Problem, Refused


def house_style() -> ResponseReturnValue:
    """Show the house style as it is, and offer to change it."""
    found = _own()
    return _page(found, HouseStyleForm(formdata=None, data={"colour": found.colour or ""}))


def change_house_style() -> ResponseReturnValue:
    """Keep the colour and the logo, or say what is wrong with them."""
    form = HouseStyleForm()
    if not form.validate():
        return _page(_own(), form, 422)
    try:
        colour, logo = _wanted(form)
        with unit_of_work() as session:
            styles.change_house_style(session, acting(), colour, logo, keeps_logo=not form.no_logo.data)
    except Refused as refused:
        form.refuse(refused)
        return _page(_own(), form, status_of(refused.problems[0]))
    return redirect(url_for("officer.house_style"), 303)


def logo() -> ResponseReturnValue:
    """Return the logo as it was kept."""
    found = _own()
    if found.logo is None:
        raise Refused(Problem("material.unknown"))
    return Response(found.logo, mimetype=found.logo_type, headers={"Cache-Control": "no-store"})


def _own() -> HouseStyleValue:
    with reading() as session:
        return styles.house_style(session, acting().organisation_id)


def _wanted(form: HouseStyleForm) -> tuple[str | None, Logo | None]:
    """Return the colour and the logo somebody gave; Refused with what is wrong with either.

    A browser does not show a chosen file again: with a wrong colour, a good logo is asked for once more.
    """
    problems: list[Problem] = []
    colour = logo = None
    try:
        colour = styles.as_colour(form.colour.data or "")
    except Refused as refused:
        problems += refused.problems
    try:
        logo = _logo(form)
    except Refused as refused:
        problems += refused.problems
    if problems and logo is not None:
        problems.append(Problem("house_style.logo_again", "logo"))
    if problems:
        raise Refused(problems)
    return colour, logo


def _logo(form: HouseStyleForm) -> Logo | None:
    if not form.logo.data:
        return None
    with closing(form.logo.data) as file:
        return styles.as_logo(file.read(LARGEST_FILE + 1))


def _page(found: HouseStyleValue, form: HouseStyleForm, status: int = 200) -> ResponseReturnValue:
    return render(
        "house_style", gettext("Colour and logo"), status, form=form, has_logo=found.logo is not None
    )
