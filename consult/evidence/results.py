"""The results as one JSON value: each question by each community, and how far each community was heard."""

from collections.abc import Sequence
from typing import Any

from consult.consultations.values import CommunityValue, ConsultationValue
from consult.evidence.answers import LANGUAGE, WEEK, Gathered
from consult.evidence.counting import STANDINGS, Protected
from consult.evidence.tallied import Tallied
from consult.evidence.wordings import wordings
from surveys.disclosure import ProtectedQuestion, Shown, shown_cell, shown_group
from surveys.disclosure.showing import TOO_FEW
from surveys.representation import Benchmark, Progress, Stated, headline, reach, still_to_hear
from surveys.saying_again import with_gaps

FORMAT = 1


def as_results(
    consultation: ConsultationValue, gathered: Gathered, found: Protected, divergences: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the results as one JSON value: the body of a compilation, and a part of the sealed record."""
    heard = {one.key: _community(one, found, consultation) for one in found.communities}
    return {
        "format": FORMAT,
        "kind": "results",
        "threshold": consultation.threshold,
        "surveys": [survey.fingerprint for survey in gathered.surveys],
        "answers": {
            "sent": shown_group(gathered.columns.size, consultation.threshold).to_json(),
            "languages": _by_option(found.shown.questions[LANGUAGE], gathered.languages, ()),
            "weeks": _by_option(found.shown.questions[WEEK], gathered.weeks, tuple(heard)),
        },
        "headline": _headline(found, consultation),
        "communities": list(heard.values()),
        "questions": [_tallied(one, gathered, found, consultation) for one in found.asked],
        "divergences": divergences,
    }


def _by_option(
    protected: ProtectedQuestion, options: Sequence[str], communities: Sequence[str]
) -> list[dict[str, Any]]:
    rows = []
    for option in options:
        row: dict[str, Any] = {"id": option, "count": _json(protected.options[option])}
        if communities:
            row["communities"] = {
                key: _json(protected.communities[key].options[option][0]) for key in communities
            }
        rows.append(row)
    return rows


def _json(shown: Shown) -> dict[str, Any]:
    return dict(shown.to_json())


def _community(one: CommunityValue, found: Protected, consultation: ConsultationValue) -> dict[str, Any]:
    yes, no, not_stated = found.shown.stated[one.key]
    heard = _heard(one, found, consultation)
    return {
        "key": one.key,
        "name": one.name.canonical(),
        "is_affected": one.is_affected,
        "benchmark": _benchmark(one, consultation),
        "target": one.target,
        "stated": {"yes": _json(yes), "no": _json(no), "not_stated": _json(not_stated)},
        **_reach(one, (yes, no, not_stated), consultation),
        "still_to_hear": None if one.target is None or heard is None else still_to_hear(heard, one.target),
    }


def _heard(one: CommunityValue, found: Protected, consultation: ConsultationValue) -> int | None:
    """How many were heard: as shown, or the most a few can be, so that nobody is called further behind than they are.

    None where the size is withheld only to cover another: then nothing can be said.
    """
    yes = found.shown.stated[one.key][0]
    if yes.count is not None:
        return yes.count
    return None if one.key in found.plainly_heard else consultation.threshold - 1


def _benchmark(one: CommunityValue, consultation: ConsultationValue) -> dict[str, Any] | None:
    if one.benchmark_count is None:
        return None
    return {
        "count": one.benchmark_count,
        "total": one.benchmark_total or consultation.population,
        "source": one.benchmark_source.canonical() if one.benchmark_source else None,
        "on": one.benchmark_on.isoformat() if one.benchmark_on else None,
        "area": one.benchmark_area.canonical() if one.benchmark_area else None,
        "basis": one.benchmark_basis.value if one.benchmark_basis else None,
    }


def _reach(
    one: CommunityValue, stated: tuple[Shown, Shown, Shown], consultation: ConsultationValue
) -> dict[str, Any]:
    """Rate, ratio and label from what is shown; where the size itself is withheld only "too few to tell" is said."""
    nothing = {"rate": None, "rate_interval": None, "ratio": None, "ratio_interval": None}
    total = one.benchmark_total or consultation.population
    yes = stated[0]
    if yes.count is None:
        return {**nothing, "label": "too_few_to_tell"}
    if yes.count == 0 and yes.kind == "nobody":
        return {**nothing, "label": "not_heard"}
    if one.benchmark_count is None or total is None or any(part.count is None for part in stated):
        return {**nothing, "label": "too_few_to_tell"}
    found = reach(Stated(*(part.count or 0 for part in stated)), Benchmark(one.benchmark_count, total))
    return {
        "rate": found.rate,
        "rate_interval": [found.rate_interval.low, found.rate_interval.high] if found.rate_interval else None,
        "ratio": found.ratio,
        "ratio_interval": [found.ratio_interval.low, found.ratio_interval.high],
        "label": found.label,
    }


def _headline(found: Protected, consultation: ConsultationValue) -> dict[str, Any]:
    heard = [(one, _heard(one, found, consultation)) for one in found.communities if one.is_affected]
    best = headline([Progress(one.key, count, one.target) for one, count in heard if count is not None])
    behind = best.furthest_behind
    return {
        "met": best.met,
        "of": best.of,
        "furthest_behind": None
        if behind is None
        else {
            "community": behind.community,
            "heard": _json(found.shown.stated[behind.community][0]),
            "target": behind.target,
        },
    }


def _tallied(
    one: Tallied, gathered: Gathered, found: Protected, consultation: ConsultationValue
) -> dict[str, Any]:
    shown = found.shown.questions.get(one.id)
    answered = shown.answered if shown else _answered(one, gathered, found, consultation.threshold)
    question = one.question
    return {
        "id": one.id,
        "code": question.code,
        "kind": question.kind,
        "text": with_gaps(question.text).canonical(),
        **_part(one),
        "has_condition": question.condition is not None,
        "takes_several": one.takes_several,
        "options": [{"id": option.id, "text": with_gaps(option.text).canonical()} for option in one.options],
        "answered": _json(answered),
        "counts": [_json(shown.options[option.id]) for option in one.options] if shown else [],
        "communities": [_tallied_by(one, key, found) for key in found.shown.stated if shown is not None],
        **wordings(zip(gathered.numbers, gathered.surveys, strict=True), gathered.asked_again, question.id),
    }


def _part(one: Tallied) -> dict[str, Any]:
    """Which part of which question it is, where a question has several."""
    if one.counted is None or one.counted.label is None:
        return {}
    return {"question": one.question.id, "part": with_gaps(one.counted.label).canonical()}


def _answered(one: Tallied, gathered: Gathered, found: Protected, threshold: int) -> Shown:
    """How many wrote or gave a number. Where only some were asked, it may tell how many chose what led there."""
    column = gathered.columns.by_question.get(one.id)
    count = gathered.written[one.id] if column is None else int(column.answered.sum())
    condition = found.asked_of.get(one.question.id)
    if condition is None:
        return shown_cell(count, gathered.columns.size, threshold)
    before = found.shown.questions.get(condition.question)
    if before is None or any(before.options[option].count is None for option in condition.options):
        return TOO_FEW
    of = sum(before.options[option].count or 0 for option in condition.options)
    return shown_cell(count, max(of, count), threshold)


def _tallied_by(one: Tallied, key: str, found: Protected) -> dict[str, Any]:
    shown = found.shown.questions[one.id].communities[key]
    columns = {
        name: [_json(shown.options[option.id][place]) for option in one.options]
        for place, name in enumerate(STANDINGS)
    }
    answered = {name: _json(shown.answered[place]) for place, name in enumerate(STANDINGS)}
    return {"key": key, "answered": answered, **columns}
