"""How unevenly the groups of one partition answered. Communities that overlap are no partition."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from surveys.problems import Problem, Refused

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Figures over the G groups of a partition with populations N_g and answers n_g.

    `rate` r = n / N. `s` = sqrt(sum N_g (r_g - r)^2 / N), `s_corrected` without what chance adds. `cv` = s / r and
    `cv_by_chance`, what to expect of it if everyone were equally likely to answer: about sqrt((G - 1) / n). `partials`
    (in the order of the groups, signed) sqrt(N_g / N) (r_g - r); `partial` their root sum of squares, which is `s`.

    Secondary: CV hardly sees small communities and penalises hearing them more than their share. `cv` and
    `cv_by_chance` are None where nobody answered.
    """

    rate: float
    s: float
    s_corrected: float
    cv: float | None
    cv_by_chance: float | None
    partials: tuple[float, ...]
    partial: float


def dissimilarity(answers: IntArray, population: IntArray) -> float:
    """Duncan's index 1/2 sum |p_g - P_g| over a partition (groups): the share of answers in the wrong group.

    `Refused` as `spread`, and with `spread.nobody` where nobody answered.
    """
    _check(answers, population)
    if answers.sum() == 0:
        raise Refused(Problem("spread.nobody"))
    return float(np.abs(answers / answers.sum() - population / population.sum()).sum() / 2)


def spread(answers: IntArray, population: IntArray) -> Spread:
    """S with its bias correction, CV and unconditional partials (Schouten, Cobben and Bethlehem 2009; DOMAIN.md).

    `answers` and `population` (groups) are people. Raises `Refused` with `benchmark.not_positive` (a group without
    population) or `spread.above_population` (more answers than people: no rate, so no spread of rates).

    An R-indicator is not among these: it misleads in open calls. See `response_model` for invited samples.
    """
    _check(answers, population)
    if (answers > population).any():
        raise Refused(Problem("spread.above_population"))
    whole, n = int(population.sum()), int(answers.sum())
    rates, rate = answers / population, n / whole
    partials = np.sqrt(population / whole) * (rates - rate)
    variance = float((partials**2).sum())
    by_chance = float(((1 - population / whole) * rates * (1 - rates)).sum()) / whole
    return Spread(
        rate=rate,
        s=sqrt(variance),
        s_corrected=sqrt(max(0.0, variance - by_chance)),
        cv=sqrt(variance) / rate if n else None,
        cv_by_chance=sqrt((answers.size - 1) / n) if n else None,
        partials=tuple(partials.tolist()),
        partial=sqrt(variance),
    )


def _check(answers: IntArray, population: IntArray) -> None:
    if answers.shape != population.shape or answers.ndim != 1:
        raise ValueError("answers and population need one number for each group")
    if (population <= 0).any():
        raise Refused(Problem("benchmark.not_positive"))
