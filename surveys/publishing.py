"""What must hold before a document may be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from surveys import strict_json
from surveys.document import LIMITS, Page, Survey, texts
from surveys.logic_checks import logic_faults
from surveys.problems import Problem, Refused
from surveys.questions.asked import double_faults
from surveys.repeats import Repeat
from surveys.shuffling import shuffle_faults
from surveys.strict_json import Place, pointer
from surveys.text import EASY_READ, OWN_MEDIA, RECORDINGS, Text, Variant, source_hash

READ_FIRST = frozenset(["title", "intro", "why", "consent", "text", "hint"])
DEEPEST_READ = len(("pages", 0, "questions", 0, "text"))
"""What must be understood before anything can be answered, and how deep in the document it stands at most."""


def check(survey: Survey, languages: Sequence[str]) -> list[Problem]:
    """Everything that keeps this survey from being published in `languages`; empty when nothing does.

    `where` is a JSON pointer; problems of words carry the `language`. Words are missing, or stale: made from source
    words that have changed since. Fewest surprises first: names, then structure, logic, and words.
    """
    return list(
        chain(
            _size(survey),
            _names(survey),
            _structure(survey),
            shuffle_faults(survey),
            logic_faults(survey),
            _words(survey, languages),
            _foreign_recordings(survey),
        )
    )


def unreviewed(survey: Survey, languages: Sequence[str]) -> list[Problem]:
    """Words in `languages` that nobody reviewed yet: worth telling, no reason to refuse."""
    return [
        Problem("survey.words_unreviewed", pointer(*place), {"language": language, "status": phrase.status})
        for place, text in texts(survey)
        for language in languages
        if (phrase := text.phrase(language)) and phrase.status in {"draft", "machine"}
    ]


def without_easy_read(survey: Survey, languages: Sequence[str]) -> list[Problem]:
    """Words that readers of Easy Read are given as they are, in those of `languages` that have Easy Read at all.

    Worth telling, no reason to refuse. Options do not count: their few words are often as easy as they can be.
    """
    every = list(texts(survey))
    return [
        Problem("survey.no_easy_read", pointer(*place), {"language": language})
        for language in languages
        if any(_is_easy(text, language) for _, text in every)
        for place, text in every
        if len(place) <= DEEPEST_READ and place[-1] in READ_FIRST
        if text.phrase(language) and not _is_easy(text, language)
    ]


def _is_easy(text: Text, language: str) -> bool:
    phrase = text.phrase(language)
    return phrase is not None and bool(phrase.variants.get(EASY_READ, "").strip())


def _size(survey: Survey) -> Iterator[Problem]:
    """What is written in short forms is longer as it is kept, and must still be read then."""
    try:
        strict_json.read(survey.canonical(), "survey", LIMITS)
    except Refused as refused:
        yield from refused.problems


def _names(survey: Survey) -> Iterator[Problem]:
    """Every id is one thing's only."""
    pages = list(enumerate(survey.pages))
    yield from double_faults("survey.double_id", ((page.id, ("pages", index, "id")) for index, page in pages))
    fields = [
        (name, ("pages", index, "questions", number, "id"))
        for index, page in pages
        for number, question in enumerate(page.questions)
        for name in dict.fromkeys([question.id, *question.fields])
    ]
    consents = [(page.consent_key, ("pages", index, "id")) for index, page in pages if page.about_you]
    repeats = [(page.repeat.id, ("pages", index, "repeat", "id")) for index, page in pages if page.repeat]
    calculations = [
        (one.id, ("pages", index, "calculations", number, "id"))
        for index, page in pages
        for number, one in enumerate(page.calculations)
    ]
    yield from double_faults("survey.double_id", [*fields, *consents, *repeats, *calculations])
    codes = (
        (question.code, ("pages", index, "questions", number, "code"))
        for index, page in pages
        for number, question in enumerate(page.questions)
    )
    yield from double_faults("survey.double_code", codes)


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
    if page.repeat is not None:
        yield from _repeat(page, page.repeat, place)
    for number, question in enumerate(page.questions):
        where = (*place, "questions", number)
        if question.is_about_you and page.about_you is None:
            yield Problem("survey.about_you_without_consent", pointer(*where))
        if page.about_you is not None and question.keys and not question.is_about_you:
            yield Problem("survey.not_about_you", pointer(*where), {"kind": question.kind})
        yield from question.faults(where)


def _repeat(page: Page, repeat: Repeat, place: Place) -> Iterator[Problem]:
    """A repeat asks about several: never about the person, who alone can consent to that, and never nothing."""
    if page.about_you is not None:
        yield Problem("survey.repeat_about_you", pointer(*place, "repeat"))
    for number, question in enumerate(page.questions):
        if question.is_about_you:
            yield Problem("survey.repeat_about_you", pointer(*place, "questions", number))
        if (
            question.media
        ):  # a file belongs to one answer, and an entry that is removed would leave its behind
            yield Problem("survey.repeat_file", pointer(*place, "questions", number))
    if not page.questions:
        yield Problem("survey.repeat_empty", pointer(*place, "repeat"))
    if place == ("pages", 0):  # answers begin to be kept with the first page, and a repeat may be left empty
        yield Problem("survey.repeat_first", pointer(*place, "repeat"))
    if repeat.most < repeat.least:
        yield Problem("survey.too_small", pointer(*place, "repeat", "most"), {"minimum": repeat.least})


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


def recordings(named: Iterable[tuple[Place, Text]]) -> Iterator[tuple[Place, Variant, str]]:
    """Every recording that texts name: where, which variant it is, and its address."""
    for place, text in named:
        for language, phrase in text.root.items():
            for name in RECORDINGS:
                if name in phrase.variants:
                    yield (*place, language, "variants", name), name, phrase.variants[name]


def pictures(survey: Survey) -> Iterator[tuple[Place, str]]:
    """Every picture a survey shows: where, and its address."""
    for index, page in enumerate(survey.pages):
        for number, question in enumerate(page.questions):
            if question.picture is not None:
                yield ("pages", index, "questions", number, "src"), question.picture


def _foreign_recordings(survey: Survey) -> Iterator[Problem]:
    for place, _, address in recordings(texts(survey)):
        if not OWN_MEDIA.fullmatch(address):
            yield Problem("survey.foreign_recording", pointer(*place))
