"""Raking equals R's survey package, meets its margins, and refuses what it cannot do honestly."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import weighting
from surveys.problems import Refused
from surveys.weighting import Margin, rake

DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared/data")) / "representation"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the reference data are not beside the checkout")


def school_data() -> dict[str, np.ndarray]:
    with (DATA / "api_apiclus1_raked.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {
        "stype": np.array(["EHM".index(row["stype"]) for row in rows]),
        "sch_wide": np.array([["No", "Yes"].index(row["sch_wide"]) for row in rows]),
        **{name: np.array([float(row[name]) for row in rows]) for name in ("pw", "api00", "enroll")},
    }


def school_margins(stype: np.ndarray, sch_wide: np.ndarray) -> list[Margin]:
    return [
        Margin("stype", stype, np.array([4421.0, 755.0, 1018.0])),
        Margin("sch.wide", sch_wide, np.array([1072.0, 5122.0])),
    ]


@needs_data
def test_raking_equals_the_survey_package_of_r() -> None:
    schools = school_data()
    raked = rake(school_margins(schools["stype"], schools["sch_wide"]), threshold=10, start=schools["pw"])
    assert raked.is_met
    assert weighting.weighted_mean(schools["api00"], raked.weights) == pytest.approx(641.230320927, abs=5e-10)
    assert float(raked.weights @ schools["enroll"]) == pytest.approx(3647280.14807, abs=5e-6)
    assert raked.effective_size == pytest.approx(174.011158551, abs=5e-10)
    expected = [29.870675, 36.791025, 39.839236, 49.069072, 50.329401, 67.125529]
    assert np.unique(raked.weights.round(6)).tolist() == expected
    assert weighting.design_effect(raked.weights) == pytest.approx(183 / 174.011158551)


@needs_data
def test_raking_cells_equals_raking_the_people_in_them() -> None:
    schools = school_data()
    cells, inverse, people = np.unique(
        np.stack([schools["stype"], schools["sch_wide"]]), axis=1, return_inverse=True, return_counts=True
    )
    start = np.full(people.size, schools["pw"][0])
    folded = rake(school_margins(cells[0], cells[1]), threshold=10, people=people, start=start)
    by_person = rake(school_margins(schools["stype"], schools["sch_wide"]), threshold=10, start=schools["pw"])
    assert folded.weights[inverse.ravel()] == pytest.approx(by_person.weights, rel=1e-9)
    assert folded.people == by_person.people == 183
    assert folded.effective_size == pytest.approx(by_person.effective_size)
    assert folded.largest_ratio == pytest.approx(by_person.largest_ratio)


tables = st.lists(st.lists(st.integers(1, 400), min_size=3, max_size=3), min_size=2, max_size=4)


@given(tables, tables)
@settings(deadline=None)
def test_every_margin_is_met_where_every_combination_occurs(answered: list, lived: list) -> None:
    size = min(len(answered), len(lived))
    people, population = np.array(answered[:size]) + 5, np.array(lived[:size], dtype=float)
    rows, columns = (codes.ravel() for codes in np.indices(people.shape))
    margins = [Margin("a", rows, population.sum(axis=1)), Margin("b", columns, population.sum(axis=0))]
    raked = rake(margins, threshold=5, people=people.ravel())
    assert raked.is_met
    for margin in margins:
        reached = np.bincount(margin.codes, raked.weights * people.ravel())
        assert np.abs(reached - margin.population).max() < 1e-10 * population.sum() * 1.01
    products = raked.weights.reshape(people.shape)  # raking keeps the odds ratios of the start, here all 1
    assert products * products[0, 0] == pytest.approx(np.outer(products[:, 0], products[0]), rel=1e-6)


@given(tables, st.floats(1.05, 6))
@settings(deadline=None)
def test_a_cap_holds_exactly_and_the_error_that_remains_is_told(answered: list, cap: float) -> None:
    people = np.array(answered) + 5
    rows, columns = (codes.ravel() for codes in np.indices(people.shape))
    margins = [
        Margin("a", rows, np.linspace(1, 9, people.shape[0]) * 60 / np.linspace(1, 9, people.shape[0]).sum()),
        Margin("b", columns, np.array([50.0, 9.0, 1.0])),
    ]
    raked = rake(margins, threshold=5, people=people.ravel(), cap=cap)
    mean = 60 / people.sum()
    assert raked.weights.max() <= cap * mean * (1 + 1e-12)
    assert raked.weights.min() >= mean / cap * (1 - 1e-12)
    furthest = max(
        np.abs(np.bincount(margin.codes, raked.weights * people.ravel()) - margin.population).max() / 60
        for margin in margins
    )
    assert raked.largest_error == pytest.approx(furthest, abs=1e-15)
    assert raked.is_met == (furthest < 1e-10)


def test_a_cap_that_leaves_room_is_met_all_the_same() -> None:
    margin = Margin("a", np.array([0, 1]), np.array([60.0, 40.0]))
    raked = rake([margin], threshold=5, people=np.array([50, 50]), cap=3)
    assert raked.is_met
    assert raked.weights == pytest.approx([1.2, 0.8])


def test_who_did_not_state_every_margin_is_left_out_and_counted() -> None:
    margins = [
        Margin("a", np.array([0, 1, -1, 0]), np.array([60.0, 40.0])),
        Margin("b", np.array([0, 1, 0, -1]), np.array([30.0, 70.0])),
    ]
    raked = rake(margins, threshold=5, people=np.array([10, 10, 3, 4]))
    assert (raked.people, raked.excluded) == (20, 7)
    assert raked.weights[2:].tolist() == [0, 0]


def test_margins_that_contradict_one_another_leave_an_error_that_is_told() -> None:
    same = np.array([0, 1])
    margins = [Margin("a", same, np.array([60.0, 40.0])), Margin("b", same, np.array([30.0, 70.0]))]
    raked = rake(margins, threshold=5, people=np.array([10, 10]))
    assert not raked.is_met
    assert raked.largest_error == pytest.approx(0.3)


def test_effective_size_is_the_number_of_people_where_all_count_alike() -> None:
    assert weighting.effective_size(np.full(7, 3.0)) == pytest.approx(7)
    assert weighting.effective_size(np.array([1.0, 3.0]), np.array([30, 10])) == pytest.approx(60**2 / 120)


@pytest.mark.parametrize(
    ("people", "population", "cap", "codes"),
    [
        ([3, 3], [60, 40], None, ["weighting.too_few"]),
        ([30, 4], [60, 40], None, ["weighting.category_too_small"]),
        ([30, 30], [60, 0], None, ["weighting.benchmark_not_positive"]),
        ([30, 30], [60, float("nan")], None, ["weighting.benchmark_not_positive"]),
        ([30, 30], [60, 41], None, ["weighting.totals_differ"]),
        ([30, 30], [60, 40], 1.0, ["weighting.cap_too_small"]),
        ([30, 4], [60, 41], None, ["weighting.totals_differ", "weighting.category_too_small"]),
    ],
)
def test_what_cannot_be_weighted_honestly_is_refused(
    people: list, population: list, cap: float | None, codes: list[str]
) -> None:
    margins = [
        Margin("whole", np.array([0, 0]), np.array([100.0])),
        Margin("part", np.array([0, 1]), np.array(population, dtype=float)),
    ]
    with pytest.raises(Refused) as refusal:
        rake(margins, threshold=10, people=np.array(people), cap=cap)
    assert [problem.code for problem in refusal.value.problems] == codes


def test_a_million_people_on_five_margins_fold_into_cells_and_meet_them() -> None:
    random = np.random.default_rng(5)
    codes = [random.integers(0, size, 1_000_000) for size in (2, 6, 5, 4, 3)]
    flat, people = np.unique(np.ravel_multi_index(codes, (2, 6, 5, 4, 3)), return_counts=True)
    cells = np.unravel_index(flat, (2, 6, 5, 4, 3))
    populations = [np.bincount(code) * random.uniform(0.5, 2, code.max() + 1) for code in codes]
    margins = [
        Margin(str(number), code, 1e6 * population / population.sum())
        for number, (code, population) in enumerate(zip(cells, populations, strict=True))
    ]
    raked = rake(margins, threshold=10, people=people)
    assert raked.is_met
    assert raked.people == 1_000_000
