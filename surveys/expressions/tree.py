"""The expression tree and its JSON: `{"answer": id}`, `{"value": v}`, `{"op": name, "args": [...]}`;
`{"this": true}` in a constraint, `{"property": name}` in a filter of choices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

Operator = Literal[
    "and", "or", "not",
    "==", "!=", "<", "<=", ">", ">=",
    "selected", "answered", "count-selected", "selected-at",
    "+", "-", "*", "div", "mod", "neg",
    "abs", "round", "int", "floor", "ceiling", "pow", "sqrt", "exp", "log", "log10", "pi",
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2",
    "concat", "contains", "starts-with", "ends-with", "substr", "substring-before", "substring-after",
    "string-length", "normalize-space", "regex",
    "if", "coalesce", "once", "number", "string",
    "today", "now", "date", "days-between", "years-between", "add-days", "decimal-date-time", "format-date",
    "position", "count", "count-non-empty", "sum", "min", "max", "join", "indexed-repeat",
]  # fmt: skip
Scalar = str | bool | int | float

QUESTION_ID = r"^[a-z][a-z0-9_-]{0,63}$"
PROPERTY = r"^[A-Za-z_][A-Za-z0-9_.-]{0,63}$"
"""What else an option says of itself (the area a town lies in), for the filters of choices."""

MOST_ARGUMENTS: Final = 100
DEEPEST: Final = 24
"""Operations within operations. Deeper trees would not fit into a document (strict_json.DEEPEST)."""

ARITY: Final[Mapping[Operator, tuple[int, int]]] = {
    **dict.fromkeys(["pi", "today", "now", "position"], (0, 0)),
    **dict.fromkeys(["not", "answered", "count-selected", "neg", "once", "number", "string", "date"], (1, 1)),
    **dict.fromkeys(["abs", "int", "floor", "ceiling", "sqrt", "exp", "log", "log10"], (1, 1)),
    **dict.fromkeys(["sin", "cos", "tan", "asin", "acos", "atan"], (1, 1)),
    **dict.fromkeys(["string-length", "normalize-space", "decimal-date-time"], (1, 1)),
    **dict.fromkeys(["count", "count-non-empty"], (1, 1)),
    "round": (1, 2),
    **dict.fromkeys(["==", "!=", "<", "<=", ">", ">=", "selected", "selected-at"], (2, 2)),
    **dict.fromkeys(["-", "div", "mod", "pow", "atan2", "contains", "starts-with", "ends-with"], (2, 2)),
    **dict.fromkeys(["substring-before", "substring-after", "regex"], (2, 2)),
    **dict.fromkeys(["days-between", "years-between", "add-days", "format-date"], (2, 2)),
    "substr": (2, 3),
    **dict.fromkeys(["if", "indexed-repeat"], (3, 3)),
    **dict.fromkeys(["and", "or", "concat", "coalesce", "sum", "min", "max"], (1, MOST_ARGUMENTS)),
    **dict.fromkeys(["+", "*", "join"], (2, MOST_ARGUMENTS)),
}
"""How few and how many arguments each operator takes."""

ANSWER, THIS, PROPERTY_TAG = "expression=answer", "expression=this", "expression=property"
VALUE, OPERATION = "expression=value", "expression=operation"
TAGS = frozenset([ANSWER, THIS, PROPERTY_TAG, VALUE, OPERATION])
"""What pydantic puts into the place of an error, and a JSON pointer leaves out."""


def _scalar(value: Any) -> Scalar:
    if isinstance(value, str | bool | int | float):
        return value
    raise PydanticCustomError("scalar_type", "is not a string, number or boolean")


class AnswerTo(BaseModel):
    """The answer to a question, what a calculation gave, or the entries of a repeat."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: Annotated[str, StringConstraints(pattern=QUESTION_ID)]


class This(BaseModel):
    """The answer a constraint checks; in a filter of choices, the option that may be shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    this: Literal[True]


class Property(BaseModel):
    """What the option says of itself that a filter of choices is asked about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    property: Annotated[str, StringConstraints(pattern=PROPERTY)]


class Value(BaseModel):
    """A constant: the id of an option, a number, words, a date, true or false."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Annotated[Scalar, PlainValidator(_scalar, json_schema_input_type=Scalar)]


class Operation(BaseModel):
    """An operator and what it is applied to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    op: Operator
    args: Annotated[tuple[Expression, ...], Field(max_length=MOST_ARGUMENTS)]

    @model_validator(mode="after")
    def _takes_as_many(self) -> Self:
        fewest, most = ARITY[self.op]
        if not fewest <= len(self.args) <= most:
            raise PydanticCustomError(
                "arity", "wrong number of arguments", {"minimum": fewest, "limit": most}
            )
        return self


_BY_TYPE: Final[Mapping[type, str]] = {
    AnswerTo: ANSWER,
    This: THIS,
    Property: PROPERTY_TAG,
    Value: VALUE,
    Operation: OPERATION,
}
_BY_KEY: Final[Mapping[str, str]] = {
    "op": OPERATION,
    "answer": ANSWER,
    "value": VALUE,
    "this": THIS,
    "property": PROPERTY_TAG,
}


def _tag(value: Any) -> str | None:
    if isinstance(value, BaseModel):
        return _BY_TYPE.get(type(value))
    if not isinstance(value, dict):
        return None
    return next((tag for key, tag in _BY_KEY.items() if key in value), None)


Expression = Annotated[
    Annotated[AnswerTo, Tag(ANSWER)]
    | Annotated[This, Tag(THIS)]
    | Annotated[Property, Tag(PROPERTY_TAG)]
    | Annotated[Value, Tag(VALUE)]
    | Annotated[Operation, Tag(OPERATION)],
    Discriminator(_tag),
]

Operation.model_rebuild()


def parts(expression: Expression) -> Iterator[AnswerTo | This | Property | Value | Operation]:
    """The expression and everything within it, in the order it is written."""
    yield expression
    if isinstance(expression, Operation):
        for argument in expression.args:
            yield from parts(argument)


def answers_named(expression: Expression) -> Iterator[str]:
    """The ids of the questions an expression looks at, in order, repeated where they are."""
    return (part.answer for part in parts(expression) if isinstance(part, AnswerTo))


def operators_used(expression: Expression) -> frozenset[Operator]:
    """Which operators an expression applies anywhere."""
    return frozenset(part.op for part in parts(expression) if isinstance(part, Operation))
