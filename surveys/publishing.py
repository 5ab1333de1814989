"""What must hold before a document may be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from surveys.conditions import condition_faults
from surveys.document import Page, Survey, texts
from surveys.problems import Problem
from surveys.questions import PREFER_NOT_TO_SAY, AboutYou, Asked, Choice, ChooseMany, Number
from surveys.strict_json import Place, pointer
from surveys.text import Text, source_hash


def check(survey: Survey, languages: Sequence[str]) -> list[Problem]:
    """Everything that keeps this survey from being published in `languages`; empty when nothing does.

    `where` is a JSON pointer; problems of words carry the `language`. Words are missing, or stale: made from source
    words that have changed since. Fewest surprises first: names, then structure, conditions, and words.
    """
    return list(
        chain(_names(survey), _structure(survey), condition_faults(survey), _words(survey, languages))
    )


def unreviewed(survey: Survey, languages: Sequence[str]) -> list[Problem]:
    """Words in `languages` that nobody reviewed yet: worth telling, no reason to refuse."""
    return [
        Problem("survey.words_unreviewed", pointer(*place), {"language": language, "status": phrase.status})
        for place, text in texts(survey)
        for language in languages
        if (phrase := text.phrase(language)) and phrase.status in {"draft", "machine"}
    ]


def _names(survey: Survey) -> Iterator[Problem]:
    """Every id is one thing's only."""
    pages = list(enumerate(survey.pages))
    yield from _doubles("survey.double_id", ((page.id, ("pages", index, "id")) for index, page in pages))
    fields = [
        (question.id, ("pages", index, "questions", number, "id"))
        for index, page in pages
        for number, question in enumerate(page.questions)
    ]
    consents = [(page.consent_key, ("pages", index, "id")) for index, page in pages if page.about_you]
    yield from _doubles("survey.double_id", [*fields, *consents])
    codes = (
        (question.code, ("pages", index, "questions", number, "code"))
        for index, page in pages
        for number, question in enumerate(page.questions)
    )
    yield from _doubles("survey.double_code", codes)


def _doubles(code: str, names: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for name, place in names:
        if name in first:
            yield Problem(code, pointer(*place), {"name": name, "first": pointer(*first[name])})
        first.setdefault(name, place)


def _structure(survey: Survey) -> Iterator[Problem]:
    if len(set(survey.languages)) < len(survey.languages):
        yield Problem("survey.double_language", "/languages")
    if survey.source_language not in survey.languages:
        yield Problem("survey.language_not_offered", "/source_language", {"language": survey.source_language})
    is_about_you_begun = False
    for index, page in enumerate(survey.pages):
        is_about_you_begun = is_about_you_begun or page.about_you is not None
        if is_about_you_begun and page.about_you is None:
            yield Problem("survey.about_you_not_last", pointer("pages", index))
        yield from _page(page, ("pages", index))


def _page(page: Page, place: Place) -> Iterator[Problem]:
    if not page.questions and page.intro is None:
        yield Problem("survey.empty_page", pointer(*place))
    for number, question in enumerate(page.questions):
        where = (*place, "questions", number)
        if isinstance(question, AboutYou) and page.about_you is None:
            yield Problem("survey.about_you_without_consent", pointer(*where))
        if page.about_you is not None and not isinstance(question, AboutYou):
            yield Problem("survey.not_about_you", pointer(*where), {"kind": question.kind})
        yield from _question(question, where)


def _question(question: Asked, place: Place) -> Iterator[Problem]:
    if question.choices:
        yield from _options(question, place)
    if isinstance(question, ChooseMany):
        yield from _how_many(question, place)
    if isinstance(question, Number):
        yield from _bounds(question, place)
    if isinstance(question, Choice) and question.about_going_ahead:
        offered = {option.id for option in question.choices}
        for index, option in enumerate(question.about_going_ahead.against):
            if option not in offered:
                where = pointer(*place, "about_going_ahead", "against", index)
                yield Problem("survey.unknown_option", where, {"option": option})


def _options(question: Asked, place: Place) -> Iterator[Problem]:
    yield from _doubles("survey.double_id", ((option.id, place) for option in question.choices))
    if len(question.choices) < 2:  # noqa: PLR2004 - one option is no choice
        yield Problem("survey.too_few", pointer(*place, "options"), {"minimum": 2})
    has_reserved = any(option.id == PREFER_NOT_TO_SAY for option in question.choices)
    if has_reserved and not isinstance(question, AboutYou):
        yield Problem("survey.reserved_option", pointer(*place), {"option": PREFER_NOT_TO_SAY})
    if not question.takes_several:
        for option in question.choices:
            if option.exclusive and not isinstance(question, AboutYou):
                yield Problem("survey.exclusive_alone", pointer(*place), {"option": option.id})


def _how_many(question: ChooseMany, place: Place) -> Iterator[Problem]:
    together = sum(not option.exclusive for option in question.options)
    fewest, most = question.min or 1, question.max or together
    if fewest > together:
        yield Problem("survey.too_large", pointer(*place, "min"), {"limit": together})
    if most < fewest:
        yield Problem("survey.too_small", pointer(*place, "max"), {"minimum": fewest})


def _bounds(question: Number, place: Place) -> Iterator[Problem]:
    least, most = question.minimum, question.maximum
    if least is not None and most is not None and least > most:
        yield Problem("survey.too_small", pointer(*place, "maximum"), {"minimum": least})
    for name, bound in (("minimum", least), ("maximum", most)):
        if bound is not None and bound != round(bound, question.decimals):
            yield Problem("survey.too_many_decimals", pointer(*place, name), {"limit": question.decimals})


def _words(survey: Survey, languages: Sequence[str]) -> Iterator[Problem]:
    required = dict.fromkeys([survey.source_language, *languages])
    for language in required:
        if language not in survey.languages and language != survey.source_language:
            yield Problem("survey.language_not_offered", "/languages", {"language": language})
            continue
        for place, text in texts(survey):
            yield from _phrase(text, language, survey.source_language, place)


def _phrase(text: Text, language: str, source_language: str, place: Place) -> Iterator[Problem]:
    phrase, source = text.phrase(language), text.phrase(source_language)
    if phrase is None:
        yield Problem("survey.words_missing", pointer(*place), {"language": language})
    elif (
        language != source_language and phrase.source and source and phrase.source != source_hash(source.text)
    ):
        yield Problem("survey.words_stale", pointer(*place, language), {"language": language})
