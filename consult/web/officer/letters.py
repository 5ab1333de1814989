"""Single-use codes for the letters of an activity: made, and handed over once."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from consult.codes import grouped
from consult.consultations.values import ConsultationValue
from consult.db import reading, unit_of_work
from consult.outreach import queries
from consult.outreach.house_style import house_style
from consult.outreach.letters import batches, make_letters
from consult.outreach.printing import CARDS, Size
from consult.web.forms.letters import LettersForm
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.materials import download, goal_of, printed
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.web.officer.ledger_rows import named
from consult.web.officer.outreach import own
from consult.words.locales import endonym
from surveys.problems import Problem, Refused

LIST, ON_CARDS = "csv", "pdf"
MOST_ON_CARDS = 100
"""As many cards as are set in type while somebody waits."""


def letters(slug: str, key: str) -> ResponseReturnValue:
    """Offer to make codes, and say which were made."""
    return _page(slug, key, _form(slug, formdata=None))


def make_codes(slug: str, key: str) -> ResponseReturnValue:
    """Make codes and hand them over, for the only time."""
    form = _form(slug)
    if not form.validate():
        return _page(slug, key, form, 422)
    count, code = form.count.number or 0, form.language.data
    try:
        if form.file.data == ON_CARDS:
            _require_cards(slug, code, count)
        with unit_of_work() as session:
            value = own(session, slug)
            made = make_letters(session, acting(), installation().keys, value, key, code, count)
    except Refused as refused:
        form.refuse(refused)
        return _page(slug, key, form, 422)
    return _handed_over(value, key, made, code, form.file.data)


def _require_cards(slug: str, language: str, count: int) -> None:
    """Refuse cards that cannot be made before there are codes for them: setting them in type holds up nobody then."""
    if count > MOST_ON_CARDS:
        raise Refused(Problem("letters.too_many_cards", "count", {"most": MOST_ON_CARDS}))
    with reading() as session:
        value = own(session, slug)
        style = house_style(session, value.organisation_id)
    printed(value, [goal_of("0")], language, CARDS, Size.USUAL, style)


def _handed_over(
    value: ConsultationValue, key: str, made: Sequence[str], language: str, file: str
) -> Response:
    """Return the codes as a file."""
    name = f"{value.slug}-{key}-{language}-letters.{file}"
    goals = [goal_of(code, grouped(code)) for code in made]
    if file == ON_CARDS:
        with reading() as session:
            style = house_style(session, value.organisation_id)
        cards = printed(value, goals, language, CARDS, Size.USUAL, style)
        return download(cards, "application/pdf", name)
    written = StringIO()
    table = csv.writer(written)
    table.writerow(("code", "address"))
    table.writerows((goal.shown, goal.address) for goal in goals)  # in groups: no number a spreadsheet rounds
    return download(written.getvalue().encode(), "text/csv", name)


def _form(slug: str, **given: Any) -> LettersForm:
    with reading() as session:
        value = own(session, slug)
    form = LettersForm(**given)
    form.language.choices = [(code, endonym(code)) for code in value.languages]
    form.file.choices = [
        (LIST, gettext("A list (CSV), to merge into your letters")),
        (ON_CARDS, gettext("Cards (PDF), to put into your letters")),
    ]
    return form


def _page(slug: str, key: str, form: LettersForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        value = own(session, slug)
        activity = queries.activity(session, value.id, key)
        made = batches(session, activity.id)
    return render(
        "letters",
        gettext("Single-use codes for letters"),
        status,
        value=value,
        activity=activity,
        activity_words=str(named(activity)),
        batches=made,
        form=form,
    )
