"""What weighting the answers to known margins would change: for officers, beside the results and never part of them.

In an open call this shows how much the results hang on who answered. It is no evidence by itself, and no weight cures
that people chose to answer. Figures are whole per cents of rounded numbers of people, and only of what may be shown.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from consult.consultations.margin_details import MarginDetail
from consult.consultations.values import ConsultationValue
from consult.evidence.answers import Gathered
from consult.evidence.counting import Protected
from consult.evidence.tallied import Tallied
from surveys.disclosure import Shown, rounded, shown_cell
from surveys.problems import Problem, Refused
from surveys.tally.columns import BoolArray, Column, FloatArray, IntArray
from surveys.weighting import Margin, Raking, rake

LARGEST_RATIO = 5.0
"""No answer counts more than five times the usual one, nor less than a fifth: a handful would speak for too many."""
TELLS_FEW: Mapping[str, str] = MappingProxyType(
    {
        "weighting.too_few": "weighting.few_stated",
        "weighting.category_too_small": "weighting.few_in_category",
    }
)
"""Refusals that say how few there were, and what is said instead."""


def weighting(consultation: ConsultationValue, gathered: Gathered, found: Protected) -> dict[str, Any] | None:
    """Return what raking to the margins of a consultation would change, or why it is refused; None without margins."""
    margins = consultation.details.margins
    if not margins:
        return None
    told = {"margins": [_margin(one) for one in margins]}
    try:
        codes = np.column_stack([_codes(one, gathered) for one in margins])
        cells, of_person, people = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
        raked = rake(
            [Margin(one.key, cells[:, place], np.array(one.shares)) for place, one in enumerate(margins)],
            threshold=consultation.threshold,
            people=people.astype(np.int64),
            cap=LARGEST_RATIO,
        )
    except Refused as refused:
        refusals = [_refusal(problem, consultation.threshold) for problem in refused.problems]
        return {**told, "refused": [one for place, one in enumerate(refusals) if one not in refusals[:place]]}
    weights = raked.weights[of_person.reshape(-1)]
    questions = (_question(each, gathered, found, weights, consultation.threshold) for each in found.asked)
    return {**told, **_base(raked, consultation.threshold), "questions": [one for one in questions if one]}


def _codes(margin: MarginDetail, gathered: Gathered) -> IntArray:
    """Return the category of each person, -1 where they stated none of them."""
    column = gathered.columns.by_question.get(margin.question_id)
    if column is None or column.question.kind != "single":
        told = {"key": margin.key, "question": margin.question_id}
        raise Refused(Problem("margin.no_such_question", margin.key, told))
    of_option = {option: number for number, one in enumerate(margin.categories) for option in one.options}
    categories = np.array([*(of_option.get(option, -1) for option in column.question.options), -1])
    found: IntArray = categories[column.codes].astype(np.int64)  # -1, not stated, is the last
    return found


def _base(raked: Raking, threshold: int) -> dict[str, Any]:
    everyone = raked.people + raked.excluded
    return {
        "base": _rounded(shown_cell(raked.people, everyone, threshold)),
        "excluded": _rounded(shown_cell(raked.excluded, everyone, threshold)),
        "effective_size": rounded(round(raked.effective_size)),
        "largest_ratio": round(raked.largest_ratio, 1),
        "largest_error": round(raked.largest_error, 3),
        "is_met": raked.is_met,
    }


def _rounded(shown: Shown) -> dict[str, Any]:
    count = None if shown.count is None else rounded(shown.count)
    return {"kind": shown.kind, "count": count}


def _question(
    one: Tallied, gathered: Gathered, found: Protected, weights: FloatArray, threshold: int
) -> dict[str, Any] | None:
    """Return a question with the share of each answer, as it is and as it would be; None where nothing may be shown."""
    shown, column = found.shown.questions.get(one.id), gathered.columns.by_question.get(one.id)
    if shown is None or column is None or not shown.answered.count:
        return None
    options = list(_options(one, column, weights, shown.options, shown.answered.count, threshold))
    return (
        {"id": one.id, "options": options} if any(each["weighted"] is not None for each in options) else None
    )


def _options(
    one: Tallied,
    column: Column,
    weights: FloatArray,
    shown: Mapping[str, Shown],
    answered: int,
    threshold: int,
) -> Iterator[dict[str, Any]]:
    answering = column.answered & (weights > 0)
    for option in one.options:
        count = shown[option.id].count
        chose = _chose(column, option.id) & answering
        enough = min(int(chose.sum()), int(answering.sum() - chose.sum())) >= threshold
        share = weights[chose].sum() / weights[answering].sum() if count is not None and enough else None
        yield {
            "id": option.id,
            "unweighted": None if count is None else round(100 * count / answered),
            "weighted": None if share is None else round(100 * float(share)),
        }


def _chose(column: Column, option: str) -> BoolArray:
    place = column.question.options.index(option)
    found: BoolArray = column.chosen[:, place] if column.question.kind == "many" else column.codes == place
    return found


def _margin(margin: MarginDetail) -> dict[str, Any]:
    return {
        "key": margin.key,
        "name": margin.name.canonical(),
        "question": margin.question_id,
        "source": margin.source.canonical(),
        "on": margin.on.isoformat() if margin.on else None,
        "basis": margin.basis.value,
    }


def _refusal(problem: Problem, threshold: int) -> dict[str, Any]:
    code = TELLS_FEW.get(problem.code)
    if code is None:
        return dict(problem.to_json())
    return dict(Problem(code, problem.where, {"margin": problem.where, "threshold": threshold}).to_json())
