"""Who came to a consultation of the story, day by day: openings of links, answers, and answers nobody sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from uuid import UUID

from consult import clock, db
from consult.codes import CodeKeys
from consult.consultations import queries
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.outreach import service as outreach
from consult.outreach.folding import refresh
from consult.outreach.queries import activities
from consult.outreach.sending import send_and_count
from consult.outreach.terms import Took
from consult.outreach.values import ActivityValue
from consult.responses import service as responses
from consult.responses.simulation import Person, simulated_people
from consult.responses.story import Story
from consult.responses.terms import Mode
from consult.responses.values import Opening
from surveys.plan import Plan

USUALLY_TOOK = {
    Took.UNDER_A_MINUTE: 1,
    Took.UNDER_FIVE_MINUTES: 8,
    Took.UNDER_A_QUARTER: 22,
    Took.UNDER_AN_HOUR: 8,
    Took.LONGER: 1,
}
UNFINISHED = 1000
"""Added to the seed of a story for those who begin and do not send: others than those who do."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a consultation until now, and the first day people can come by each link, by its key."""

    all: Sequence[date]
    since: Mapping[str, date]

    def drawn(self, chance: Random, link: str | None) -> date:
        """Return a day on which somebody comes: the first days after something was done bring more than the last."""
        days = [day for day in self.all if link is None or day >= self.since.get(link, day)]
        return days[min(chance.randrange(len(days)), chance.randrange(len(days)))]


def links_opened(codes: Mapping[str, str], story: Story, days: Days) -> None:
    """Open the links as often as the story says; `codes` are those of the links, by their keys."""
    chance = Random(story.seed)  # noqa: S311  # the same story each time
    with db.unit_of_work() as session:
        for link in story.links:
            for _ in range(link.openings):
                outreach.record_arrival(session, codes[link.link], days.drawn(chance, link.link))


def people_answer(keys: CodeKeys, consultation: ConsultationValue, story: Story, days: Days) -> None:
    """Send the answers of everybody in the story, each through the same checks as any answer, and count by the day."""
    crowd = _crowd(consultation)
    chance = Random(story.seed + 2)  # noqa: S311  # as above
    by_day = defaultdict[date, list[Person]](list)
    for person in crowd.people(story, days):
        by_day[days.drawn(chance, person.link)].append(person)
    for day in days.all:
        with db.unit_of_work() as session:
            for person in by_day[day]:
                draft = responses.start(
                    session, keys, consultation, crowd.plan, crowd.opening(person), person.answers
                )
                send_and_count(
                    session,
                    keys,
                    draft.id,
                    crowd.plan,
                    crowd.communities,
                    week=clock.week_of(day),
                    took=_took(chance) if person.mode is Mode.WEB else None,
                )
        with db.unit_of_work() as session:
            refresh(session, consultation, day)


def people_begin(keys: CodeKeys, consultation: ConsultationValue, story: Story, days: Days) -> None:
    """Have some begin and not send: most stop in the middle. They can still come back."""
    if not story.unfinished:
        return
    crowd = _crowd(consultation)
    chance = Random(story.seed + UNFINISHED)  # noqa: S311  # as above
    others = story.model_copy(update={"people": story.unfinished, "seed": story.seed + UNFINISHED})
    with db.unit_of_work() as session:
        for person in crowd.people(others, days):
            some = chance.randint(1, max(1, len(person.answers) - 1))
            answers = dict(islice(person.answers.items(), some))
            responses.start(session, keys, consultation, crowd.plan, crowd.opening(person), answers)
    with db.unit_of_work() as session:
        refresh(session, consultation)


@dataclass(frozen=True, slots=True)
class _Crowd:
    """What everybody who comes has in common."""

    plan: Plan
    communities: Sequence[CommunityValue]
    led: Mapping[str, ActivityValue]

    def people(self, story: Story, days: Days) -> list[Person]:
        """Return who comes. Their day is drawn apart, so that the story is the same whenever it is told."""
        reaches = {key: activity.communities for key, activity in self.led.items()}
        return simulated_people(
            self.plan, self.communities, story, [clock.week_of(day) for day in days.all[:1]], reaches
        )

    def opening(self, person: Person) -> Opening:
        """Return how somebody comes to answer."""
        return Opening(person.language, person.mode, person.capacity, self._activity_id(person.link))

    def _activity_id(self, link: str | None) -> UUID | None:
        return self.led[link].id if link else None


def _crowd(consultation: ConsultationValue) -> _Crowd:
    assert consultation.version_id is not None  # the story published it
    with db.unit_of_work() as session:
        return _Crowd(
            queries.plan(session, consultation.version_id),
            queries.communities(session, consultation.id),
            {activity.key: activity for activity in activities(session, consultation.id)},
        )


def _took(chance: Random) -> Took:
    return chance.choices(list(USUALLY_TOOK), list(USUALLY_TOOK.values()))[0]
