"""The outreach of the story: what was done, and what is planned, overdue or called off."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from consult import db
from consult.audit.actor import Actor
from consult.consultations.values import ConsultationValue
from consult.outreach import ledger
from consult.outreach.decisions import MeansValue
from consult.outreach.taking import remember_means
from consult.outreach.terms import Channel
from surveys.text import Text

Written = Mapping[str, Any]


def days_done(written: Written, today: date) -> dict[str, date]:
    """Return the day on which each activity that was done was done, by the key of its link."""
    return {one["link"]: _day(today, one) for one in written["done"]}


def write_ledger(actor: Actor, consultation: ConsultationValue, written: Written, today: date) -> None:
    """Write the ledger of a consultation whose links are laid out."""
    with db.unit_of_work() as session:
        for one in written["done"]:
            ledger.record_done(session, actor, consultation, one["link"], _done(one, written, today))
        for one in written["planned"]:
            ledger.plan(session, actor, consultation, _planned(one, written, today))
        for one in written["called_off"]:
            key = ledger.plan(session, actor, consultation, _planned(one, written, today))
            ledger.cancel(session, actor, consultation, key, one["reason"])
        if left := written["means"]:
            means = MeansValue(_amount(left["hours"]), _amount(left["budget"]))
            remember_means(session, actor, consultation, means)


def _done(one: Written, written: Written, today: date) -> ledger.Done:
    return ledger.Done(
        on=_day(today, one),
        people=one["people"],
        hours=_amount(one["hours"]),
        cost=_amount(one["cost"]),
        materials=one["materials"],
        outcome=one["outcome"],
        notes=written["notes"],
    )


def _planned(one: Written, written: Written, today: date) -> ledger.Planned:
    return ledger.Planned(
        what=Text.of(one["what"]),
        channel=Channel(one["channel"]),
        languages=tuple(one["languages"]),
        communities=tuple(one["communities"]),
        partner=one["partner"],
        on=_day(today, one),
        place=Text.of(one["place"]),
        is_place_public=one["is_place_public"],
        hours=_amount(one["hours"]),
        cost=_amount(one["cost"]),
        materials=one["materials"],
        notes=written["notes"],
    )


def _day(today: date, one: Written) -> date:
    return today + timedelta(days=one["on_in_days"])


def _amount(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
