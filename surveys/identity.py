"""A stable id is never reused: what stands under it in a new version is what stood under it in every earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveys.document import Survey
from surveys.problems import Problem
from surveys.questions.asked import Asked
from surveys.strict_json import Place, pointer

Words = Mapping[str, str]
"""What stands under each id, in the source language."""


@dataclass(frozen=True, slots=True)
class _Stood:
    """A question as a version had it. `choices` are the words of its options by id."""

    question: Asked
    text: str
    choices: Words
    place: Place


def reused(earlier: Sequence[Survey], new: Survey) -> list[Problem]:
    """Every id of `new` that an earlier version used for something else; `earlier` has the newest first.

    `survey.id_other_kind`: it was another kind of question, or what is counted of it was of another kind.
    `survey.id_came_back`: it was removed, and comes back with other words. `survey.ids_swapped`: it has taken the words
    that another id stood for until now.
    """
    before = [_questions(survey) for survey in earlier]
    now = _questions(new)
    problems = list(_swapped(before[0], now)) if before else []
    for key, stands in now.items():
        had = [version[key] for version in before if key in version]
        if had:
            problems += _other_kind(had, stands)
            problems += _came_back(key, before, stands)
    return list(dict.fromkeys(problems))


def _questions(survey: Survey) -> dict[str, _Stood]:
    source = survey.source_language
    return {
        question.id: _Stood(
            question,
            str(question.text.to(source)),
            {option.id: str(option.text.to(source)) for option in question.choices},
            ("pages", index, "questions", number),
        )
        for index, page in enumerate(survey.pages)
        for number, question in enumerate(page.questions)
    }


def _other_kind(had: Sequence[_Stood], stands: _Stood) -> Iterator[Problem]:
    question = stands.question
    counted = {one.id: one.kind for one in question.counted()}
    for each in had:
        was = {one.id: one.kind for one in each.question.counted()}
        is_counted_otherwise = any(counted.get(name, kind) != kind for name, kind in was.items())
        if each.question.kind != question.kind or is_counted_otherwise:
            told = {"id": question.id, "before": each.question.kind, "after": question.kind}
            yield Problem("survey.id_other_kind", pointer(*stands.place, "id"), told)


def _came_back(key: str, before: Sequence[Mapping[str, _Stood]], stands: _Stood) -> Iterator[Problem]:
    """What was not there in the version before, but was in an earlier one, must be as it was then."""
    last = before[0].get(key)
    if last is None:
        last = next(version[key] for version in before if key in version)
        if last.text != stands.text:
            yield Problem(
                "survey.id_came_back", pointer(*stands.place, "id"), {"id": key, "before": last.text}
            )
    present = before[0][key].choices if key in before[0] else {}
    for option, words in stands.choices.items():
        if option in present:
            continue
        was = next((version[key].choices[option] for version in before if _has(version, key, option)), words)
        if was != words:
            yield Problem("survey.id_came_back", pointer(*stands.place), {"id": option, "before": was})


def _has(version: Mapping[str, _Stood], key: str, option: str) -> bool:
    return key in version and option in version[key].choices


def _swapped(before: Mapping[str, _Stood], now: Mapping[str, _Stood]) -> Iterator[Problem]:
    texts_before = {key: stood.text for key, stood in before.items()}
    texts_now = {key: stood.text for key, stood in now.items()}
    for key, other in _taken_over(texts_before, texts_now):
        yield Problem("survey.ids_swapped", pointer(*now[key].place, "id"), {"id": key, "other": other})
    for key in before.keys() & now.keys():
        for option, other in _taken_over(before[key].choices, now[key].choices):
            yield Problem("survey.ids_swapped", pointer(*now[key].place), {"id": option, "other": other})


def _taken_over(before: Words, now: Words) -> Iterator[tuple[str, str]]:
    """Each id of before that now has the words of another, which has them no longer.

    A new id may have the words of one that is gone: that is how something is asked in another way.
    """
    given_up = {words: key for key, words in before.items() if now.get(key) != words}
    for key, words in now.items():
        other = given_up.get(words)
        if other is not None and other != key and key in before:
            yield key, other
