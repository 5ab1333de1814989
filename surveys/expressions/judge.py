"""Goes through an expression once, working out what every part gives and noting what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from surveys.expressions import constants
from surveys.expressions.kinds import ORDERED, SIGNATURES, SINGLE, Kind, kind_of
from surveys.expressions.known import Known, Standing
from surveys.expressions.tree import AnswerTo, Expression, Operation, Property, This, Value, answers_named
from surveys.problems import Parameter, Problem
from surveys.questions.asked import Asked
from surveys.strict_json import Place, pointer

_DATED: Final[Sequence[Kind]] = ("date", "datetime")


@dataclass(slots=True)
class Judge:
    known: Known
    standing: Standing
    problems: list[Problem] = field(default_factory=list)

    def report(self, what: str, place: Place, **parameters: Parameter) -> None:
        self.problems.append(Problem(f"survey.expression_{what}", pointer(*place), parameters))

    def wrong_type(self, place: Place, expected: Iterable[str], found: str) -> None:
        self.report("wrong_type", place, expected=", ".join(expected), found=found)

    def wanted(self, expression: Expression, kinds: Sequence[Kind], place: Place) -> Kind | None:
        """The kind of an expression that should give one of `kinds`."""
        found = self.kind(expression, place)
        if found in kinds or found in {None, "nothing"}:
            return found
        self.wrong_type(place, kinds, str(found))
        return None

    def kind(self, expression: Expression, place: Place) -> Kind | None:
        """The kind of an expression; None where nobody can say."""
        if isinstance(expression, AnswerTo):
            return self.named(expression.answer, (*place, "answer"))
        if isinstance(expression, This):
            return self.this((*place, "this"))
        if isinstance(expression, Property):
            return self.property(expression.property, (*place, "property"))
        if isinstance(expression, Value):
            return constants.kind(expression)
        return self.operation(expression, (*place, "args"))

    def operation(self, expression: Operation, place: Place) -> Kind | None:
        self.problems.extend(constants.faults(expression, place))
        if expression.op in _RULES:
            return _RULES[expression.op](self, expression, place)
        signature = SIGNATURES[expression.op]
        for index, argument in enumerate(expression.args):
            self.wanted(argument, signature.takes[min(index, len(signature.takes) - 1)], (*place, index))
        return signature.gives

    def named(self, name: str, place: Place) -> Kind | None:
        if name in self.known.repeats.values():
            return "entries"
        question = self.known.questions.get(name)
        if question is None and name not in self.known.calculations:
            self.report("unknown_question", place, question=name)
            return None
        if self.known.repeats.get(name) not in {None, self.standing.repeat}:
            self.report("many_entries", place, question=name)
        return self.known.calculations[name] if question is None else kind_of(question)

    def this(self, place: Place) -> Kind | None:
        if self.standing.this is None:
            self.report("no_this", place)
            return None
        return kind_of(self.standing.this) if self.standing.properties is None else "choice"

    def property(self, name: str, place: Place) -> Kind | None:
        if name not in (self.standing.properties or ()):
            self.report("unknown_property", place, property=name)
            return None
        return "words"

    def question(self, expression: Expression) -> Asked | None:
        """The question whose answer this is."""
        if isinstance(expression, This):
            return self.standing.this
        return self.known.questions.get(expression.answer) if isinstance(expression, AnswerTo) else None

    def each(self, argument: Expression, kinds: Sequence[Kind], place: Place) -> Kind | None:
        """The kind of an argument that is asked in every entry of the repeat it names."""
        repeats = {self.known.repeats[name] for name in answers_named(argument) if name in self.known.repeats}
        if len(repeats) > 1:
            self.report("mixed_repeats", place)
            return None
        outside = self.standing
        self.standing = replace(outside, repeat=next(iter(repeats), outside.repeat))
        found = self.wanted(argument, kinds, place)
        self.standing = outside
        return found

    def option(self, question: Asked, option: Expression, place: Place) -> None:
        """An option of the question: a constant id, another answer that is one, what another option says of itself."""
        if isinstance(option, Value) and isinstance(option.value, str):
            if option.value not in {choice.id for choice in question.choices}:
                self.report("unknown_option", (*place, "value"), option=option.value, question=question.id)
            return
        found = self.kind(option, place)
        if found not in {"choice", None} and not isinstance(option, Property):
            self.wrong_type(place, ["option"], str(found))

    def unified(self, kinds: Mapping[int, Kind | None], place: Place) -> Kind | None:
        """The one kind of several arguments; options count as words beside words. None where nobody can say."""
        found = {index: kind for index, kind in kinds.items() if kind not in {None, "nothing"}}
        if set(found.values()) == {"choice", "words"}:
            return "words"
        first = next(iter(found.values()), None)
        for index, kind in found.items():
            if kind != first:
                self.wrong_type((*place, index), [str(first)], str(kind))
                return None
        return "nothing" if first is None and None not in kinds.values() else first


def _answered(judge: Judge, expression: Operation, place: Place) -> Kind:
    found = judge.kind(expression.args[0], (*place, 0))
    if not isinstance(expression.args[0], AnswerTo | This):
        judge.wrong_type((*place, 0), ["answer"], str(found or ""))
    return "truth"


def _selected(judge: Judge, expression: Operation, place: Place) -> Kind:
    chosen, option = expression.args
    found = judge.kind(chosen, (*place, 0))
    question = judge.question(chosen)
    if not isinstance(chosen, AnswerTo | This):
        judge.wrong_type((*place, 0), ["answer"], str(found or ""))
    elif found not in {"choice", "choices", None}:
        judge.wrong_type((*place, 0), ["choice"], str(found))
    elif question is not None:
        judge.option(question, option, (*place, 1))
    return "truth"


def _equality(judge: Judge, expression: Operation, place: Place) -> Kind:
    kinds = _compared(judge, expression, place)
    if None in kinds or "nothing" in kinds:
        return "truth"
    several = [index for index, kind in enumerate(kinds) if kind not in SINGLE]
    if several:
        judge.wrong_type((*place, several[0]), ["choice"], str(kinds[several[0]]))
    elif set(kinds) == {"choice", "words"}:
        chosen = kinds.index("choice")
        question = judge.question(expression.args[chosen])
        if question is not None:
            judge.option(question, expression.args[1 - chosen], (*place, 1 - chosen))
    elif kinds[0] != kinds[1]:
        judge.wrong_type((*place, 1), [str(kinds[0])], str(kinds[1]))
    return "truth"


def _order(judge: Judge, expression: Operation, place: Place) -> Kind:
    kinds = _compared(judge, expression, place)
    wrong = [index for index, kind in enumerate(kinds) if kind is not None and kind not in ORDERED]
    for index in wrong:
        judge.wrong_type((*place, index), ORDERED, str(kinds[index]))
    if not wrong and None not in kinds and kinds[0] != kinds[1]:
        judge.wrong_type((*place, 1), [str(kinds[0])], str(kinds[1]))
    return "truth"


def _compared(judge: Judge, expression: Operation, place: Place) -> list[Kind | None]:
    """The kinds of the two that are compared; constant words beside a date are a date."""
    kinds = [judge.kind(argument, (*place, index)) for index, argument in enumerate(expression.args)]
    for index, argument in enumerate(expression.args):
        if kinds[index] == "words" and kinds[1 - index] in _DATED and isinstance(argument, Value):
            kinds[index] = constants.kind_of_day(argument)
            if kinds[index] is None:
                judge.problems.append(constants.bad_date(argument.value, (*place, index)))
    return kinds


def _sum(judge: Judge, expression: Operation, place: Place) -> Kind | None:
    """`+` and `-`: of numbers, of a date and days; `-` also of two dates."""
    kinds = [
        judge.wanted(argument, ("number", *_DATED), (*place, index))
        for index, argument in enumerate(expression.args)
    ]
    if None in kinds:
        return None
    dates = [index for index, kind in enumerate(kinds) if kind in _DATED]
    is_difference = expression.op == "-"
    if not dates or (is_difference and len(dates) == len(kinds)):
        return "number"
    if len(dates) > 1 or (is_difference and dates != [0]):
        judge.wrong_type((*place, dates[-1]), ["number"], str(kinds[dates[-1]]))
        return None
    return "date"


def _if(judge: Judge, expression: Operation, place: Place) -> Kind | None:
    judge.wanted(expression.args[0], ["truth"], (*place, 0))
    return judge.unified(
        {index: judge.kind(expression.args[index], (*place, index)) for index in (1, 2)}, place
    )


def _coalesce(judge: Judge, expression: Operation, place: Place) -> Kind | None:
    return judge.unified(
        {index: judge.kind(argument, (*place, index)) for index, argument in enumerate(expression.args)},
        place,
    )


def _once(judge: Judge, expression: Operation, place: Place) -> Kind | None:
    if not judge.standing.is_calculation:
        judge.report("once_outside", place[:-1])
    return judge.kind(expression.args[0], (*place, 0))


def _position(judge: Judge, _: Operation, place: Place) -> Kind:
    if judge.standing.repeat is None:
        judge.report("not_in_repeat", place[:-1])
    return "number"


def _count(judge: Judge, expression: Operation, place: Place) -> Kind:
    kinds: Sequence[Kind] = (*SINGLE, "choices", "numbers", "entries", "other")
    judge.each(expression.args[0], kinds, (*place, 0))
    return "number"


def _extreme(judge: Judge, expression: Operation, place: Place) -> Kind | None:
    kinds = {
        index: judge.each(argument, (*ORDERED, "numbers"), (*place, index))
        for index, argument in enumerate(expression.args)
    }
    return judge.unified(
        {index: "number" if kind == "numbers" else kind for index, kind in kinds.items()}, place
    )


def _total(judge: Judge, expression: Operation, place: Place) -> Kind:
    for index, argument in enumerate(expression.args):
        judge.each(argument, ("number", "numbers"), (*place, index))
    return "number"


def _join(judge: Judge, expression: Operation, place: Place) -> Kind:
    judge.wanted(expression.args[0], ["words"], (*place, 0))
    for index, argument in enumerate(expression.args[1:], 1):
        judge.each(argument, (*SINGLE, "choices"), (*place, index))
    return "words"


def _indexed(judge: Judge, expression: Operation, place: Place) -> Kind | None:
    argument, repeat, position = expression.args
    judge.wanted(repeat, ["entries"], (*place, 1))
    judge.wanted(position, ["number"], (*place, 2))
    return judge.each(argument, (*SINGLE, "choices"), (*place, 0))


_RULES: Final[Mapping[str, Callable[[Judge, Operation, Place], Kind | None]]] = {
    "answered": _answered,
    "selected": _selected,
    **dict.fromkeys(["==", "!="], _equality),
    **dict.fromkeys(["<", "<=", ">", ">="], _order),
    **dict.fromkeys(["+", "-"], _sum),
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "position": _position,
    **dict.fromkeys(["count", "count-non-empty"], _count),
    **dict.fromkeys(["min", "max"], _extreme),
    "sum": _total,
    "join": _join,
    "indexed-repeat": _indexed,
}
"""The operators whose rule is more than a signature."""

OPERATORS: Final = SIGNATURES.keys() | _RULES.keys()
