"""How often intervals contain the truth. `python -m tests.bench.coverage` prints it, the same every time.

Wilson's interval of a rate, the interval of a representation ratio, the forecast of a final count, what an activity
will bring. Each row draws invented answers many times and counts.
"""

# ruff: noqa: T201  # printing is what it is for

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from surveys.live_counts import live, moved
from surveys.outreach import Means, proposed
from surveys.outreach.trials.running import Ledger, missing, situation
from surveys.outreach.trials.towns import TOWNS, Town
from surveys.outreach.trials.world import World
from surveys.representation import Benchmark, Sighting, Stated, forecast, reach, wilson

DRAWS = 20_000
STORIES = 1_000
TOWN_DRAWS = 40
SEED = 4
THRESHOLD = 10

Drawn = np.random.Generator
Days = np.typing.NDArray[np.int64]


def main() -> None:
    print(
        f"Seed {SEED}; {DRAWS:,} draws a row for rates and ratios, {STORIES:,} stories a row for forecasts.\n"
    )
    print("| participation rate, Wilson 95 % | covered | low end above | high end below |\n|---|---|---|---|")
    for rate, people in product((0.005, 0.02, 0.1, 0.3), (60, 300, 2_000)):
        row(f"{rate:.1%} of {people:,} people answer", *of_rate(rate, people))
    print("\n| representation ratio, 95 % | covered | low end above | high end below |\n|---|---|---|---|")
    for ratio, share, answers in product((0.25, 0.8, 1.0), (0.02, 0.1, 0.3), (100, 1_000)):
        row(f"ratio {ratio:g}, share {share:.0%}, {answers:,} answers", *of_ratio(ratio, share, answers))
    print("\n| final count, 90 %, of six weeks | covered | low end above | high end below | median width |")
    print("|---|---|---|---|---|")
    for (name, story), week in product(STORIES_TOLD.items(), (1, 2, 4)):
        covered, above, below, width = of_pace(story, week)
        row(f"{name}, after week {week}", covered, above, below, f"{width:.0f}")
    print(
        "\n| answers of a week's activity, 90 % | covered | low end above | high end below | median width |"
    )
    print("|---|---|---|---|---|")
    for town in TOWNS:
        covered, above, below, width = of_gains(town, TOWN_DRAWS)
        row(f"{town.name}", covered, above, below, f"{width:.0f}")


def row(what: str, covered: float, above: float, below: float, *more: str) -> None:
    print(f"| {' | '.join((what, *(f'{one:.1%}' for one in (covered, above, below)), *more))} |", flush=True)


def of_rate(rate: float, people: int) -> tuple[float, float, float]:
    counts = np.random.default_rng(SEED).binomial(people, rate, DRAWS).tolist()
    found = {count: wilson(count, people) for count in set(counts)}
    return held([(found[count].low, found[count].high, rate) for count in counts])


def of_ratio(ratio: float, share: float, answers: int) -> tuple[float, float, float]:
    """Let people answer who belong with `ratio` times the chance their share would give; the benchmark is exact."""
    benchmark = Benchmark(round(share * 100_000), 100_000)
    counts = np.random.default_rng(SEED).binomial(answers, ratio * share, DRAWS).tolist()
    found = {count: reach(Stated(count, answers - count), benchmark).ratio_interval for count in set(counts)}
    return held([(found[count].low, found[count].high, ratio) for count in counts])


def of_pace(
    story: Callable[[Drawn], Days], week: int, stories: int = STORIES
) -> tuple[float, float, float, float]:
    """Forecast the last day of six weeks from what was shown until then: rounded, held back, once a day."""
    chance = np.random.default_rng(SEED)
    cases = []
    for _ in range(stories):
        counts = np.cumsum(story(chance)).tolist()
        found = forecast(list(shown(counts[: 7 * week])), 42 - 7 * week)
        assert found is not None
        cases.append((found.interval.low, found.interval.high, float(counts[-1])))
    return *held(cases), float(np.median([high - low for low, high, _ in cases]))


def of_gains(town: Town, draws: int) -> tuple[float, float, float, float]:
    """Hold six weeks of proposals; compare what each brings of whom it was proposed for with what was foretold."""
    cases = []
    for seed in range(draws):
        world, ledger = World(town, seed), Ledger()
        by_key = {one.key: one for one in world.possible}
        for _ in range(6):
            means = Means(7, contacts=3.0 * missing(world))
            plan = proposed(*situation(world, ledger), means, threshold=THRESHOLD)
            for proposal in plan.proposals:
                activity, gain = by_key[proposal.activity], proposal.gains[0]
                brought = 0
                for _ in range(proposal.units):
                    found = world.hold(activity)
                    ledger.note(activity, world.week, found)
                    brought += found[gain.community]
                cases.append((gain.interval.low, gain.interval.high, float(brought)))
            world.week += 1
    return *held(cases), float(np.median([high - low for low, high, _ in cases]))


def shown(counts: list[int]) -> Iterator[Sighting]:
    kept = 0
    for day, count in enumerate(counts, 1):
        kept = moved(kept, count, THRESHOLD)
        yield Sighting(day, live(kept, THRESHOLD))


def held(cases: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    lows, highs, truths = (np.array(column) for column in zip(*cases, strict=True))
    above, below = float((lows > truths).mean()), float((highs < truths).mean())
    return 1 - above - below, above, below


def steady(per_week: float) -> Callable[[Drawn], Days]:
    return lambda chance: chance.poisson(per_week / 7, 42)


def bursts(per_week: float) -> Callable[[Drawn], Days]:
    """Everything comes from activities on one day in ten, each as good as chance makes it."""

    def story(chance: Drawn) -> Days:
        good = chance.gamma(1.0, per_week / 7 * 10, 42) * (chance.random(42) < 0.1)
        return chance.poisson(good)

    return story


def changing(per_week: float, by: float) -> Callable[[Drawn], Days]:
    """The pace is multiplied by `by` each week."""
    return lambda chance: chance.poisson(per_week / 7 * by ** (np.arange(42) // 7))


STORIES_TOLD = {
    "1 a week": steady(1),
    "5 a week": steady(5),
    "50 a week": steady(50),
    "5 a week in bursts": bursts(5),
    "50 a week in bursts": bursts(50),
    "20 a week, falling by a fifth each week": changing(20, 0.8),
    "20 a week, rising by a fifth each week": changing(20, 1.2),
    "40 a week, halved each week": changing(40, 0.5),
}
"""Stories chosen before the forecast was tried on them."""


if __name__ == "__main__":
    main()
