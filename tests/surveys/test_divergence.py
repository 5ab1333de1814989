"""Departures: textbook values, scipy and brute force as oracles, coverage and power by seeded simulation."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from surveys import divergence
from surveys.divergence import Comparison, Ranking, divergences
from surveys.divergence.exact import fisher
from surveys.divergence.proportions import MOST_EXACT, p_value
from surveys.divergence.scales import CliffsDelta
from surveys.representation import Interval

# Two proportions


@pytest.mark.parametrize(
    ("first", "first_of", "second", "second_of", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_newcombes_interval_equals_the_examples_of_his_paper(
    first: int, first_of: int, second: int, second_of: int, low: float, high: float
) -> None:
    found = divergence.newcombe(first, first_of, second, second_of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_newcombes_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(4)
    for here, n, there, m in (
        (0.5, 20, 0.3, 400),
        (0.1, 30, 0.1, 200),
        (0.9, 15, 0.7, 60),
        (0.05, 40, 0.2, 40),
    ):
        pairs = np.stack([random.binomial(n, here, 8000), random.binomial(m, there, 8000)], axis=1)
        distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
        found = [divergence.newcombe(a, n, b, m) for a, b in distinct.tolist()]
        covers = np.array([one.low <= here - there <= one.high for one in found])
        assert 0.93 <= covers[inverse.ravel()].mean() <= 0.99


groups = st.tuples(st.integers(1, 25), st.integers(1, 60))


@settings(deadline=None, max_examples=25)
@given(groups, st.floats(0, 1), st.floats(0, 1))
def test_boschloos_test_equals_that_of_scipy(sizes: tuple[int, int], here: float, there: float) -> None:
    (n, m), (a, b) = sizes, (round(here * sizes[0]), round(there * sizes[1]))
    expected = stats.boschloo_exact([[a, b], [n - a, m - b]]).pvalue
    assert divergence.boschloo(a, n, b, m) == pytest.approx(expected, rel=1e-4, abs=1e-9)
    assert divergence.boschloo(b, m, a, n) == pytest.approx(divergence.boschloo(a, n, b, m))


@settings(deadline=None)
@given(groups, st.floats(0, 1), st.floats(0, 1))
def test_boschloos_test_is_never_less_powerful_than_fishers(
    sizes: tuple[int, int], here: float, there: float
) -> None:
    (n, m), (a, b) = sizes, (round(here * sizes[0]), round(there * sizes[1]))
    one_sided = [stats.fisher_exact([[a, b], [n - a, m - b]], side).pvalue for side in ("less", "greater")]
    assert fisher(a, n, b, m) == pytest.approx(min(1, 2 * min(one_sided)), rel=1e-9)
    assert divergence.boschloo(a, n, b, m) <= fisher(a, n, b, m) * (1 + 1e-6)


def test_boschloos_test_keeps_its_level_whatever_the_common_proportion() -> None:
    for n, m in ((6, 15), (10, 12)):
        p = np.array([[divergence.boschloo(a, n, b, m) for b in range(m + 1)] for a in range(n + 1)])
        for share in np.linspace(0.01, 0.99, 25):
            chance = np.outer(
                stats.binom.pmf(range(n + 1), n, share), stats.binom.pmf(range(m + 1), m, share)
            )
            assert chance[p <= 0.05].sum() <= 0.05 + 1e-6


def test_the_score_test_equals_the_uncorrected_chi_square() -> None:
    p, name = p_value(30, 100, 50, 120)
    expected = stats.chi2_contingency([[30, 50], [70, 70]], correction=False).pvalue
    assert name == "score"
    assert p == pytest.approx(expected)


@pytest.mark.parametrize(
    ("groups", "name"),
    [
        ((5, 20, 105, 400), "score"),
        ((3, 20, 90, 400), "boschloo"),
        ((0, 20, 0, 400), "boschloo"),
        ((20, 20, 400, 400), "boschloo"),
        ((1, MOST_EXACT, 1, 5000), "boschloo"),
        ((1, MOST_EXACT + 1, 1, 5000), "fisher"),
    ],
)
def test_an_exact_test_is_used_where_an_expected_count_is_small(groups: tuple, name: str) -> None:
    assert p_value(*groups)[1] == name


def test_two_groups_of_one_mind_do_not_differ() -> None:
    assert p_value(0, 20, 0, 400)[0] == pytest.approx(1)
    assert p_value(20, 20, 400, 400)[0] == pytest.approx(1)


# Scales


def spelled_out(counts: tuple[int, ...]) -> np.ndarray:
    return np.repeat(np.arange(len(counts)), counts)


def counted(values: list[int], points: list[int]) -> list[int]:
    return [values.count(point) for point in points]


points = st.lists(st.integers(0, 12), min_size=5, max_size=5).filter(lambda counts: sum(counts) >= 2)


@settings(deadline=None)
@given(points, points)
def test_cliffs_delta_equals_comparing_every_pair(first: list[int], second: list[int]) -> None:
    x, y = spelled_out(tuple(first)), spelled_out(tuple(second))
    dominance = np.sign(x[:, None] - y[None])
    found = divergence.cliffs_delta(first, second)
    assert found.delta == pytest.approx(dominance.mean(), abs=1e-12)
    m, n, d = x.size, y.size, dominance.mean()
    unbiased = (
        n**2 * ((dominance.mean(axis=1) - d) ** 2).sum()
        + m**2 * ((dominance.mean(axis=0) - d) ** 2).sum()
        - ((dominance - d) ** 2).sum()
    ) / (m * n * (m - 1) * (n - 1))
    assert found.variance == pytest.approx(max(unbiased, (1 - d * d) / (m * n - 1)), abs=1e-12)
    turned = divergence.cliffs_delta(second, first)
    assert turned.delta == pytest.approx(-found.delta)
    assert divergence.feng_cliff(turned).low == pytest.approx(-divergence.feng_cliff(found).high)


@settings(deadline=None)
@given(points, points)
def test_the_test_of_a_scale_equals_that_of_scipy(first: list[int], second: list[int]) -> None:
    found = divergence.cliffs_delta(first, second)
    if found.test == "brunner_munzel":
        expected = stats.brunnermunzel(spelled_out(tuple(first)), spelled_out(tuple(second))).pvalue
        assert found.p_value == pytest.approx(expected, abs=1e-9)
    else:
        assert abs(found.delta) in {0, 1}


def test_groups_that_do_not_overlap_have_the_permutation_probability() -> None:
    found = divergence.cliffs_delta([0, 0, 4], [3, 2, 0])
    assert (found.delta, found.test) == (1, "permutation")
    assert found.p_value == pytest.approx(2 / comb(9, 4))
    assert divergence.cliffs_delta([0, 4, 0], [0, 9, 0]).p_value == 1


CONTROL = [11, 15, 9, 4, 34, 17, 18, 14, 12, 13, 26, 31]
DRUG = [34, 31, 35, 29, 28, 12, 18, 30, 14, 22, 10]


def test_delta_and_its_interval_equal_a_worked_example() -> None:
    # real-statistics.com, Cliff's Delta, examples 1 and 2: -0.40152, standard error .225, (-.730, .0778)
    values = sorted({*CONTROL, *DRUG})
    found = divergence.cliffs_delta(counted(CONTROL, values), counted(DRUG, values))
    assert round(found.delta, 5) == -0.40152
    assert round(found.variance**0.5, 3) == 0.225
    interval = divergence.feng_cliff(found)
    assert (round(interval.low, 3), round(interval.high, 4)) == (-0.730, 0.0778)


def test_the_interval_at_the_end_of_the_scale_is_feng_and_cliffs_own() -> None:
    z2 = 1.959963984540054**2
    found = divergence.feng_cliff(CliffsDelta(1.0, 0.0, 0.01, "permutation", 20))
    assert found == Interval(pytest.approx((20 - z2) / (20 + z2)), 1.0)
    assert divergence.feng_cliff(CliffsDelta(-1.0, 0.0, 0.01, "permutation", 20)).low == -1


def test_feng_and_cliffs_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(6)
    shares = np.array([[0.1, 0.2, 0.3, 0.25, 0.15], [0.25, 0.3, 0.2, 0.15, 0.1]])
    order = np.sign(np.subtract.outer(np.arange(5), np.arange(5)))
    truth = float(shares[0] @ order @ shares[1])
    for n, m in ((20, 400), (30, 30), (60, 200)):
        first, second = random.multinomial(n, shares[0], 1500), random.multinomial(m, shares[1], 1500)
        found = [
            divergence.feng_cliff(divergence.cliffs_delta(a, b))
            for a, b in zip(first.tolist(), second.tolist(), strict=True)
        ]
        assert 0.93 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.975


# The family


def test_adjusted_p_values_equal_those_of_scipy() -> None:
    random = np.random.default_rng(3)
    for size in (1, 2, 40):
        p = random.random(size) ** 3
        assert divergence.adjusted_p_values(p) == pytest.approx(stats.false_discovery_control(p))
        assert divergence.adjusted_p_values(p, are_dependent=True) == pytest.approx(
            stats.false_discovery_control(p, method="by")
        )


def test_the_worked_example_of_benjamini_and_hochberg_gives_four() -> None:
    # Benjamini and Hochberg 1995, section 3: fifteen hypotheses, four rejected at 0.05, three by Bonferroni
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (divergence.adjusted_p_values(np.array(p)) <= 0.05).sum() == 4


def family() -> list[Comparison | Ranking]:
    even = [Comparison("ahead", f"c{number}", "yes", 20 + number, 50, 160, 400) for number in range(8)]
    return [
        Comparison("ahead", "arabic", "no", 45, 50, 120, 400),
        *even,
        Ranking("trust", "arabic", (30, 10, 5, 3, 2), (40, 60, 100, 120, 80)),
        Comparison("ahead", "nobody", "yes", 0, 0, 160, 400),
        Ranking("trust", "one", (1, 0, 0, 0, 0), (40, 60, 100, 120, 80)),
    ]


def test_effects_come_with_their_intervals_and_only_clear_ones_are_widened() -> None:
    found = divergences(family())
    assert [one.community for one in found] == ["arabic", *(f"c{number}" for number in range(8)), "arabic"]
    first, last = found[0], found[-1]
    assert first.effect == pytest.approx(45 / 50 - 120 / 400)
    assert first.interval == divergence.newcombe(45, 50, 120, 400)
    assert (first.measure, first.yes_of, first.no_of, first.test) == ("difference", 50, 400, "score")
    assert first.is_clear
    assert first.is_clear_if_dependent
    assert (last.option, last.measure) == (None, "cliffs_delta")
    assert last.effect < 0
    assert [one.is_clear for one in found[1:-1]] == [False] * 8
    assert [one.adjusted for one in found[1:-1]] == [None] * 8


def test_intervals_of_the_clear_ones_allow_for_having_picked_them() -> None:
    found = divergences(family())
    clear = [one for one in found if one.is_clear]
    z = stats.norm.ppf(1 - len(clear) * 0.05 / len(found) / 2)
    assert len(clear) == 2
    expected = divergence.newcombe(45, 50, 120, 400, z)
    assert (clear[0].adjusted.low, clear[0].adjusted.high) == pytest.approx((expected.low, expected.high))
    for one in clear:
        assert one.adjusted.low < one.interval.low < one.effect < one.interval.high < one.adjusted.high


def test_a_family_without_comparisons_is_empty() -> None:
    assert divergences([]) == ()
    assert divergences([Comparison("q", "c", "o", 0, 0, 1, 2)]) == ()


def test_where_nothing_differs_hardly_anything_is_called_clear() -> None:
    random = np.random.default_rng(8)
    false_alarms = 0
    for _ in range(60):
        yes, no = random.binomial(60, 0.4, 20), random.binomial(300, 0.4, 20)
        comparisons = [
            Comparison("q", str(number), "o", int(a), 60, int(b), 300)
            for number, (a, b) in enumerate(zip(yes, no, strict=True))
        ]
        false_alarms += any(one.is_clear for one in divergences(comparisons))
    assert false_alarms <= 9


# What could have been found at all


def found_by_simulation(effect: float, first: int, second: int, times: int = 4000) -> float:
    random = np.random.default_rng(12)
    here = random.standard_normal((times, first)) + effect
    there = random.standard_normal((times, second))
    return float((stats.ttest_ind(here, there, axis=1).pvalue < 0.05).mean())


def test_the_feeling_of_the_limits_is_right() -> None:
    assert divergence.power(0.4, 20, 400) == pytest.approx(0.41, abs=0.01)
    assert divergence.power(0.4, 57, 400) == pytest.approx(0.80, abs=0.01)
    assert divergence.power(0.65, 20, 400) == pytest.approx(0.80, abs=0.015)
    assert divergence.detectable_effect(20, 400) == pytest.approx(0.65, abs=0.015)


@pytest.mark.parametrize(("effect", "first", "share"), [(0.4, 20, 0.41), (0.4, 57, 0.80), (0.65, 20, 0.80)])
def test_a_simulation_finds_departures_as_often_as_the_power_says(
    effect: float, first: int, share: float
) -> None:
    found = found_by_simulation(effect, first, 400)
    assert found == pytest.approx(share, abs=0.025)
    assert found == pytest.approx(divergence.power(effect, first, 400), abs=0.025)
