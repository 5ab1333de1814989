"""Sessions with a community that is too small to be counted, or would rather talk: a conversation beside the count."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.db import unit_of_work
from consult.evidence import service
from consult.evidence.record import session_notes
from consult.web.errors import status_of
from consult.web.forms.evidence import SessionForm
from consult.web.locale import gettext
from consult.web.officer.access import acting, officer
from consult.web.officer.desk import Laid, laid, unsealed
from consult.web.officer.desk_rows import session_rows
from consult.web.officer.frame import render
from consult.words.locales import endonym
from surveys.problems import Refused


def sessions(slug: str) -> ResponseReturnValue:
    """List the sessions held so far, and offer to add another while nothing is sealed."""
    found = laid(slug)
    return render(
        "sessions",
        gettext("Sessions"),
        value=found.consultation,
        rows=session_rows(found),
        can_add=not found.desk.is_sealed,
    )


def new_session(slug: str) -> ResponseReturnValue:
    """Ask what was said, by how many, where and when."""
    found = unsealed(slug)
    given = {"seen": len(found.desk.session_notes)}
    return _new_session(found, _session_form(found, formdata=None, data=given))


def write_session(slug: str) -> ResponseReturnValue:
    """Keep the notes, so that a finding can cite them."""
    found = unsealed(slug)
    form = _session_form(found)
    is_good = form.validate()
    if is_good and not form.refuse_later_than(clock.today(officer().organisation.time_zone)):
        try:
            with unit_of_work() as session:
                form.expect(len(session_notes(session, found.consultation.id)))
                service.add_session_note(session, acting(), found.consultation, _note(found, form))
            return redirect(url_for("officer.sessions", slug=slug), 303)
        except Refused as refused:
            form.refuse(refused)
            return _new_session(found, form, status_of(refused.problems[0]))
    return _new_session(found, form, 422)


def _note(found: Laid, form: SessionForm) -> service.Note:
    taken = {note["key"] for note in found.desk.session_notes}
    numbers = range(1, len(taken) + 2)
    return service.Note(
        key=next(f"session-{number}" for number in numbers if f"session-{number}" not in taken),
        community=form.community.data,
        held_on=form.held_on.data,
        place=form.place.data,
        ran_by=form.ran_by.data,
        people=form.people.number or 0,
        language=form.language.data,
        notes=form.notes.data,
    )


def _session_form(found: Laid, **given: Any) -> SessionForm:
    form = SessionForm(languages=found.written_in, **given)
    form.community.choices = [(key, found.names.community(key)) for key in found.names.communities]
    spoken = [code for community in found.communities for code in community.languages]
    offered = dict.fromkeys((*found.consultation.languages, *spoken))
    form.language.choices = [(code, endonym(code)) for code in offered]
    return form


def _new_session(found: Laid, form: SessionForm, status: int = 200) -> ResponseReturnValue:
    return render("new_session", gettext("Add session notes"), status, found=found, form=form)
