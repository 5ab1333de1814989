"""The kinds of field there are in OCDS 1.1.5: what standard.py is written in."""

from dataclasses import dataclass

from consult.tenders.ocds import codelists

DATE_TIME = "date-time"
URI = "uri"


@dataclass(frozen=True, slots=True)
class Field:
    """What a field may hold. `of` names the object in it, or in each entry of its list."""

    types: tuple[str, ...]
    form: str | None = None
    codes: frozenset[str] | None = None
    of: str | None = None
    entries: "Field | None" = None
    least: int = 0
    """The least length of a string or a list."""
    is_distinct: bool = False
    """Whether two entries of the list may have the same id."""


TEXT = Field(("string", "null"))
STRING = Field(("string",))
NAME = Field(("string", "null"), least=1)
FIRM = Field(("string",), least=1)
ID = Field(("string", "integer"), least=1)
LOOSE_ID = Field(("string", "integer", "null"))
NUMBER = Field(("number", "null"))
WHOLE = Field(("integer", "null"))
YES_NO = Field(("boolean", "null"))
DATE = Field(("string", "null"), DATE_TIME)
FIRM_DATE = Field(("string",), DATE_TIME)
ADDRESS = Field(("string", "null"), URI)
FIRM_ADDRESS = Field(("string",), URI)
STRINGS = Field(("array", "null"), entries=STRING)


def code(codes: frozenset[str]) -> Field:
    """Return a field for one code of a closed list."""
    return Field(("string", "null"), codes=codes)


def one(name: str) -> Field:
    """Return a field for one object."""
    return Field(("object",), of=name)


def several(name: str, *, least: int = 0, is_distinct: bool = False) -> Field:
    """Return a field for a list of objects."""
    return Field(("array",), of=name, least=least, is_distinct=is_distinct)


def distinct(name: str, *, least: int = 0) -> Field:
    """Return a field for a list of objects in which no id comes twice."""
    return several(name, least=least, is_distinct=True)


TAG = Field(("array",), entries=Field(("string",), codes=codelists.TAGS), least=1)
