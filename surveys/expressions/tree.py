"""The expression tree and its JSON: `{"answer": id}`, `{"value": v}`, `{"op": name, "args": [...]}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

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

Operator = Literal["and", "or", "not", "==", "!=", "<", "<=", ">", ">=", "selected", "answered"]
Scalar = str | bool | int | float

QUESTION_ID = r"^[a-z][a-z0-9_-]{0,63}$"

ARITY: dict[Operator, tuple[int, int]] = {
    "and": (1, 100),
    "or": (1, 100),
    "not": (1, 1),
    "answered": (1, 1),
    "selected": (2, 2),
    "==": (2, 2),
    "!=": (2, 2),
    "<": (2, 2),
    "<=": (2, 2),
    ">": (2, 2),
    ">=": (2, 2),
}
"""How few and how many arguments each operator takes."""

ANSWER, VALUE, OPERATION = "expression=answer", "expression=value", "expression=operation"
TAGS = frozenset([ANSWER, VALUE, OPERATION])
"""What pydantic puts into the place of an error, and a JSON pointer leaves out."""


def _scalar(value: Any) -> Scalar:
    if isinstance(value, str | bool | int | float):
        return value
    raise PydanticCustomError("scalar_type", "is not a string, number or boolean")


class AnswerTo(BaseModel):
    """The answer to a question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: Annotated[str, StringConstraints(pattern=QUESTION_ID)]


class Value(BaseModel):
    """A constant: the id of an option, a number, true or false."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Annotated[Scalar, PlainValidator(_scalar, json_schema_input_type=Scalar)]


class Operation(BaseModel):
    """An operator and what it is applied to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    op: Operator
    args: Annotated[tuple[Expression, ...], Field(max_length=100)]

    @model_validator(mode="after")
    def _takes_as_many(self) -> Self:
        fewest, most = ARITY[self.op]
        if not fewest <= len(self.args) <= most:
            raise PydanticCustomError(
                "arity", "wrong number of arguments", {"minimum": fewest, "limit": most}
            )
        return self


def _tag(value: Any) -> str | None:
    if isinstance(value, BaseModel):
        return {AnswerTo: ANSWER, Value: VALUE, Operation: OPERATION}.get(type(value))
    if not isinstance(value, dict):
        return None
    return next(
        (tag for key, tag in (("op", OPERATION), ("answer", ANSWER), ("value", VALUE)) if key in value), None
    )


Expression = Annotated[
    Annotated[AnswerTo, Tag(ANSWER)] | Annotated[Value, Tag(VALUE)] | Annotated[Operation, Tag(OPERATION)],
    Discriminator(_tag),
]

Operation.model_rebuild()


def answers_named(expression: AnswerTo | Value | Operation) -> Iterator[str]:
    """The ids of the questions an expression looks at, in order, repeated where they are."""
    if isinstance(expression, AnswerTo):
        yield expression.answer
    elif isinstance(expression, Operation):
        for argument in expression.args:
            yield from answers_named(argument)
