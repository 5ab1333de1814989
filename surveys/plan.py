"""A published document compiled to a frozen plan: what the request path uses, and all it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveys.document import Page, Survey
from surveys.expressions.compile import Condition, condition
from surveys.local_plan import LocalPlan, localise
from surveys.ordering import order
from surveys.problems import Problem, Refused
from surveys.questions.asked import Asked
from surveys.questions.reading import Reader
from surveys.repeats import Repeat


@dataclass(frozen=True, slots=True, eq=False)
class PlannedQuestion:
    """A question without its words.

    `options` are the ids that can be chosen, in order; `outside` those apart from a scale's points;
    `against` those that object to going ahead. `condition` is None where the question is always asked;
    `repeat_id` where it is asked once.
    `asked` is the question itself, for what only its kind knows.
    """

    id: str
    code: str
    kind: str
    page_id: str
    repeat_id: str | None
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
    """A page without its words. `consent_key` is None unless the page is about the person, `repeat` unless it is
    asked once for each of several.
    """

    id: str
    questions: tuple[PlannedQuestion, ...]
    is_about_you: bool
    consent_key: str | None
    repeat: Repeat | None
    condition: Condition | None


@dataclass(frozen=True, slots=True, eq=False)
class PlannedQuota:
    """How many answers are wanted of those for which the condition holds."""

    id: str
    most: int
    is_hard: bool
    condition: Condition


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A whole survey, ready to be asked. `fingerprint` is the version's; `repeats` its repeated pages, by the id of
    the repeat; `is_random` says whether readers see anything in an order of their own.
    """

    fingerprint: str
    source_language: str
    languages: tuple[str, ...]
    pages: tuple[PlannedPage, ...]
    questions: tuple[PlannedQuestion, ...]
    consent_keys: frozenset[str]
    repeats: Mapping[str, PlannedPage]
    is_random: bool
    quotas: Mapping[str, PlannedQuota]
    _pages: Mapping[str, PlannedPage]
    _questions: Mapping[str, PlannedQuestion]
    _words: Mapping[str, LocalPlan]
    _elsewhere: LocalPlan
    _groups: tuple[tuple[PlannedPage, ...], ...]

    def in_order(self, seed: int | None) -> tuple[PlannedPage, ...]:
        """The pages as the reader with this seed meets them."""
        if seed is None or not self._groups:
            return self.pages
        pages = list(self.pages)
        for group in self._groups:
            names = [page.id for page in group]
            start = self.pages.index(group[0])
            pages[start : start + len(group)] = [
                self._pages[name] for name in order(names, seed, f"{names[0]}.")
            ]
        return tuple(pages)

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

    def asks_once(self, question_id: str) -> bool:
        """Whether this is a question that stands in no repeat: its answer has a key of its own."""
        found = self._questions.get(question_id)
        return found is not None and found.repeat_id is None

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
        repeats={page.repeat.id: page for page in pages if page.repeat is not None},
        _pages={page.id: page for page in pages},
        _questions={question.id: question for question in questions},
        _words={language: localise(survey, language) for language in survey.languages},
        _elsewhere=localise(survey, NOBODYS_LANGUAGE),
        is_random=bool(survey.shuffle) or any(question.asked.shuffled for question in questions),
        quotas={
            quota.id: PlannedQuota(quota.id, quota.most, quota.is_hard, condition(quota.condition))
            for quota in survey.quotas
        },
        _groups=tuple(_groups(survey, pages)),
    )


def _groups(survey: Survey, pages: tuple[PlannedPage, ...]) -> Iterator[tuple[PlannedPage, ...]]:
    """The pages of each group in the document's order; a group that publishing refuses is left as it stands."""
    taken: set[str] = set()
    for names in survey.shuffle:
        places = [place for place, page in enumerate(pages) if page.id in names]
        is_whole = len(places) == len(names) == places[-1] - places[0] + 1
        if is_whole and taken.isdisjoint(names):
            taken.update(names)
            yield pages[places[0] : places[-1] + 1]


def _page(page: Page) -> PlannedPage:
    is_about_you = page.about_you is not None
    return PlannedPage(
        id=page.id,
        questions=tuple(_question(question, page) for question in page.questions),
        is_about_you=is_about_you,
        consent_key=page.consent_key if is_about_you else None,
        repeat=page.repeat,
        condition=None if page.condition is None else condition(page.condition),
    )


def _question(question: Asked, page: Page) -> PlannedQuestion:
    return PlannedQuestion(
        id=question.id,
        code=question.code,
        kind=question.kind,
        page_id=page.id,
        repeat_id=None if page.repeat is None else page.repeat.id,
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
