"""Counting every question by every community, and proving what of it may be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.consultations.values import CommunityValue, ConsultationValue
from consult.evidence.answers import LANGUAGE, WEEK, Gathered, membership, require_question
from consult.evidence.asking import asked_of
from surveys.disclosure import AskedOf, ProtectedConsultation, QuestionTables, Stated, protect_consultation
from surveys.document import Survey
from surveys.questions import Question
from surveys.tally import Membership

STANDINGS = ("yes", "no", "not_stated")
COVER = 3
"""With this many times the threshold of answers, a community that is no few still leaves any other count of it open."""


@dataclass(frozen=True, slots=True)
class Protected:
    """What was counted, and what of it may be seen."""

    asked: tuple[Question, ...]
    communities: tuple[CommunityValue, ...]
    shown: ProtectedConsultation
    asked_of: Mapping[str, AskedOf]
    plainly_heard: frozenset[str]
    """Communities whose size is withheld only to cover another: they are no few, and saying so gives nobody away."""


def protected(
    consultation: ConsultationValue, communities: Sequence[CommunityValue], gathered: Gathered
) -> Protected:
    """Count every question by every community and prove what may be shown, all of it together.

    About-you questions are not tables of their own: what they say is shown as the size of each community.
    """
    for community in communities:
        require_question(gathered, community)
    memberships = [membership(one) for one in communities]
    asked = tuple(_asked(gathered.surveys))
    tables = [
        _tables(gathered, question, memberships) for question in asked if _is_counted(gathered, question)
    ]
    beside = [QuestionTables.counted(gathered.columns, name, memberships) for name in (WEEK, LANGUAGE)]
    stated = Stated.counted(gathered.columns, memberships)
    conditions = asked_of(gathered.surveys)
    shown = protect_consultation(stated, [*tables, *beside], consultation.threshold, conditions)
    heard = frozenset(
        key
        for key, (yes, _, _) in zip(stated.communities, stated.counts.tolist(), strict=True)
        if yes >= consultation.threshold and stated.everyone >= COVER * consultation.threshold
    )
    return Protected(asked, tuple(communities), shown, conditions, heard)


def _asked(surveys: Sequence[Survey]) -> Iterator[Question]:
    seen = set()
    for survey in surveys:
        for page in survey.pages:
            for question in page.questions:
                if page.about_you is None and question.id not in seen:
                    seen.add(question.id)
                    yield question


def _is_counted(gathered: Gathered, question: Question) -> bool:
    return question.id in gathered.columns.by_question and bool(question.choices)


def _tables(gathered: Gathered, question: Question, memberships: Sequence[Membership]) -> QuestionTables:
    exclusive = frozenset(option.id for option in question.choices if option.exclusive)
    most = getattr(question, "max", None)
    return QuestionTables.counted(gathered.columns, question.id, memberships, exclusive, most)
