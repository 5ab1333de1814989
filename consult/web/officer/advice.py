"""What to do next: proposals that an officer accepts, changes or dismisses."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import OVER, ConsultationValue
from consult.db import reading, unit_of_work
from consult.outreach import decisions, queries, taking
from consult.outreach.advice import Advice, Offer, advice
from consult.outreach.decisions import AdviceValue, MeansValue
from consult.outreach.pace import Pace
from consult.outreach.taking import as_planned
from consult.outreach.values import PartnerValue
from consult.web.errors import status_of
from consult.web.forms.base import OfficerForm
from consult.web.forms.outreach import AcceptForm, MeansForm, PlanForm, as_given
from consult.web.forms.publishing import ReasonForm
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.advice_words import (
    name,
    nothing_words,
    offer_row,
    paces_words,
    taken_row,
    what_words,
)
from consult.web.officer.frame import render
from consult.web.officer.ledger import Opened, open_ledger, plan_form
from consult.web.officer.outreach import own
from surveys.problems import Problem, Refused
from surveys.text import Text


@dataclass(frozen=True, slots=True)
class Advised:
    """The advice for a consultation as a page found it."""

    value: ConsultationValue
    found: Advice
    taken: tuple[AdviceValue, ...]
    partners: dict[str, PartnerValue]

    @property
    def paces(self) -> dict[str, Pace]:
        """The pace of each affected community by its key."""
        return {one.community.key: one for one in self.found.paces}

    def words(self, said: Any) -> str:
        """Return what a proposal is about to do."""
        return what_words(said, self.paces, self.partners)

    def offer(self, proposal: str) -> Offer:
        """Return one proposal; Refused `advice.unknown`."""
        found = next((one for one in self.found.offers if one.key == proposal), None)
        if found is None or self.value.state(clock.now()) in OVER:
            raise Refused(Problem("advice.unknown", "proposal"))
        return found


def next_steps(slug: str) -> ResponseReturnValue:
    """Show what to do next, in order, with why."""
    with reading() as session:
        found = _advised(session, slug)
    return _next(found)


def write_means(slug: str) -> ResponseReturnValue:
    """Remember what is left for outreach."""
    form = MeansForm()
    with reading() as session:
        found = _advised(session, slug)
    if not form.validate():
        return _next(found, means=form, status=422)
    try:
        with unit_of_work() as session:
            given = MeansValue(form.hours.amount, form.budget.amount)
            taking.remember_means(session, acting(), own(session, slug), given)
    except Refused as refused:
        form.refuse(refused)
        return _next(found, means=form, status=status_of(refused.problems[0]))
    return _to_next(slug)


def accept_proposal(slug: str, proposal: str) -> ResponseReturnValue:
    """Make a proposal a planned activity, with its links."""
    form = AcceptForm()
    form.validate()
    try:
        with unit_of_work() as session:
            found = _advised(session, slug)
            key = taking.accept(
                session, acting(), found.value, proposal, form.seen.data or "", lambda one: _named(found, one)
            )
    except Refused as refused:
        form.refuse(refused)
        with reading() as session:
            return _next(_advised(session, slug), accept=form, status=status_of(refused.problems[0]))
    return redirect(url_for("officer.activity", slug=slug, key=key), 303)


def change_proposal(slug: str, proposal: str) -> ResponseReturnValue:
    """Ask what is to be planned in place of a proposal, beginning with the proposal itself."""
    with reading() as session:
        found, led = _advised(session, slug), open_ledger(session, slug)
    given = as_given(as_planned(found.offer(proposal), _named(found, found.offer(proposal))))
    return _change(led, plan_form(led, formdata=None, data={"seen": len(led.activities), **given}))


def plan_changed(slug: str, proposal: str) -> ResponseReturnValue:
    """Plan what was made of a proposal."""
    with reading() as session:
        led = open_ledger(session, slug)
    form = plan_form(led)
    if not form.validate():
        return _change(led, form, 422)
    try:
        with unit_of_work() as session:
            value = own(session, slug)
            form.expect(len(queries.activities(session, value.id)))
            key = taking.change(session, acting(), value, proposal, form.planned)
    except Refused as refused:
        form.refuse(refused)
        return _change(led, form, status_of(refused.problems[0]))
    return redirect(url_for("officer.activity", slug=slug, key=key), 303)


def dismiss(slug: str, proposal: str) -> ResponseReturnValue:
    """Ask why a proposal is not to be followed."""
    with reading() as session:
        found = _advised(session, slug)
    return _dismiss(found, proposal, ReasonForm(formdata=None))


def write_dismissed(slug: str, proposal: str) -> ResponseReturnValue:
    """Set a proposal aside, with its reason."""
    with reading() as session:
        found = _advised(session, slug)
    form = ReasonForm()
    if not form.validate():
        return _dismiss(found, proposal, form, 422)
    try:
        with unit_of_work() as session:
            taking.dismiss(session, acting(), own(session, slug), proposal, form.reason.data or "")
    except Refused as refused:
        form.refuse(refused)
        return _dismiss(found, proposal, form, status_of(refused.problems[0]))
    return _to_next(slug)


def _advised(session: Session, slug: str) -> Advised:
    value = own(session, slug)
    return Advised(
        value,
        advice(session, value, clock.now()),
        decisions.advice_taken(session, value.id),
        {one.key: one for one in queries.partners(session, value.organisation_id)},
    )


def _named(found: Advised, one: Offer) -> Text:
    return Text.of({language(): found.words(one.said)})


def _next(
    seen: Advised, means: MeansForm | None = None, accept: OfficerForm | None = None, status: int = 200
) -> ResponseReturnValue:
    found, slug = seen.found, seen.value.slug
    is_over = seen.value.state(clock.now()) in OVER
    form = means or MeansForm(formdata=None, data={"hours": found.means.hours, "budget": found.means.budget})
    return render(
        "next_steps",
        gettext("What to do next"),
        status,
        value=seen.value,
        found=found,
        is_over=is_over,
        paces=paces_words(found.paces),
        offers=[] if is_over else [offer_row(one, seen.paces, seen.partners) for one in found.offers],
        nothing=nothing_words(found),
        taken=[taken_row(one, slug, seen.paces, seen.partners) for one in seen.taken],
        name=name,
        form=form,
        problems=[*form.problems, *(accept.problems if accept else ())],
    )


def _change(led: Opened, form: PlanForm, status: int = 200) -> ResponseReturnValue:
    title = gettext("Change this proposal")
    return render("plan_activity", title, status, value=led.value, form=form)


def _dismiss(found: Advised, proposal: str, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    what = found.words(found.offer(proposal).said)
    title = gettext("Dismiss this proposal")
    return render("dismiss", title, status, value=found.value, what=what, form=form)


def _to_next(slug: str) -> ResponseReturnValue:
    return redirect(url_for("officer.next_steps", slug=slug), 303)
