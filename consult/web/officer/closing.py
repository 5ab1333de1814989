"""Stop or extend: what the figures recommend at closing, and what an officer decides."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.consultations import queries
from consult.consultations.values import OVER
from consult.db import reading, unit_of_work
from consult.outreach import closing
from consult.web.errors import status_of
from consult.web.forms.publishing import ExtendForm, ReasonForm
from consult.web.locale import gettext
from consult.web.officer.access import acting
from consult.web.officer.advice_words import recommended_words
from consult.web.officer.frame import render
from surveys.problems import Problem, Refused


def close(slug: str) -> ResponseReturnValue:
    """Say what the figures recommend, ask whether to close now and why, and say what happens then."""
    return _ask(slug, "close", gettext("Close this consultation"), ReasonForm(formdata=None))


def close_now(slug: str) -> ResponseReturnValue:
    """Close, with the reason; the worker then compiles the results."""
    form, title = ReasonForm(), gettext("Close this consultation")
    if not form.validate():
        return _ask(slug, "close", title, form, 422)
    try:
        with unit_of_work() as session:
            closing.stop(session, acting(), slug, form.reason.data or "")
    except Refused as refused:
        form.refuse(refused)
        return _ask(slug, "close", title, form, status_of(refused.problems[0]))
    return redirect(url_for("officer.consultation", slug=slug), 303)


def extend(slug: str) -> ResponseReturnValue:
    """Say what the figures recommend, and ask until when people can answer and why."""
    return _ask(slug, "extend", gettext("Let people answer for longer"), ExtendForm(formdata=None))


def extend_now(slug: str) -> ResponseReturnValue:
    """Extend, with the reason."""
    form, title = ExtendForm(), gettext("Let people answer for longer")
    if not form.validate():
        return _ask(slug, "extend", title, form, 422)
    try:
        with unit_of_work() as session:
            closing.extend(session, acting(), slug, form.closes_on.data, form.reason.data or "")
    except Refused as refused:
        form.refuse(refused)
        return _ask(slug, "extend", title, form, status_of(refused.problems[0]))
    return redirect(url_for("officer.consultation", slug=slug), 303)


def _ask(slug: str, template: str, title: str, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        moment = clock.now()
        seen = queries.overview(session, acting().organisation_id, slug, moment)
        if seen.state in OVER:
            raise Refused(Problem("closing.already", "slug", {"slug": slug}))
        found = closing.recommendation(session, seen.consultation, moment)
    return render(template, title, status, seen=seen, form=form, recommended=recommended_words(found))
