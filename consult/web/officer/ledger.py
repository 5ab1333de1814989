"""The ledger of outreach: what is planned, what was done, what was called off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.queries import communities
from consult.consultations.values import OVER, CommunityValue, ConsultationValue
from consult.db import reading, unit_of_work
from consult.outreach import ledger, queries, reminders, service
from consult.outreach.terms import Channel, Standing
from consult.outreach.values import ActivityValue, PartnerValue
from consult.web.errors import status_of
from consult.web.forms.outreach import (
    CancelForm,
    DoneForm,
    LedgerFilter,
    LinkForm,
    PlanForm,
    as_done,
    as_planned,
)
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.web.officer.ledger_rows import facts, links_of, named, reminder_words, row
from consult.web.officer.outreach import own
from consult.web.officer.words import channel_words, standing_words
from consult.words.locales import endonym
from surveys.problems import Refused

Change = Callable[[Session, ConsultationValue], object]


@dataclass(frozen=True, slots=True)
class Opened:
    """The ledger of a consultation as a page found it."""

    value: ConsultationValue
    activities: tuple[ActivityValue, ...]
    communities: tuple[CommunityValue, ...]
    partners: tuple[PartnerValue, ...]

    @property
    def today(self) -> date:
        """Return the day it is where the authority is."""
        return clock.today(self.value.time_zone)


def outreach(slug: str) -> ResponseReturnValue:
    """List the activities of a consultation, all or those a filter asks for, and what is to be seen to."""
    with reading() as session:
        found = open_ledger(session, slug)
        due = reminders.to_remind_of(session, found.value, clock.now())
    form = _filter(found)
    is_good = form.validate()
    rows = [
        row(one, found.today, found.communities)
        for one in sorted(found.activities, key=lambda one: one.done_on or one.on or date.max)
        if _is_wanted(one, form, found)
    ]
    return render(
        "outreach",
        gettext("Outreach"),
        200 if is_good else 422,
        value=found.value,
        rows=rows,
        due=[reminder_words(one) for one in due],
        form=form,
        can_plan=found.value.state(clock.now()) not in OVER,
        is_filtered=any((form.state.data, form.channel.data, form.community.data)),
        standing_words=standing_words,
    )


def plan_activity(slug: str) -> ResponseReturnValue:
    """Ask what the activity is to be."""
    with reading() as session:
        found = open_ledger(session, slug)
    return _plan(found, plan_form(found, formdata=None, data={"seen": len(found.activities)}))


def write_activity(slug: str) -> ResponseReturnValue:
    """Write the activity into the ledger, with its links."""
    with reading() as session:
        found = open_ledger(session, slug)
    form = plan_form(found)
    if not form.validate():
        return _plan(found, form, 422)
    try:
        with unit_of_work() as session:
            value = own(session, slug)
            form.expect(len(queries.activities(session, value.id)))
            key = ledger.plan(session, acting(), value, form.planned)
    except Refused as refused:
        form.refuse(refused)
        return _plan(found, form, status_of(refused.problems[0]))
    return _to_activity(slug, key)


def activity(slug: str, key: str) -> ResponseReturnValue:
    """Show one activity: what was planned, what came of it, its links."""
    with reading() as session:
        found, one = _one(session, slug, key)
    return _activity(found, one, _link_form(found, one, formdata=None))


def add_link(slug: str, key: str) -> ResponseReturnValue:
    """Make one more link of an activity, in another language."""
    with reading() as session:
        found, one = _one(session, slug, key)
    form = _link_form(found, one)
    if not form.validate():
        return _activity(found, one, form, 422)
    with unit_of_work() as session:
        service.add_link(session, acting(), found.value, one.id, form.language.data)
    return _to_activity(slug, key)


def change_activity(slug: str, key: str) -> ResponseReturnValue:
    """Ask what is to change of what is planned."""
    with reading() as session:
        found, one = _one(session, slug, key)
    return _change(found, one, plan_form(found, formdata=None, data=as_planned(one)))


def write_change(slug: str, key: str) -> ResponseReturnValue:
    """Change what is planned."""
    with reading() as session:
        found, one = _one(session, slug, key)
    form = plan_form(found, data=as_planned(one))
    return _written(
        form,
        lambda session, value: ledger.change(session, acting(), value, key, form.planned),
        lambda status: _change(found, one, form, status),
        (slug, key),
    )


def done(slug: str, key: str) -> ResponseReturnValue:
    """Ask what came of an activity."""
    with reading() as session:
        found, one = _one(session, slug, key)
    return _done(found, one, DoneForm(formdata=None, data=as_done(one)))


def write_done(slug: str, key: str) -> ResponseReturnValue:
    """Note what came of an activity."""
    with reading() as session:
        found, one = _one(session, slug, key)
    form = DoneForm()
    return _written(
        form,
        lambda session, value: ledger.record_done(session, acting(), value, key, form.done),
        lambda status: _done(found, one, form, status),
        (slug, key),
    )


def cancel(slug: str, key: str) -> ResponseReturnValue:
    """Ask why an activity is called off."""
    with reading() as session:
        found, one = _one(session, slug, key)
    return _cancel(found, one, CancelForm(formdata=None))


def write_cancelled(slug: str, key: str) -> ResponseReturnValue:
    """Call an activity off."""
    with reading() as session:
        found, one = _one(session, slug, key)
    form = CancelForm()
    return _written(
        form,
        lambda session, value: ledger.cancel(session, acting(), value, key, form.reason.data or ""),
        lambda status: _cancel(found, one, form, status),
        (slug, key),
    )


def _written(
    form: Any, change: Change, again: Callable[[int], ResponseReturnValue], place: tuple[str, str]
) -> ResponseReturnValue:
    """Make `change` where `form` is good and lead to the activity; else show the page again."""
    if not form.validate():
        return again(422)
    try:
        with unit_of_work() as session:
            change(session, own(session, place[0]))
    except Refused as refused:
        form.refuse(refused)
        return again(status_of(refused.problems[0]))
    return _to_activity(*place)


def _to_activity(slug: str, key: str) -> ResponseReturnValue:
    return redirect(url_for("officer.activity", slug=slug, key=key), 303)


def open_ledger(session: Session, slug: str) -> Opened:
    """Return the ledger of a consultation; Refused `consultation.unknown`."""
    value = own(session, slug)
    return Opened(
        value,
        queries.activities(session, value.id),
        communities(session, value.id),
        queries.partners(session, value.organisation_id),
    )


def _one(session: Session, slug: str, key: str) -> tuple[Opened, ActivityValue]:
    found = open_ledger(session, slug)
    return found, queries.activity(session, found.value.id, key)


def _filter(found: Opened) -> LedgerFilter:
    form = LedgerFilter(formdata=request.args)
    form.state.choices = [(one.value, standing_words(one)) for one in Standing]
    form.channel.choices = [(one.value, channel_words(one.value)) for one in Channel]
    form.community.choices = [(one.key, one.name.to(language())) for one in found.communities]
    return form


def _is_wanted(one: ActivityValue, form: LedgerFilter, found: Opened) -> bool:
    return (
        form.state.data in {"", None, one.standing(found.today).value}
        and form.channel.data in {"", None, one.channel}
        and form.community.data in {"", None, *one.communities}
    )


def plan_form(found: Opened, **given: Any) -> PlanForm:
    """Return the form of a planned activity, with what can be chosen in it."""
    form = PlanForm(languages=tuple(dict.fromkeys((language(), *found.value.languages))), **given)
    form.channel.choices = [(one.value, channel_words(one.value)) for one in Channel]
    form.languages.choices = [(code, endonym(code)) for code in found.value.languages]
    form.communities.choices = [(one.key, one.name.to(language())) for one in found.communities]
    helping = [one for one in found.partners if one.is_active or one.key == form.partner.data]
    form.partner.choices = [(one.key, one.name.to(language())) for one in helping]
    return form


def _link_form(found: Opened, one: ActivityValue, **given: Any) -> LinkForm:
    form = LinkForm(**given)
    made = {link.language for link in one.links}
    form.language.choices = [(code, endonym(code)) for code in found.value.languages if code not in made]
    return form


def _plan(found: Opened, form: PlanForm, status: int = 200) -> ResponseReturnValue:
    return render("plan_activity", gettext("Plan an activity"), status, value=found.value, form=form)


def _change(found: Opened, one: ActivityValue, form: PlanForm, status: int = 200) -> ResponseReturnValue:
    title = gettext("Change what is planned")
    return render("plan_activity", title, status, value=found.value, one=one, form=form)


def _done(found: Opened, one: ActivityValue, form: DoneForm, status: int = 200) -> ResponseReturnValue:
    return render("done", gettext("Record what was done"), status, value=found.value, one=one, form=form)


def _cancel(found: Opened, one: ActivityValue, form: CancelForm, status: int = 200) -> ResponseReturnValue:
    return render("cancel", gettext("Cancel this activity"), status, value=found.value, one=one, form=form)


def _activity(found: Opened, one: ActivityValue, form: LinkForm, status: int = 200) -> ResponseReturnValue:
    base = installation().settings.base_url.rstrip("/")
    return render(
        "activity",
        str(named(one)),
        status,
        value=found.value,
        one=one,
        standing=one.standing(found.today).value,
        rows=facts(one, found.today, found.communities, found.partners),
        links=links_of(one, base),
        form=form,
    )
