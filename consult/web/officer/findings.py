"""Making a candidate a finding, or setting it aside with a reason that is published."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.db import unit_of_work
from consult.evidence import service
from consult.evidence.queries import findings
from consult.evidence.terms import Strength
from consult.web.errors import status_of
from consult.web.forms.evidence import EVERYONE, FindingForm, SetAsideForm
from consult.web.locale import gettext
from consult.web.officer import citing, evidence_words
from consult.web.officer.access import acting
from consult.web.officer.desk import Laid, still_open
from consult.web.officer.desk_rows import candidates
from consult.web.officer.frame import render
from surveys.problems import Problem, Refused


def new_finding(slug: str) -> ResponseReturnValue:
    """Ask what people said; a candidate named in the address fills in what follows from it."""
    found = still_open(slug)
    wanted = request.args.get("treats")
    given: dict[str, Any] = {}
    if wanted is not None:
        supports, communities = citing.suggested_by(found.candidate(wanted))
        given = {"treats": [wanted], "supports": supports, "communities": communities}
    given["seen"] = len(found.desk.findings)
    return _new_finding(found, _finding_form(found, formdata=None, data=given))


def write_finding(slug: str) -> ResponseReturnValue:
    """Write the finding, and say of the candidates it takes up what became of them."""
    found = still_open(slug)
    form = _finding_form(found)
    if form.validate():
        try:
            with unit_of_work() as session:
                form.expect(len(findings(session, found.consultation.id)))
                service.write_finding(session, acting(), found.consultation, **_written(form))
            return redirect(url_for("officer.evidence", slug=slug), 303)
        except Refused as refused:
            form.refuse(refused)
            return _new_finding(found, form, status_of(refused.problems[0]))
    return _new_finding(found, form, 422)


def _written(form: FindingForm) -> dict[str, Any]:
    return {
        "statement": form.statement.data,
        "communities": [key for key in form.communities.data if key != EVERYONE],
        "supports": citing.supports(form.supports.data),
        "strength": Strength(form.strength.data),
        "treats": form.treats.data,
    }


def _finding_form(found: Laid, **given: Any) -> FindingForm:
    form = FindingForm(languages=found.written_in, **given)
    everyone = [(EVERYONE, gettext("Everyone who answered"))]
    form.communities.choices = everyone + [
        (key, found.names.community(key)) for key in found.names.communities
    ]
    form.supports.choices = citing.choices(citing.groups(found))
    form.strength.choices = evidence_words.strengths()
    form.treats.choices = [(row.key, row.title) for row in candidates(found) if row.state == "open"]
    return form


def _new_finding(found: Laid, form: FindingForm, status: int = 200) -> ResponseReturnValue:
    return render(
        "new_finding",
        gettext("Write a finding"),
        status,
        found=found,
        form=form,
        groups=citing.groups(found),
        candidates=[row for row in candidates(found) if row.state == "open"],
    )


def set_aside(slug: str, key: str) -> ResponseReturnValue:
    """Ask why a candidate finding is set aside."""
    found = still_open(slug)
    return _set_aside(found, key, SetAsideForm(languages=found.written_in, formdata=None))


def set_aside_now(slug: str, key: str) -> ResponseReturnValue:
    """Set it aside, with the reason."""
    found = still_open(slug)
    form = SetAsideForm(languages=found.written_in)
    if form.validate():
        try:
            with unit_of_work() as session:
                service.set_aside(session, acting(), found.consultation, key, form.reason.data)
            return redirect(url_for("officer.evidence", slug=slug), 303)
        except Refused as refused:
            form.refuse(refused)
            return _set_aside(found, key, form, status_of(refused.problems[0]))
    return _set_aside(found, key, form, 422)


def _set_aside(found: Laid, key: str, form: SetAsideForm, status: int = 200) -> ResponseReturnValue:
    row = next((one for one in candidates(found) if one.key == key), None)
    if row is None:
        raise Refused(Problem("evidence.candidate.unknown", "key", {"key": key}))
    return render("set_aside", gettext("Set aside"), status, found=found, form=form, row=row)
