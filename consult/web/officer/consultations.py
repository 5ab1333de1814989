"""Consultations as officers see them: the list, one of them, a new one."""

import uuid
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.audit.queries import entries_about
from consult.consultations import queries, service
from consult.consultations.details import ConsultationDetails
from consult.consultations.values import CommunityValue
from consult.db import reading, unit_of_work
from consult.outreach.closing import before_closing
from consult.outreach.decisions import closing_decisions
from consult.outreach.reach import QuotaReach, quotas_of
from consult.tenders.queries import tenders_of
from consult.web.forms.publishing import ConsultationForm
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.actions import action_words
from consult.web.officer.advice_words import closing_words, recommended_words
from consult.web.officer.cells import DASH
from consult.web.officer.figures import number, shown
from consult.web.officer.frame import render
from consult.web.officer.states import STATE_COLOURS, state_words
from surveys.document import Survey
from surveys.problems import Problem, Refused

MOST_ENTRIES = 20
FILES = {"survey": "survey", "details": "details", "community": "details"}
"""Which file a problem is in, by the noun its code begins with."""


def home() -> ResponseReturnValue:
    """Lead to what officers look at most."""
    return redirect(url_for("officer.consultations"))


def consultations() -> ResponseReturnValue:
    """List the organisation's consultations."""
    moment = clock.now()
    with reading() as session:
        found = queries.consultations_of(session, acting().organisation_id)
    rows = [
        (value.slug, value.title.to(language()), value.state(moment), value.opens_at, value.closes_at)
        for value in found
    ]
    return render(
        "consultations", gettext("Consultations"), rows=rows, state_words=state_words, colours=STATE_COLOURS
    )


def consultation(slug: str) -> ResponseReturnValue:
    """Show one consultation: where it stands, what comes next, whom it means to hear."""
    actor = acting()
    with reading() as session:
        seen = queries.overview(session, actor.organisation_id, slug, clock.now())
        entries = entries_about(session, actor.organisation_id, seen.consultation.id)
        quotas = quotas_of(session, seen.consultation)
        decided = closing_decisions(session, seen.consultation.id)
        ahead = before_closing(session, seen)
    title = str(seen.consultation.title.to(language()))
    return render(
        "consultation",
        title,
        seen=seen,
        communities=[_community(one) for one in seen.communities],
        quotas=[_quota(one) for one in quotas],
        entries=entries[:MOST_ENTRIES],
        decided=[closing_words(one) for one in decided],
        recommended=recommended_words(ahead) if ahead else None,
        state_words=state_words,
        colours=STATE_COLOURS,
        action_words=action_words,
    )


def _community(one: CommunityValue) -> tuple[Any, ...]:
    source = one.benchmark_source.to(language()) if one.benchmark_source else DASH
    counts = (DASH if count is None else number(count) for count in (one.benchmark_count, one.target))
    return (one.name.to(language()), *counts, source)


def _quota(one: QuotaReach) -> tuple[Any, ...]:
    words = gettext("Reached") if one.is_reached else gettext("Not reached yet")
    return (one.quota.words.to(language()), number(one.quota.most), shown(one.shown), words)


def new_consultation() -> ResponseReturnValue:
    """Ask for what a consultation is written from."""
    form = ConsultationForm(formdata=None)
    _offer_tenders(form)
    return render("new_consultation", gettext("New consultation"), form=form)


def create_consultation() -> ResponseReturnValue:
    """Write the draft, or show what is wrong in which file."""
    form = ConsultationForm()
    _offer_tenders(form)
    if form.validate():
        try:
            _create(form)
            return redirect(url_for("officer.consultation", slug=form.slug.data), 303)
        except Refused as refused:
            form.refuse(refused, FILES)
    return render("new_consultation", gettext("New consultation"), 422, form=form)


def _offer_tenders(form: ConsultationForm) -> None:
    with reading() as session:
        found = tenders_of(session, acting().organisation_id)
    form.tender.choices = [(str(tender.id), str(tender.title.to(language()))) for tender in found]


def _create(form: ConsultationForm) -> None:
    survey = Survey.from_json(_bytes(form, "survey"))
    details = ConsultationDetails.read(_bytes(form, "details"), survey.source_language)
    with unit_of_work() as session:
        service.create(
            session,
            acting(),
            form.slug.data or "",
            tender_id=uuid.UUID(form.tender.data),
            survey=survey,
            details=details,
            opens_on=form.opens_on.data,
            closes_on=form.closes_on.data,
        )


def _bytes(form: ConsultationForm, name: str) -> bytes:
    uploaded = form[name].data
    if not uploaded:
        raise Refused(Problem("file.missing", name))
    read: bytes = uploaded.read()
    return read
