"""The profile of the AI system a tender is about.

The union of what the UK Algorithmic Transparency Recording Standard, the Dutch algorithm register and Article 27(1)(a)
to (f) of the EU AI Act ask. Nothing is required but a name: an authority writes down what it knows, when it knows it,
and what is missing is seen. A plain string where a text is expected stands for words in English.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)

from surveys.faults import problems_of
from surveys.problems import Problem, Refused
from surveys.strict_json import pointer
from surveys.text import Text, Words


def _in_one_language(value: Any, info: ValidationInfo) -> Any:
    return {(info.context or {}).get("language", "en"): value} if isinstance(value, str) else value


Phrase = Annotated[Text, BeforeValidator(_in_one_language)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Line = Annotated[Words, StringConstraints(min_length=1, max_length=300)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"{}|\\^`]+$", max_length=2000)]
MOST = 200
"""Entries in a list. More is a mistake, and would fill a page nobody reads."""

Decides = Literal["decides", "advises", "informs"]
Severity = Literal["low", "medium", "high"]
Reversibility = Literal["easy", "hard", "cannot_be_undone"]


class Part(BaseModel):
    """A part of a tender's details: no unknown keys, never changed after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSource(Part):
    """Data the system is trained, tested or run with."""

    name: Phrase
    purposes: tuple[Literal["train", "test", "operate"], ...] = ()
    is_personal: bool | None = None
    is_special_category: bool | None = None
    completeness: Phrase | None = None
    collection: Phrase | None = None
    sharing: Phrase | None = None
    retention: Phrase | None = None


class Identifier(Part):
    """How a register knows an organisation (org-id.guide)."""

    scheme: Line
    id: Line


class Supplier(Part):
    """Who supplies the system or a part of it; the name may not be known yet."""

    name: Line | None = None
    identifier: Identifier | None = None
    role: Phrase | None = None
    data_access: Phrase | None = None


class Component(Part):
    """A part of the system, and what it cannot do without."""

    name: Phrase
    depends_on: Phrase | None = None


class Risk(Part):
    """What may go wrong, what is done about it, who answers for it, and what happens then."""

    key: Key
    what: Phrase
    mitigation: Phrase | None = None
    owner_role: Phrase | None = None
    when_it_happens: Phrase | None = None


class ImpactAssessment(Part):
    """An assessment made, under way, planned, or found not to be needed."""

    kind: Literal["DPIA", "FRIA", "EqIA", "AIA", "other"]
    status: Literal["done", "under_way", "planned", "not_needed"]
    on: date | None = None
    url: Url | None = None
    note: Phrase | None = None


class AIAct(Part):
    """Where Regulation (EU) 2024/1689 puts the system: the point of Annex III, and the screen for Article 5."""

    annex_iii_point: Line | None = None
    article_5_screen: Phrase | None = None
    note: Phrase | None = None


class PeopleAffected(Part):
    """How many people the system affects in a year, and where the number is from."""

    count: Annotated[int, Field(strict=True, ge=0, le=10**10)]
    source: Phrase | None = None


class AffectedGroup(Part):
    """A community the system affects. `community` is its key in the details of a consultation."""

    community: Key
    how: Phrase
    severity: Severity
    scale: Phrase | None = None
    reversibility: Reversibility
    reversibility_note: Phrase | None = None
    source: Phrase | None = None


class Profile(Part):
    """The AI system in a tender."""

    name: Phrase
    purpose: Phrase | None = None
    process: Phrase | None = None
    period_and_frequency: Phrase | None = None
    decides: Decides | None = None
    decides_what: Phrase | None = None
    human_oversight: Phrase | None = None
    complaint_and_appeal: Phrase | None = None
    model_type: Phrase | None = None
    performance_by_group: Phrase | None = None
    data_sources: Annotated[tuple[DataSource, ...], Field(max_length=MOST)] = ()
    suppliers: Annotated[tuple[Supplier, ...], Field(max_length=MOST)] = ()
    components: Annotated[tuple[Component, ...], Field(max_length=MOST)] = ()
    ip_terms: Phrase | None = None
    data_terms: Phrase | None = None
    risks: Annotated[tuple[Risk, ...], Field(max_length=MOST)] = ()
    impact_assessments: Annotated[tuple[ImpactAssessment, ...], Field(max_length=MOST)] = ()
    ai_act: AIAct | None = None
    legal_basis: Phrase | None = None
    people_affected_per_year: PeopleAffected | None = None
    affected_groups: Annotated[tuple[AffectedGroup, ...], Field(max_length=MOST)] = ()

    @classmethod
    def read(cls, value: Mapping[str, Any], language: str = "en") -> Self:
        """Return the profile in `value`, an object as JSON has it.

        `language` is the one plain strings are in. Raises Refused with every fault at once; codes are
        `tender.<what>`, `where` is a JSON pointer.
        """
        try:
            profile = cls.model_validate(dict(value), context={"language": language})
        except ValidationError as error:
            raise Refused(problems_of(error, "tender")) from None
        if problems := repeated_keys(profile):
            raise Refused(problems)
        return profile

    def to_json(self) -> dict[str, Any]:
        """Return the profile as it is stored: the long form of each text, with its review status."""
        return self.model_dump(mode="json", exclude_defaults=True)


def repeated_keys(profile: Profile) -> tuple[Problem, ...]:
    """Return a problem for each risk or affected group named a second time."""
    problems = []
    for name, keys in (
        ("risks", [risk.key for risk in profile.risks]),
        ("affected_groups", [group.community for group in profile.affected_groups]),
    ):
        for index, key in enumerate(keys):
            if key in keys[:index]:
                problems.append(Problem("tender.repeated", pointer(name, index), {"key": key}))
    return tuple(problems)
