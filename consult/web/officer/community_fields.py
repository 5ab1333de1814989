"""Between the form of a community and the community: what stands in which box, and which box a problem is about."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from consult.consultations.community_details import Benchmark, CommunityDetail
from consult.consultations.terms import BenchmarkBasis
from consult.web.forms.communities import CommunityForm
from consult.web.locale import gettext
from consult.web.officer import tender_words
from surveys.document import Survey
from surveys.faults import problems_of
from surveys.problems import Refused
from surveys.questions.asked import Asked
from surveys.versions import canonical, fingerprint

FIELDS = (
    ("/stated_by/yes", "yes"),
    ("/stated_by/no", "no"),
    ("/stated_by", "yes"),
    ("/benchmark/total", "total"),
    ("/benchmark/source", "source"),
    ("/benchmark", "count"),
    ("/target_percent", "target_percent"),
    ("/target_reason", "target_reason"),
    ("/target", "target"),
    ("/key", "key"),
    ("/name", "name"),
)
"""Beginnings of places in a community, and the box they are typed into."""


def stating(survey: Survey) -> tuple[Asked, ...]:
    """Return the questions with choices, by which people can state what they are; those about the person first."""
    asked = [(page.about_you is None, question) for page in survey.pages for question in page.questions]
    return tuple(question for _, question in sorted(asked, key=lambda one: one[0]) if question.choices)


def print_of(kept: CommunityDetail) -> str:
    """Return the fingerprint of a community: whoever changes it says which one they saw."""
    return fingerprint(canonical(kept.model_dump(mode="json", exclude_defaults=True)))


def basis_choices() -> list[tuple[str, Any]]:
    """Return whom a number of people can count."""
    return [
        ("affected", gettext("everyone who is affected")),
        ("resident", gettext("everyone who lives there, affected or not")),
    ]


def offer(form: CommunityForm) -> None:
    """Set what there is to choose from."""
    form.severity.choices = tender_words.severities()
    form.basis.choices = basis_choices()


def of_detail(kept: CommunityDetail) -> dict[str, Any]:
    """Return what stands in each box for a community that is there."""
    return {
        "key": kept.key,
        "name": kept.name,
        "how_affected": kept.how_affected,
        "severity": kept.severity or "",
        "yes": kept.stated_by.yes,
        "no": kept.stated_by.no,
        "languages": kept.languages,
        "target": str(kept.target or ""),
        "target_percent": "" if kept.target_percent is None else f"{kept.target_percent:f}",
        "target_reason": kept.target_reason,
        **(_of_benchmark(kept.benchmark) if kept.benchmark else {}),
    }


def _of_benchmark(benchmark: Benchmark) -> dict[str, Any]:
    return {
        "count": str(benchmark.count),
        "total": str(benchmark.total or ""),
        "source": benchmark.source,
        "on": benchmark.on,
        "area": benchmark.area,
        "basis": benchmark.basis.value,
    }


def detail(form: CommunityForm, question_id: str, kept: CommunityDetail | None) -> CommunityDetail:
    """Return the community that was typed; Refused with whatever cannot be used."""
    written = {
        "key": kept.key if kept else form.key.data,
        "name": form.name.data,
        "how_affected": form.how_affected.data,
        "severity": form.severity.data or None,
        "stated_by": {"question_id": question_id, "yes": form.yes.data, "no": form.no.data},
        "benchmark": _benchmark(form, kept),
        "languages": form.languages.data,
        "target": form.target.number,
        "target_percent": form.target_percent.percent,
        "target_reason": form.target_reason.data,
    }
    try:
        return CommunityDetail.model_validate(written)
    except ValidationError as error:
        raise Refused(problems_of(error, "details")) from None


def _benchmark(form: CommunityForm, kept: CommunityDetail | None) -> dict[str, Any] | None:
    """A number that was read in a table and then typed over is no longer read there."""
    if form.count.number is None:
        return None
    before = kept.benchmark if kept else None
    is_same = before is not None and (before.count, before.total) == (form.count.number, form.total.number)
    return {
        "count": form.count.number,
        "total": form.total.number,
        "source": form.source.data,
        "on": form.on.data,
        "area": form.area.data,
        "basis": form.basis.data or BenchmarkBasis.RESIDENT.value,
        "read_from": before.read_from if before and is_same else None,
    }


def at_fields(refused: Refused) -> Refused:
    """Return a refusal whose problems name the boxes of the form."""
    return Refused(replace(problem, where=_field(problem.where)) for problem in refused.problems)


def _field(where: str) -> str:
    return next((field for beginning, field in FIELDS if where.startswith(beginning)), where)


def languages_of(texts: Iterable[Any]) -> tuple[str, ...]:
    """Return every language something is written in, so that no words are lost by saving."""
    return tuple(code for text in texts if text is not None for code in text.languages)
