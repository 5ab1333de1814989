"""One compiled check per question: what was typed or ticked becomes an answer, a problem, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from surveys import free_text, numerals
from surveys.problems import Problem
from surveys.questions import Asked, ChooseMany, LongText, Number, ShortText
from surveys.strict_json import LARGEST_WHOLE_NUMBER

Answer = str | int | float | bool | list[str]
"""A chosen option's id, the ids chosen in the document's order, a whole number, a decimal number written out
("2.5", never an exponent), words, or True for a consent given."""

Reader = Callable[[Sequence[str]], Answer | Problem | None]
"""From the values of one form field. None: nothing was answered. Whether it had to be is the caller's question."""

LONGEST_VALUE: Final = 100
"""Characters of a forged value that a problem repeats."""


def reader(question: Asked) -> Reader:
    """The check for this question, with everything it needs looked up already."""
    if isinstance(question, Number):
        return _number(question)
    if isinstance(question, ShortText | LongText):
        return _words(question)
    if question.takes_several:
        return _several(question)
    return _one(question)


def _unknown(where: str, value: str) -> Problem:
    return Problem("answer.unknown_option", where, {"value": free_text.showable(value[:LONGEST_VALUE])})


def _one(question: Asked) -> Reader:
    where = question.id
    options = frozenset(option.id for option in question.choices)

    def read(values: Sequence[str]) -> Answer | Problem | None:
        if len(values) == 1 and values[0] in options:
            return values[0]
        chosen = {value for value in values if value}
        if not chosen:
            return None
        if forged := chosen - options:
            return _unknown(where, min(forged))
        return chosen.pop() if len(chosen) == 1 else Problem("answer.too_many", where, {"limit": 1})

    return read


def _several(question: Asked) -> Reader:
    where = question.id
    order = {option.id: number for number, option in enumerate(question.choices)}
    alone = frozenset(option.id for option in question.choices if option.exclusive)
    fewest, most = _limits(question)

    def read(values: Sequence[str]) -> Answer | Problem | None:
        chosen = {value for value in values if value}
        if not chosen:
            return None
        if forged := chosen.difference(order):
            return _unknown(where, min(forged))
        if len(chosen) > 1 and (exclusive := alone & chosen):
            return Problem("answer.exclusive", where, {"option": min(exclusive)})
        if len(chosen) > most:
            return Problem("answer.too_many", where, {"limit": most})
        if len(chosen) < fewest and alone.isdisjoint(chosen):
            return Problem("answer.too_few", where, {"minimum": fewest})
        return sorted(chosen, key=order.__getitem__)

    return read


def _limits(question: Asked) -> tuple[int, int]:
    """How few and how many options may be chosen by someone who chooses any."""
    everything = len(question.choices)
    if isinstance(question, ChooseMany):
        return question.min or 1, question.max or everything
    return 1, everything


def _only(values: Sequence[str], where: str) -> str | Problem | None:
    """The one thing typed into a field."""
    typed = [value for value in values if value and not value.isspace()]
    if not typed:
        return None
    return typed[0] if len(typed) == 1 else Problem("answer.too_many", where, {"limit": 1})


def _number(question: Number) -> Reader:
    where, decimals = question.id, question.decimals
    is_wrong = _number_fault(question)

    def read(values: Sequence[str]) -> Answer | Problem | None:
        typed = _only(values, where)
        if not isinstance(typed, str):
            return typed
        try:
            number = numerals.typed_number(typed, decimals)
        except numerals.Ambiguous:
            return Problem("answer.ambiguous_number", where)
        except numerals.NotANumber:
            return Problem("answer.not_a_number", where)
        return is_wrong(number) or _as_answer(number, decimals)

    return read


def _number_fault(question: Number) -> Callable[[Decimal], Problem | None]:
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


def _as_answer(number: Decimal, decimals: int) -> int | str:
    """A whole number where whole numbers are asked for; else the number written out, without needless zeros."""
    if not decimals:
        return int(number)
    written = f"{number:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written


def _words(question: ShortText | LongText) -> Reader:
    where, limit, lines = question.id, question.limit, isinstance(question, LongText)

    def read(values: Sequence[str]) -> Answer | Problem | None:
        typed = _only(values, where)
        if not isinstance(typed, str):
            return typed
        try:
            return free_text.written(typed, limit, lines=lines) or None
        except free_text.BadCharacters:
            return Problem("answer.bad_characters", where)
        except free_text.TooLong:
            return Problem("answer.too_long", where, {"limit": limit})

    return read
