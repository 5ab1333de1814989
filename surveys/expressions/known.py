"""What an expression may name, and where it stands: all that checking it needs to be told of the survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from surveys.expressions.kinds import Kind
from surveys.expressions.scope import nothing
from surveys.questions.asked import Asked


@dataclass(frozen=True, slots=True)
class Known:
    """Questions by id, calculations with what they give (None: nobody can say), and which of both are in a repeat
    (their id -> its id).
    """

    questions: Mapping[str, Asked]
    calculations: Mapping[str, Kind | None] = field(default_factory=nothing)
    repeats: Mapping[str, str] = field(default_factory=nothing)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an expression stands.

    `this`: the question whose answer it checks or, where there are `properties` (what its options may say of
    themselves), whose options it filters. `repeat`: the one it is in. Only a calculation remembers (`once`).
    """

    this: Asked | None = None
    properties: frozenset[str] | None = None
    repeat: str | None = None
    is_calculation: bool = False


ANYWHERE: Final = Standing()
