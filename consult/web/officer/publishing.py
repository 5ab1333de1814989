"""Publishing, pausing and resuming: one address each, one purpose each."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.consultations import queries, service
from consult.consultations.publication_checks import Weight
from consult.db import reading, unit_of_work
from consult.web.forms.limits import showable
from consult.web.forms.publishing import OverridesForm, ReasonForm
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.words.problems import sentence
from surveys.problems import Refused

REASON = "reason-"


def publish(slug: str) -> ResponseReturnValue:
    """Show what does not hold yet, and ask for a reason where one is enough."""
    return _to_do(slug, OverridesForm(formdata=None), 200)


def publish_now(slug: str) -> ResponseReturnValue:
    """Publish, or show the list again."""
    form = OverridesForm()
    given = {
        name.removeprefix(REASON): value for name, value in request.form.items() if name.startswith(REASON)
    }
    reasons = {code: reason.strip() for code, reason in given.items() if reason.strip()}
    try:
        with unit_of_work() as session:
            service.publish(session, acting(), slug, reasons)
    except Refused as refused:
        form.validate()
        form.refuse(refused)
        return _to_do(slug, form, 422)
    return redirect(url_for("officer.consultation", slug=slug), 303)


def _to_do(slug: str, form: OverridesForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        seen = queries.overview(session, acting().organisation_id, slug, clock.now())
        found = service.to_do(session, acting(), slug)
    groups: dict[Weight, list[tuple[str, str, str]]] = {weight: [] for weight in Weight}
    for check in found:
        words = sentence(check.problem, language(), "officer")
        groups[check.weight].append((check.problem.code, check.problem.where, words))
    typed = {name: showable(value) for name, value in request.form.items() if name.startswith(REASON)}
    return render(
        "publish",
        gettext("Publish"),
        status,
        form=form,
        seen=seen,
        groups=groups,
        weights=Weight,
        typed=typed,
    )


def pause(slug: str) -> ResponseReturnValue:
    """Ask why no answers should be taken for a while."""
    return _confirm(slug, "pause", gettext("Pause this consultation"), ReasonForm(formdata=None))


def pause_now(slug: str) -> ResponseReturnValue:
    """Pause, with its reason."""
    form = ReasonForm()
    if not form.validate():
        return _confirm(slug, "pause", gettext("Pause this consultation"), form, 422)
    with unit_of_work() as session:
        service.pause(session, acting(), slug, form.reason.data or "")
    return redirect(url_for("officer.consultation", slug=slug), 303)


def resume_now(slug: str) -> ResponseReturnValue:
    """Take answers again."""
    return _do(slug, service.resume)


def _confirm(
    slug: str, template: str, title: str, form: ReasonForm | None = None, status: int = 200
) -> ResponseReturnValue:
    with reading() as session:
        seen = queries.overview(session, acting().organisation_id, slug, clock.now())
    return render(template, title, status, seen=seen, form=form or OverridesForm(formdata=None))


def _do(slug: str, change: Callable[..., object]) -> ResponseReturnValue:
    with unit_of_work() as session:
        change(session, acting(), slug)
    return redirect(url_for("officer.consultation", slug=slug), 303)
