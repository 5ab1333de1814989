"""Statements: many short ones, each to agree with, disagree with, or pass over."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from surveys.questions.asked import Option, Part
from surveys.questions.gridded import Gridded, Row
from surveys.text import Text

MOST_STATEMENTS = 50
AGREE, DISAGREE, PASS = "agree", "disagree", "pass"


class StatementLabels(Part):
    """The three answers in words of the survey's own; what they mean never changes.

    `pass` is no name in Python: the document says `pass_over`.
    """

    agree: Text
    disagree: Text
    pass_over: Text


class Statements(Gridded):
    """With `order` "random" each reader sees the statements in an order of their own.

    Who passes has read a statement and says neither; who left it out may not have. Both are counted, apart.
    """

    kind: Literal["statements"]
    statements: Annotated[tuple[Row, ...], Field(min_length=1, max_length=MOST_STATEMENTS)]
    labels: StatementLabels
    order: Literal["given", "random"] = "given"

    @property
    def shuffled(self) -> tuple[str, ...]:
        return ("statements",) if self.order == "random" else ()

    @property
    def lines(self) -> tuple[Row, ...]:
        return self.statements

    @property
    def scale(self) -> tuple[Option, ...]:
        return (
            Option(id=AGREE, text=self.labels.agree),
            Option(id=DISAGREE, text=self.labels.disagree),
            *self.apart,
        )

    @property
    def apart(self) -> tuple[Option, ...]:
        return (Option(id=PASS, text=self.labels.pass_over),)
