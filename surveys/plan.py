"""A published document compiled to a frozen plan: what the request path uses, and all it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from surveys.document import AboutYouPage, Calculation, Page, Survey
from surveys.expressions.compile import condition, value
from surveys.expressions.scope import Around, Condition, Scope
from surveys.expressions.tree import Expression, operators_used
from surveys.local_plan import LocalPlan
from surveys.localising import Wording
from surveys.logic import Logic, PlannedCalculation, logic
from surveys.naming import repeats_of
from surveys.ordering import order
from surveys.problems import Problem, Refused
from surveys.questions.asked import Asked
from surveys.questions.reading import Reader, words
from surveys.repeats import Repeat
from surveys.text import WordedVariant


@dataclass(frozen=True, slots=True, eq=False)
class PlannedWriteIn:
    """Room for words beside an option: the key of what is written there, its option, and how it is read."""

    key: str
    option: str
    read: Reader


@dataclass(frozen=True, slots=True, eq=False)
class PlannedQuestion:
    """A question without its words.

    `options` are the ids that can be chosen, in order; `outside` those apart from a scale's points;
    `against` those that object to going ahead. `condition` is None where the question is always asked;
    `repeat_id` where it is asked once. `keys` and `fields` are empty where there is nothing to answer.
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
    keys: tuple[str, ...]
    fields: tuple[str, ...]
    condition: Condition | None
    logic: Logic | None
    read: Reader
    write_ins: tuple[PlannedWriteIn, ...]
    asked: Asked


@dataclass(frozen=True, slots=True, eq=False)
class PlannedPage:
    """A page without its words. `consent_key` is None unless the page is about the person, `repeat` unless it is
    asked once for each of several. `when` is its condition as it was written.
    """

    id: str
    questions: tuple[PlannedQuestion, ...]
    is_about_you: bool
    consent_key: str | None
    repeat: Repeat | None
    condition: Condition | None
    when: Expression | None
    calculations: tuple[PlannedCalculation, ...]
    has_logic: bool


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
    the repeat; `is_random` says whether readers see anything in an order of their own;
    `consents` are what each consent says.

    `keys` are those of answers to what is asked once; `word_keys` all those of somebody's own words.
    """

    fingerprint: str
    source_language: str
    languages: tuple[str, ...]
    pages: tuple[PlannedPage, ...]
    questions: tuple[PlannedQuestion, ...]
    keys: frozenset[str]
    word_keys: frozenset[str]
    consent_keys: frozenset[str]
    kept_calculations: frozenset[str]
    repeats: Mapping[str, PlannedPage]
    is_random: bool
    quotas: Mapping[str, PlannedQuota]
    consents: Mapping[str, AboutYouPage]
    _pages: Mapping[str, PlannedPage]
    _questions: Mapping[str, PlannedQuestion]
    _wording: Wording
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

    @property
    def keys_beside(self) -> frozenset[str]:
        """Keys among the answers that are no question's: consents, and calculations that are remembered."""
        return self.consent_keys | self.kept_calculations

    def has_question(self, question_id: str) -> bool:
        return question_id in self._questions

    def asks_once(self, key: str) -> bool:
        """Whether this is the key of an answer to a question that stands in no repeat."""
        return key in self.keys

    def words(self, language: str, variant: WordedVariant | None = None) -> LocalPlan:
        """The words for readers of `language`; for one the survey does not offer, those of the source language,
        every one marked as a fallback. The usual words where nothing is said in `variant` in this language.
        """
        return self._wording.words(language, variant)

    def has_variant(self, language: str, variant: WordedVariant) -> bool:
        """Whether anything is said in `variant` in this language, so that it is worth offering."""
        return self._wording.has_variant(language, variant)


def on_offer(questions: Iterable[PlannedQuestion], scope: Scope) -> dict[str, frozenset[str]]:
    """For each question whose choices are filtered, those that are on offer."""
    return {
        question.id: question.logic.offered(scope)
        for question in questions
        if question.logic is not None and question.logic.offered is not None
    }


def compile_plan(survey: Survey) -> Plan:
    """The plan of a survey. Total: a draft that may not be published yet can be compiled and looked at."""
    around = Around(repeats_of(survey))
    pages = tuple(_page(page, around) for page in survey.pages)
    questions = tuple(question for page in pages for question in page.questions)
    return Plan(
        fingerprint=survey.fingerprint,
        source_language=survey.source_language,
        languages=survey.languages,
        pages=pages,
        questions=questions,
        keys=frozenset(key for one in questions if one.repeat_id is None for key in one.keys),
        word_keys=frozenset(key for question in questions for key in _word_keys(question)),
        consent_keys=frozenset(page.consent_key for page in pages if page.consent_key),
        kept_calculations=frozenset(one.id for page in pages for one in page.calculations if one.is_kept),
        repeats={page.repeat.id: page for page in pages if page.repeat is not None},
        consents={page.consent_key: page.about_you for page in survey.pages if page.about_you},
        _pages={page.id: page for page in pages},
        _questions={question.id: question for question in questions},
        _wording=Wording(survey),
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


def _page(page: Page, around: Around) -> PlannedPage:
    is_about_you = page.about_you is not None
    questions = tuple(_question(question, page, around) for question in page.questions)
    return PlannedPage(
        id=page.id,
        questions=questions,
        is_about_you=is_about_you,
        consent_key=page.consent_key if is_about_you else None,
        repeat=page.repeat,
        when=page.condition,
        condition=None if page.condition is None else condition(page.condition, around),
        calculations=tuple(_calculation(one, around) for one in page.calculations),
        has_logic=any(question.logic for question in questions),
    )


def _calculation(calculation: Calculation, around: Around) -> PlannedCalculation:
    around = replace(around, owner=calculation.id)
    is_kept = "once" in operators_used(calculation.value)
    return PlannedCalculation(calculation.id, value(calculation.value, around), is_kept)


def _word_keys(question: PlannedQuestion) -> Iterator[str]:
    if question.is_free_text:
        yield question.id
    yield from (write_in.key for write_in in question.write_ins)


def _question(question: Asked, page: Page, around: Around) -> PlannedQuestion:
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
        keys=question.keys,
        fields=question.fields,
        condition=None if question.condition is None else condition(question.condition, around),
        logic=logic(question, around),
        read=question.reader(),
        write_ins=tuple(
            PlannedWriteIn(key, option.id, words(key, option.write_in.limit, lines=False))
            for key, option in question.write_ins.items()
            if option.write_in
        ),
        asked=question,
    )
