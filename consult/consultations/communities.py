"""Changing whom a consultation means to hear, one community at a time, and the smallest group that is shown.

Before it is published everything can change. Then people answer on the strength of it: a change needs a reason, and
what stood there before is kept for everyone to see. Who counts as a member may still be put right: everyone is then
counted anew, which the due work does. The smallest group can only grow: people said who they are knowing that fewer
than so many are never shown, and what was withheld could be worked out from what was shown before.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import community_checks, community_details, drafting
from consult.consultations.community_details import CommunityDetail
from consult.consultations.details import SMALLEST_THRESHOLD, ConsultationDetails
from consult.consultations.models import CommunityChange, Consultation, SurveyVersion
from consult.consultations.own import own
from consult.consultations.publication_checks import Weight, weight_of
from consult.consultations.service import REFRESH
from consult.consultations.values import OVER, ConsultationValue, state_of
from consult.work.service import leave
from surveys.document import Survey
from surveys.problems import Problem, Refused

LARGEST_THRESHOLD = 1000


@dataclass(frozen=True, slots=True)
class Earlier:
    """A community as it was until a moment, and why it was changed then; `before` is None where it was added."""

    key: str
    before: CommunityDetail | None
    reason: str
    until: datetime


def earlier(session: Session, consultation_id: uuid.UUID) -> tuple[Earlier, ...]:
    """Return every community as it was before each change that was made while people could answer, the oldest first."""
    rows = select(CommunityChange).where(CommunityChange.consultation_id == consultation_id)
    return tuple(
        Earlier(
            row.key,
            None if row.before is None else CommunityDetail.model_validate(row.before),
            row.reason,
            row.changed_at,
        )
        for row in session.scalars(rows.order_by(CommunityChange.changed_at, CommunityChange.key))
    )


def write_community(
    session: Session,
    actor: Actor,
    slug: str,
    detail: CommunityDetail,
    *,
    key: str | None = None,
    reason: str = "",
) -> None:
    """Write a community: in place of the one that is called `key`, else as one more.

    Raises Refused, each problem at a pointer into the community: `community.unknown`, `community.key_taken`,
    `community.needs_reason` once it is published, `closing.already`, and whatever would stop publishing.
    """
    write_communities(session, actor, slug, {key: detail}, reason=reason)


def write_communities(
    session: Session,
    actor: Actor,
    slug: str,
    written: dict[str | None, CommunityDetail],
    *,
    reason: str = "",
) -> None:
    """Write several communities at once, each in place of the one of its key; None: as one more."""
    draft, details = changing(session, actor, slug)
    kept = {one.key: one for one in details.communities}
    for key, detail in written.items():
        _expect(detail, key, kept)
    communities = [written.get(one.key, one) for one in details.communities]
    communities += [detail for key, detail in written.items() if key is None]
    if tuple(communities) == details.communities:
        return
    changed = details.model_copy(update={"communities": tuple(communities)})
    _check(survey_people_answer(session, draft), changed, list(written.values()))
    _keep_what_was(session, draft, {key: kept.get(key or "") for key in written}, written, reason)
    rewrite(session, draft, changed)
    for key, detail in written.items():
        told = {"key": detail.key, "target": detail.aimed_at, **_told_before(kept.get(key or ""))}
        note(session, actor, draft, "community_changed" if key else "community_added", reason, **told)
    if draft.published_at is not None and any(
        _counts_others(kept.get(key or ""), one) for key, one in written.items()
    ):
        leave(session, REFRESH, draft.id, draft.organisation_id)


def remove_community(session: Session, actor: Actor, slug: str, key: str) -> None:
    """Take a community out of a draft; Refused `community.stays` once it is published."""
    draft, details = changing(session, actor, slug)
    if key not in {one.key for one in details.communities}:
        raise Refused(Problem("community.unknown", "", {"key": key}))
    if draft.published_at is not None:
        raise Refused(Problem("community.stays"))
    named = [*(one.communities for one in details.links), *(one.communities for one in details.partners)]
    if any(key in communities for communities in named):
        raise Refused(Problem("community.named_elsewhere", "", {"key": key}))
    left = tuple(one for one in details.communities if one.key != key)
    rewrite(session, draft, details.model_copy(update={"communities": left}))
    note(session, actor, draft, "community_removed", key=key)


def set_limits(
    session: Session,
    actor: Actor,
    slug: str,
    threshold: int,
    expected_answers: int | None,
    *,
    reason: str = "",
) -> None:
    """Set the smallest group that is shown, and how many answers are counted on.

    Raises Refused `threshold.too_low`, and once it is published `threshold.lowered` and `community.needs_reason`.
    """
    draft, details = changing(session, actor, slug)
    if not SMALLEST_THRESHOLD <= threshold <= LARGEST_THRESHOLD:
        limits = {"minimum": SMALLEST_THRESHOLD, "limit": LARGEST_THRESHOLD}
        raise Refused(Problem("threshold.too_low", "threshold", limits))
    changed = details.model_copy(update={"threshold": threshold, "expected_answers": expected_answers})
    if changed == details:
        return
    if draft.published_at is not None:
        if threshold < details.threshold:
            raise Refused(Problem("threshold.lowered", "threshold", {"threshold": details.threshold}))
        require_reason(reason)
    rewrite(session, draft, changed)
    before = {"before": details.threshold, "expected_before": details.expected_answers}
    told = {"threshold": threshold, "expected_answers": expected_answers, **before}
    note(session, actor, draft, "limits_set", reason, **told)


def changing(session: Session, actor: Actor, slug: str) -> tuple[Consultation, ConsultationDetails]:
    """Return an own consultation that is not closed yet, locked, and what it says; Refused `closing.already`."""
    require(actor, Permission.EDIT_CONSULTATIONS)
    draft = own(session, actor, slug)
    if state_of(draft, clock.now()) in OVER:
        raise Refused(Problem("closing.already", "", {"slug": slug}))
    return draft, ConsultationDetails.model_validate(draft.details)


def rewrite(session: Session, draft: Consultation, details: ConsultationDetails) -> None:
    """Write details that were changed here, with everything that follows from them."""
    whole = ConsultationDetails.read(details.to_json())
    drafting.write_details_of_draft(draft, Survey.from_json(draft.draft_document), whole)
    drafting.write_communities(session, draft, whole.communities)


def note(
    session: Session, actor: Actor, draft: Consultation, what: str, reason: str = "", **told: Any
) -> None:
    """Put a change on the audit record, with its reason where it has one."""
    because = {"reason": reason.strip()} if reason.strip() else {}
    session.flush()
    record(session, actor, f"consultation.{what}", "consultation", draft.id, {**told, **because})


def require_reason(reason: str) -> None:
    """Refuse a change of what is published that says no reason."""
    if not reason.strip():
        raise Refused(Problem("community.needs_reason", "reason"))


def survey_people_answer(session: Session, draft: Consultation) -> Survey:
    """Return the survey as people are given it now; before it is published, as it is written."""
    if draft.current_version_id is None:
        return Survey.from_json(draft.draft_document)
    return Survey.from_json(session.get_one(SurveyVersion, draft.current_version_id).body)


def survey_of(session: Session, value: ConsultationValue) -> Survey:
    """Return the survey by whose questions people state what they are: the published one where there is one."""
    return survey_people_answer(session, session.get_one(Consultation, value.id))


def _expect(detail: CommunityDetail, key: str | None, kept: dict[str, CommunityDetail]) -> None:
    if key is not None and key not in kept:
        raise Refused(Problem("community.unknown", "", {"key": key}))
    if detail.key != key and (key is not None or detail.key in kept):
        raise Refused(Problem("community.key_taken", "/key", {"key": detail.key}))


def _check(survey: Survey, details: ConsultationDetails, written: Sequence[CommunityDetail]) -> None:
    """Refuse what publishing would stop at, of the communities that were written."""
    asked = community_checks.questions(survey)
    found = [
        problem
        for one in written
        for problem in (
            *community_details.loose_ends(one, ()),
            *community_checks.membership(one, asked, ()),
            *community_checks.target(one, details, ()),
        )
        if weight_of(problem) is Weight.STOPS
    ]
    if found:
        raise Refused(found)


def _keep_what_was(
    session: Session,
    draft: Consultation,
    before: dict[str | None, CommunityDetail | None],
    written: dict[str | None, CommunityDetail],
    reason: str,
) -> None:
    if draft.published_at is None:
        return
    require_reason(reason)
    session.add_all(
        CommunityChange(
            organisation_id=draft.organisation_id,
            consultation_id=draft.id,
            key=detail.key,
            before=was.model_dump(mode="json", exclude_defaults=True) if was else None,
            reason=reason.strip(),
            changed_at=clock.now(),
        )
        for key, detail in written.items()
        if (was := before[key]) != detail
    )


def _told_before(was: CommunityDetail | None) -> dict[str, Any]:
    return {} if was is None else {"target_before": was.aimed_at}


def _counts_others(was: CommunityDetail | None, now: CommunityDetail) -> bool:
    return was is None or was.stated_by != now.stated_by
