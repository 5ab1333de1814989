"""Counting every question by every community, and proving what of it may be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consult.consultations.values import CommunityValue, ConsultationValue
from consult.evidence.answers import LANGUAGE, WEEK, Gathered, membership, require_question
from consult.evidence.asking import asked_of
from surveys.disclosure import ProtectedConsultation, QuestionTables, Stated, protect_consultation
from surveys.document import Survey
from surveys.questions import Question
from surveys.tally import counts, cross, margin, standing
from surveys.tally.columns import IntArray

STANDINGS = ("yes", "no", "not_stated")


@dataclass(frozen=True, slots=True)
class Protected:
    """What was counted, and what of it may be seen."""

    asked: tuple[Question, ...]
    communities: tuple[CommunityValue, ...]
    shown: ProtectedConsultation


def protected(
    consultation: ConsultationValue, communities: Sequence[CommunityValue], gathered: Gathered
) -> Protected:
    """Count every question by every community and prove what may be shown, all of it together.

    About-you questions are not tables of their own: what they say is shown as the size of each community.
    """
    for community in communities:
        require_question(gathered, community)
    standings = {one.key: standing(gathered.columns, membership(one)) for one in communities}
    asked = tuple(_asked(gathered.surveys))
    tables = [_tables(gathered, question, standings) for question in asked if _is_counted(gathered, question)]
    beside = [_beside(gathered, name, standings) for name in (WEEK, LANGUAGE)]
    sizes = np.array([margin(one) for one in standings.values()], dtype=np.int64).reshape(-1, len(STANDINGS))
    stated = Stated(tuple(standings), sizes, gathered.columns.size)
    conditions = asked_of(gathered.surveys[0]) if gathered.surveys else {}
    shown = protect_consultation(stated, [*tables, *beside], consultation.threshold, conditions)
    return Protected(asked, tuple(communities), shown)


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


def _tables(gathered: Gathered, question: Question, standings: Mapping[str, IntArray]) -> QuestionTables:
    exclusive = frozenset(option.id for option in question.choices if option.exclusive)
    crossed = {key: cross(gathered.columns, question.id, one) for key, one in standings.items()}
    return QuestionTables.of(
        counts(gathered.columns, question.id), crossed, exclusive, getattr(question, "max", None)
    )


def _beside(gathered: Gathered, name: str, standings: Mapping[str, IntArray]) -> QuestionTables:
    crossed = {key: cross(gathered.columns, name, one) for key, one in standings.items()}
    return QuestionTables.of(counts(gathered.columns, name), crossed)
