"""Counting every question by every community, and proving what of it may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.consultations.values import CommunityValue, ConsultationValue
from consult.evidence.answers import LANGUAGE, WEEK, Gathered, membership, require_question
from consult.evidence.asking import asked_of
from consult.evidence.tallied import Tallied, tallied
from surveys.disclosure import AskedOf, ProtectedConsultation, QuestionTables, Stated, protect_consultation
from surveys.tally import Membership

STANDINGS = ("yes", "no", "not_stated")
COVER = 3
"""With this many times the threshold of answers, a community that is no few still leaves any other count of it open."""


@dataclass(frozen=True, slots=True)
class Protected:
    """What was counted, and what of it may be seen."""

    asked: tuple[Tallied, ...]
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
    asked = tuple(tallied(gathered.surveys))
    tables = [_tables(gathered, one, memberships) for one in asked if _is_counted(gathered, one)]
    beside = [QuestionTables.counted(gathered.columns, name, memberships) for name in (WEEK, LANGUAGE)]
    stated = Stated.counted(gathered.columns, memberships)
    conditions = _of_parts(asked_of(gathered.surveys), asked)
    shown = protect_consultation(stated, [*tables, *beside], consultation.threshold, conditions)
    heard = frozenset(
        key
        for key, (yes, _, _) in zip(stated.communities, stated.counts.tolist(), strict=True)
        if yes >= consultation.threshold and stated.everyone >= COVER * consultation.threshold
    )
    return Protected(asked, tuple(communities), shown, conditions, heard)


def _of_parts(conditions: Mapping[str, AskedOf], asked: Sequence[Tallied]) -> dict[str, AskedOf]:
    """Return who was asked each question and each part of one: a part is asked of those its question is asked of."""
    parts = {one.id: conditions[one.question.id] for one in asked if one.question.id in conditions}
    return {**conditions, **parts}


def _is_counted(gathered: Gathered, one: Tallied) -> bool:
    return one.id in gathered.columns.by_question and bool(one.options)


def _tables(gathered: Gathered, one: Tallied, memberships: Sequence[Membership]) -> QuestionTables:
    return QuestionTables.counted(gathered.columns, one.id, memberships, one.exclusive, one.most)
