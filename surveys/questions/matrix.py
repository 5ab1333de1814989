"""Matrix: several statements rated on one scale; `outside` stand apart from it, such as "I do not know"."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from surveys.questions.asked import Option
from surveys.questions.gridded import Gridded, Row
from surveys.questions.scale import Outside, Points

MOST_ROWS = 30

Rows = Annotated[tuple[Row, ...], Field(min_length=1, max_length=MOST_ROWS)]


class Matrix(Gridded):
    """`required` asks for one row at least; with `every_row` none may be left out once one is answered."""

    kind: Literal["matrix"]
    rows: Rows
    points: Points
    outside: Outside = ()
    every_row: bool = Field(default=False, strict=True)

    @property
    def apart(self) -> tuple[Option, ...]:
        return self.outside

    @property
    def lines(self) -> tuple[Row, ...]:
        return self.rows

    @property
    def scale(self) -> tuple[Option, ...]:
        return self.points + self.outside

    @property
    def needs_every_line(self) -> bool:
        return self.every_row
