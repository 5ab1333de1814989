"""What of a survey is alike in every language, worked out once: its parts, and where among them words belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from surveys.document import Page, Survey
from surveys.local_plan import LocalOption, LocalPart, LocalWriteIn
from surveys.questions.asked import Asked, Option
from surveys.questions.lists import Entry
from surveys.text import Said, Text

Say = Callable[[Text], Said]
"""What gives a text its words in one language."""

OF_EVERY_KIND = frozenset([*Asked.model_fields, "options"])
"""What a `LocalQuestion` has under a name of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A question without its words. `options` and `own` are its choices, and what only its kind has, once something
    says their texts.
    """

    question: Asked
    fields: tuple[str, ...]
    options: tuple[Callable[[Say], LocalOption], ...]
    own: Callable[[Say], Any]
    shuffled: Mapping[str, frozenset[str]]


def outlines(survey: Survey) -> tuple[tuple[Page, tuple[Outline, ...]], ...]:
    """Each page with its questions."""
    return tuple((page, tuple(_outline(question) for question in page.questions)) for page in survey.pages)


def _outline(question: Asked) -> Outline:
    choices, outside = question.choices, frozenset(option.id for option in question.apart)
    return Outline(
        question=question,
        fields=question.fields,
        options=tuple(_option(option, question.id, is_outside=option.id in outside) for option in choices),
        own=_part(question, OF_EVERY_KIND),
        shuffled={name: _staying_last(question, name) for name in question.shuffled},
    )


def _staying_last(question: Asked, name: str) -> frozenset[str]:
    """The parts that stay last; so does a choice that comes from elsewhere, such as "prefer not to say"."""
    last = frozenset(part.id for part in getattr(question, name) if part.stays_last)
    if name != "options":
        return last
    return last | {option.id for option in question.choices if option.stays_last}


def _option(option: Option, question_id: str, *, is_outside: bool) -> Callable[[Say], LocalOption]:
    text, hint, room = option.text, option.hint, _write_in(option, question_id)
    name, is_exclusive, group = (
        option.id,
        option.exclusive,
        option.group if isinstance(option, Entry) else None,
    )

    def said(say: Say) -> LocalOption:
        return LocalOption(
            id=name,
            text=say(text),
            hint=None if hint is None else say(hint),
            is_exclusive=is_exclusive,
            is_outside=is_outside,
            write_in=None if room is None else room(say),
            group=group,
        )

    return said


def _write_in(option: Option, question_id: str) -> Callable[[Say], LocalWriteIn] | None:
    room = option.write_in
    if room is None:
        return None
    field, label, limit = f"{question_id}.{option.id}", room.label, room.limit
    return lambda say: LocalWriteIn(field, None if label is None else say(label), limit)


class _Wordless:
    """A value with no words in it: the same one for all languages."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __call__(self, _: Say) -> object:
        return self.value


def _any(value: object) -> Callable[[Say], object]:
    """Any value of the document, once something says its texts."""
    if isinstance(value, Text):
        return lambda say: say(value)
    if isinstance(value, BaseModel):
        return _part(value)
    return _several(value) if isinstance(value, tuple) else _Wordless(value)


def _several(values: tuple[object, ...]) -> Callable[[Say], object]:
    parts = tuple(_any(value) for value in values)
    wordless = tuple(part.value for part in parts if isinstance(part, _Wordless))
    if len(wordless) == len(parts):
        return _Wordless(wordless)
    return lambda say: tuple(part(say) for part in parts)


def _part(part: BaseModel, without: frozenset[str] = frozenset()) -> Callable[[Say], object]:
    plain: dict[str, object] = {}
    worded: list[tuple[str, Callable[[Say], object]]] = []
    for name in type(part).model_fields:
        if name in without:
            continue
        value = getattr(part, name)
        found = _any(value) if isinstance(value, BaseModel | tuple) else _Wordless(value)
        plain[name] = found.value if isinstance(found, _Wordless) else None
        if not isinstance(found, _Wordless):
            worded.append((name, found))
    if not worded:
        return _Wordless(LocalPart(plain))
    return lambda say: LocalPart(plain | {name: field(say) for name, field in worded})
