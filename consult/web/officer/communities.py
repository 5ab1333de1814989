"""Whom a consultation means to hear: the list of communities, one of them, and the smallest group that is shown."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations import communities as service
from consult.consultations.community_details import CommunityDetail
from consult.consultations.values import ConsultationValue
from consult.db import reading, unit_of_work
from consult.tenders.queries import affected_groups
from consult.web.errors import status_of
from consult.web.forms.communities import CommunityForm, LimitsForm
from consult.web.locale import gettext, language
from consult.web.officer import community_fields
from consult.web.officer.access import acting
from consult.web.officer.community_rows import Listed, listed
from consult.web.officer.frame import render
from consult.web.officer.outreach import own
from consult.words.locales import endonym
from surveys.document import Survey
from surveys.problems import Problem, Refused
from surveys.questions.asked import Asked
from surveys.text import Text


@dataclass(frozen=True, slots=True)
class Laid:
    """A consultation, the survey people answer, the question that states membership, and what is there of it."""

    value: ConsultationValue
    survey: Survey
    question: Asked | None
    kept: CommunityDetail | None
    how: Text | None = None
    severity: str = ""
    group: str = ""

    @property
    def seen(self) -> str:
        """What the form was shown for: the community as it was, or how many there were."""
        return community_fields.print_of(self.kept) if self.kept else str(len(self.value.details.communities))


def communities(slug: str) -> ResponseReturnValue:
    """List whom the consultation means to hear, what is worth a thought, and what weighting needs."""
    with reading() as session:
        found: Listed = listed(session, own(session, slug))
    return render("communities", gettext("Communities"), found=found, value=found.value)


def new_community(slug: str) -> ResponseReturnValue:
    """Ask by which question people state that they belong; then for the community."""
    found = _laid(slug, None)
    if found.question is None:
        return _choose(found)
    data = {"how_affected": found.how, "severity": found.severity, "key": found.group, "seen": found.seen}
    return _page(found, _form(found, formdata=None, data=data))


def add_community(slug: str) -> ResponseReturnValue:
    """Add the community, or show what is wrong."""
    return _write(_laid(slug, None))


def community(slug: str, key: str) -> ResponseReturnValue:
    """Show one community, to be changed."""
    found = _laid(slug, key)
    assert found.kept is not None  # _laid refuses an unknown key
    data = {**community_fields.of_detail(found.kept), "seen": found.seen}
    return _page(found, _form(found, formdata=None, data=data))


def write_community(slug: str, key: str) -> ResponseReturnValue:
    """Change the community, or show what is wrong."""
    return _write(_laid(slug, key))


def remove_community(slug: str, key: str) -> ResponseReturnValue:
    """Ask whether to take a community out."""
    found = _laid(slug, key)
    return render("remove_community", gettext("Remove a community"), found=found, problems=())


def remove_community_now(slug: str, key: str) -> ResponseReturnValue:
    """Take the community out of a draft."""
    with unit_of_work() as session:
        service.remove_community(session, acting(), slug, key)
    return redirect(url_for("officer.communities", slug=slug), 303)


def limits(slug: str) -> ResponseReturnValue:
    """Ask for the smallest group that is shown, and for how many answers are counted on."""
    with reading() as session:
        value = own(session, slug)
    expected = value.details.expected_answers
    data = {"threshold": str(value.threshold), "expected_answers": str(expected or ""), "seen": "limits"}
    return _limits(value, LimitsForm(formdata=None, data=data))


def write_limits(slug: str) -> ResponseReturnValue:
    """Set both, or show what is wrong."""
    with reading() as session:
        value = own(session, slug)
    form = LimitsForm()
    if form.validate():
        try:
            with unit_of_work() as session:
                given = (form.threshold.number or 0, form.expected_answers.number)
                service.set_limits(session, acting(), slug, *given, reason=form.reason.data or "")
            return redirect(url_for("officer.communities", slug=slug), 303)
        except Refused as refused:
            form.refuse(refused)
            return _limits(value, form, status_of(refused.problems[0]))
    return _limits(value, form, 422)


def _write(found: Laid) -> ResponseReturnValue:
    if found.question is None:
        return _choose(found)
    form = _form(found, data=community_fields.of_detail(found.kept) if found.kept else {})
    slug, key = found.value.slug, found.kept.key if found.kept else None
    if form.validate():
        try:
            detail = community_fields.detail(form, found.question.id, found.kept)
            with unit_of_work() as session:
                form.expect(_laid(slug, key).seen)
                service.write_community(
                    session, acting(), slug, detail, key=key, reason=form.reason.data or ""
                )
            return redirect(url_for("officer.communities", slug=slug, _anchor=detail.key), 303)
        except Refused as refused:
            form.refuse(community_fields.at_fields(refused))
            return _page(found, form, status_of(refused.problems[0]))
    return _page(found, form, 422)


def _laid(slug: str, key: str | None) -> Laid:
    with reading() as session:
        value = own(session, slug)
        survey = service.survey_of(session, value)
        groups = {one.community: one for one in affected_groups(session, value.tender_id)}
    kept = next((one for one in value.details.communities if one.key == key), None)
    if key is not None and kept is None:
        raise Refused(Problem("community.unknown", "", {"key": key}))
    asked = {one.id: one for one in community_fields.stating(survey)}
    question = asked.get(request.values.get("question", kept.stated_by.question_id if kept else ""))
    group = groups.get(request.args.get("group", ""))
    if group is None:
        return Laid(value, survey, question, kept)
    return Laid(value, survey, question, kept, group.how, group.severity, group.community)


def _choose(found: Laid) -> ResponseReturnValue:
    with reading() as session:
        groups = affected_groups(session, found.value.tender_id)
    taken = {one.key for one in found.value.details.communities}
    return render(
        "choose_question",
        gettext("Add a community"),
        found=found,
        questions=[(one.id, one.text.to(language())) for one in community_fields.stating(found.survey)],
        groups=[(one.community, one.community) for one in groups if one.community not in taken],
    )


def _form(found: Laid, **given: Any) -> CommunityForm:
    assert found.question is not None  # asked first
    kept = found.kept
    written = (kept.name, kept.how_affected, kept.target_reason) if kept else (found.how,)
    benchmark = (kept.benchmark.source, kept.benchmark.area) if kept and kept.benchmark else ()
    elsewhere = community_fields.languages_of((*written, *benchmark))
    spoken = (language(), *found.value.languages, *elsewhere)
    form = CommunityForm(languages=tuple(dict.fromkeys(spoken)), **given)
    answers = [(one.id, one.text.to(language(), found.value.languages)) for one in found.question.choices]
    form.yes.choices = form.no.choices = answers
    offered = dict.fromkeys((*found.value.languages, *(kept.languages if kept else ())))
    form.languages.choices = [(code, endonym(code)) for code in offered]
    community_fields.offer(form)
    return form


def _page(found: Laid, form: CommunityForm, status: int = 200) -> ResponseReturnValue:
    title = gettext("Change a community") if found.kept else gettext("Add a community")
    others = [(one.id, one.text.to(language())) for one in community_fields.stating(found.survey)]
    return render("community", title, status, found=found, form=form, questions=others)


def _limits(value: ConsultationValue, form: LimitsForm, status: int = 200) -> ResponseReturnValue:
    return render("community_limits", gettext("Smallest group shown"), status, value=value, form=form)
