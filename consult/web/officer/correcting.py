"""Correcting a survey that is open: the corrected document, what it changes and does, and then the next version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations import correcting, queries, service
from consult.consultations.correcting import Correction
from consult.consultations.publication_checks import Weight
from consult.consultations.values import ConsultationValue
from consult.consultations.versions import Decision
from consult.db import reading, unit_of_work
from consult.responses.affected import Affected, affected
from consult.web.forms.limits import showable
from consult.web.forms.publishing import CorrectionForm, OverridesForm
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.figures import shown
from consult.web.officer.frame import render
from consult.web.officer.outreach import own
from consult.web.officer.publishing import REASON
from consult.words.problems import sentence
from surveys.document import Survey
from surveys.problems import Problem, Refused
from surveys.text import Said

DECISION = "decision-"
DECISIONS: Mapping[str, Decision] = {"keep": "keep", "ask_again": "ask_again"}
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Row:
    """One question, agreement or page: its words, what changed about it, and how many answers that touches at most.

    `changes` are told under what they do to answers in progress.
    """

    key: str
    name: Said | str
    changes: Mapping[str, Sequence[str]]
    answers: str | None
    is_altered: bool
    is_removed: bool


def correct(slug: str) -> ResponseReturnValue:
    """Ask for the corrected survey; show what the one that was written would change."""
    return _page(slug, CorrectionForm(formdata=None), OverridesForm(formdata=None))


def upload_correction(slug: str) -> ResponseReturnValue:
    """Write the corrected survey as what comes next, or say what is wrong with the file. Nothing is published."""
    form = CorrectionForm()
    try:
        survey = _uploaded(form)
        with unit_of_work() as session:
            service.edit_survey(session, acting(), slug, survey)
    except Refused as refused:
        form.refuse(refused, {"survey": "survey"})
        return _page(slug, form, OverridesForm(formdata=None), 422)
    return redirect(url_for("officer.correct", slug=slug), 303)


def correct_now(slug: str) -> ResponseReturnValue:
    """Publish what was looked at as the next version, with the decisions; or show it again."""
    form = OverridesForm()
    try:
        with unit_of_work() as session:
            survey = _looked_at(queries.draft_survey(session, own(session, slug).id))
            correcting.correct(session, acting(), slug, survey, _decisions(), _typed(REASON))
    except Refused as refused:
        form.validate()
        form.refuse(refused)
        return _page(slug, CorrectionForm(formdata=None), form, 422)
    return redirect(url_for("officer.consultation", slug=slug), 303)


def _uploaded(form: CorrectionForm) -> Survey:
    if not form.survey.data:
        raise Refused(Problem("file.missing", "survey"))
    return Survey.from_json(form.survey.data.read())


def _looked_at(survey: Survey) -> Survey:
    """Return the survey that is written, if it is the one the officer saw."""
    if survey.fingerprint != request.form.get(SEEN):
        raise Refused(Problem("correction.changed_meanwhile"))
    return survey


def _decisions() -> dict[str, Decision]:
    return {key: DECISIONS[value] for key, value in _typed(DECISION).items() if value in DECISIONS}


def _typed(prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): showable(value).strip()
        for name, value in request.form.items()
        if name.startswith(prefix) and value.strip()
    }


def _page(slug: str, upload: CorrectionForm, form: OverridesForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        value = own(session, slug)
        found = correcting.correction(session, acting(), slug)
        touched = affected(session, value, (*found.altered, *found.removed))
    return render(
        "correct",
        gettext("Correct the survey"),
        status,
        value=value,
        upload=upload,
        form=form,
        found=found,
        rows=_rows(found, touched, value),
        drafts=shown(touched.drafts),
        seen=found.after.fingerprint,
        groups=_groups(found),
        weights=Weight,
        decided=_typed(DECISION),
        reasons=_typed(REASON),
    )


def _rows(found: Correction, touched: Affected, value: ConsultationValue) -> list[Row]:
    told: dict[str, dict[str, list[str]]] = {}
    for change in found.changes:
        effect = sentence(Problem(change.effect), language(), "officer")
        of_key = told.setdefault(change.key, {}).setdefault(effect, [])
        of_key.append(sentence(change, language(), "officer"))
    keys = dict.fromkeys((*told, *found.altered, *found.removed))
    names = _names(found, value)
    return [
        Row(
            key,
            names.get(key, key) if key else gettext("The survey as a whole"),
            told.get(key, {}),
            shown(touched.answered[key]) if key in touched.answered else None,
            key in found.altered,
            key in found.removed,
        )
        for key in keys
    ]


def _names(found: Correction, value: ConsultationValue) -> dict[str, Said]:
    """What pages, questions and agreements are called, in the newer words where there are both."""
    names: dict[str, Said] = {}
    for page in (page for survey in (found.before, found.after) for page in survey.pages):
        names[page.id] = page.title.to(language(), value.languages)
        if page.about_you is not None:
            names[page.consent_key] = page.about_you.consent.to(language(), value.languages)
        names |= {each.id: each.text.to(language(), value.languages) for each in page.questions}
    return names


def _groups(found: Correction) -> dict[Weight, list[tuple[str, str, str]]]:
    groups: dict[Weight, list[tuple[str, str, str]]] = {weight: [] for weight in Weight}
    for check in found.checks:
        words = sentence(check.problem, language(), "officer")
        groups[check.weight].append((check.problem.code, check.problem.where, words))
    return groups
