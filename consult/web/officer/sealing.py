"""Sealing: asked once more, and refused with the list until the duty to answer is met."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult.db import unit_of_work
from consult.evidence import sealing
from consult.web.forms.publishing import OverridesForm
from consult.web.locale import gettext
from consult.web.officer.access import acting
from consult.web.officer.desk import still_open
from consult.web.officer.desk_rows import to_do
from consult.web.officer.frame import render
from surveys.problems import Refused


def seal(slug: str) -> ResponseReturnValue:
    """Say what sealing means, or what is still to do before."""
    return _seal(slug)


def seal_now(slug: str) -> ResponseReturnValue:
    """Seal, or show what is still to do."""
    found = still_open(slug)
    try:
        with unit_of_work() as session:
            sealing.seal(session, acting(), found.consultation)
    except Refused:
        return _seal(slug, 422)
    return redirect(url_for("officer.evidence", slug=slug, _anchor="sealed"), 303)


def _seal(slug: str, status: int = 200) -> ResponseReturnValue:
    found = still_open(slug)
    is_interim = any(
        finding.disposition is not None and finding.disposition["kind"] == "needs_more"
        for finding in found.desk.findings
    )
    return render(
        "seal",
        gettext("Seal the evidence"),
        status,
        found=found,
        to_do=to_do(found),
        is_interim=is_interim,
        form=OverridesForm(formdata=None),
    )
