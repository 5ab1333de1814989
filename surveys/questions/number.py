"""Number: whole or with decimals, within bounds, in a unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Annotated, Final, Literal

from pydantic import Field

from surveys import numerals
from surveys.problems import Problem
from surveys.questions.asked import Asked, Bound, ValueKind
from surveys.questions.counting import Counted
from surveys.questions.reading import Answer, Form, Reader, only
from surveys.strict_json import LARGEST_WHOLE_NUMBER, Place, pointer
from surveys.text import Text

MOST_DECIMALS = 6

_BEYOND: Final = 10**17
"""More than any question may ask for; what is larger need not be written out to be too large."""


class Number(Asked):
    kind: Literal["number"]
    minimum: Bound | None = None
    maximum: Bound | None = None
    decimals: Annotated[int, Field(strict=True, ge=0, le=MOST_DECIMALS)] = 0
    unit: Text | None = None

    @property
    def value_kind(self) -> ValueKind:
        return "number"

    @property
    def json_type(self) -> str:
        return "number"

    def reader(self) -> Reader:
        field, decimals = self.id, self.decimals
        is_wrong = _fault_finder(self)

        def read(form: Form) -> Answer | Problem | None:
            typed = only(form, field)
            if not isinstance(typed, str):
                return typed
            try:
                number = numerals.typed_number(typed, decimals)
            except numerals.Ambiguous:
                return Problem("answer.ambiguous_number", field)
            except numerals.NotANumber:
                return Problem("answer.not_a_number", field)
            return is_wrong(number) or as_answer(number, decimals)

        return read

    def typed(self, answer: object) -> Form | None:
        if isinstance(answer, str):
            return {self.id: [answer]}
        if isinstance(answer, int | float) and not isinstance(answer, bool):
            return {self.id: [_written_out(answer)]}
        return None

    def counted(self) -> tuple[Counted, ...]:
        return (Counted(self.id, "number"),)

    def drawn(self, chance: Random) -> Answer | None:
        """A number that is allowed, rather near the lower bound than far from it."""
        step = Decimal(1).scaleb(-self.decimals)
        least = Decimal(str(min(0, self.maximum or 0) if self.minimum is None else self.minimum))
        most = least + 1000 if self.maximum is None else Decimal(str(self.maximum))
        steps = int((most - least) / step)
        return as_answer(least + min(int(chance.expovariate(1 / 8)), steps) * step, self.decimals)

    def faults(self, place: Place) -> Iterator[Problem]:
        least, most = self.minimum, self.maximum
        if least is not None and most is not None and least > most:
            yield Problem("survey.too_small", pointer(*place, "maximum"), {"minimum": least})
        for name, bound in (("minimum", least), ("maximum", most)):
            if bound is not None and bound != round(bound, self.decimals):
                yield Problem("survey.too_many_decimals", pointer(*place, name), {"limit": self.decimals})


def _fault_finder(question: Number) -> Callable[[Decimal], Problem | None]:
    """What is wrong with a number as an answer to this question."""
    where, decimals = question.id, question.decimals
    least = -LARGEST_WHOLE_NUMBER if question.minimum is None else question.minimum
    most = LARGEST_WHOLE_NUMBER if question.maximum is None else question.maximum
    exact_least, exact_most = Decimal(str(least)), Decimal(str(most))

    def fault(number: Decimal) -> Problem | None:
        if number < exact_least:
            return Problem("answer.too_small", where, {"minimum": least})
        if number > exact_most:
            return Problem("answer.too_large", where, {"maximum": most})
        if number != round(number, decimals):
            return _too_fine(where, decimals)
        return None

    return fault


def _too_fine(where: str, decimals: int) -> Problem:
    return (
        Problem("answer.too_many_decimals", where, {"limit": decimals})
        if decimals
        else Problem("answer.not_whole", where)
    )


def as_answer(number: Decimal, decimals: int) -> int | str:
    """A whole number where whole numbers are asked for; else the number written out, without needless zeros."""
    if not decimals:
        return int(number)
    written = f"{number:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written


def _written_out(number: float) -> str:
    """A JSON number as digits, with the one decimal sign that is never taken for anything else."""
    bounded = (
        max(min(number, _BEYOND), -_BEYOND) if isinstance(number, int) or math.isfinite(number) else number
    )
    return f"{Decimal(str(bounded)):f}".replace(".", "\u066b")
