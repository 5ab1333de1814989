"""Every refusal as data: a code, where, and parameters. Sentences belong higher up, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypedDict

Parameter = str | int | float


class ProblemJson(TypedDict):
    code: str
    where: str
    parameters: dict[str, Parameter]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `code` is dotted lower case, "<noun>.<what>"; `where` is a question id, a JSON pointer or empty;
    `parameters` carry what a sentence needs: limits, expected values, names.
    """

    code: str
    where: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def __hash__(self) -> int:
        return hash((self.code, self.where, frozenset(self.parameters.items())))

    def to_json(self) -> ProblemJson:
        return {"code": self.code, "where": self.where, "parameters": dict(self.parameters)}


class Refused(Exception):
    """The one way to refuse. Carries at least one problem."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(f"{problem.code} {problem.where}".rstrip() for problem in self.problems)
