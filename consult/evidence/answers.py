"""The sent answers of a consultation as columns of codes: what a tally reads, and the commitment to what was said."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.queries import published_versions, survey_body, versions_named
from consult.consultations.values import CommunityValue
from consult.responses.queries import sent_answers
from surveys.answers import counted
from surveys.codes_and_words import questions_in_words, together
from surveys.document import Survey
from surveys.plan import Plan
from surveys.problems import Problem, Refused
from surveys.sealing import merkle_root
from surveys.tally import Columns, Countable, Membership, joined
from surveys.tally.coding import coded, countables

WEEK, LANGUAGE = "week:", "language:"
"""Two more columns beside the questions. No question id has a colon, so they cannot be mistaken for one."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything counted from: the surveys asked (newest first), the columns, and the Merkle root of all answers.

    `written` says how many wrote something, by free-text question. `numbers` are those of the versions; `asked_again`
    are the questions that people in the middle of answering were asked again, each with the version that did it.
    """

    surveys: tuple[Survey, ...]
    plans: tuple[Plan, ...]
    columns: Columns
    weeks: tuple[str, ...]
    languages: tuple[str, ...]
    written: Counter[str]
    root: str
    numbers: tuple[int, ...]
    asked_again: frozenset[tuple[str, int]]


def gathered(session: Session, consultation_id: uuid.UUID) -> Gathered:
    """Read every sent answer once. Answers off their path are kept with the response and are not counted here."""
    versions = published_versions(session, consultation_id)
    surveys = tuple(Survey.from_json(survey_body(session, version.id)) for version in versions)
    named = versions_named(session, consultation_id, [str(version.id) for version in versions])
    plans = {version.id: named[str(version.id)].plan for version in versions}
    codes: list[Mapping[str, Any]] = []
    leaves = []
    written: Counter[str] = Counter()
    for answer in sent_answers(session, consultation_id):
        own = counted(plans[answer.version_id], together(answer.codes, answer.words))
        codes.append(
            {**coded(plans[answer.version_id], own), WEEK: answer.week.isoformat(), LANGUAGE: answer.language}
        )
        written.update(questions_in_words(plans[answer.version_id], own))
        leaves.append(answer.leaf())
    weeks = tuple(sorted({row[WEEK] for row in codes}))
    languages = tuple(sorted({row[LANGUAGE] for row in codes}))
    beside = (Countable(WEEK, "single", weeks), Countable(LANGUAGE, "single", languages))
    asked = joined(*(countables(one) for one in plans.values()))
    columns = Columns.from_responses((*asked, *beside), codes)
    return Gathered(
        surveys=surveys,
        plans=tuple(plans.values()),
        columns=columns,
        weeks=weeks,
        languages=languages,
        written=written,
        root=merkle_root(sorted(leaves)),
        numbers=tuple(version.number for version in versions),
        asked_again=frozenset(pair for version in named.values() for pair in version.meanings.items()),
    )


def membership(community: CommunityValue) -> Membership:
    """Return a community as the statement it is counted by."""
    return Membership(community.key, community.question_id, community.yes, community.no)


def require_question(gathered: Gathered, community: CommunityValue) -> None:
    """Refuse a community whose question no version asked: it could never be counted."""
    if community.question_id not in gathered.columns.by_question:
        raise Refused(
            Problem("community.question_not_asked", community.key, {"question": community.question_id})
        )
