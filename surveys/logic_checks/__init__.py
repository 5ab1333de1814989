"""What must hold of a survey's logic before it may be published.

places.py: where expressions stand. looking.py: what each may look at. holding.py: can it ever hold, and fail?
remembering.py: what may know the time. texts.py: answers said again.
"""

from __future__ import annotations

from collections.abc import Iterator

from surveys.document import Survey
from surveys.expressions import check
from surveys.logic_checks.defaults import default_faults
from surveys.logic_checks.holding import holding_faults, nobody_asked
from surveys.logic_checks.looking import Order, circle_faults, looking_faults
from surveys.logic_checks.places import standing_in
from surveys.logic_checks.remembering import time_faults
from surveys.logic_checks.texts import text_faults
from surveys.naming import known
from surveys.problems import Problem
from surveys.questions.asked import double_faults
from surveys.strict_json import pointer

__all__ = ["logic_faults"]


def logic_faults(survey: Survey) -> Iterator[Problem]:
    """Every fault of every expression of a survey, and of the answers its texts say again.

    Besides the faults of expressions/check.py, expressions/dependencies.py and piping/checking.py those that the
    modules of this package name, and `survey.filter_without_choices`.
    """
    names, order = known(survey), Order(survey)
    circles = list(circle_faults(survey))
    circling = {problem.where for problem in circles}
    yield from circles
    for stood in standing_in(survey):
        problems = check.faults(stood.expression, names, stood.place, stood.wanted, stood.standing)
        yield from problems
        if pointer(*stood.place) not in circling:
            yield from looking_faults(stood, order)
        yield from time_faults(stood, names.calculations.get(stood.name or ""))
        if stood.role == "default":
            yield from default_faults(stood)
        if stood.role == "choice_filter" and stood.question is not None and not stood.question.choices:
            yield Problem("survey.filter_without_choices", pointer(*stood.place))
        elif not problems:
            yield from holding_faults(stood, names.questions)
    yield from nobody_asked(survey, names)
    yield from text_faults(survey, names, order)
    quotas = ((quota.id, ("quotas", index, "id")) for index, quota in enumerate(survey.quotas))
    yield from double_faults("survey.double_id", quotas)
