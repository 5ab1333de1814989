"""Whom a consultation means to hear, as its details say it: membership, benchmark, target.

A target is kept as it was said: as a count, or as a share of the benchmark; `aimed_at` is the count it comes to.
"""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from consult.consultations.terms import BenchmarkBasis
from consult.consultations.wording import Count, Detail, Key, Languages, Line, OptionIds, Phrase, several
from surveys.problems import Problem
from surveys.strict_json import Place, pointer

Severity = Literal["low", "medium", "high"]
"""As the profile of the AI system says it (consult/tenders/profile.py)."""
Percent = Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class StatedBy(Detail):
    """The question by which people state membership: any of `yes` is yes; nothing but `no` is no; else not stated."""

    question_id: Line
    yes: Annotated[OptionIds, BeforeValidator(several), Field(min_length=1)]
    no: Annotated[OptionIds, BeforeValidator(several)] = ()


class ReadFrom(Detail):
    """The table a number was read from: the file by its name and the SHA-256 of its bytes, and where in it."""

    file: Line
    sha256: Sha256
    rows: Line


class Benchmark(Detail):
    """How many people a community has, of how many, where the number is from, and whom it counts."""

    count: Count
    total: Count | None = None
    source: Phrase
    on: date | None = None
    area: Phrase | None = None
    basis: BenchmarkBasis = BenchmarkBasis.RESIDENT
    read_from: ReadFrom | None = None


class CommunityDetail(Detail):
    """An affected group this consultation means to hear."""

    key: Key
    name: Phrase
    how_affected: Phrase | None = None
    severity: Severity | None = None
    stated_by: StatedBy
    benchmark: Benchmark | None = None
    languages: Languages = ()
    target: Count | None = None
    target_percent: Percent | None = None
    target_reason: Phrase | None = None

    @property
    def aimed_at(self) -> int | None:
        """How many answers are aimed at: as said, or the share of the benchmark that was said, rounded up."""
        if self.target_percent is None or self.benchmark is None:
            return self.target
        part = self.target_percent * self.benchmark.count / 100
        return int(part.to_integral_value(ROUND_CEILING))


def loose_ends(community: CommunityDetail, place: Place) -> Iterator[Problem]:
    """Yield what cannot be: a part larger than its whole, and a target said twice or as a share of nothing."""
    yield from _impossible_benchmark(community.benchmark, (*place, "benchmark"))
    where, told = pointer(*place, "target_percent"), {"key": community.key}
    if community.target_percent is not None and community.target is not None:
        yield Problem("details.two_targets", where, told)
    if community.target_percent is not None and community.benchmark is None:
        yield Problem("details.share_of_nothing", where, told)


def _impossible_benchmark(benchmark: Benchmark | None, place: Place) -> Iterator[Problem]:
    if benchmark and benchmark.total is not None and benchmark.count > benchmark.total:
        limits = {"count": benchmark.count, "total": benchmark.total}
        yield Problem("details.benchmark_above_total", pointer(*place, "count"), limits)
