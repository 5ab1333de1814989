"""Folding what was sent into counts, in batches, and letting what is shown follow. Only a job does this.

Each batch is one transaction: what it counts is marked, or deleted, in the same one. A process that is killed leaves
the batch as if it had not begun, and two at once take turns.
"""

import uuid
from collections import Counter
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import ConsultationValue
from consult.outreach.funnel import funnel_counts
from consult.outreach.live import move
from consult.outreach.models import SentCount, StoppedCount, TimeCount, UncountedSending
from consult.outreach.naming import of_activity, of_channel, of_time
from consult.outreach.queries import sent_totals
from consult.responses import folding
from consult.responses.adding import add_up
from consult.responses.queries import drafts_by_page
from consult.responses.quotas import Whose

SENDINGS = 2000

_uncounted = cast("Table", UncountedSending.__table__)
_some = (
    select(_uncounted.c.id)
    .where(_uncounted.c.consultation_id == bindparam("of"))
    .order_by(_uncounted.c.id)  # random ids
    .limit(SENDINGS)
)
_taken = (
    delete(_uncounted)
    .where(_uncounted.c.id.in_(_some))
    .returning(_uncounted.c.activity_id, _uncounted.c.community, _uncounted.c.week, _uncounted.c.took)
)


def fold_some(session: Session, consultation: ConsultationValue) -> bool:
    """Fold a batch of answers and of what their sendings left; say whether there may be more.

    Until there is none, the counts are of a part only.
    """
    answers = folding.fold_batch(session, _whose(consultation))
    sendings = _fold_sendings(session, consultation)
    return answers == folding.BATCH or sendings == SENDINGS


def refresh(session: Session, consultation: ConsultationValue, on: date | None = None) -> None:
    """Fold what is not folded yet, and let the shown counts move as far as they may.

    `on`: the day that is kept of it, by default today; days that are over are told in their order. Where the answers
    were deleted already, what was last shown stays.
    """
    while fold_some(session, consultation):
        pass
    if folding.is_over(session, consultation.id):
        return
    move(session, consultation, _counts(session, consultation), on)
    folding.move_options(session, consultation.id, consultation.threshold)


def count_stopped(session: Session, consultation: ConsultationValue, moment: datetime) -> None:
    """Count the drafts that expired before `moment` as stopped at their furthest page, before they are deleted.

    In the transaction that deletes them: run twice, the second finds none.
    """
    folding.alone_with_counts(session, consultation.id)
    week = clock.week_of(clock.today(consultation.time_zone)).isoformat()
    rows: list[dict[str, str | int]] = [
        {
            "activity": activity_id.hex if activity_id else "",
            "language": language,
            "page": page or "",
            "week": week,
            "count": drafts,
        }
        for activity_id, language, page, drafts in drafts_by_page(
            session, consultation.id, moment, are_expired=True
        )
    ]
    add_up(session, StoppedCount, _of(consultation), rows)


def _fold_sendings(session: Session, consultation: ConsultationValue) -> int:
    folding.alone_with_counts(session, consultation.id)
    rows = session.execute(_taken, {"of": consultation.id}).all()
    sent = Counter[tuple[uuid.UUID, str, date]]()
    times = Counter[tuple[date, str]]()
    for activity_id, community, week, took in rows:
        if took is None:
            sent[activity_id, community, week] += 1
        else:
            times[week, took.value] += 1
    by_activity: list[dict[str, str | int]] = [
        {"activity_id": activity_id.hex, "community": community, "week": week.isoformat(), "sent": more}
        for (activity_id, community, week), more in sent.items()
    ]
    add_up(session, SentCount, {"organisation_id": consultation.organisation_id}, by_activity, "sent")
    by_time: list[dict[str, str | int]] = [
        {"week": week.isoformat(), "took": took, "count": more} for (week, took), more in times.items()
    ]
    add_up(session, TimeCount, _of(consultation), by_time)
    return len(rows)


def _counts(session: Session, consultation: ConsultationValue) -> Counter[str]:
    """Everything that is counted, exactly, by the name it is shown under."""
    folded = folding.folded_counts(session, consultation.id)
    counts = Counter(folded)
    totals = sent_totals(session, consultation.id)
    for one in totals:
        counts[of_activity(one.activity, one.community)] += one.sent
        counts[of_channel(one.channel, one.community)] += one.sent
    took = select(TimeCount.took, func.sum(TimeCount.count)).where(
        TimeCount.consultation_id == consultation.id
    )
    for step, answers in session.execute(took.group_by(TimeCount.took)):
        counts[of_time(step.value)] += int(answers)
    counts.update(funnel_counts(session, consultation, folded, totals))
    return counts


def _whose(consultation: ConsultationValue) -> Whose:
    return Whose(consultation.id, consultation.organisation_id)


def _of(consultation: ConsultationValue) -> dict[str, Any]:
    return {"consultation_id": consultation.id, "organisation_id": consultation.organisation_id}
