"""Sending an answer, counting what led to it, and forgetting the link."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from consult.codes import CodeKeys
from consult.consultations.values import CommunityValue
from consult.outreach import letters
from consult.outreach.counting import add_one
from consult.outreach.models import SentCount
from consult.responses.sending import send
from consult.responses.values import Sent
from surveys.plan import Plan

EVERY_ANSWER = ""
"""Stands for every answer where a count is by community."""


def send_and_count(
    session: Session,
    keys: CodeKeys,
    draft_id: uuid.UUID,
    plan: Plan,
    communities: Iterable[CommunityValue],
    *,
    week: date | None = None,
    version_id: uuid.UUID | None = None,
) -> Sent:
    """Send a draft, and add one for its activity, each community the person states, and the week.

    The link it came by is in no row afterwards. An answer that came by none, or was sent before, adds nothing.
    Raises Refused as `responses.sending.send` and `letters.spend` do.
    """
    sent = send(session, keys, draft_id, plan, week=week, version_id=version_id)
    letters.spend(session, sent.letter)
    if sent.activity_id is None:
        return sent
    stated = [community.key for community in communities if community.membership(sent.codes)]
    rows = [
        {
            "activity_id": sent.activity_id,
            "community": community,
            "week": sent.week,
            "organisation_id": sent.organisation_id,
        }
        for community in (EVERY_ANSWER, *stated)
    ]
    add_one(session, SentCount, "sent", rows)
    return sent
