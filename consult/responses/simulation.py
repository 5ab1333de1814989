"""People who do not exist and what they might answer: for demonstrations, rehearsals and load tests.

The same seed gives the same people. What they say goes through the same validation and the same sending as anyone's.
How they behave is told by story.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.responses.story import Story, Weights
from consult.responses.terms import Capacity, Mode
from surveys.expressions.scope import Scope
from surveys.logic import faults
from surveys.plan import Plan, PlannedPage, PlannedQuestion
from surveys.questions.asked import PREFER_NOT_TO_SAY
from surveys.questions.reading import Answer
from surveys.repeats import Repeat
from surveys.routing import place

SKIPS_A_QUESTION = 0.04
WRITES_WORDS = 0.45
CAPACITIES = {Capacity.FOR_MYSELF: 0.93, Capacity.FOR_SOMEONE: 0.05, Capacity.ORGANISATION: 0.02}
MODES = {Mode.WEB: 0.88, Mode.ASSISTED: 0.06, Mode.PAPER: 0.04, Mode.PHONE: 0.02}
USUALLY_MORE = 3
"""How many entries above the least of a repeat people are taken to tell of at most."""
MOST_TRIES = 100  # to find an answer that goes with those before it
USUAL_SHARE = 0.1
"""How far above its smallest value a number is taken to lie where the survey sets no nearer limit."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist, and what they send. `link` is the key of the activity they came by."""

    language: str
    mode: Mode
    capacity: Capacity
    answers: Mapping[str, Answer]
    members_of: frozenset[str]
    week: date
    link: str | None = None


def simulated_people(
    plan: Plan,
    communities: Sequence[CommunityValue],
    story: Story,
    weeks: Sequence[date],
    reaches: Mapping[str, Sequence[str]] | None = None,
) -> list[Person]:
    """Return the people of `story`, with answers that fit `plan`.

    `weeks` are the Mondays they may have answered in; `reaches` tells which communities each link means to reach:
    people of those are the first to have come by it.
    """
    crowd = _Crowd(plan, communities, story)
    people = [crowd.person(weeks) for _ in range(story.people)]
    return _with_links(people, story, reaches or {})


def note_simulation(
    session: Session, actor: Actor, consultation: ConsultationValue, *, people: int, seed: int
) -> None:
    """Write into the audit trail that invented people answer, and how many: evidence must never hide it.

    Raises Refused `permission.denied` where the actor may not publish.
    """
    require(actor, Permission.PUBLISH)
    details = {"people": people, "seed": seed}
    record(session, actor, "responses.simulated", "consultation", consultation.id, details)


