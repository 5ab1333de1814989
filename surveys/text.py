"""Words in many languages, with variants; review status and source hash stand beside the words."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

import regex
from babel.core import get_global
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

Direction = Literal["ltr", "rtl"]
ReviewStatus = Literal["draft", "machine", "reviewed"]
Variant = Literal["easy_read", "audio", "sign_video"]
WordedVariant = Literal["easy_read"]
"""A variant that is read in place of the usual words; the others are recordings beside them."""

EASY_READ: WordedVariant = "easy_read"
RECORDINGS: tuple[Variant, ...] = ("audio", "sign_video")

OWN_MEDIA = regex.compile(r"/media/[a-z0-9][a-z0-9.-]{0,79}")
"""Where the recordings of a consultation are. One on anybody else's address would tell them who reads what."""

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
"""BCP 47 in the letter case the standard recommends: language, then script, then region. `pa-Arab-PK`."""

RIGHT_TO_LEFT_SCRIPTS = frozenset(["Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"])
"""Scripts that run from right to left (Unicode, Bidi_Class R and AL)."""

NOT_IN_WORDS = regex.compile(r"[\p{Cc}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\u202A-\u202E--[\n]]", regex.V1)
"""Controls, surrogates, private use, and the old bidi embeddings and overrides, which isolates replace."""

LONGEST_PHRASE = 10_000


def clean(text: str) -> str:
    """Canonical composition and plain line ends, so that the same words always have the same fingerprint."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if not text.isprintable() and NOT_IN_WORDS.search(text):  # what can be printed has none of them
        raise PydanticCustomError("bad_characters", "contains characters that cannot be shown")
    return text


Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
Words = Annotated[str, StringConstraints(max_length=LONGEST_PHRASE), AfterValidator(clean)]


class Phrase(BaseModel):
    """The words in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Words
    variants: dict[Variant, Words] = Field(default_factory=dict)
    status: ReviewStatus | None = None
    source: str | None = None
    """`source_hash` of the words this was translated from; None when nobody keeps track."""

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Said:
    """What is put on a page: the words, the language they are really in, and how they run.

    `lacks_variant`: another variant was asked for, and these are the usual words because it has none.
    """

    text: str
    language: str
    is_fallback: bool = False
    direction: Direction = "ltr"
    variants: Mapping[str, str] = field(default_factory=dict, hash=False)
    lacks_variant: bool = False

    def __str__(self) -> str:
        return self.text


NO_VARIANTS: Mapping[str, str] = MappingProxyType({})


def _variants(phrase: Phrase) -> Mapping[str, str]:
    return MappingProxyType({str(name): words for name, words in phrase.variants.items()})


def _long_form(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


_Phrase = Annotated[Phrase, BeforeValidator(_long_form, json_schema_input_type=Phrase | Words)]


class Text(RootModel[dict[Language, _Phrase]]):
    """The same words in several languages. On input a plain string stands for a phrase of it."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Self:
        """A text from plain strings by language. Raises pydantic's ValidationError for words no page can show."""
        return cls.model_validate(dict(words))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which something is written."""
        return tuple(language for language, phrase in self.root.items() if not phrase.is_blank)

    def phrase(self, language: str) -> Phrase | None:
        """The words in exactly this language, or None where they are missing or blank."""
        phrase = self.root.get(language)
        return None if phrase is None or phrase.is_blank else phrase

    def to(self, language: str, fallbacks: Iterable[str] = (), variant: WordedVariant | None = None) -> Said:
        """The words for a reader of `language`: in it, else in its wider form (`ar` for `ar-EG`),
        else in the first of `fallbacks` that has them, else in any language. Empty only if there are none.
        With `variant`, in that variant where the phrase has it.
        """
        near = _wider(language)
        for candidate in chain(near, fallbacks, self.root):
            phrase = self.root.get(candidate)
            if phrase is not None and phrase.text.strip():
                varied = phrase.variants.get(variant, "").strip() if variant else ""
                return Said(
                    varied or phrase.text,
                    candidate,
                    candidate not in near,
                    direction(candidate),
                    _variants(phrase) if phrase.variants else NO_VARIANTS,
                    variant is not None and not varied,
                )
        return Said(text="", language=language, direction=direction(language))

    def canonical(self) -> dict[str, Any]:
        """What a fingerprint covers: the words and their variants, not who reviewed them."""
        return {
            language: phrase.model_dump(mode="json", include={"text", "variants"}, exclude_defaults=True)
            for language, phrase in self.root.items()
        }


@lru_cache(maxsize=512)
def _wider(language: str) -> tuple[str, ...]:
    """`("pa-Arab-PK", "pa-Arab")`: the tag and its shorter forms, never dropping a script."""
    parts = language.split("-")
    shortest = 2 if len(parts) > 1 and len(parts[1]) == len("Arab") else 1
    return tuple("-".join(parts[:length]) for length in range(len(parts), shortest - 1, -1))


@lru_cache(maxsize=512)
def direction(language: str) -> Direction:
    """Which way a language is written, "rtl" or "ltr", for a BCP 47 tag; a tag nobody knows runs from left to right."""
    return "rtl" if _script(language) in RIGHT_TO_LEFT_SCRIPTS else "ltr"


def _script(language: str) -> str | None:
    """The script a language is written in: the one its tag names, else the likely one (Unicode, UTS 35)."""
    parts = language.split("-")
    if len(parts) > 1 and len(parts[1]) == len("Arab"):
        return parts[1]
    likely = get_global("likely_subtags")  # small, and read once: whole locales take some 20 ms each
    found = likely.get("_".join(parts[:2])) or likely.get(parts[0])
    return found.split("_")[1] if found else None


def source_hash(text: str) -> str:
    """Sixteen hexadecimal digits that change with the source words: what a translation was made from."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:16]
