"""Where people go on and where they stop: by activity, channel and language, from the first page to the sending.

Counted from drafts as they stand, from those nobody came back to, and from sent answers: of a draft it is only looked
at which page was answered last, never what was said. What somebody states about themselves comes last and under its own
consent, so of a community there is only how many of its members sent an answer.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.queries import plan
from consult.consultations.values import ConsultationValue
from consult.outreach.live import Shown
from consult.outreach.models import Activity, StoppedCount
from consult.outreach.naming import EVERY_ANSWER, of_activity, of_channel, of_page, of_started
from consult.outreach.values import SentTotal
from consult.responses.folding import ANSWERS, of_language
from consult.responses.queries import drafts_by_page
from surveys.live_counts import LiveCount

ALL, ACTIVITY, CHANNEL, LANGUAGE = "all", "activity", "channel", "language"
"""By what a funnel is told."""

Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PageStep:
    """A page of the survey: how many answered it or one after it, and how many stopped there and never came back."""

    page: str
    reached: LiveCount
    stopped: LiveCount


@dataclass(frozen=True, slots=True)
class Funnel:
    """From being spoken to to a sent answer, `by` all, activity, channel or language, and its `key`.

    `spoken_to` and `cost` are None where nobody wrote them down. `opened` counts openings of links, not people: it is
    not protected. `pages` are in the order of the survey; of a single activity they are read with `pages_of_activity`.
    `cost_per_answer` rests on the shown count, and is None where that is of a few; so does `cost_per_answer_from`, by
    community: communities overlap and are never added up.
    """

    by: str
    key: str
    spoken_to: int | None
    opened: int
    started: LiveCount
    pages: tuple[PageStep, ...]
    sent: LiveCount
    cost: Decimal | None
    hours: Decimal | None
    cost_per_answer: Decimal | None
    cost_per_answer_from: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class _Draft:
    activity: str
    language: str
    page: str
    drafts: int
    is_over: bool


def funnel_counts(
    session: Session,
    consultation: ConsultationValue,
    folded: Mapping[str, int],
    totals: Sequence[SentTotal],
) -> Counter[str]:
    """Return the exact steps of every funnel by the name they are shown under. Three statements, and one for a plan."""
    pages = page_ids(session, consultation)
    rows = select(Activity.id, Activity.key, Activity.channel).where(
        Activity.consultation_id == consultation.id
    )
    known = {row.id.hex: (row.key, row.channel.value) for row in session.execute(rows)}
    counts = Counter[str]()
    for draft in _drafts(session, consultation):
        groups = [(ALL, ""), (LANGUAGE, draft.language)]
        if draft.activity in known:
            key, channel = known[draft.activity]
            groups += [(ACTIVITY, key), (CHANNEL, channel)]
        for group in groups:
            _count_draft(counts, group, draft, pages)
    for group, sent in _sent(folded, totals).items():
        counts[of_started(*group)] += sent
        for page in pages:
            counts[of_page(*group, "reached", page)] += sent
    return counts


def page_ids(session: Session, consultation: ConsultationValue) -> tuple[str, ...]:
    """Return the pages people are given now, in order; none before anything is published."""
    if consultation.version_id is None:
        return ()
    return tuple(page.id for page in plan(session, consultation.version_id).pages)


def sent_by(shown: Shown, by: str, key: str) -> LiveCount:
    """Return how many sent an answer: the very count that is shown of them elsewhere.

    Two counts of the same answers, moving at different moments, would tell together what neither tells alone.
    """
    names = {
        ALL: ANSWERS,
        ACTIVITY: of_activity(key, EVERY_ANSWER),
        CHANNEL: of_channel(key, EVERY_ANSWER),
        LANGUAGE: of_language(key),
    }
    return shown[names[by]]


def steps(shown: Shown, by: str, key: str, pages: Sequence[str]) -> tuple[PageStep, ...]:
    """Return the pages of a funnel from the shown counts."""
    return tuple(
        PageStep(page, shown[of_page(by, key, "reached", page)], shown[of_page(by, key, "stopped", page)])
        for page in pages
    )


def _count_draft(counts: Counter[str], group: Group, draft: _Draft, pages: Sequence[str]) -> None:
    counts[of_started(*group)] += draft.drafts
    if draft.page not in pages:  # nothing is answered, or the page is no longer asked
        return
    for page in pages[: pages.index(draft.page) + 1]:
        counts[of_page(*group, "reached", page)] += draft.drafts
    if draft.is_over:
        counts[of_page(*group, "stopped", draft.page)] += draft.drafts


def _drafts(session: Session, consultation: ConsultationValue) -> Iterator[_Draft]:
    for activity_id, language, page, drafts in drafts_by_page(session, consultation.id, clock.now()):
        yield _Draft(_written(activity_id), language, page or "", drafts, is_over=False)
    by = (StoppedCount.activity, StoppedCount.language, StoppedCount.page)
    stopped = select(*by, func.sum(StoppedCount.count)).where(StoppedCount.consultation_id == consultation.id)
    for activity, language, page, drafts in session.execute(stopped.group_by(*by)):
        yield _Draft(activity, language, page, int(drafts), is_over=True)


def _written(activity_id: uuid.UUID | None) -> str:
    return "" if activity_id is None else activity_id.hex


def _sent(folded: Mapping[str, int], totals: Sequence[SentTotal]) -> Counter[Group]:
    sent = Counter[Group]({(ALL, ""): folded.get(ANSWERS, 0)})
    for name, answers in folded.items():
        if name.startswith("language/"):
            sent[LANGUAGE, name.removeprefix("language/")] += answers
    for one in totals:
        if one.community == EVERY_ANSWER:
            sent[ACTIVITY, one.activity] += one.sent
            sent[CHANNEL, one.channel] += one.sent
    return sent
