"""What waits for what: conditions, calculations and defaults that look at one another, in order, or in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveys.problems import Problem
from surveys.strict_json import Place, pointer

MOST_NAMED = 10
"""Names of a circle that a problem repeats."""


@dataclass(frozen=True, slots=True)
class Dependent:
    """Something that has a value only once the names it looks at have theirs (`tree.answers_named`).

    A name may stand for several: a question waits for what its condition, its default and its choices look at.
    """

    name: str
    place: Place
    looks_at: frozenset[str]


def ordered(dependents: Sequence[Dependent]) -> tuple[str, ...]:
    """The names so that each comes after those it looks at, else as they are given; in a circle as they are given.

    Names that nothing here stands for are left out. Time grows with the names and the looks, nothing else.
    """
    return tuple(name for circle in _circles(dependents) for name in circle)


def faults(dependents: Sequence[Dependent]) -> Iterator[Problem]:
    """`survey.expression_cycle` at every place that takes part in a circle, with the `names` of the circle."""
    place_in = {name: number for number, circle in enumerate(_circles(dependents)) for name in circle}
    circles: dict[int, list[str]] = {}
    for name, number in place_in.items():
        circles.setdefault(number, []).append(name)
    for dependent in dependents:
        number = place_in[dependent.name]
        if any(place_in.get(name) == number for name in dependent.looks_at) and (
            len(circles[number]) > 1 or dependent.name in dependent.looks_at
        ):
            names = ", ".join(circles[number][:MOST_NAMED])
            yield Problem("survey.expression_cycle", pointer(*dependent.place), {"names": names})


def _looks(dependents: Iterable[Dependent]) -> Mapping[str, list[str]]:
    """For each name the names it looks at that something here stands for, in a settled order."""
    known = {dependent.name: number for number, dependent in reversed(list(enumerate(dependents)))}
    looks: dict[str, set[str]] = {name: set() for name in sorted(known, key=known.__getitem__)}
    for dependent in dependents:
        looks[dependent.name] |= dependent.looks_at & known.keys()
    return {name: sorted(found, key=known.__getitem__) for name, found in looks.items()}


def _circles(dependents: Sequence[Dependent]) -> list[list[str]]:
    """The names in groups that wait for one another, each group after those it waits for.

    Tarjan's strongly connected components (SIAM Journal on Computing 1, 1972), without recursion.
    """
    looks = _looks(dependents)
    search = _Search(looks)
    for name in looks:
        if name not in search.number:
            search.walk(name)
    order = {name: number for number, name in enumerate(looks)}
    return [sorted(circle, key=order.__getitem__) for circle in search.found]


class _Search:
    def __init__(self, looks: Mapping[str, list[str]]) -> None:
        self.looks = looks
        self.number: dict[str, int] = {}
        self.lowest: dict[str, int] = {}
        self.open: dict[str, None] = {}  # in the order they were reached
        self.found: list[list[str]] = []

    def walk(self, root: str) -> None:
        path = [(self.reach(root), iter(self.looks[root]))]
        while path:
            name, ahead = path[-1]
            following = next(ahead, None)
            if following is None:
                path.pop()
                self.leave(name, path[-1][0] if path else None)
            elif following not in self.number:
                path.append((self.reach(following), iter(self.looks[following])))
            elif following in self.open:
                self.lowest[name] = min(self.lowest[name], self.number[following])

    def reach(self, name: str) -> str:
        self.number[name] = self.lowest[name] = len(self.number)
        self.open[name] = None
        return name

    def leave(self, name: str, before: str | None) -> None:
        if before is not None:
            self.lowest[before] = min(self.lowest[before], self.lowest[name])
        if self.lowest[name] == self.number[name]:
            circle: list[str] = []
            while not circle or circle[-1] != name:
                circle.append(self.open.popitem()[0])
            self.found.append(circle)
