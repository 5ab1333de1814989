"""Who has been heard so far: the shown counts of a consultation against its targets and benchmarks. Loads numpy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.consultations.queries import communities, survey_body
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.outreach.figures import CommunityReach, Margin, community_reach
from consult.outreach.live import Shown, named_counts, shown_counts
from consult.outreach.naming import EVERY_ANSWER, PAGES_OF_ACTIVITIES, of_activity
from consult.outreach.queries import activities
from consult.outreach.values import ActivityValue
from consult.responses.folding import ANSWERS, STANDINGS, of_community, of_quota
from surveys import representation
from surveys.document import Survey
from surveys.live_counts import LiveCount
from surveys.problems import Refused
from surveys.quotas import Quota
from surveys.representation import Headline, Progress


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


def quotas_of(session: Session, consultation: ConsultationValue) -> tuple[QuotaReach, ...]:
    """Return how far each quota of the present version is, from the shown counts; nothing before it is published."""
    if consultation.version_id is None:
        return ()
    quotas = Survey.from_json(survey_body(session, consultation.version_id)).quotas
    if not quotas:
        return ()
    counts = named_counts(session, consultation, [of_quota(quota.id) for quota in quotas])
    return tuple(QuotaReach(quota, counts[of_quota(quota.id)]) for quota in quotas)


def reach_of(session: Session, consultation: ConsultationValue) -> ReachValue:
    """Return who has been heard, from the shown counts. Four statements."""
    shown = shown_counts(session, consultation, without=PAGES_OF_ACTIVITIES)
    named = communities(session, consultation.id)
    return reach_from(consultation, shown, named, activities(session, consultation.id))


def reach_from(
    consultation: ConsultationValue,
    shown: Shown,
    named: Sequence[CommunityValue],
    done: Sequence[ActivityValue],
) -> ReachValue:
    """Return who has been heard, from what was read already."""
    margins = {
        community.key: Margin(*(shown[of_community(community.key, name)] for name in STANDINGS.values()))
        for community in named
    }
    answers = shown[ANSWERS]
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
        activities=tuple(_activity_reach(activity, shown) for activity in done),
    )


def _activity_reach(activity: ActivityValue, shown: Shown) -> ActivityReach:
    return ActivityReach(
        activity,
        shown[of_activity(activity.key, EVERY_ANSWER)],
        {community: shown[of_activity(activity.key, community)] for community in activity.communities},
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
