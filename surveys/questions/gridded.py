"""A grid: statements one below the other, each answered on the same scale. What matrix and statements share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from surveys.problems import Problem
from surveys.questions.asked import Asked, Option, OptionId, Part, ValueKind, double_faults, option_faults
from surveys.questions.counting import Counted
from surveys.questions.reading import Answer, Form, Reader, one
from surveys.strict_json import Place, pointer
from surveys.text import Text

LONGEST_PART_ID = 80
"""Characters of an id of what is counted: of a question, a point, and a part."""
SHARE_ANSWERED = 0.9
"""Of the lines of a grid, in an answer that is made up."""


class Row(Part):
    """One statement. Its id is never reused for another."""

    id: OptionId
    text: Text

    @property
    def stays_last(self) -> bool:
        return False


class Gridded(Asked):
    """An answer is an object: the option chosen for each statement that was answered, in the document's order."""

    @property
    def lines(self) -> tuple[Row, ...]:
        """The statements."""
        raise NotImplementedError

    @property
    def scale(self) -> tuple[Option, ...]:
        """What can be chosen for each of them."""
        raise NotImplementedError

    @property
    def needs_every_line(self) -> bool:
        """Whether whoever answers one must answer all."""
        return False

    @property
    def value_kind(self) -> ValueKind:
        return "other"

    @property
    def json_type(self) -> str:
        return "object"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(part_id(self.id, line.id) for line in self.lines)

    def reader(self) -> Reader:
        offered = [option.id for option in self.scale]
        lines = [(line.id, field, one(field, offered)) for line, field in self._with_fields()]
        needs_all = self.needs_every_line

        def read(form: Form) -> Answer | Problem | None:
            answer: dict[str, Any] = {}
            missing = None
            for line, field, read_line in lines:
                found = read_line(form)
                if isinstance(found, Problem):
                    return found
                if found is not None:
                    answer[line] = found
                elif missing is None:
                    missing = field
            if answer and needs_all and missing is not None:
                return Problem("answer.line_missing", missing)
            return answer or None

        return read

    def typed(self, answer: object) -> Form | None:
        fields = {line.id: field for line, field in self._with_fields()}
        if not isinstance(answer, dict) or not answer.keys() <= fields.keys():
            return None
        if not all(isinstance(chosen, str) for chosen in answer.values()):
            return None
        return {fields[line]: [chosen] for line, chosen in answer.items()}

    def counted(self) -> tuple[Counted, ...]:
        outside = frozenset(option.id for option in self.apart)
        return tuple(
            Counted(field, "single", self.scale, label=line.text, is_ordered=True, outside=outside)
            for line, field in self._with_fields()
        )

    def codes(self, answer: Answer) -> Mapping[str, Answer]:
        assert isinstance(answer, dict)  # as it was read
        return {part_id(self.id, line): chosen for line, chosen in answer.items()}

    def drawn(self, chance: Random) -> Answer | None:
        lines = [
            line.id for line in self.lines if self.needs_every_line or chance.random() < SHARE_ANSWERED
        ] or [self.lines[0].id]
        return {line: chance.choice(self.scale).id for line in lines}

    def faults(self, place: Place) -> Iterator[Problem]:
        yield from option_faults(self.scale, place, is_single=True)
        yield from double_faults("survey.double_id", ((line.id, place) for line in self.lines))
        for line, field in self._with_fields():
            if len(field) > LONGEST_PART_ID:
                limit = LONGEST_PART_ID - len(part_id(self.id, ""))
                yield Problem("survey.too_long", pointer(*place), {"name": line.id, "limit": limit})

    def _with_fields(self) -> Iterator[tuple[Row, str]]:
        return zip(self.lines, self.fields, strict=True)


def part_id(question_id: str, part: str) -> str:
    """The id of a part of a question: of its field, and of what is counted of it."""
    return f"{question_id}.{part}"
