"""Is an expression sense: does it name what exists, and compare like with like?"""

from __future__ import annotations

from collections.abc import Sequence

from surveys.expressions.judge import Judge
from surveys.expressions.kinds import Kind
from surveys.expressions.known import ANYWHERE, Known, Standing
from surveys.expressions.tree import Expression
from surveys.problems import Problem
from surveys.strict_json import Place


def faults(
    expression: Expression,
    known: Known,
    place: Place = (),
    wanted: Sequence[Kind] = ("truth",),
    standing: Standing = ANYWHERE,
) -> tuple[Problem, ...]:
    """What is wrong with an expression that should give one of the `wanted` kinds; nothing, if it can be asked.

    `survey.expression_unknown_question`, `.._unknown_option`, `.._unknown_property`, `.._wrong_type` (with what was
    `expected` and `found`), `.._no_this`, `.._many_entries`, `.._mixed_repeats`, `.._not_in_repeat`, `.._once_outside`,
    and for constants `.._bad_pattern`, `.._bad_date`, `.._bad_format`, `.._not_constant`.
    `where` is the JSON pointer of the part, below `place`.
    """
    judge = Judge(known, standing)
    judge.wanted(expression, wanted, place)
    return tuple(judge.problems)


def kind(expression: Expression, known: Known, standing: Standing = ANYWHERE) -> Kind | None:
    """What an expression gives; None where that depends on something unknown."""
    return Judge(known, standing).kind(expression, ())
