"""What a plan of outreach starts from: who was heard, what could be held, what is left to hold it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """An affected community: `heard` of `target` (None: a session instead of a count), `population`.

    `coming` is what the pace alone is expected to add by closing; `prefers_session` that its people would rather talk.
    """

    community: str
    heard: float
    target: int | None
    population: int
    coming: float = 0.0
    prefers_session: bool = False


@dataclass(frozen=True, slots=True)
class Possible:
    """An activity that could be held, in whole units: an evening, a round of doors, a hundred letters.

    A unit has `contacts`, `cost` and `hours`; `units` may be had at most; `days` pass until its answers are in.
    `communities` it means to reach: none is everybody. `partner` and `language` only travel along. `met_before` is how
    many members of each community its channel met already.
    """

    key: str
    channel: str
    communities: frozenset[str]
    contacts: float
    cost: float = 0.0
    hours: float = 0.0
    units: int = 1
    days: int = 0
    partner: str | None = None
    language: str | None = None
    met_before: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What is left: days until closing, money, hours, contacts. None is no limit."""

    days: int
    budget: float | None = None
    hours: float | None = None
    contacts: float | None = None
