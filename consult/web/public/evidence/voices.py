"""What stands in a sealed record, in the language of this request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from consult.web.locale import language
from consult.words.locales import endonym
from surveys.text import Said, Text, direction


@dataclass(frozen=True, slots=True)
class Voice:
    """Says texts in the language of this request, else in the first of `languages` that has the words."""

    languages: tuple[str, ...]

    def __call__(self, words: object) -> Said | None:
        """Return `words`, a Text or one as JSON holds it; None where there are none."""
        text = _text(words)
        said = text.to(language(), self.languages) if text is not None else None
        return said if said is not None and said.text else None

    def each(self, several: Iterable[object]) -> tuple[Said, ...]:
        """Return those of several texts that have words."""
        return tuple(said for said in map(self, several) if said is not None)


def _text(words: object) -> Text | None:
    if isinstance(words, Text):
        return words
    if not isinstance(words, Mapping):
        return None
    try:
        return Text.model_validate(words)
    except ValidationError:
        return None


def name_of_language(code: str) -> Said:
    """Return what a language calls itself, marked as words of that language."""
    return Said(endonym(code), code, code != language(), direction(code))
