"""Representation: the figures of the RISQ test set, textbook values, brute force, and coverage by simulation."""

import csv
import itertools
import json
import os
from fractions import Fraction
from math import ceil, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from surveys import representation as rep
from surveys.problems import Refused
from surveys.representation import Benchmark, Progress, Stated

DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared/data")) / "representation"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the reference data are not beside the checkout")


# The R-indicator and its kin


@pytest.fixture(scope="module")
def risq() -> tuple[rep.ResponseModel, dict]:
    if not DATA.is_dir():
        pytest.skip("the reference data are not beside the checkout")
    with (DATA / "risq_test_cells_gender_age_urb.csv").open() as file:
        rows = list(csv.DictReader(file))
    variables = {name: np.array([int(row[name]) for row in rows]) for name in ("gender", "age", "urb")}
    invited, answered = (np.array([int(row[name]) for row in rows]) for name in ("n", "r"))
    reference = json.loads((DATA / "risq_reference_gender_age_urb.json").read_text())
    return rep.response_model(variables, invited, answered), reference


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("response_rate", "response_rate"),
        ("s", "S"),
        ("bias_factor", "bias_factor"),
        ("r", "R"),
        ("r_unadjusted", "R_unadj"),
        ("r_standard_error", "SE_R"),
        ("cv", "CV"),
        ("cv_unadjusted", "CV_unadj"),
    ],
)
def test_indicators_equal_the_risq_reference(risq: tuple, ours: str, theirs: str) -> None:
    model, reference = risq
    assert getattr(model, ours) == pytest.approx(reference[theirs], rel=1e-11)


def test_the_figures_named_in_the_data_readme_are_reached(risq: tuple) -> None:
    model, _ = risq
    assert round(model.r, 7) == 0.8810997
    assert round(model.r_unadjusted, 7) == 0.8789221
    assert round(model.r_standard_error, 7) == 0.0052543
    assert round(model.cv_unadjusted, 7) == 0.1107595


@pytest.mark.parametrize("variable", ["gender", "age", "urb"])
def test_partial_indicators_equal_the_risq_reference(risq: tuple, variable: str) -> None:
    model, reference = risq
    partial, expected = model.partials[variable], reference["partial_by_variable"][variable]
    assert partial.unconditional_unadjusted == pytest.approx(expected["Pu_unadj"], rel=1e-11)
    assert partial.unconditional == pytest.approx(expected["Pu"], rel=1e-11)
    assert partial.conditional_unadjusted == pytest.approx(expected["Pc_unadj"], rel=1e-11)
    assert partial.conditional == pytest.approx(expected["Pc"], rel=1e-11)
    by_category = {str(code): value for code, value in partial.by_category.items()}
    assert by_category == pytest.approx(reference["partial_unconditional_by_category"][variable], rel=1e-8)


def test_a_saturated_model_gives_the_spread_of_the_observed_rates() -> None:
    invited, answered = np.array([400, 300, 300]), np.array([200, 90, 30])
    model = rep.response_model({"area": np.array([0, 1, 2])}, invited, answered)
    plain = rep.spread(answered, invited)
    assert model.s == pytest.approx(plain.s * sqrt(1000 / 999), rel=1e-9)
    partial = model.partials["area"]
    assert list(partial.by_category.values()) == pytest.approx(list(plain.partials), rel=1e-9)
    assert partial.conditional_unadjusted == pytest.approx(plain.s, rel=1e-9)


def test_equal_response_everywhere_leaves_nothing_to_adjust() -> None:
    model = rep.response_model({"area": np.array([0, 1])}, np.array([100, 100]), np.array([40, 40]))
    assert model.r == pytest.approx(1)
    assert model.bias_factor == pytest.approx(0)


