"""Expressions compiled to closures: what the request path asks. Missing values as the package's docstring says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveys.expressions import comparing, repeats
from surveys.expressions.patterns import BadPattern, compiled
from surveys.expressions.scope import ALONE, Around, Condition, Scope, Truth, Valued
from surveys.expressions.strict import STRICT, strict
from surveys.expressions.tree import AnswerTo, Expression, Operation, Property, This, Value, answers_named
from surveys.expressions.values import number, words
from surveys.expressions.wording import together


def condition(expression: Expression, around: Around = ALONE) -> Condition:
    """A function of a scope that is true exactly where the expression is known to be true.

    It never raises: comparing what cannot be compared is unknown, and check.py reports it before publication.
    """
    decide = truth(expression, around)
    return lambda scope: decide(scope) is True


def truth(expression: Expression, around: Around = ALONE) -> Truth:
    """As `condition`, in three values: None is unknown."""
    return _Compiler(around).truth(expression)


def value(expression: Expression, around: Around = ALONE) -> Valued:
    """A function of a scope that gives the value: a Decimal, words, an option, a list of options, a date (ISO 8601),
    True or False; None where it is missing. It never raises.
    """
    return _Compiler(around).value(expression)


@dataclass(frozen=True, slots=True)
class _Compiler:
    around: Around

    def truth(self, expression: Expression) -> Truth:
        if isinstance(expression, Operation) and expression.op in _TRUTHS:
            return _TRUTHS[expression.op](self, expression)
        found = self.value(expression)
        return lambda scope: given if isinstance(given := found(scope), bool) else None

    def value(self, expression: Expression) -> Valued:
        if isinstance(expression, Operation):
            return self.operation(expression)
        if isinstance(expression, AnswerTo):
            return self.answer(expression.answer)
        if isinstance(expression, This):
            return lambda scope: scope.this
        if isinstance(expression, Property):
            name = expression.property
            return lambda scope: scope.option.get(name)
        return _constant(expression.value)

    def answer(self, name: str) -> Valued:
        """What was answered; inside a repeat, in the present entry."""
        if name in self.around.repeats:
            return lambda scope: None if scope.entry is None else scope.entry.get(name)
        return lambda scope: scope.answers.get(name)

    def operation(self, expression: Operation) -> Valued:
        if expression.op in _TRUTHS:
            return _TRUTHS[expression.op](self, expression)
        if expression.op in _VALUES:
            return _VALUES[expression.op](self, expression)
        return strict(expression.op, self.values(expression.args))

    def values(self, arguments: Sequence[Expression]) -> tuple[Valued, ...]:
        return tuple(self.value(argument) for argument in arguments)

    def each(self, argument: Expression) -> repeats.Each:
        return repeats.each(self.value(argument), self.repeat(argument))

    def repeat(self, argument: Expression) -> str | None:
        return self.around.repeat_of(answers_named(argument))

    def outside_repeats(self, expression: Expression) -> str | None:
        """The id of an answer that is looked up without an entry: the quick ones."""
        is_quick = isinstance(expression, AnswerTo) and expression.answer not in self.around.repeats
        return expression.answer if is_quick and isinstance(expression, AnswerTo) else None


def _constant(constant: Any) -> Valued:
    if isinstance(constant, int | float) and not isinstance(constant, bool):
        constant = number(constant)
    return lambda _: constant


def _not(compiler: _Compiler, expression: Operation) -> Truth:
    part = compiler.truth(expression.args[0])
    return lambda scope: None if (found := part(scope)) is None else not found


def _or(compiler: _Compiler, expression: Operation) -> Truth:
    return _settled(tuple(compiler.truth(argument) for argument in expression.args), settles=True)


def _and(compiler: _Compiler, expression: Operation) -> Truth:
    return _settled(tuple(compiler.truth(argument) for argument in expression.args), settles=False)


def _settled(parts: tuple[Truth, ...], *, settles: bool) -> Truth:
    """`or` when True settles it, `and` when False does."""

    def decide(scope: Scope) -> bool | None:
        is_unknown = False
        for part in parts:
            found = part(scope)
            if found is settles:
                return settles
            is_unknown = is_unknown or found is None
        return None if is_unknown else not settles

    return decide


def _answered(compiler: _Compiler, expression: Operation) -> Truth:
    name = compiler.outside_repeats(expression.args[0])
    return (
        comparing.is_there(compiler.value(expression.args[0]))
        if name is None
        else comparing.answer_is_there(name)
    )


def _equal(compiler: _Compiler, expression: Operation) -> Truth:
    empty = _beside_nothing(expression)
    if empty is not None:
        return comparing.is_empty(compiler.value(empty))
    left, right = expression.args
    name = compiler.outside_repeats(left)
    if name is not None and isinstance(right, Value) and isinstance(right.value, str):
        quick = comparing.answer_is(name, right.value)
        if quick is not None:
            return quick
    return comparing.equal(*compiler.values(expression.args))


def _differ(compiler: _Compiler, expression: Operation) -> Truth:
    empty = _beside_nothing(expression)
    if empty is not None:
        return comparing.is_there(compiler.value(empty))
    return comparing.differ(*compiler.values(expression.args))


def _beside_nothing(expression: Operation) -> Expression | None:
    """What is compared with the empty text."""
    left, right = expression.args
    if isinstance(right, Value) and right.value == "":
        return left
    return right if isinstance(left, Value) and left.value == "" else None


def _ordered(compiler: _Compiler, expression: Operation) -> Truth:
    return comparing.compared(expression.op, *compiler.values(expression.args))


def _selected(compiler: _Compiler, expression: Operation) -> Truth:
    chosen, option = expression.args
    name = compiler.outside_repeats(chosen)
    if name is not None and isinstance(option, Value):
        return comparing.answer_selected(name, option.value)
    return comparing.selected(*compiler.values(expression.args))


def _regex(compiler: _Compiler, expression: Operation) -> Truth:
    text, pattern = expression.args
    found = compiler.value(text)
    try:
        # a pattern somebody answered could be made to take long: only constants are patterns
        matches = compiled(str(pattern.value) if isinstance(pattern, Value) else "[")
    except BadPattern:
        return lambda _: None
    return lambda scope: None if (written := words(found(scope))) is None else matches(written)


def _if(compiler: _Compiler, expression: Operation) -> Valued:
    decide = compiler.truth(expression.args[0])
    then, otherwise = compiler.values(expression.args[1:])

    def choose(scope: Scope) -> Any:
        found = decide(scope)
        return None if found is None else then(scope) if found else otherwise(scope)

    return choose


def _coalesce(compiler: _Compiler, expression: Operation) -> Valued:
    arguments = compiler.values(expression.args)
    return lambda scope: next(
        (found for argument in arguments if (found := argument(scope)) is not None and found != ""), None
    )


def _concat(compiler: _Compiler, expression: Operation) -> Valued:
    arguments = compiler.values(expression.args)
    return lambda scope: together(argument(scope) for argument in arguments)


def _once(compiler: _Compiler, expression: Operation) -> Valued:
    argument, owner = compiler.value(expression.args[0]), compiler.around.owner
    if owner is None:
        return argument
    return lambda scope: argument(scope) if (kept := scope.kept.get(owner)) is None else kept


def _today(_: _Compiler, __: Operation) -> Valued:
    return lambda scope: None if scope.now is None else scope.now.date().isoformat()


def _now(_: _Compiler, __: Operation) -> Valued:
    return lambda scope: None if scope.now is None else scope.now.isoformat(timespec="seconds")


def _position(_: _Compiler, __: Operation) -> Valued:
    return lambda scope: number(scope.position)


def _count(compiler: _Compiler, expression: Operation) -> Valued:
    argument = expression.args[0]
    return repeats.count(compiler.each(argument), compiler.repeat(argument))


def _count_present(compiler: _Compiler, expression: Operation) -> Valued:
    return repeats.count_present(compiler.each(expression.args[0]))


def _folded(compiler: _Compiler, expression: Operation) -> Valued:
    return repeats.folded(expression.op, [compiler.each(argument) for argument in expression.args])


def _join(compiler: _Compiler, expression: Operation) -> Valued:
    between, *arguments = expression.args
    return repeats.joined(compiler.value(between), [compiler.each(argument) for argument in arguments])


def _indexed(compiler: _Compiler, expression: Operation) -> Valued:
    argument, repeat, position = expression.args
    return repeats.indexed(compiler.value(argument), compiler.repeat(repeat), compiler.value(position))


_TRUTHS: Final[Mapping[str, Callable[[_Compiler, Operation], Truth]]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "==": _equal,
    "!=": _differ,
    **dict.fromkeys(comparing.ORDER, _ordered),
    "answered": _answered,
    "selected": _selected,
    "regex": _regex,
}

_VALUES: Final[Mapping[str, Callable[[_Compiler, Operation], Valued]]] = {
    "if": _if,
    "coalesce": _coalesce,
    "concat": _concat,
    "once": _once,
    "today": _today,
    "now": _now,
    "position": _position,
    "count": _count,
    "count-non-empty": _count_present,
    "sum": _folded,
    "min": _folded,
    "max": _folded,
    "join": _join,
    "indexed-repeat": _indexed,
}

OPERATORS: Final = STRICT | _TRUTHS.keys() | _VALUES.keys()