class _Crowd:
    """The one source of chance, and what everybody has in common."""

    def __init__(self, plan: Plan, communities: Sequence[CommunityValue], story: Story) -> None:
        self.plan = plan
        self.communities = communities
        self.story = story
        self.chance = Random(story.seed)  # noqa: S311  # the same seed must give the same people
        self.usual = {question.id: self._usual_weights(question) for question in plan.questions}
        self.leanings = {(lean.community, lean.question_id): lean.weights for lean in story.leanings}
        self.words: dict[tuple[str, str], Iterator[str]] = {}
        for question_id, written in story.words.items():
            for language in sorted({entry.language for entry in written}):
                texts = [entry.text for entry in written if entry.language == language]
                self.words[question_id, language] = cycle(texts)

    def _usual_weights(self, question: PlannedQuestion) -> Weights:
        """Where the story says nothing, most people still agree on something."""
        return {
            option: 0.1 if option in question.exclusive | question.outside else self.chance.uniform(0.15, 0.6)
            for option in question.options
            if option != PREFER_NOT_TO_SAY
        }

    def person(self, weeks: Sequence[date]) -> Person:
        members_of = frozenset(
            community.key
            for community in self.communities
            if self.chance.random() < self.story.shares.get(community.key, USUAL_SHARE)
        )
        states = self.chance.random() >= self.story.not_stated
        language = self._language(members_of if states else frozenset())
        return Person(
            language=language,
            mode=self._drawn(MODES),
            capacity=self._drawn(CAPACITIES),
            answers=self._answers(members_of, language, states=states),
            members_of=members_of if states else frozenset(),
            week=self.chance.choice(weeks),
        )

    def _language(self, members_of: frozenset[str]) -> str:
        for key, shares in self.story.languages_of.items():
            if key in members_of:
                return str(self._drawn(shares))
        return str(self._drawn(self.story.languages or {self.plan.source_language: 1.0}))

    def _drawn(self, weights: Mapping[Any, float]) -> Any:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def _answers(self, members_of: frozenset[str], language: str, *, states: bool) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for page in self.plan.pages:
            if page.consent_key is not None:
                if states:
                    answers.update(self._about(page, members_of))
                continue
            if page.repeat is not None:
                answers.update(self._entries(page, page.repeat, answers, members_of, language))
                continue
            for question in page.questions:
                path = place(self.plan, answers)
                if question.id in path.questions:
                    answer = self._fitting(question, members_of, language, path.scope)
                    if answer is not None:
                        answers[question.id] = answer
        return answers

    def _entries(
        self,
        page: PlannedPage,
        repeat: Repeat,
        answers: Mapping[str, Answer],
        members_of: frozenset[str],
        language: str,
    ) -> dict[str, Answer]:
        """Return what somebody says of each of a few."""
        asked = place(self.plan, answers).entries.get(page.id)
        if asked is None:
            return {}
        few = self.chance.randint(repeat.least, min(repeat.most, repeat.least + USUALLY_MORE))
        listed: list[Answer] = []
        for _ in range(few):
            entry: dict[str, Answer] = {}
            for question in page.questions:
                if question.id in asked.added.questions:
                    here = replace(asked.added.scope, entry=entry)
                    answer = self._fitting(question, members_of, language, here)
                    entry |= {} if answer is None else {question.id: answer}
            listed.append(entry)
        return {repeat.id: listed} if listed else {}

    def _about(self, page: PlannedPage, members_of: frozenset[str]) -> dict[str, Answer]:
        """Return what somebody says about themselves: their communities', and for the rest a plausible other."""
        said: dict[str, Answer] = {}
        for question in page.questions:
            stating = [each for each in self.communities if each.question_id == question.id]
            is_one = [each for each in stating if each.key in members_of]
            if is_one:
                options = sorted(is_one[0].yes)
            elif stating:
                options = sorted(frozenset.intersection(*(each.no for each in stating)))
            else:
                options = [option for option in question.options if option not in question.exclusive]
            if options:
                weights = self._weights(question, members_of)
                chosen = self._drawn({option: weights.get(option, 0) or 1e-9 for option in options})
                said[question.id] = [chosen] if question.takes_several else chosen
        return {str(page.consent_key): True, **said} if said else {}

    def _fitting(
        self, question: PlannedQuestion, members_of: frozenset[str], language: str, scope: Scope
    ) -> Answer | None:
        """Return an answer that goes with those before it; None where none was found."""
        for _ in range(MOST_TRIES):
            answer = self._answer(question, members_of, language)
            given = {} if answer is None else {question.id: answer}
            if not any(faults([(question.id, question.logic)], given, scope)):
                return answer
        return None

    def _answer(self, question: PlannedQuestion, members_of: frozenset[str], language: str) -> Answer | None:
        if question.is_free_text:
            texts = self.words.get((question.id, language))
            return next(texts) if texts and self.chance.random() < WRITES_WORDS else None
        if not question.is_required and self.chance.random() < SKIPS_A_QUESTION:
            return None
        if not question.options:
            return question.asked.drawn(self.chance)
        weights = self._weights(question, members_of)
        return self._several(question, weights) if question.takes_several else str(self._drawn(weights))

    def _weights(self, question: PlannedQuestion, members_of: frozenset[str]) -> Weights:
        """Return a community's leaning before everybody's, and where there is none, what is usual."""
        for key in (*sorted(members_of), None):
            if (key, question.id) in self.leanings:
                return self.leanings[key, question.id]
        return self.usual[question.id]

    def _several(self, question: PlannedQuestion, weights: Weights) -> Answer | None:
        drawn = [option for option in question.options if self.chance.random() < weights.get(option, 0)]
        alone = [option for option in drawn if option in question.exclusive]
        if alone:
            return alone[:1]
        if drawn:
            fitting = question.read({question.id: drawn})
            return drawn if isinstance(fitting, list) else drawn[:1]
        possible = [option for option in question.options if option in question.exclusive & weights.keys()]
        return possible[:1] or ([str(self._drawn(weights))] if question.is_required else None)


def _with_links(people: list[Person], story: Story, reaches: Mapping[str, Sequence[str]]) -> list[Person]:
    """Return the people with the links they came by, those first whom each link means to reach."""
    chance = Random(story.seed + 1)  # noqa: S311  # as above
    without = list(range(len(people)))
    chance.shuffle(without)
    linked = list(people)
    for entry in sorted(story.links, key=lambda link: (link.share, link.link)):
        meant = frozenset(reaches.get(entry.link, ()))
        without.sort(key=lambda number: not meant & people[number].members_of)
        for number in without[: round(entry.share * len(people))]:
            linked[number] = replace(people[number], link=entry.link)
        without = without[round(entry.share * len(people)) :]
    return linked