@pytest.mark.parametrize(
    ("invited", "answered", "code"),
    [
        ([100, 100], [50, 0], "indicator.cannot_fit"),
        ([100, 100], [50, 100], "indicator.cannot_fit"),
        ([10, 10], [5, 11], "indicator.more_than_invited"),
        ([10, 10], [0, 0], "indicator.no_difference"),
        ([0, 0], [0, 0], "indicator.no_difference"),
    ],
)
def test_a_response_model_without_an_estimate_is_refused(invited: list, answered: list, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        rep.response_model({"area": np.array([0, 1])}, np.array(invited), np.array(answered))
    assert refusal.value.problems[0].code == code


def test_r_would_mislead_in_an_open_call_as_the_design_warns() -> None:
    plain = rep.spread(np.array([450, 0]), np.array([90_000, 10_000]))
    assert round(1 - 2 * plain.s, 3) == 0.997


# Spread over a partition


def test_spread_equals_its_definition_person_by_person() -> None:
    answers, population = np.array([30, 5, 1]), np.array([100, 50, 10])
    propensity = np.repeat(answers / population, population)
    found = rep.spread(answers, population)
    assert found.s == pytest.approx(propensity.std())
    assert found.cv == pytest.approx(propensity.std() / propensity.mean())
    assert found.cv_by_chance == pytest.approx(sqrt(2 / 36))
    assert found.partials[0] > 0 > found.partials[1]
    assert sum(part**2 for part in found.partials) == pytest.approx(found.s**2)


def test_the_corrected_s_is_right_on_average_where_the_plain_one_is_too_large() -> None:
    random = np.random.default_rng(11)
    population = np.array([600, 300, 80, 20])
    propensity = np.array([0.10, 0.06, 0.15, 0.10])
    mean = propensity @ population / 1000
    truth = float((population * (propensity - mean) ** 2).sum() / 1000)
    draws = random.binomial(population, propensity, size=(4000, 4))
    found = [rep.spread(draw, population) for draw in draws]
    plain = np.mean([one.s**2 for one in found])
    # what the correction takes off, before it is kept from falling below 0
    rates = draws / population
    taken = ((1 - population / 1000) * rates * (1 - rates)).sum(axis=1).mean() / 1000
    assert plain > 1.2 * truth
    assert plain - taken == pytest.approx(truth, rel=0.05)
    assert all(one.s_corrected <= one.s for one in found)
    assert min(one.s_corrected for one in found) == 0


def test_dissimilarity_is_the_share_that_would_have_to_move() -> None:
    assert rep.dissimilarity(np.array([80, 20]), np.array([500, 500])) == pytest.approx(0.3)
    assert rep.dissimilarity(np.array([5, 5]), np.array([70, 70])) == 0


@pytest.mark.parametrize(
    ("answers", "population", "code"),
    [
        ([1, 0], [10, 0], "benchmark.not_positive"),
        ([11, 0], [10, 10], "spread.above_population"),
    ],
)
def test_a_partition_that_cannot_be_is_refused(answers: list, population: list, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        rep.spread(np.array(answers), np.array(population))
    assert refusal.value.problems[0].code == code
    with pytest.raises(ValueError, match="one number for each group"):
        rep.spread(np.array([1]), np.array([1, 2]))


def test_a_partition_nobody_answered_from_has_a_rate_but_no_cv() -> None:
    found = rep.spread(np.array([0, 0]), np.array([10, 20]))
    assert (found.rate, found.s, found.cv, found.cv_by_chance) == (0, 0, None, None)
    with pytest.raises(Refused, match=r"spread\.nobody"):
        rep.dissimilarity(np.array([0, 0]), np.array([10, 20]))


# Intervals, rate, ratio, label


@given(st.integers(0, 400), st.integers(1, 400))
@settings(deadline=None)
def test_wilsons_interval_equals_that_of_scipy(count: int, of: int) -> None:
    count = min(count, of)
    expected = binomtest(count, of).proportion_ci(method="wilson")
    found = rep.wilson(count, of)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilsons_interval_equals_the_figures_newcombe_prints() -> None:
    for count, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        found = rep.wilson(count, of)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert rep.wilson(0, 0) == rep.Interval(0, 1)


def test_wilsons_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    for share, n in ((0.5, 40), (0.1, 60), (0.02, 300), (0.9, 25)):
        draws = random.binomial(n, share, 20_000)
        found = {count: rep.wilson(count, n) for count in set(draws.tolist())}
        covered = np.mean([found[count].low <= share <= found[count].high for count in draws.tolist()])
        assert 0.93 <= covered <= 0.98


def test_rate_and_ratio_are_what_their_names_say() -> None:
    found = rep.reach(Stated(30, 270), Benchmark(2_000, 10_000))
    assert found.rate == pytest.approx(30 / 2_000)
    assert found.ratio == pytest.approx((30 / 300) / 0.2)
    assert found.rate_interval == rep.wilson(30, 2_000)
    expected = rep.wilson(30, 300)
    assert found.ratio_interval.low == pytest.approx(expected.low / 0.2)
    assert found.ratio_interval.high == pytest.approx(expected.high / 0.2)
    assert (found.label, found.needs_outreach) == ("under_heard", True)


@pytest.mark.parametrize(
    ("stated", "label"),
    [
        (Stated(0, 300), "not_heard"),
        (Stated(0, 0), "not_heard"),
        (Stated(0, 10, 500), "not_heard"),
        (Stated(20, 280), "under_heard"),
        (Stated(66, 240), "heard"),
        (Stated(50, 250), "too_few_to_tell"),
        (Stated(3, 9), "too_few_to_tell"),
        (Stated(60, 240, 300), "too_few_to_tell"),
        (Stated(66, 240, 30), "heard"),
        (Stated(2, 280, 31), "under_heard"),
    ],
)
def test_labels_follow_the_interval_and_the_silent(stated: Stated, label: str) -> None:
    found = rep.reach(stated, Benchmark(200, 1_000))
    assert found.label == label
    assert found.needs_outreach == (label != "heard")


def test_when_many_did_not_state_the_bounds_say_what_they_could_be() -> None:
    found = rep.reach(Stated(60, 240, 300), Benchmark(200, 1_000))
    assert found.ratio_bounds == rep.Interval(pytest.approx(0.5), pytest.approx(3.0))
    assert found.rate_bounds == rep.Interval(pytest.approx(0.3), 1.0)
    assert found.cannot_tell
    few = rep.reach(Stated(60, 240, 3), Benchmark(200, 1_000))
    assert (few.ratio_bounds, few.rate_bounds, few.cannot_tell) == (None, None, False)


def test_more_answers_than_people_give_no_rate_and_a_flag() -> None:
    found = rep.reach(Stated(201, 100), Benchmark(200, 1_000))
    assert (found.rate, found.rate_interval, found.rate_bounds) == (None, None, None)
    assert found.is_over_population
    assert not rep.reach(Stated(200, 100), Benchmark(200, 1_000)).is_over_population


def test_the_ratio_stays_finite_where_nobody_was_heard() -> None:
    found = rep.reach(Stated(0, 100), Benchmark(50, 1_000))
    assert found.ratio == 0
    assert found.ratio_interval.high == pytest.approx(rep.wilson(0, 100).high / 0.05)
    assert rep.reach(Stated(0, 0), Benchmark(50, 1_000)).ratio is None


@pytest.mark.parametrize(
    ("population", "whole", "code"),
    [
        (0, 10, "benchmark.not_positive"),
        (-1, 10, "benchmark.not_positive"),
        (11, 10, "benchmark.above_whole"),
    ],
)
def test_a_benchmark_that_cannot_be_is_refused(population: int, whole: int, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        Benchmark(population, whole)
    assert refusal.value.problems[0].code == code


# Targets, what is still to hear, headline


@pytest.mark.parametrize(
    ("population", "expected", "count"),
    [(200, 300, 60), (200, 301, 61), (30, 300, 10), (10, 300, 10), (9, 300, None), (1_000, 2_000, None)],
)
def test_the_least_target_is_parity_or_the_threshold_and_a_session_below(
    population: int, expected: int, count: int | None
) -> None:
    found = rep.minimum_target(Benchmark(population, 1_000), expected, 10)
    assert found.count == count
    assert found.is_session == (count is None)


@pytest.mark.parametrize(
    ("chosen", "population", "codes"),
    [
        (None, 200, []),
        (60, 200, []),
        (59, 200, ["target.too_small"]),
        (201, 200, ["target.above_population"]),
        (8, 9, ["target.needs_session"]),
        (None, 9, []),
    ],
)
def test_a_chosen_target_is_judged(chosen: int | None, population: int, codes: list[str]) -> None:
    benchmark = Benchmark(population, 1_000)
    faults = rep.target_faults("arabic", chosen, rep.minimum_target(benchmark, 300, 10), benchmark)
    assert [problem.code for problem in faults] == codes
    assert all(problem.where == "arabic" for problem in faults)


def test_still_to_hear_is_never_negative() -> None:
    assert (rep.still_to_hear(10, 90), rep.still_to_hear(90, 90), rep.still_to_hear(95, 90)) == (80, 0, 0)


communities = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 150)), min_size=1, max_size=4)


