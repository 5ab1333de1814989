"""Sending an answer, leaving what led to it to be counted, and forgetting the link."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from consult import clock
from consult.codes import CodeKeys
from consult.consultations.values import CommunityValue
from consult.outreach import letters
from consult.outreach.models import UncountedSending
from consult.outreach.naming import EVERY_ANSWER
from consult.outreach.terms import Took
from consult.responses.sending import send
from consult.responses.values import Sent
from surveys.plan import Plan

_STEPS = (
    (timedelta(minutes=1), Took.UNDER_A_MINUTE),
    (timedelta(minutes=5), Took.UNDER_FIVE_MINUTES),
    (timedelta(minutes=15), Took.UNDER_A_QUARTER),
    (timedelta(hours=1), Took.UNDER_AN_HOUR),
)

_left = insert(cast("Table", UncountedSending.__table__))


def send_and_count(
    session: Session,
    keys: CodeKeys,
    draft_id: uuid.UUID,
    plan: Plan,
    communities: Iterable[CommunityValue],
    *,
    week: date | None = None,
    version_id: uuid.UUID | None = None,
    is_timed: bool = False,
    took: Took | None = None,
) -> Sent:
    """Send a draft, and leave one to be counted for its activity and each community the person states, by the week.

    With `is_timed` one more for how long it took; `took` says it of people who do not exist. They stand apart from the
    answer and from one another, and nobody who sends waits for anybody else. The link the answer came by is in no row
    of it afterwards. One statement more than `responses.sending.send`, and raises Refused as that and `letters.spend`
    do; an answer that was sent before leaves nothing.
    """
    sent = send(session, keys, draft_id, plan, week=week, version_id=version_id)
    letters.spend(session, sent.letter)
    whose = {
        "organisation_id": sent.organisation_id,
        "consultation_id": sent.consultation_id,
        "week": sent.week,
    }
    rows = [
        {"id": uuid.uuid4(), **whose, **one}
        for one in _to_count(sent, communities, _taken(sent) if is_timed else took)
    ]
    if rows:
        session.execute(_left, sorted(rows, key=lambda row: row["id"].bytes))
    return sent


def _taken(sent: Sent) -> Took | None:
    if sent.begun_at is None:
        return None
    taken = clock.now() - sent.begun_at
    return next((step for most, step in _STEPS if taken < most), Took.LONGER)


def _to_count(
    sent: Sent, communities: Iterable[CommunityValue], took: Took | None
) -> Iterator[dict[str, Any]]:
    if sent.is_repeat:
        return
    if took is not None:
        yield {"activity_id": None, "community": None, "took": took}
    if sent.activity_id is not None:
        stated = (community.key for community in communities if community.membership(sent.codes))
        for community in (EVERY_ANSWER, *stated):
            yield {"activity_id": sent.activity_id, "community": community, "took": None}
