"""Margins: how a population is known to be made up, by the answers to one question, for weighting afterwards.

They are set before a consultation closes, so that nobody chooses them by what they would do to the results.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from consult.consultations.community_details import Percent, ReadFrom
from consult.consultations.terms import BenchmarkBasis
from consult.consultations.wording import Count, Detail, Key, Line, OptionIds, Phrase
from surveys.problems import Problem
from surveys.questions.asked import Asked
from surveys.strict_json import Place, pointer

ROUNDING = Decimal("0.06")
"""How far each published share may be off by rounding to one decimal, with a hair to spare."""
WHOLE = Decimal(100)


class MarginCategory(Detail):
    """The answers that are one category, and how many people or which share of them it has."""

    options: Annotated[OptionIds, Field(min_length=1)]
    count: Count | None = None
    percent: Percent | None = None


class MarginDetail(Detail):
    """One known distribution of the population. Whoever gave none of its answers did not state it."""

    key: Key
    name: Phrase
    question_id: Line
    categories: Annotated[tuple[MarginCategory, ...], Field(min_length=2, max_length=200)]
    source: Phrase
    on: date | None = None
    area: Phrase | None = None
    basis: BenchmarkBasis = BenchmarkBasis.RESIDENT
    read_from: ReadFrom | None = None

    @property
    def shares(self) -> tuple[float, ...]:
        """What part of the population each category is; together 1, whatever was rounded."""
        sizes = [Decimal(one.count or 0) or one.percent or Decimal(0) for one in self.categories]
        return tuple(float(size / sum(sizes)) for size in sizes)

    @property
    def people(self) -> int | None:
        """How many people it counts; None where only shares are known."""
        counts = [one.count for one in self.categories]
        return None if None in counts else sum(count or 0 for count in counts)


def loose_ends(margin: MarginDetail, place: Place) -> Iterator[Problem]:
    """Yield what cannot be: sizes in two ways or none, shares that make no whole, an answer in two categories."""
    yield from _sizes(margin, place)
    seen: set[str] = set()
    for number, category in enumerate(margin.categories):
        for option in category.options:
            if option in seen:
                where = pointer(*place, "categories", number, "options")
                yield Problem("margin.option_twice", where, {"option": option})
            seen.add(option)


def _sizes(margin: MarginDetail, place: Place) -> Iterator[Problem]:
    counted = [one.count is not None for one in margin.categories]
    for number, one in enumerate(margin.categories):
        where = pointer(*place, "categories", number, "percent" if one.percent is not None else "count")
        if (one.count is None) == (one.percent is None):
            yield Problem("margin.one_size", where, {"key": margin.key})
        elif counted[number] != counted[0]:
            yield Problem("margin.mixed_sizes", where, {"key": margin.key})
    shares = [one.percent for one in margin.categories if one.percent is not None]
    if len(shares) == len(counted) and abs(sum(shares) - WHOLE) > ROUNDING * len(shares):
        told = {"key": margin.key, "sum": f"{sum(shares):f}"}
        yield Problem("margin.shares_do_not_add_up", pointer(*place, "categories"), told)


def unfitting(margin: MarginDetail, questions: Mapping[str, Asked], place: Place) -> Iterator[Problem]:
    """Yield where a margin does not fit the survey: its question, and the answers that are its categories."""
    question = questions.get(margin.question_id)
    told = {"key": margin.key, "question": margin.question_id}
    if question is None or not question.choices:
        yield Problem("margin.no_such_question", pointer(*place, "question_id"), told)
        return
    if question.takes_several:
        yield Problem("margin.several_answers", pointer(*place, "question_id"), told)
    known = {option.id for option in question.choices}
    for number, category in enumerate(margin.categories):
        for option in category.options:
            if option not in known:
                where = pointer(*place, "categories", number, "options")
                yield Problem("margin.unknown_option", where, {"key": margin.key, "option": option})