@given(communities, st.integers(0, 60), st.integers(1, 300))
@settings(deadline=None)
def test_joint_parity_is_the_smallest_number_that_brings_all_to_their_share(
    groups: list, rest_heard: int, rest: int
) -> None:
    heard = {str(number): count for number, (count, _) in enumerate(groups)}
    population = {str(number): size for number, (_, size) in enumerate(groups)}
    n, whole = sum(heard.values()) + rest_heard, sum(population.values()) + rest
    found = rep.joint_parity(heard, population, n, whole)
    assert found.total == sum(found.more.values())
    for one, count in heard.items():
        assert Fraction(count + found.more[one], max(1, n + found.total)) >= (
            Fraction(population[one], whole) if n + found.total else 0
        )
    for total in range(max(0, found.total - 60), found.total):  # no smaller total does
        needed = [ceil(Fraction(population[one] * (n + total), whole) - heard[one]) for one in heard]
        assert sum(max(0, one) for one in needed) > total


def test_joint_parity_equals_the_formula_of_the_design_but_for_whole_people() -> None:
    found = rep.joint_parity({"a": 5, "b": 3}, {"a": 100, "b": 100}, 100, 1_000)
    formula = ceil((0.2 * 100 - 8) / 0.8)
    assert formula == 15
    assert found.more == {"a": 7, "b": 9}
    assert formula <= found.total == 16 <= formula + 2


