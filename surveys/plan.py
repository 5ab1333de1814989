"""A published document compiled to a frozen plan: what the request path uses, and all it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.document import AboutYouPage, Page, Survey
from surveys.expressions.compile import Condition, condition
from surveys.local_plan import LocalPlan, localise
from surveys.problems import Problem, Refused
from surveys.questions.asked import Asked
from surveys.questions.reading import Reader


@dataclass(frozen=True, slots=True, eq=False)
class PlannedQuestion:
    """A question without its words.

    `options` are the ids that can be chosen, in order; `outside` those apart from a scale's points;
    `against` those that object to going ahead. `condition` is None where the question is always asked.
    `asked` is the question itself, for what only its kind knows.
    """

    id: str
    code: str
    kind: str
    page_id: str
    is_required: bool
    is_free_text: bool
    is_about_you: bool
    takes_several: bool
    options: tuple[str, ...]
    outside: frozenset[str]
    exclusive: frozenset[str]
    against: frozenset[str]
    fields: tuple[str, ...]
    condition: Condition | None
    read: Reader
    asked: Asked


@dataclass(frozen=True, slots=True, eq=False)
class PlannedPage:
    """A page without its words. `consent_key` is None unless the page is about the person."""

    id: str
    questions: tuple[PlannedQuestion, ...]
    is_about_you: bool
    consent_key: str | None
    condition: Condition | None


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A whole survey, ready to be asked. `fingerprint` is the version's; `consents` are what each consent says."""

    fingerprint: str
    source_language: str
    languages: tuple[str, ...]
    pages: tuple[PlannedPage, ...]
    questions: tuple[PlannedQuestion, ...]
    consent_keys: frozenset[str]
    consents: Mapping[str, AboutYouPage]
    _pages: Mapping[str, PlannedPage]
    _questions: Mapping[str, PlannedQuestion]
    _words: Mapping[str, LocalPlan]
    _elsewhere: LocalPlan

    def page(self, page_id: str) -> PlannedPage:
        """The page of this id. Raises Refused `page.unknown`."""
        found = self._pages.get(page_id)
        if found is None:
            raise Refused(Problem("page.unknown", page_id))
        return found

    def question(self, question_id: str) -> PlannedQuestion:
        """The question of this id. Raises Refused `question.unknown`."""
        found = self._questions.get(question_id)
        if found is None:
            raise Refused(Problem("question.unknown", question_id))
        return found

    def has_question(self, question_id: str) -> bool:
        return question_id in self._questions

    def words(self, language: str) -> LocalPlan:
        """The words for readers of `language`; for one the survey does not offer, those of the source language,
        every one marked as a fallback.
        """
        return self._words.get(language, self._elsewhere)


NOBODYS_LANGUAGE = "zxx"
"""BCP 47 for "no linguistic content": to its readers every phrase is a fallback."""


def compile_plan(survey: Survey) -> Plan:
    """The plan of a survey. Total: a draft that may not be published yet can be compiled and looked at."""
    pages = tuple(_page(page) for page in survey.pages)
    questions = tuple(question for page in pages for question in page.questions)
    return Plan(
        fingerprint=survey.fingerprint,
        source_language=survey.source_language,
        languages=survey.languages,
        pages=pages,
        questions=questions,
        consent_keys=frozenset(page.consent_key for page in pages if page.consent_key),
        consents={page.consent_key: page.about_you for page in survey.pages if page.about_you},
        _pages={page.id: page for page in pages},
        _questions={question.id: question for question in questions},
        _words={language: localise(survey, language) for language in survey.languages},
        _elsewhere=localise(survey, NOBODYS_LANGUAGE),
    )


def _page(page: Page) -> PlannedPage:
    is_about_you = page.about_you is not None
    return PlannedPage(
        id=page.id,
        questions=tuple(_question(question, page) for question in page.questions),
        is_about_you=is_about_you,
        consent_key=page.consent_key if is_about_you else None,
        condition=None if page.condition is None else condition(page.condition),
    )


def _question(question: Asked, page: Page) -> PlannedQuestion:
    return PlannedQuestion(
        id=question.id,
        code=question.code,
        kind=question.kind,
        page_id=page.id,
        is_required=question.required,
        is_free_text=question.is_free_text,
        is_about_you=page.about_you is not None,
        takes_several=question.takes_several,
        options=tuple(option.id for option in question.choices),
        outside=frozenset(option.id for option in question.apart),
        exclusive=frozenset(option.id for option in question.choices if option.exclusive),
        against=question.objections,
        fields=question.fields,
        condition=None if question.condition is None else condition(question.condition),
        read=question.reader(),
        asked=question,
    )
