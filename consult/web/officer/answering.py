"""The authority answers: each finding, and whether it goes ahead."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult.db import unit_of_work
from consult.evidence import service
from consult.evidence.terms import DecisionKind, DispositionKind
from consult.web.errors import status_of
from consult.web.forms.evidence import AnswerForm, DecisionForm
from consult.web.locale import gettext
from consult.web.officer import desk_rows, evidence_words
from consult.web.officer.access import acting
from consult.web.officer.desk import Laid, still_open
from consult.web.officer.frame import render
from surveys.problems import Refused


def answer_finding(slug: str, number: int) -> ResponseReturnValue:
    """Ask for the answer to one finding."""
    found = still_open(slug)
    return _answer(found, number, _answer_form(found, formdata=None))


def write_answer(slug: str, number: int) -> ResponseReturnValue:
    """Record the answer; an earlier one stays on record and is no longer in force."""
    found = still_open(slug)
    form = _answer_form(found)
    found.finding(number)
    if form.validate():
        try:
            with unit_of_work() as session:
                service.answer(session, acting(), found.consultation, number, _given(form))
            return redirect(url_for("officer.evidence", slug=slug, _anchor=f"finding-{number}"), 303)
        except Refused as refused:
            form.refuse(refused)
            return _answer(found, number, form, status_of(refused.problems[0]))
    return _answer(found, number, form, 422)


def _given(form: AnswerForm) -> service.Answer:
    return service.Answer(
        DispositionKind(form.kind.data),
        form.reason.data,
        form.role.data,
        owner=form.owner.data,
        due_on=form.due_on.data,
        requirement=form.requirement,
    )


def _answer_form(found: Laid, **given: Any) -> AnswerForm:
    form = AnswerForm(languages=found.written_in, **given)
    form.kind.choices = evidence_words.dispositions()
    form.requirement_kind.choices = evidence_words.requirements()
    form.requirement_change.choices = evidence_words.changes()
    return form


def _answer(found: Laid, number: int, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    row = desk_rows.finding_row(found, found.finding(number))
    title = gettext("Answer finding F%(number)s", number=number)
    return render("answer_finding", title, status, found=found, form=form, row=row)


def decision(slug: str) -> ResponseReturnValue:
    """Ask whether the authority goes ahead."""
    found = still_open(slug)
    return _decision(found, _decision_form(found, formdata=None))


def write_decision(slug: str) -> ResponseReturnValue:
    """Record the decision, on the results as they stand now."""
    found = still_open(slug)
    form = _decision_form(found)
    if form.validate():
        try:
            with unit_of_work() as session:
                service.decide(session, acting(), found.consultation, **_decided(form))
            return redirect(url_for("officer.evidence", slug=slug, _anchor="decision"), 303)
        except Refused as refused:
            form.refuse(refused)
            return _decision(found, form, status_of(refused.problems[0]))
    return _decision(found, form, 422)


def _decided(form: DecisionForm) -> dict[str, Any]:
    words = {name: form[name].data for name in ("reason", "body", "role", "equality_analysis")}
    return {"kind": DecisionKind(form.kind.data), **words}


def _decision_form(found: Laid, **given: Any) -> DecisionForm:
    form = DecisionForm(languages=found.written_in, **given)
    form.kind.choices = evidence_words.decisions()
    return form


def _decision(found: Laid, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    made = desk_rows.decision_rows(found)
    return render("decision", gettext("The decision"), status, found=found, form=form, made=made)