def test_a_community_above_its_share_drops_out_of_joint_parity() -> None:
    found = rep.joint_parity({"a": 50, "b": 0}, {"a": 100, "b": 100}, 100, 1_000)
    assert found.more["a"] == 0
    assert found.more["b"] == found.total == ceil(10 / 0.9)


def test_a_set_that_is_everyone_has_nobody_to_be_in_parity_with() -> None:
    with pytest.raises(Refused, match=r"parity\.no_rest"):
        rep.joint_parity({"a": 5, "b": 3}, {"a": 500, "b": 500}, 100, 1_000)


def test_the_headline_names_who_is_furthest_behind() -> None:
    found = rep.headline(
        [Progress("a", 90, 90), Progress("b", 10, 90), Progress("c", 5, 60), Progress("d", 0, None)]
    )
    assert (found.met, found.of) == (1, 3)
    assert found.furthest_behind == Progress("c", 5, 60)


def test_a_tie_goes_to_whom_most_are_still_to_be_heard_of() -> None:
    for order in itertools.permutations([Progress("a", 1, 3), Progress("b", 10, 30), Progress("c", 3, 8)]):
        assert rep.headline(order).furthest_behind == Progress("b", 10, 30)


def test_when_all_met_their_target_nobody_is_behind() -> None:
    assert rep.headline([Progress("a", 9, 9)]) == rep.Headline(1, 1, None)
    assert rep.headline([Progress("a", 0, None)]) == rep.Headline(0, 0, None)
