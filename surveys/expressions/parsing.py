"""The text people type, read into a tree: XPath's grammar (XPath 1.0, section 3) with XLSForm's `${name}` and `.`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final, get_args

from surveys.expressions.tokens import Token, fault, tokens
from surveys.expressions.tree import (
    ARITY,
    DEEPEST,
    MOST_ARGUMENTS,
    PROPERTY,
    QUESTION_ID,
    AnswerTo,
    Expression,
    Operation,
    Operator,
    Property,
    This,
    Value,
)
from surveys.problems import Refused
from surveys.strict_json import LARGEST_WHOLE_NUMBER

POWERS: Final[dict[str, int]] = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(["=", "==", "!="], 3),
    **dict.fromkeys(["<", "<=", ">", ">="], 4),
    **dict.fromkeys(["+", "-"], 5),
    **dict.fromkeys(["*", "div", "mod"], 6),
}
"""How strongly an operator between two parts binds. All of them bind from left to right."""

IN_A_ROW: Final = frozenset(["and", "or", "+", "*"])
"""`a and b and c` is one operation with three arguments."""

FUNCTIONS: Final[dict[str, Operator]] = {
    **{name: name for name in get_args(Operator) if name[0].isalpha() and name not in {"neg", "div", "mod"}},
    "power": "pow",
    "count-nonempty": "count-non-empty",
}
"""What stands before a bracket -> the operator."""

_CONSTANTS: Final = {"true": True, "false": False}

FOREIGN: Final = frozenset(
    [
        "pulldata", "instance", "current", "jr:choice-name", "jr:itext", "search", "randomize", "random", "uuid",
        "once-only", "area", "distance", "enclosed-area", "geofence", "digest", "base64-decode", "property",
        "checklist", "weighted-checklist", "id", "name", "last", "version",
    ]
)  # fmt: skip
"""Functions of XForms and XPath that have no meaning here, or are not known well enough to be right."""

_DEEPEST_BRACKETS: Final = 32

Named = Callable[[str], str | None]
"""From a name as it was typed to the id of a question or calculation; None where there is none."""


def plain_id(name: str) -> str | None:
    return name if re.fullmatch(QUESTION_ID, name) else None


def parse(text: str, named: Named = plain_id) -> Expression:
    """The tree of a text such as `${age} >= 18 and not(selected(${help}, 'none'))`.

    Raises Refused, never anything else, with one problem `expression.<what>` at its `line` and `column`: those of
    tokens.py, `expected_value`, `expected_operator`, `open_bracket`, `bad_name`, `bad_number`, `unknown_function`,
    `foreign_function`, `wrong_arity`, `too_many`, `too_deep`, `path`. Time and memory are bounded by the longest
    text read.
    """
    return _Parser(text, named).whole()


class _Part:
    """A part of the tree while it is built: how deep it is, and whether it stands in brackets."""

    __slots__ = ("depth", "is_closed", "node")

    def __init__(self, node: Expression, depth: int = 0, *, is_closed: bool = True) -> None:
        self.node, self.depth, self.is_closed = node, depth, is_closed


class _Parser:
    def __init__(self, text: str, named: Named) -> None:
        self.text, self.named = text, named
        self.tokens = list(tokens(text))
        self.index = 0
        self.brackets = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def next(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def is_sign(self, sign: str) -> bool:
        return self.token.sort == "sign" and self.token.text == sign

    def fault(self, what: str, token: Token, **parameters: str | int) -> Refused:
        return fault(what, self.text, token.start, **parameters)

    def whole(self) -> Expression:
        part = self.expression(0)
        if self.token.sort != "end":
            raise self.fault("expected_operator", self.token, found=self.token.text[:50])
        return part.node

    def expression(self, least: int) -> _Part:
        """What follows, up to an operator that binds less strongly than `least`."""
        left = self.operand()
        while (power := self.power()) > least:
            token = self.next()
            operator = "==" if token.text == "=" else token.text
            left = self.between(token, operator, left, self.expression(power))
        return left

    def power(self) -> int:
        return POWERS.get(self.token.text, 0) if self.token.sort in {"name", "sign"} else 0

    def between(self, token: Token, operator: str, left: _Part, right: _Part) -> _Part:
        """Two parts and the operator between them: added to the row on the left where that is the same operator's."""
        row = left.node
        if operator in IN_A_ROW and not left.is_closed and isinstance(row, Operation) and row.op == operator:
            if len(row.args) == MOST_ARGUMENTS:
                raise self.fault("too_many", token, limit=MOST_ARGUMENTS)
            return self.operation(token, operator, [*row.args, right.node], max(left.depth - 1, right.depth))
        return self.operation(token, operator, [left.node, right.node], max(left.depth, right.depth))

    def operation(
        self,
        token: Token,
        operator: str,
        arguments: Sequence[Expression],
        depth: int,
        *,
        is_closed: bool = False,
    ) -> _Part:
        if depth >= DEEPEST:
            raise self.fault("too_deep", token, limit=DEEPEST)
        node = Operation.model_validate({"op": operator, "args": tuple(arguments)})
        return _Part(node, depth + 1, is_closed=is_closed)

    def operand(self) -> _Part:
        token = self.next()
        match token.sort:
            case "number":
                return _Part(Value(value=self.number(token)))
            case "words":
                return _Part(Value(value=token.text))
            case "answer":
                return _Part(self.answer(token))
            case "name":
                return self.function(token) if self.is_sign("(") else _Part(self.property(token))
        return self.sign(token)

    def sign(self, token: Token) -> _Part:
        if token.text == "(":
            part = self.bracketed(token)
            part.is_closed = True
            return part
        if token.text == "." and token.sort == "sign":
            return _Part(This(this=True))
        if token.text == "-":
            return self.negative(token)
        if token.text in {"*", ".."}:
            raise self.fault("path", token)
        raise self.fault("expected_value", token, found=token.text)

    def negative(self, token: Token) -> _Part:
        """A minus before a number is the number's own; before anything else it is an operation."""
        signs = 1
        while self.is_sign("-"):
            self.next()
            signs += 1
        if self.token.sort == "number":
            part, signs = _Part(Value(value=-self.number(self.next()))), signs - 1
        else:
            part = self.operand()
        for _ in range(signs):
            part = self.operation(token, "neg", [part.node], part.depth, is_closed=True)
        return part

    def bracketed(self, opening: Token) -> _Part:
        self.brackets += 1
        if self.brackets > _DEEPEST_BRACKETS:
            raise self.fault("too_deep", opening, limit=_DEEPEST_BRACKETS)
        part = self.expression(0)
        self.close(opening)
        self.brackets -= 1
        return part

    def close(self, opening: Token) -> None:
        if not self.is_sign(")"):
            if self.token.sort == "end":
                raise self.fault("open_bracket", opening)
            raise self.fault("expected_operator", self.token, found=self.token.text[:50])
        self.next()

    def function(self, name: Token) -> _Part:
        opening = self.next()
        self.brackets += 1
        if self.brackets > _DEEPEST_BRACKETS:
            raise self.fault("too_deep", opening, limit=_DEEPEST_BRACKETS)
        arguments = self.arguments(name, opening)
        self.brackets -= 1
        if name.text in _CONSTANTS and not arguments:
            return _Part(Value(value=_CONSTANTS[name.text]))
        operator = self.operator(name)
        fewest, most = ARITY[operator]
        if not fewest <= len(arguments) <= most:
            raise self.fault("wrong_arity", name, function=name.text, minimum=fewest, limit=most)
        depth = max((part.depth for part in arguments), default=0)
        return self.operation(name, operator, [part.node for part in arguments], depth, is_closed=True)

    def operator(self, name: Token) -> Operator:
        if name.text in FOREIGN:
            raise self.fault("foreign_function", name, function=name.text)
        if name.text not in FUNCTIONS:
            raise self.fault("unknown_function", name, function=name.text[:50])
        return FUNCTIONS[name.text]

    def arguments(self, name: Token, opening: Token) -> list[_Part]:
        if name.text == "position" and self.is_sign(".."):
            self.next()  # XForms' way to say: of the entry this stands in
        if self.is_sign(")"):
            self.next()
            return []
        found = [self.expression(0)]
        while self.is_sign(","):
            comma = self.next()
            if len(found) == MOST_ARGUMENTS:
                raise self.fault("too_many", comma, limit=MOST_ARGUMENTS)
            found.append(self.expression(0))
        self.close(opening)
        return found

    def answer(self, token: Token) -> AnswerTo:
        name = self.named(token.text)
        if name is None or plain_id(name) is None:
            raise self.fault("bad_name", token, name=token.text[:100])
        return AnswerTo(answer=name)

    def property(self, token: Token) -> Property:
        if not re.fullmatch(PROPERTY, token.text):
            raise self.fault("bad_name", token, name=token.text[:100])
        return Property(property=token.text)

    def number(self, token: Token) -> int | float:
        """A number JSON keeps exactly: whole where it is, else the double that is written with these digits."""
        exact = Decimal(token.text) if len(token.text) <= 2_000 else Decimal("NaN")  # noqa: PLR2004 - no double has more
        if exact == exact.to_integral_value() and abs(exact) <= LARGEST_WHOLE_NUMBER:
            return int(exact)
        nearest = float(exact)
        if Decimal(repr(nearest)) != exact:
            raise self.fault("bad_number", token)
        return nearest
