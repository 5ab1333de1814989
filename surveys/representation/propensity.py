"""R-indicators and partial R-indicators of an invited sample, adjusted as in the RISQ manual.

Only where people were invited and it is known who answered. In an open call R misleads: with populations 90,000 and
10,000 and answers 450 and 0 it is 0.997.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from surveys.problems import Problem, Refused

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

MOST_STEPS = 50
CONVERGED = 1e-12
FURTHEST = 30.0
"""A log-odds this far out is no estimate but a category in which nobody, or everybody, answered."""


@dataclass(frozen=True, slots=True)
class Partial:
    """One variable: `unconditional` and `conditional` partial indicator, each also before the bias adjustment.

    `by_category` is the signed unconditional one for each category present, by its code, not adjusted.
    """

    unconditional: float
    unconditional_unadjusted: float
    conditional: float
    conditional_unadjusted: float
    by_category: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class ResponseModel:
    """Indicators of a logistic main-effects model of who answered.

    `s` is the standard deviation of the propensities (divisor n - 1), R = 1 - 2 s, CV = s / response rate;
    `bias_factor` is what the adjustment leaves of s squared.
    """

    response_rate: float
    s: float
    bias_factor: float
    r: float
    r_unadjusted: float
    r_standard_error: float
    cv: float
    cv_unadjusted: float
    partials: Mapping[str, Partial]


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """`people` and `propensity` by cell (cells), the gradient of the propensity (cells, k), covariance (k, k)."""

    people: FloatArray
    propensity: FloatArray
    gradient: FloatArray
    covariance: FloatArray

    def mean(self, values: FloatArray) -> FloatArray:
        return np.asarray((self.people * values.T).T.sum(axis=0) / self.people.sum(), dtype=np.float64)


def response_model(variables: Mapping[str, IntArray], invited: IntArray, answered: IntArray) -> ResponseModel:
    """R, CV and partial R-indicators over cells: `variables` name -> category code (cells), people per cell (cells).

    The sample is taken as everyone invited (simple random, first-order weights 1). Bias adjustment: s^2 less
    1/n sum_i z_i' V z_i, where z_i is the gradient of person i's propensity and V the covariance of the coefficients;
    the standard error of R is Shlomo, Skinner and Schouten's linearisation, sqrt((4 a' V a + 2 tr(B V B V)) / var),
    with a = cov(propensity, z) and B = cov(z), without sampling variance since all invited are known (RISQ manual 2.0;
    Shlomo, Skinner and Schouten 2012, J. Stat. Plan. Inference 142; conditional partials: Schouten and others 2011).

    Raises `Refused`: `indicator.more_than_invited`, `indicator.no_difference` (all answered, or nobody), or
    `indicator.cannot_fit` where a category in which nobody, or everybody, answered leaves its propensity without an
    estimate.
    """
    if (answered > invited).any():
        raise Refused(Problem("indicator.more_than_invited"))
    if not 0 < answered.sum() < invited.sum():
        raise Refused(Problem("indicator.no_difference"))
    fit = _fit(list(variables.values()), invited.astype(np.float64), answered.astype(np.float64))
    n = float(fit.people.sum())
    rate = float(fit.mean(fit.propensity))
    variance = float(fit.mean((fit.propensity - rate) ** 2))
    s2 = variance * n / (n - 1)
    bias = float(fit.mean(np.einsum("ij,jk,ik->i", fit.gradient, fit.covariance, fit.gradient)))
    factor = max(0.0, 1 - bias / s2) if s2 > 0 else 0.0
    return ResponseModel(
        response_rate=rate,
        s=sqrt(s2),
        bias_factor=factor,
        r=1 - 2 * sqrt(s2 * factor),
        r_unadjusted=1 - 2 * sqrt(s2),
        r_standard_error=_standard_error(fit, rate, variance),
        cv=sqrt(s2 * factor) / rate,
        cv_unadjusted=sqrt(s2) / rate,
        partials=MappingProxyType({name: _partial(fit, variables, name, rate, factor) for name in variables}),
    )


def _fit(variables: Sequence[IntArray], invited: FloatArray, answered: FloatArray) -> _Fit:
    """Maximum likelihood by Newton's method: an intercept and every category but each variable's first."""
    present = invited > 0
    columns = [np.ones(invited.size)]
    for codes in variables:
        columns += [(codes == category).astype(np.float64) for category in np.unique(codes[present])[1:]]
    design = np.stack(columns, axis=1)
    coefficients = np.zeros(design.shape[1])
    for _ in range(MOST_STEPS):
        propensity = 1 / (1 + np.exp(-np.clip(design @ coefficients, -FURTHEST, FURTHEST)))
        slope = propensity * (1 - propensity)
        information = design.T @ ((invited * slope)[:, None] * design)
        step = _solved(information, design.T @ (answered - invited * propensity))
        coefficients = coefficients + step
        if np.abs(step).max() < CONVERGED:
            covariance = np.linalg.inv(information).astype(np.float64)
            return _Fit(invited, propensity, slope[:, None] * design, covariance)
    raise Refused(Problem("indicator.cannot_fit"))


def _solved(information: FloatArray, score: FloatArray) -> FloatArray:
    try:
        return np.asarray(np.linalg.solve(information, score), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise Refused(Problem("indicator.cannot_fit")) from None


def _standard_error(fit: _Fit, rate: float, variance: float) -> float:
    if variance == 0:
        return 0.0
    centred = fit.gradient - fit.mean(fit.gradient)
    weighted = fit.people[:, None] * centred / fit.people.sum()
    along = weighted.T @ (fit.propensity - rate)
    spread = centred.T @ weighted @ fit.covariance
    linear = 4 * float(along @ fit.covariance @ along)
    return sqrt((linear + 2 * float(np.trace(spread @ spread))) / variance)


def _partial(fit: _Fit, variables: Mapping[str, IntArray], name: str, rate: float, factor: float) -> Partial:
    """sqrt(N_h / N) (r_h - r) for each category; within the cells of all other variables: what is left of it."""
    n = float(fit.people.sum())
    categories, group = np.unique(variables[name], return_inverse=True)
    people, mean = _group_means(fit, group)
    signed = np.sqrt(people / n) * (mean - rate)
    others = [codes for other, codes in variables.items() if other != name] or [
        np.zeros(group.size, dtype=int)
    ]
    _, rest = np.unique(np.stack(others), axis=1, return_inverse=True)
    _, mean_of_rest = _group_means(fit, rest.ravel())
    left = sqrt(float(fit.mean((fit.propensity - mean_of_rest[rest.ravel()]) ** 2)))
    whole = sqrt(float((signed**2).sum()))
    shrunk = sqrt(factor)
    by_category = MappingProxyType(dict(zip(categories.tolist(), signed.tolist(), strict=True)))
    return Partial(whole * shrunk, whole, left * shrunk, left, by_category)


def _group_means(fit: _Fit, group: IntArray) -> tuple[FloatArray, FloatArray]:
    people = np.bincount(group, fit.people).astype(np.float64)
    sums = np.bincount(group, fit.people * fit.propensity).astype(np.float64)
    return people, np.divide(sums, people, out=np.zeros_like(sums), where=people > 0)
