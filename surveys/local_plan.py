"""A plan's words in one language, resolved beforehand: what templates are handed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from surveys.ordering import order
from surveys.problems import Problem, Refused
from surveys.text import Direction, Said, WordedVariant


class LocalPart:
    """A part of the document in one language: its fields under their own names, every text as what is said.

    So a template reads `question.own.unit` or `question.own.rows[0].text`, whatever the kind.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    @property
    def fields(self) -> Mapping[str, Any]:
        """Every field by its name."""
        return self._fields

    def changed(self, fields: Mapping[str, Any]) -> LocalPart:
        """The same part with other values for these fields."""
        return LocalPart({**self._fields, **fields})

    def __getattr__(self, name: str) -> Any:
        """The field of this name. AttributeError where the part has none, as for any object."""
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class LocalWriteIn:
    """Room for words beside an option, sent in `field`."""

    field: str
    label: Said | None
    limit: int


@dataclass(frozen=True, slots=True)
class LocalOption:
    """One answer that can be chosen. `is_outside`: stands apart from a scale's points. `group`: the id of the one
    it stands in, within a long list.
    """

    id: str
    text: Said
    hint: Said | None
    is_exclusive: bool
    is_outside: bool
    write_in: LocalWriteIn | None
    group: str | None


@dataclass(frozen=True, slots=True)
class LocalQuestion:
    """A question as it is asked in one language. `own` has what only its kind has.

    `shuffled` are the fields whose parts each reader sees in an order of their own, each with the ids that stay last.
    `is_personal`: not every reader sees it alike. `constraint` is what they are told of an answer that is no good.
    `lacks_variant`: another variant was asked for, and the question or its hint has none.
    """

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
    shuffled: Mapping[str, frozenset[str]]
    constraint: Said | None
    is_personal: bool
    lacks_variant: bool = False
    recordings: tuple[Said, ...] = ()
    """Its words, and those of its hint and options, that can be heard or seen in sign language."""

    def option(self, option_id: str) -> LocalOption | None:
        """The option of this id, or None: an older answer may name what is no longer offered."""
        return next((option for option in self.options if option.id == option_id), None)

    def seen_with(self, seed: int | None) -> LocalQuestion:
        """The question as the reader with this seed sees it."""
        own, options = self.own, self.options
        for name, last in self.shuffled.items():
            if name == "options":
                named = {option.id: option for option in options}
                options = tuple(named[one] for one in order(list(named), seed, self.id, last))
            else:
                parts = {part.id: part for part in getattr(self.own, name)}
                ids = order(list(parts), seed, f"{self.id}.{name}", last)
                own = own.changed({name: tuple(parts[one] for one in ids)})
        return replace(self, own=own, options=options)

    def offering(self, ids: frozenset[str]) -> LocalQuestion:
        """The question with only these of its choices."""
        return replace(self, options=tuple(option for option in self.options if option.id in ids))


@dataclass(frozen=True, slots=True)
class LocalAboutYou:
    """Why the page asks about the person, and the words beside the checkbox named `consent_key`."""

    why: Said
    consent: Said
    consent_key: str


@dataclass(frozen=True, slots=True)
class LocalRepeat:
    """What the entries of a repeated page are called, and what adds one."""

    id: str
    review_title: Said
    entry_title: Said
    another: Said


@dataclass(frozen=True, slots=True)
class LocalPage:
    """A page in one language. `is_piped`: some of its words say answers again (saying_again.py).

    `lacks_variant`: `variant` was asked for, and something to be read here has none. Options do not count: their few
    words are often as easy as they can be.
    """

    id: str
    title: Said
    intro: Said | None
    about_you: LocalAboutYou | None
    repeat: LocalRepeat | None
    questions: tuple[LocalQuestion, ...]
    variant: WordedVariant | None = None
    lacks_variant: bool = False
    is_piped: bool = False
    recordings: tuple[Said, ...] = ()
    """The words above its questions that can be heard or seen in sign language."""

    def offering(self, choices: Mapping[str, frozenset[str]]) -> LocalPage:
        """The page with only these choices of the questions named."""
        return replace(
            self,
            questions=tuple(
                question.offering(choices[question.id]) if question.id in choices else question
                for question in self.questions
            ),
        )

    def requiring(self, ids: Collection[str]) -> LocalPage:
        """The page to somebody who must answer these questions, too."""
        return replace(
            self,
            questions=tuple(
                replace(question, is_required=True) if question.id in ids else question
                for question in self.questions
            ),
        )

    def seen_with(self, seed: int | None) -> LocalPage:
        """The page as the reader with this seed sees it: itself, where nothing on it is in an order of their own."""
        if not any(question.shuffled for question in self.questions):
            return self
        return replace(
            self,
            questions=tuple(
                question.seen_with(seed) if question.shuffled else question for question in self.questions
            ),
        )


@dataclass(frozen=True, slots=True)
class LocalPlan:
    """All the words of a version for readers of `language`; `variants` are those it has in this language.

    `options` are the words of options by the name of what is said again; empty where nothing is.
    """

    language: str
    variant: WordedVariant | None
    variants: frozenset[str]
    direction: Direction
    title: Said
    pages: tuple[LocalPage, ...]
    quotas: Mapping[str, Said]
    options: Mapping[str, Mapping[str, str]]
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
