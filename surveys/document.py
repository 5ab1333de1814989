"""The survey document: Survey > Page > Question > Option; typed, all languages inside; `"format": 1`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self, cast

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from surveys import strict_json, versions
from surveys.expressions.typed import Room, Typed
from surveys.faults import problems_of
from surveys.problems import Problem, Refused
from surveys.questions import Part, Question
from surveys.questions.asked import QuestionId
from surveys.quotas import Quota
from surveys.repeats import Repeat
from surveys.strict_json import Place
from surveys.text import Language, Text

FORMAT = 1

LIMITS = strict_json.Limits(size=8_000_000, parts=300_000)
"""Twice what a survey of 200 questions in 14 languages needs."""

Document = dict[str, Any]

UPGRADES: Mapping[int, Callable[[Document], Document]] = {}
"""How a document of an older format becomes one of the next; the first format needs none.

An upgrade is given what nobody checked yet. It never raises: what it does not expect it leaves to be refused.
"""

PageId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]


Shuffled = Annotated[tuple[PageId, ...], Field(min_length=2, max_length=200)]
"""Pages that follow one another, and that each reader meets in an order of their own."""


class AboutYouPage(Part):
    """Why a page asks about the person, and the words of its own consent."""

    why: Text
    consent: Text


class Calculation(Part):
    """A value worked out from answers as one goes past the page it stands on; named like a question in expressions."""

    id: QuestionId
    value: Typed


class Page(Part):
    """Questions asked together. Its id is part of its address."""

    id: PageId
    title: Text
    intro: Text | None = None
    condition: Typed | None = None
    about_you: AboutYouPage | None = None
    repeat: Repeat | None = None
    questions: Annotated[tuple[Question, ...], Field(max_length=200)]
    calculations: Annotated[tuple[Calculation, ...], Field(max_length=200)] = ()

    @property
    def consent_key(self) -> str:
        """The field, and the key among the answers, under which consent to this page stands as true."""
        return f"{self.id}_consent"


class Survey(Part):
    """A whole document. Whether it may be published is asked of publishing.py."""

    format: Literal[1]
    title: Text
    source_language: Language
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=100)]
    pages: Annotated[tuple[Page, ...], Field(min_length=1, max_length=200)]
    shuffle: Annotated[tuple[Shuffled, ...], Field(max_length=100)] = ()
    quotas: Annotated[tuple[Quota, ...], Field(max_length=100)] = ()

    @classmethod
    def from_json(cls, source: bytes | str | Mapping[str, Any]) -> Self:
        """The survey in a JSON file, or in the object read from one.

        Raises Refused with all faults at once, never anything else, however malformed the bytes;
        codes are `survey.<what>`, `where` is a JSON pointer.
        """
        document = _read(source)
        try:
            return cls.model_validate(document, context=Room())
        except ValidationError as error:
            raise Refused(problems_of(error)) from None

    def to_json(self) -> Document:
        """The document with review status and source hashes, in the long form: what a draft is kept as."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def canonical(self) -> bytes:
        """The bytes of a version (RFC 8785): structure and wording, without review status and source hashes.
        What equals its default is left out, so that a new optional field changes no fingerprint.
        """
        document = self.to_json()
        for place, _ in texts(self):
            for phrase in _at(document, place).values():
                phrase.pop("status", None)
                phrase.pop("source", None)
        return versions.canonical(document)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical bytes, in hexadecimal."""
        return versions.fingerprint(self.canonical())


def texts(part: BaseModel, place: Place = ()) -> Iterator[tuple[Place, Text]]:
    """Every text in a part of the document, with its place."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Text):
            yield (*place, name), value
        elif isinstance(value, BaseModel):
            yield from texts(value, (*place, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from texts(item, (*place, name, index))


def json_schema() -> Document:
    """The JSON Schema (2020-12) of a survey document, made from the types: what it refuses, reading refuses too."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Survey.model_json_schema()}


def upgraded(
    document: Document, upgrades: Mapping[int, Callable[[Document], Document]] = UPGRADES
) -> Document:
    """The document in the present format. Raises Refused `survey.unknown_format` where no upgrade leads there."""
    found = document.get("format")
    while isinstance(found, int) and not isinstance(found, bool) and found in upgrades:
        document = upgrades[found](document)
        found = document.get("format")
    if found != FORMAT or isinstance(found, bool):
        raise Refused(Problem("survey.unknown_format", "/format", {"expected": FORMAT}))
    return document


def _read(source: bytes | str | Mapping[str, Any]) -> Document:
    if isinstance(source, bytes | str):
        value = strict_json.read(source, "survey", LIMITS)
    else:
        value = dict(source)
        if problems := tuple(strict_json.faults(value, "survey", LIMITS)):
            raise Refused(problems)
    if not isinstance(value, dict):
        raise Refused(Problem("survey.wrong_type", "", {"expected": "object"}))
    return upgraded(value)


def _at(document: Document, place: Place) -> Document:
    inner: Any = document
    for part in place:
        inner = inner[part]
    return cast("Document", inner)
