"""An expression as somebody may write it into a document: the tree, or the text people type, read into the tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from surveys.expressions.parsing import parse
from surveys.expressions.tokens import LONGEST_TEXT
from surveys.expressions.tree import Expression
from surveys.problems import Refused

MOST_TYPED: Final = 150_000
"""Characters of all expressions typed into one document. A tree is some twenty times larger than its text."""

_Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


@dataclass
class Room:
    """How many characters may still be typed: the context in which a document is validated."""

    left: int = MOST_TYPED


def _tree(written: Any, info: ValidationInfo) -> Any:
    if not isinstance(written, str):
        return written
    if isinstance(info.context, Room):
        info.context.left -= len(written)
        if info.context.left < 0:
            raise PydanticCustomError("expression.too_much", "too much", {"limit": MOST_TYPED})
    try:
        return parse(written)
    except Refused as refused:
        (problem,) = refused.problems
        raise PydanticCustomError(problem.code, "cannot be read", dict(problem.parameters)) from None


Typed = Annotated[Expression, BeforeValidator(_tree, json_schema_input_type=Expression | _Text)]
"""What a document keeps is the tree, whichever of the two was written. Within a tree everything is a tree."""
