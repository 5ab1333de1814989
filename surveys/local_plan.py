"""A plan's words in one language, resolved beforehand: what templates are handed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.document import Page, Survey
from surveys.problems import Problem, Refused
from surveys.questions import Asked, ChooseMany, LongText, Number, Option, Scale, ShortText
from surveys.text import Direction, Said, Text, direction


@dataclass(frozen=True, slots=True)
class LocalOption:
    """One answer that can be chosen. `is_outside`: stands apart from a scale's points."""

    id: str
    text: Said
    hint: Said | None
    is_exclusive: bool
    is_outside: bool


@dataclass(frozen=True, slots=True)
class LocalQuestion:
    """A question as it is asked in one language. What a kind does not have is None or empty."""

    id: str
    code: str
    kind: str
    text: Said
    hint: Said | None
    is_required: bool
    takes_several: bool
    options: tuple[LocalOption, ...]
    limit: int | None
    fewest: int | None
    most: int | None
    minimum: int | float | None
    maximum: int | float | None
    decimals: int
    unit: Said | None

    def option(self, option_id: str) -> LocalOption | None:
        """The option of this id, or None: an older answer may name what is no longer offered."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class LocalAboutYou:
    """Why the page asks about the person, and the words beside the checkbox named `consent_key`."""

    why: Said
    consent: Said
    consent_key: str


@dataclass(frozen=True, slots=True)
class LocalPage:
    id: str
    title: Said
    intro: Said | None
    about_you: LocalAboutYou | None
    questions: tuple[LocalQuestion, ...]


@dataclass(frozen=True, slots=True)
class LocalPlan:
    """All the words of a version for readers of `language`."""

    language: str
    direction: Direction
    title: Said
    pages: tuple[LocalPage, ...]
    _pages: Mapping[str, LocalPage]
    _questions: Mapping[str, LocalQuestion]

    def page(self, page_id: str) -> LocalPage:
        """The page of this id. Raises Refused `page.unknown`."""
        found = self._pages.get(page_id)
        if found is None:
            raise Refused(Problem("page.unknown", page_id))
        return found

    def question(self, question_id: str) -> LocalQuestion:
        """The question of this id. Raises Refused `question.unknown`."""
        found = self._questions.get(question_id)
        if found is None:
            raise Refused(Problem("question.unknown", question_id))
        return found


def localise(survey: Survey, language: str) -> LocalPlan:
    """Every phrase of the survey for readers of `language`; where it is missing, in the source language,
    else in the first of the survey's languages that has it, and then marked as a fallback.
    """
    return _Voice(survey, language).plan()


class _Voice:
    """One language of one survey, asked for every phrase in turn."""

    def __init__(self, survey: Survey, language: str) -> None:
        self.survey = survey
        self.language = language
        self.fallbacks = (survey.source_language, *survey.languages)

    def say(self, text: Text) -> Said:
        return text.to(self.language, self.fallbacks)

    def say_if_any(self, text: Text | None) -> Said | None:
        return None if text is None else self.say(text)

    def plan(self) -> LocalPlan:
        pages = tuple(self.page(page) for page in self.survey.pages)
        return LocalPlan(
            language=self.language,
            direction=direction(self.language),
            title=self.say(self.survey.title),
            pages=pages,
            _pages={page.id: page for page in pages},
            _questions={question.id: question for page in pages for question in page.questions},
        )

    def page(self, page: Page) -> LocalPage:
        return LocalPage(
            id=page.id,
            title=self.say(page.title),
            intro=self.say_if_any(page.intro),
            about_you=self.about_you(page),
            questions=tuple(self.question(question) for question in page.questions),
        )

    def about_you(self, page: Page) -> LocalAboutYou | None:
        if page.about_you is None:
            return None
        why, consent = self.say(page.about_you.why), self.say(page.about_you.consent)
        return LocalAboutYou(why=why, consent=consent, consent_key=page.consent_key)

    def question(self, question: Asked) -> LocalQuestion:
        number = question if isinstance(question, Number) else None
        many = question if isinstance(question, ChooseMany) else None
        outside = question.outside if isinstance(question, Scale) else ()
        return LocalQuestion(
            id=question.id,
            code=question.code,
            kind=question.kind,
            text=self.say(question.text),
            hint=self.say_if_any(question.hint),
            is_required=question.required,
            takes_several=question.takes_several,
            options=tuple(self.option(option, is_outside=option in outside) for option in question.choices),
            limit=question.limit if isinstance(question, ShortText | LongText) else None,
            fewest=many.min if many else None,
            most=many.max if many else None,
            minimum=number.minimum if number else None,
            maximum=number.maximum if number else None,
            decimals=number.decimals if number else 0,
            unit=self.say_if_any(number.unit) if number else None,
        )

    def option(self, option: Option, *, is_outside: bool) -> LocalOption:
        return LocalOption(
            id=option.id,
            text=self.say(option.text),
            hint=self.say_if_any(option.hint),
            is_exclusive=option.exclusive,
            is_outside=is_outside,
        )
