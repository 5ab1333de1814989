"""The communities of a consultation as an officer reads them: facts, what they were before, and what is amiss."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consult import clock
from consult.consultations import community_checks
from consult.consultations.benchmarks.files import FileValue, kept
from consult.consultations.communities import Earlier, earlier, survey_of
from consult.consultations.community_details import Benchmark, CommunityDetail
from consult.consultations.details import ConsultationDetails
from consult.consultations.margin_details import MarginDetail
from consult.consultations.planned import planned
from consult.consultations.values import OVER, ConsultationValue
from consult.web.days import day
from consult.web.locale import gettext, language
from consult.web.officer import tender_words
from consult.web.officer.cells import DASH
from consult.web.officer.community_fields import basis_choices
from consult.web.officer.figures import number
from consult.words.locales import endonym
from consult.words.problems import sentence
from surveys.document import Survey
from surveys.problems import Problem
from surveys.text import Said

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CommunityRows:
    """One community: its name, its facts, what it was before, and what is worth a thought."""

    key: str
    name: Said
    facts: list[Row]
    before: list[tuple[str, str, str]]
    thoughts: list[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """All that the page of the communities shows."""

    value: ConsultationValue
    can_change: bool
    is_published: bool
    communities: list[CommunityRows]
    thoughts: list[str]
    margins: list[tuple[str, Said, Said, str]]
    files: tuple[FileValue, ...]
    expected: str


def listed(session: Session, value: ConsultationValue) -> Listed:
    """Return what the page shows of a consultation."""
    details, survey = value.details, survey_of(session, value)
    found = [
        *community_checks.of_communities(survey, details),
        *community_checks.of_plan(details, planned(session, value.id)),
    ]
    before = earlier(session, value.id)
    of_none = [one for one in found if "community" not in one.parameters]
    of_none += community_checks.of_margins(survey, details)
    expected = details.expected_answers
    return Listed(
        value=value,
        can_change=value.state(clock.now()) not in OVER,
        is_published=value.published_at is not None,
        communities=[_rows(one, details, survey, before, found) for one in details.communities],
        thoughts=_said(of_none),
        margins=[_margin(one, survey) for one in details.margins],
        files=kept(session, value.id),
        expected=DASH if expected is None else number(expected),
    )


def _rows(
    one: CommunityDetail,
    details: ConsultationDetails,
    survey: Survey,
    before: Sequence[Earlier],
    found: Sequence[Problem],
) -> CommunityRows:
    severities = dict(tender_words.severities())
    how = one.how_affected.to(language()) if one.how_affected else DASH
    facts: list[Row] = [
        {"key": gettext("How they are affected"), "value": how},
        {"key": gettext("How badly"), "value": severities.get(one.severity or "", DASH)},
        {"key": gettext("Belongs, who answers"), "value": _stated(one, survey)},
        {"key": gettext("People"), "value": _people(one.benchmark, details)},
        {"key": gettext("Target"), "value": target_words(one)},
        {"key": gettext("Languages"), "value": " · ".join(endonym(code) for code in one.languages) or DASH},
    ]
    return CommunityRows(
        one.key,
        one.name.to(language()),
        facts,
        [_was(each) for each in before if each.key == one.key],
        _said([problem for problem in found if problem.parameters.get("community") == one.key]),
    )


def target_words(one: CommunityDetail) -> str:
    """Return a target as it was said, with what it comes to."""
    if one.aimed_at is None:
        return DASH
    if one.target_percent is None:
        return number(one.aimed_at)
    share = number(float(one.target_percent))
    return gettext("%(count)s, which is %(share)s per cent", count=number(one.aimed_at), share=share)


def _was(one: Earlier) -> tuple[str, str, str]:
    was = (
        gettext("not named")
        if one.before is None
        else gettext("target %(target)s", target=target_words(one.before))
    )
    return (str(day(one.until)), was, one.reason)


def _people(benchmark: Benchmark | None, details: ConsultationDetails) -> Any:
    if benchmark is None:
        return DASH
    whole = benchmark.total or details.people
    count = number(benchmark.count)
    of = gettext("%(count)s of %(total)s", count=count, total=number(whole)) if whole else count
    place = [benchmark.area.to(language())] if benchmark.area else []
    when = [str(day(benchmark.on))] if benchmark.on else []
    table = [gettext("Read in %(file)s", file=benchmark.read_from.file)] if benchmark.read_from else []
    basis = dict(basis_choices())[benchmark.basis.value]
    return [of, basis, *place, benchmark.source.to(language()), *when, *table]


def _stated(one: CommunityDetail, survey: Survey) -> Any:
    question = community_checks.questions(survey).get(one.stated_by.question_id)
    if question is None:
        return one.stated_by.question_id
    chosen = [option.text.to(language()) for option in question.choices if option.id in one.stated_by.yes]
    return [question.text.to(language()), *chosen]


def _margin(one: MarginDetail, survey: Survey) -> tuple[str, Said, Said, str]:
    question = community_checks.questions(survey).get(one.question_id)
    words = question.text.to(language()) if question else Said(one.question_id, language())
    return one.key, one.name.to(language()), words, number(len(one.categories))


def _said(found: Sequence[Problem]) -> list[str]:
    return list(dict.fromkeys(sentence(problem, language(), "officer") for problem in found))
