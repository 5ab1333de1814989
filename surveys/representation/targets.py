"""What is aimed at for each community, what is still missing, and the one sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.problems import Parameter, Problem, Refused
from surveys.representation.reach import Benchmark


@dataclass(frozen=True, slots=True)
class Target:
    """The least that may be aimed at: `count` answers, or a session (`count` None) where the community is smaller."""

    count: int | None

    @property
    def is_session(self) -> bool:
        """Talk with them instead of counting them."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class Progress:
    """A community, how many of it were heard, and its target; None: a session instead of a count."""

    community: str
    heard: int
    target: int | None


@dataclass(frozen=True, slots=True)
class Headline:
    """`met` of `of` communities with a count as their target met it; `furthest_behind` is None when all did."""

    met: int
    of: int
    furthest_behind: Progress | None


@dataclass(frozen=True, slots=True)
class JointParity:
    """How many more to hear from each community of a set until each is heard at its share: together `total`."""

    more: Mapping[str, int]
    total: int


def minimum_target(benchmark: Benchmark, expected_answers: int, threshold: int) -> Target:
    """The larger of parity (its share of the answers expected, rounded up) and the smallest publishable group."""
    parity = _ceiling(benchmark.population * expected_answers, benchmark.whole)
    least = max(parity, threshold)
    return Target(None if benchmark.population < least else least)


def target_faults(
    community: str, chosen: int | None, least: Target, benchmark: Benchmark
) -> tuple[Problem, ...]:
    """What is wrong with the target an officer chose (None: a session); empty where it may stand.

    Codes: `target.above_population`, `target.too_small`, `target.needs_session`, each at the community.
    """
    if chosen is None:
        return ()
    parameters: dict[str, Parameter] = {"target": chosen, "population": benchmark.population}
    if chosen > benchmark.population:
        return (Problem("target.above_population", community, parameters),)
    if least.count is None:
        return (Problem("target.needs_session", community, parameters),)
    if chosen < least.count:
        return (Problem("target.too_small", community, {**parameters, "minimum": least.count}),)
    return ()


def still_to_hear(heard: int, target: int) -> int:
    """max(0, target - heard)."""
    return max(0, target - heard)


def joint_parity(heard: Mapping[str, int], population: Mapping[str, int], n: int, whole: int) -> JointParity:
    """How many more to hear from each community so that all of them are heard at their share at once.

    `heard` n_g and `population` N_g by community, of `n` who stated and a `whole` population. New answers also raise
    what parity means for the others, so the communities are solved together: DOMAIN.md's X = ceil((P_U n - n_U) /
    (1 - P_U)) over those not yet at parity (the others drop out), x_g = P_g (n + X) - n_g, in integers. Each x_g
    is whole people, rounded up; where those together exceed X, X is raised until the shares hold again, so `total` is
    the smallest number that keeps the promise. Communities that overlap are counted as if they did not, which asks for
    too many rather than too few. `Refused` with `parity.no_rest` where together they are the whole population or more:
    then there is nobody to be in parity with.
    """
    if sum(population.values()) >= whole:
        raise Refused(Problem("parity.no_rest", "", {"whole": whole}))
    total = 0
    while True:
        more = {
            community: max(0, _ceiling(population[community] * (n + total) - whole * count, whole))
            for community, count in heard.items()
        }
        if (needed := sum(more.values())) <= total:
            return JointParity(more, needed)
        total = max(needed, _closed_form(more, heard, population, n, whole))


def headline(progress: Sequence[Progress]) -> Headline:
    """Affected communities that met their target, then the one furthest behind, by heard / target.

    Communities with a session instead of a count are not among them. Ties go to whom most are still to be heard of,
    then to the first.
    """
    counted = [(one, one.target) for one in progress if one.target is not None and one.target > 0]
    behind = [(one, target) for one, target in counted if one.heard < target]
    furthest: tuple[Progress, int] | None = None
    for one, target in behind:
        if furthest is None or _is_further(one.heard, target, furthest[0].heard, furthest[1]):
            furthest = (one, target)
    return Headline(len(counted) - len(behind), len(counted), None if furthest is None else furthest[0])


def _is_further(heard: int, target: int, other_heard: int, other_target: int) -> bool:
    """Compare heard / target as fractions, never as rounded numbers."""
    mine, other = heard * other_target, other_heard * target
    return mine < other or (mine == other and target - heard > other_target - other_heard)


def _closed_form(
    more: Mapping[str, int], heard: Mapping[str, int], population: Mapping[str, int], n: int, whole: int
) -> int:
    """X of DOMAIN.md over those who still need more: from below never past the smallest answer."""
    needy = [community for community, count in more.items() if count > 0]
    theirs, answered = sum(population[one] for one in needy), sum(heard[one] for one in needy)
    return _ceiling(theirs * n - answered * whole, whole - theirs)


def _ceiling(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
