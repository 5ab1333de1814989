"""The results as anyone may see them: tables first, and one chart of the answers per week."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue

from consult.evidence.naming import question_of
from consult.evidence.wordings import reworded, said_in
from consult.web.days import day
from consult.web.locale import gettext, language
from consult.web.officer.cells import cell_words, share_words
from consult.web.officer.charts import weekly_figure
from consult.web.officer.desk import Laid, laid
from consult.web.officer.figures import number, percent, within
from consult.web.officer.frame import render
from consult.web.officer.names import Names
from consult.web.officer.words import LABEL_COLOURS, label_words, unbroken
from consult.words.locales import endonym
from surveys.problems import Problem, Refused
from surveys.text import Said

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that stood in some versions of the survey and not in others. None: there they did not stand."""

    versions: str
    words: Said | None


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """One question, or one part of it: its options against everyone and each community; its words where they changed.

    A part has its own words; `is_continued` is true of every part but the first.
    """

    id: str
    code: str
    text: Said
    part: Said | None
    is_continued: bool
    rows: list[Row]
    answered: str
    takes_several: bool
    has_condition: bool
    is_reworded: bool
    wordings: list[Wording]


def results(slug: str) -> ResponseReturnValue:
    """Show what was said, protected as for the public."""
    found = laid(slug)
    if found.desk.compilation is None:
        raise Refused(Problem("evidence.not_compiled"))
    return render(
        "results",
        gettext("Results"),
        found=found,
        columns=[gettext("Everyone"), *(found.names.community(one["key"]) for one in _heard(found))],
        weeks=_weeks(found),
        figure=weekly_figure(found.results, found.names),
        heard=[_heard_row(one, found.names) for one in _heard(found)],
        languages=[(endonym(one["id"]), cell_words(one["count"])) for one in _of(found, "languages")],
        questions=list(_tables(found)),
    )


def _tables(found: Laid) -> Iterator[QuestionTable]:
    last = None
    for question in found.results["questions"]:
        yield _table(found, question, is_continued=question_of(question) == last)
        last = question_of(question)


def _heard(found: Laid) -> Sequence[Mapping[str, Any]]:
    communities: Sequence[Mapping[str, Any]] = found.results["communities"]
    return communities


def _of(found: Laid, name: str) -> Sequence[Mapping[str, Any]]:
    listed: Sequence[Mapping[str, Any]] = found.results["answers"][name]
    return listed


def _weeks(found: Laid) -> list[Row]:
    keys = [one["key"] for one in _heard(found)]
    return [
        (
            gettext("Week of %(day)s", day=day(date.fromisoformat(week["id"]))),
            cell_words(week["count"]),
            *(cell_words(week["communities"][key]) for key in keys),
        )
        for week in _of(found, "weeks")
    ]


def _heard_row(one: Mapping[str, Any], names: Names) -> Row:
    stated = one["stated"]
    return (
        names.community(one["key"]),
        cell_words(stated["yes"]),
        number(one["target"]) if one["target"] is not None else "–",
        unbroken(label_words(one["label"])),
        LABEL_COLOURS[one["label"]],
        _between(one["rate"], one["rate_interval"]),
        cell_words(stated["no"]),
        cell_words(stated["not_stated"]),
    )


def _between(share: float | None, interval: Sequence[float] | None) -> str:
    if share is None or interval is None:
        return "–"
    low, high = interval
    return within(percent, share, low, high)


def _table(found: Laid, question: Mapping[str, Any], *, is_continued: bool) -> QuestionTable:
    return QuestionTable(
        question["id"],
        question["code"],
        found.names.words(question["text"]),
        found.names.words(question["part"]) if "part" in question else None,
        is_continued,
        list(_options(found, question)),
        cell_words(question["answered"]),
        question["takes_several"],
        question["has_condition"],
        *_wordings(found, question),
    )


def _wordings(found: Laid, question: Mapping[str, Any]) -> tuple[bool, list[Wording]]:
    """Whether the words were changed while people answered, and those that differ for a reader of this language."""
    changed, spoken = reworded(question), found.consultation.languages
    told = said_in(changed, lambda text: text.to(language(), spoken) if text else None)
    return bool(changed), [
        Wording(gettext("Version %(number)s", number=versions), words) for versions, words in told
    ]


def _options(found: Laid, question: Mapping[str, Any]) -> Iterator[Row]:
    for place, count in enumerate(question["counts"]):
        option = question["options"][place]
        beside = (share_words(by["yes"][place], by["answered"]["yes"]) for by in question["communities"])
        words = found.names.option(question["id"], option["id"])
        yield (words, share_words(count, question["answered"]), *beside)
