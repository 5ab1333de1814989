"""What an authority writes about a tender by hand: what `tenders create --details FILE` reads."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, ValidationError

from consult.tenders.profile import MOST, Key, Part, Phrase, Profile, Url, repeated_keys
from consult.tenders.terms import Route, Stage
from surveys import strict_json
from surveys.faults import problems_of
from surveys.problems import Problem, Refused
from surveys.text import Language, Words

LARGEST_AMOUNT = Decimal(10) ** 15
LONGEST_OCID = 200
Ocid = Annotated[
    str, StringConstraints(pattern=r"^ocds-[a-z0-9]{6}-[A-Za-z0-9._:/-]+$", max_length=LONGEST_OCID)
]
OcidSuffix = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Days = Annotated[int, Field(strict=True, ge=-36_500, le=36_500)]
AlternativeKind = Literal["none", "no_ai", "other_ai", "other"]


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) or value is None else [value]


def _stored(value: Any) -> Any:
    """Return a value as its column holds it: texts in the long form, with their review status."""
    if isinstance(value, tuple):
        return [_stored(entry) for entry in value]
    return value.model_dump(mode="json", exclude_defaults=True) if isinstance(value, BaseModel) else value


class Alternative(Part):
    """Something else that was considered and rejected; doing nothing and doing without AI among them."""

    key: Key
    kind: AlternativeKind
    what: Phrase
    why_rejected: Phrase | None = None


class Value(Part):
    """What the contract is worth in all, and over how many years."""

    amount: Annotated[Decimal, Field(ge=0, le=LARGEST_AMOUNT, max_digits=18, decimal_places=2)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    years: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None


class Dates(Part):
    """When the notice, the award and the start are expected: as days, or as a number of days from today."""

    notice_on: date | None = None
    bids_due_on: date | None = None
    award_on: date | None = None
    start_on: date | None = None
    end_on: date | None = None
    notice_in_days: Days | None = None
    award_in_days: Days | None = None
    start_in_days: Days | None = None

    def on(self, today: date) -> dict[str, date | None]:
        """Return what is said here, by the names dates are stored under; those in days are counted from `today`."""
        names = {"start_on": "starts_on", "end_on": "ends_on"}
        said: dict[str, date | None] = {}
        for name in self.model_fields_set:
            value = getattr(self, name)
            if name.endswith("_in_days"):
                name = name.replace("_in_days", "_on")  # noqa: PLW2901
                value = None if value is None else today + timedelta(days=value)
            said.setdefault(names.get(name, name), value)
        return said


class Document(Part):
    """A document of the tender, somewhere else."""

    title: Phrase
    url: Url
    language: Language | None = None


class TenderDetails(Part):
    """Everything that can be said about a tender by hand. What is left out stays as it is."""

    key: Key | None = None
    ocid: Ocid | None = None
    ocid_suffix: OcidSuffix | None = None
    title: Phrase | None = None
    summary: Phrase | None = None
    problem: Phrase | None = None
    outcomes: Annotated[tuple[Phrase, ...], BeforeValidator(_several), Field(max_length=MOST)] | None = None
    alternatives: Annotated[tuple[Alternative, ...], Field(max_length=MOST)] | None = None
    previous_process: Phrase | None = None
    buyer: Annotated[Words, StringConstraints(min_length=1, max_length=500)] | None = None
    route: Route | None = None
    stage: Stage | None = None
    value: Value | None = None
    dates: Dates | None = None
    documents: Annotated[tuple[Document, ...], Field(max_length=MOST)] | None = None
    ai_system: Profile | None = None

    @classmethod
    def read(cls, source: bytes | str | Mapping[str, Any], language: str = "en") -> Self:
        """Return the details in a JSON file, or in the object read from one.

        `language` is the one plain strings are in. Raises Refused with every fault at once; codes are
        `tender.<what>`, `where` is a JSON pointer.
        """
        value = strict_json.read(source, "tender") if isinstance(source, bytes | str) else dict(source)
        try:
            details = cls.model_validate(value, context={"language": language})
        except ValidationError as error:
            raise Refused(problems_of(error, "tender")) from None
        if problems := details.loose_ends():
            raise Refused(problems)
        return details

    def columns(self, today: date) -> dict[str, Any]:
        """Return what is said here, by the columns of a tender; dates in days are counted from `today`."""
        fields = self.model_fields_set - {"key", "ocid", "ocid_suffix", "ai_system", "value", "dates"}
        said = {name: _stored(getattr(self, name)) for name in fields}
        if "value" in self.model_fields_set:
            parts = ("amount", "currency", "years")
            said |= {f"value_{part}": getattr(self.value, part, None) for part in parts}
        if self.dates is not None:
            said |= self.dates.on(today)
        never_empty = {"title", "route", "stage"}
        return {name: value for name, value in said.items() if value is not None or name not in never_empty}

    def loose_ends(self) -> tuple[Problem, ...]:
        """Return what the single fields cannot tell: keys given twice."""
        problems = []
        if self.ai_system is not None:
            problems += [
                Problem(found.code, f"/ai_system{found.where}", found.parameters)
                for found in repeated_keys(self.ai_system)
            ]
        keys = [alternative.key for alternative in self.alternatives or ()]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                problems.append(Problem("tender.repeated", f"/alternatives/{index}/key", {"key": key}))
        return tuple(problems)
