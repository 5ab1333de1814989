"""Who has been heard so far: the shown counts of a consultation against its targets and benchmarks. Loads numpy."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.consultations.queries import communities, plan, survey_body
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.outreach.figures import CommunityReach, Margin, community_reach
from consult.outreach.live import move, shown_counts
from consult.outreach.queries import activities, sent_totals
from consult.outreach.sending import EVERY_ANSWER
from consult.outreach.values import ActivityValue
from consult.responses.queries import sent_answers
from consult.responses.values import SentAnswer
from surveys import representation
from surveys.codes_and_words import together
from surveys.disclosure import LiveCount
from surveys.document import Survey
from surveys.problems import Refused
from surveys.quotas import Quota
from surveys.representation import Headline, Progress
from surveys.routing import place

ANSWERS = "answers"
STANDINGS: Mapping[bool | None, str] = {True: "yes", False: "no", None: "not_stated"}


@dataclass(frozen=True, slots=True)
class ActivityReach:
    """What an activity led to: openings are counted, not protected; answers are, by stated community too."""

    activity: ActivityValue
    sent: LiveCount
    sent_by_community: Mapping[str, LiveCount]


@dataclass(frozen=True, slots=True)
class QuotaReach:
    """A quota, and how many answers fall under it as an officer may see it."""

    quota: Quota
    shown: LiveCount

    @property
    def is_reached(self) -> bool:
        """Say whether there are as many as are wanted, as far as the shown count tells."""
        return self.shown.count is not None and self.shown.count >= self.quota.most


@dataclass(frozen=True, slots=True)
class ReachValue:
    """A consultation's reach. Below `threshold` no count is shown. `total_for_parity` is None where it cannot be."""

    threshold: int
    answers: LiveCount
    headline: Headline
    communities: tuple[CommunityReach, ...]
    total_for_parity: int | None
    activities: tuple[ActivityReach, ...]


def refresh(session: Session, consultation: ConsultationValue) -> None:
    """Count everything anew, and let the shown counts move as far as they may."""
    named = communities(session, consultation.id)
    counts: Counter[str] = Counter()
    for answer in sent_answers(session, consultation.id):
        counts[ANSWERS] += 1
        counts.update(_of_quota(quota_id) for quota_id in _quotas(session, answer))
        for community in named:
            counts[_of_community(community.key, STANDINGS[community.membership(answer.codes)])] += 1
    for (activity, community_key), sent in sent_totals(session, consultation.id).items():
        counts[_of_activity(activity, community_key)] = sent
    move(session, consultation, counts)


def _quotas(session: Session, answer: SentAnswer) -> Iterable[str]:
    """The quotas of its own version that an answer falls under."""
    asked = plan(session, answer.version_id)
    return place(asked, together(answer.codes, answer.words)).quotas if asked.quotas else ()


def quotas_of(session: Session, consultation: ConsultationValue) -> tuple[QuotaReach, ...]:
    """Return how far each quota of the present version is, from the shown counts; nothing before it is published."""
    if consultation.version_id is None:
        return ()
    quotas = Survey.from_json(survey_body(session, consultation.version_id)).quotas
    counts = shown_counts(session, consultation) if quotas else {}
    nobody = LiveCount(0, consultation.threshold)
    return tuple(QuotaReach(quota, counts.get(_of_quota(quota.id), nobody)) for quota in quotas)


def reach_of(session: Session, consultation: ConsultationValue) -> ReachValue:
    """Return who has been heard, from the shown counts."""
    counts = shown_counts(session, consultation)
    nobody = LiveCount(0, consultation.threshold)
    named = communities(session, consultation.id)
    margins = {
        community.key: Margin(
            *(counts.get(_of_community(community.key, name), nobody) for name in STANDINGS.values())
        )
        for community in named
    }
    answers = counts.get(ANSWERS, nobody)
    more, total = _parity(named, margins, consultation.population, answers)
    return ReachValue(
        threshold=consultation.threshold,
        answers=answers,
        headline=representation.headline(
            [Progress(one.key, margins[one.key].yes.most, one.target) for one in named if one.is_affected]
        ),
        communities=tuple(
            community_reach(one, margins[one.key], consultation.population, more.get(one.key))
            for one in named
        ),
        total_for_parity=total,
        activities=tuple(
            _activity_reach(activity, counts, nobody) for activity in activities(session, consultation.id)
        ),
    )


def _activity_reach(
    activity: ActivityValue, counts: Mapping[str, LiveCount], nobody: LiveCount
) -> ActivityReach:
    return ActivityReach(
        activity,
        counts.get(_of_activity(activity.key, EVERY_ANSWER), nobody),
        {
            community: counts.get(_of_activity(activity.key, community), nobody)
            for community in activity.communities
        },
    )


def _parity(
    named: Sequence[CommunityValue],
    margins: Mapping[str, Margin],
    population: int | None,
    answers: LiveCount,
) -> tuple[Mapping[str, int], int | None]:
    sizes = {one.key: one.benchmark_count for one in named if one.benchmark_count is not None}
    if not sizes or population is None:
        return {}, None
    heard = {key: margins[key].yes.middle for key in sizes}
    try:
        found = representation.joint_parity(heard, sizes, answers.middle, population)
    except Refused:  # overlapping, they are as many as everyone: there is nobody to be in parity with
        return {}, None
    return found.more, found.total


def _of_quota(quota_id: str) -> str:
    return f"quota/{quota_id}"


def _of_community(key: str, standing: str) -> str:
    return f"community/{key}/{standing}"


def _of_activity(key: str, community: str) -> str:
    return f"activity/{key}/{community}"
