"""What the parts of a consultation's details are made of: words in several languages, keys, counts, days."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo

from surveys.text import Language, Text, Words


def _in_source_language(value: Any, info: ValidationInfo) -> Any:
    return {(info.context or {}).get("language", "en"): value} if isinstance(value, str) else value


def several(value: Any) -> Any:
    """One thing where several are expected, as a list of it."""
    return value if isinstance(value, list | tuple) or value is None else [value]


def under(name: str, value: Any, part: type[BaseModel]) -> Any:
    """Words that stand where an object with `name` is expected, as that object."""
    is_object = isinstance(value, dict) and not value.keys().isdisjoint(part.model_fields)
    return {name: value} if isinstance(value, str) or (isinstance(value, dict) and not is_object) else value


Phrase = Annotated[Text, BeforeValidator(_in_source_language)]
Phrases = Annotated[tuple[Phrase, ...], BeforeValidator(several), Field(max_length=100)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Line = Annotated[Words, StringConstraints(min_length=1, max_length=300)]
Languages = Annotated[tuple[Language, ...], Field(max_length=100)]
Keys = Annotated[tuple[Key, ...], Field(max_length=100)]
OptionIds = Annotated[tuple[Line, ...], Field(max_length=500)]
Count = Annotated[int, Field(strict=True, ge=1, le=2_000_000_000)]
Days = Annotated[int, Field(strict=True, ge=1, le=36_500)]


class Detail(BaseModel):
    """A part of the details: no unknown keys, never changed after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
