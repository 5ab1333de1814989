"""Bringing a tender in, writing one by hand, and describing the AI system it is about."""

import uuid
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult.db import reading, unit_of_work
from consult.tenders import queries, service
from consult.tenders.details import TenderDetails
from consult.tenders.profile import Profile
from consult.tenders.values import TenderValue
from consult.web.errors import status_of
from consult.web.forms.tenders import SPARE_ROWS, AffectedGroupForm, ImportForm, ProfileForm, TenderForm
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.officer import tender_words
from consult.web.officer.access import acting, officer
from consult.web.officer.frame import render
from consult.web.officer.tenders import own_tender, told
from surveys.problems import Problem, Refused


def import_tenders() -> ResponseReturnValue:
    """Ask for an OCDS file."""
    return render("import", gettext("Import from OCDS"), form=ImportForm(formdata=None), faults=())


def check_import() -> ResponseReturnValue:
    """Import what can be used, and report every fault with its place."""
    form = ImportForm()
    try:
        name, content = _uploaded(form)
        with unit_of_work() as session:
            report = service.import_file(session, acting(), content, name)
    except Refused as refused:
        first, *others = refused.problems
        form.refuse(Refused(first), {first.code.split(".")[0]: "file"})
        return render("import", gettext("Import from OCDS"), 422, form=form, faults=told(tuple(others)))
    with reading() as session:
        by_ocid = {value.ocid: value for value in queries.tenders_of(session, acting().organisation_id)}
    return render(
        "imported", gettext("What was imported"), report=report, by_ocid=by_ocid, faults=told(report.faults)
    )


def _uploaded(form: ImportForm) -> tuple[str, bytes]:
    uploaded = form.file.data
    if not uploaded:
        raise Refused(Problem("file.missing", "file"))
    return uploaded.filename or "", uploaded.read()


def new_tender() -> ResponseReturnValue:
    """Ask for what a tender without a notice is about."""
    with reading() as session:
        known = queries.tenders_of(session, acting().organisation_id)
    return _new_tender(_tender_form(formdata=None, data={"seen": len(known)}))


def create_tender() -> ResponseReturnValue:
    """Write the record, mint its OCID, and go on to the AI system."""
    form = _tender_form()
    if form.validate():
        try:
            said = {name: value for name, value in form.data.items() if value and name != "seen"}
            with unit_of_work() as session:
                form.expect(len(queries.tenders_of(session, acting().organisation_id)))
                made = service.create(session, acting(), TenderDetails.read(said))
            return redirect(url_for("officer.ai_system", tender_id=made.id), 303)
        except Refused as refused:
            form.refuse(refused)
            return _new_tender(form, status_of(refused.problems[0]))
    return _new_tender(form, 422)


def _new_tender(form: TenderForm, status: int = 200) -> ResponseReturnValue:
    prefix = officer().organisation.ocid_prefix
    return render("new_tender", gettext("New tender"), status, form=form, prefix=prefix)


def _tender_form(**given: Any) -> TenderForm:
    form = TenderForm(languages=written_in(), **given)
    form.route.choices = tender_words.routes()
    return form


def written_in(*others: str) -> tuple[str, ...]:
    """Return the languages an officer may write a tender in: their own, what the installation offers, `others`."""
    return tuple(dict.fromkeys((language(), *installation().settings.languages, *others)))


def ai_system(tender_id: uuid.UUID) -> ResponseReturnValue:
    """Ask what the AI system is for, what it decides, who watches it, and whom it affects."""
    with reading() as session:
        value = own_tender(session, tender_id)
        profile = queries.profile_of(session, tender_id)
    return _ai_system(value, _profile_form(profile, formdata=None))


def write_ai_system(tender_id: uuid.UUID) -> ResponseReturnValue:
    """Write the profile; what this page does not ask for stays as it was."""
    with reading() as session:
        value = own_tender(session, tender_id)
        profile = queries.profile_of(session, tender_id)
    form = _profile_form(profile)
    if form.validate():
        try:
            with unit_of_work() as session:
                service.set_profile(session, acting(), value.ocid, _written(form, profile))
            return redirect(url_for("officer.tender", tender_id=tender_id), 303)
        except Refused as refused:
            form.refuse(refused)
    return _ai_system(value, form, 422)


def _ai_system(value: TenderValue, form: ProfileForm, status: int = 200) -> ResponseReturnValue:
    return render("ai_system", gettext("The AI system"), status, form=form, value=value)


def _profile_form(profile: Profile | None, **given: Any) -> ProfileForm:
    data: dict[str, Any] = {}
    written: tuple[str, ...] = ()
    if profile is not None:
        names = ("name", "purpose", "decides", "decides_what", "human_oversight")
        data = {name: getattr(profile, name) for name in names}
        spare: list[dict[str, Any]] = [{}] * SPARE_ROWS
        data["groups"] = [group.model_copy().__dict__ for group in profile.affected_groups] + spare
        written = tuple(code for name in names if name != "decides" for code in _languages(data[name]))
        written += tuple(code for group in profile.affected_groups for code in group.how.languages)
    form = ProfileForm(languages=written_in(*written), data=data, **given)
    form.offer(tender_words.decisions(), tender_words.severities(), tender_words.reversibilities())
    return form


def _languages(words: Any) -> tuple[str, ...]:
    return words.languages if words is not None else ()


def _written(form: ProfileForm, profile: Profile | None) -> Profile:
    names = ("name", "purpose", "decides_what", "human_oversight")
    said = {name: getattr(form, name).data for name in names}
    kept = profile.to_json() if profile else {}
    known = {group["community"]: group for group in kept.get("affected_groups", ())}
    groups = [
        {**known.get(row.community.data or "", {}), **_group(row)} for row in form.rows if not row.is_blank
    ]
    return Profile.read({**kept, **said, "decides": form.decides.data or None, "affected_groups": groups})


def _group(row: AffectedGroupForm) -> dict[str, Any]:
    return {name: getattr(row, name).data for name in ("community", "how", "severity", "reversibility")}
