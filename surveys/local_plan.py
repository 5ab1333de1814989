"""A plan's words in one language, resolved beforehand: what templates are handed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from surveys.document import Page, Survey
from surveys.problems import Problem, Refused
from surveys.questions.asked import Asked, Option
from surveys.text import Direction, Said, Text, direction


class LocalPart:
    """A part of the document in one language: its fields under their own names, every text as what is said.

    So a template reads `question.own.unit` or `question.own.rows[0].text`, whatever the kind.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def __getattr__(self, name: str) -> Any:
        """The field of this name. AttributeError where the part has none, as for any object."""
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(name) from None

    def each(self, changed: Callable[[Any], Any]) -> LocalPart:
        """The same part with every field `changed`."""
        return LocalPart({name: changed(value) for name, value in self._fields.items()})


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
    """A question as it is asked in one language. `own` has what only its kind has."""

    id: str
    code: str
    kind: str
    text: Said
    hint: Said | None
    is_required: bool
    takes_several: bool
    options: tuple[LocalOption, ...]
    fields: tuple[str, ...]
    own: LocalPart

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
        return LocalQuestion(
            id=question.id,
            code=question.code,
            kind=question.kind,
            text=self.say(question.text),
            hint=self.say_if_any(question.hint),
            is_required=question.required,
            takes_several=question.takes_several,
            options=tuple(
                self.option(option, is_outside=option in question.apart) for option in question.choices
            ),
            fields=question.fields,
            own=self.part(question),
        )

    def part(self, part: BaseModel) -> LocalPart:
        return LocalPart({name: self.local(getattr(part, name)) for name in type(part).model_fields})

    def local(self, value: object) -> object:
        """Any value of the document in this language."""
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, BaseModel):
            return self.part(value)
        return tuple(self.local(item) for item in value) if isinstance(value, tuple) else value

    def option(self, option: Option, *, is_outside: bool) -> LocalOption:
        return LocalOption(
            id=option.id,
            text=self.say(option.text),
            hint=self.say_if_any(option.hint),
            is_exclusive=option.exclusive,
            is_outside=is_outside,
        )
