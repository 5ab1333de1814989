"""Answers as columns of codes, a row for each response: made in one pass, then never looped over again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

from surveys.problems import Problem, Refused

Kind = Literal["single", "many", "number"]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

Scalar = TypeVar("Scalar", bound=np.generic)

MISSING = -1
"""The code of an answer that was not given."""


@dataclass(frozen=True, slots=True)
class Countable:
    """What a tally needs to know of a question: its stable id, its kind and its options in order."""

    id: str
    kind: Kind
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One question's answers, a row for each response.

    `answered` (n) says who answered at all. `codes` (n) holds option numbers, -1 = missing, where one may be chosen;
    `chosen` (n, options) who chose what, where many may be; `values` (n) numbers, NaN = missing. What does not
    apply to the kind is empty.
    """

    question: Countable
    answered: BoolArray
    codes: IntArray
    chosen: BoolArray
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The answers of `size` responses, a column for each question, by question id."""

    size: int
    by_question: Mapping[str, Column]

    @classmethod
    def from_responses(
        cls, questions: Sequence[Countable], responses: Iterable[Mapping[str, object]]
    ) -> Columns:
        """Read `responses` (each question id -> what was chosen) into columns.

        A single choice is a string, a multiple choice a list of strings, a number an int, a float or a decimal in a
        string; None or an absent key is missing. Keys that are not in `questions` are left alone. Raises `Refused`
        with `tally.unknown_option` or `tally.wrong_kind` (each once): an answer is never dropped silently.
        """
        answers: dict[str, list[object]] = {question.id: [] for question in questions}
        size = 0
        for response in responses:
            size += 1
            for question_id, given in answers.items():
                given.append(response.get(question_id))
        faults: dict[Problem, None] = {}
        columns = {q.id: _READERS[q.kind](q, answers[q.id], faults) for q in questions}
        if faults:
            raise Refused(faults)
        return cls(size, MappingProxyType(columns))

    def __getitem__(self, question_id: str) -> Column:
        """The column of a question; `Refused` with `tally.unknown_question` where there is none."""
        column = self.by_question.get(question_id)
        if column is None:
            raise Refused(Problem("tally.unknown_question", question_id))
        return column


def joined(*versions: Sequence[Countable]) -> tuple[Countable, ...]:
    """The questions of several survey versions as one: by stable id, with every option any version had.

    Order is that of first appearance. Raises `Refused` with `tally.changed_kind` where an id changed its kind.
    """
    together: dict[str, Countable] = {}
    for question in (question for version in versions for question in version):
        known = together.setdefault(question.id, question)
        if known.kind != question.kind:
            raise Refused(Problem("tally.changed_kind", question.id))
        together[question.id] = replace(known, options=tuple(dict.fromkeys(known.options + question.options)))
    return tuple(together.values())


def banded(columns: Columns, question_id: str, edges: Sequence[float]) -> Columns:
    """The columns with a number question turned into a single choice of bands.

    `edges` ascend; a band holds its lower edge and not its upper one: (10, 20) gives ":10", "10:20", "20:". Means and
    quantiles of a small group give single answers away; bands can be protected like any other table.
    """
    column = columns[question_id]
    if column.question.kind != "number" or list(edges) != sorted(set(edges)):
        raise Refused(Problem("tally.cannot_band", question_id))
    marks = [f"{edge:g}" for edge in edges]
    options = tuple(f"{low}:{high}" for low, high in zip(["", *marks], [*marks, ""], strict=True))
    codes = np.where(column.answered, np.digitize(column.values, edges), MISSING)
    as_choice = single_column(Countable(question_id, "single", options), codes.astype(np.int64))
    return Columns(columns.size, MappingProxyType({**columns.by_question, question_id: as_choice}))


def _read_single(question: Countable, given: Sequence[object], faults: dict[Problem, None]) -> Column:
    place = {option: number for number, option in enumerate(question.options)}

    def code(answer: object) -> int:
        return MISSING if answer is None else _place(question, place, answer, faults)

    return single_column(question, np.fromiter(map(code, given), dtype=np.int64, count=len(given)))


def single_column(question: Countable, codes: IntArray) -> Column:
    """A column of one choice each from the codes of options (n), -1 = missing."""
    return Column(question, frozen(codes != MISSING), frozen(codes), _NOTHING_CHOSEN, _NO_VALUES)


def _read_many(question: Countable, given: Sequence[object], faults: dict[Problem, None]) -> Column:
    place = {option: number for number, option in enumerate(question.options)}
    chosen = np.zeros((len(given), len(question.options)), dtype=np.bool_)
    for person, answer in enumerate(given):
        names = [answer] if isinstance(answer, str) else answer
        if isinstance(names, list | tuple):
            found = [_place(question, place, name, faults) for name in names]
            chosen[person, [number for number in found if number != MISSING]] = True
        elif names is not None:
            faults[Problem("tally.wrong_kind", question.id)] = None
    answered = np.fromiter((answer is not None for answer in given), dtype=np.bool_, count=len(given))
    return Column(question, frozen(answered), _NO_CODES, frozen(chosen), _NO_VALUES)


def _read_number(question: Countable, given: Sequence[object], faults: dict[Problem, None]) -> Column:
    def value(answer: object) -> float:
        if answer is None:
            return np.nan
        if isinstance(answer, int | float | str) and not isinstance(answer, bool):
            with suppress(ValueError):
                if isfinite(found := float(answer)):
                    return found
        faults[Problem("tally.wrong_kind", question.id)] = None
        return np.nan

    values = np.fromiter(map(value, given), dtype=np.float64, count=len(given))
    return Column(question, frozen(~np.isnan(values)), _NO_CODES, _NOTHING_CHOSEN, frozen(values))


def _place(question: Countable, place: Mapping[str, int], answer: object, faults: dict[Problem, None]) -> int:
    if not isinstance(answer, str):
        faults[Problem("tally.wrong_kind", question.id)] = None
        return MISSING
    if answer not in place:
        faults[Problem("tally.unknown_option", question.id, {"option": answer})] = None
    return place.get(answer, MISSING)


def frozen(array: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """The same array, not to be written to any more."""
    array.setflags(write=False)
    return array


_NO_CODES = frozen(np.empty(0, dtype=np.int64))
_NOTHING_CHOSEN = frozen(np.empty((0, 0), dtype=np.bool_))
_NO_VALUES = frozen(np.empty(0, dtype=np.float64))
_READERS = {"single": _read_single, "many": _read_many, "number": _read_number}
