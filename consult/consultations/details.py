"""The details of a consultation: what people are told before they answer, and who it means to reach.

A draft may leave almost everything out; publication_checks.py says what must be there before people are asked.
Where a text is expected, a plain string stands for words in the survey's source language, and where several are
expected, one alone stands for a list of it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from consult.consultations import community_details, margin_details
from consult.consultations.community_details import CommunityDetail
from consult.consultations.margin_details import MarginDetail
from consult.consultations.terms import Purpose
from consult.consultations.wording import (
    Count,
    Days,
    Detail,
    Key,
    Keys,
    Languages,
    Line,
    Phrase,
    Phrases,
    several,
    under,
)
from surveys import strict_json
from surveys.faults import problems_of
from surveys.problems import Problem, Refused
from surveys.strict_json import Place, pointer
from surveys.text import Language, Text

SMALLEST_THRESHOLD = 5
USUAL_THRESHOLD = 10
DpiaStatus = Literal["done", "under_way", "not_needed"]
ChannelName = Literal[
    "community_group", "faith_group", "school", "clinic", "radio", "print", "poster", "door", "event",
    "messaging_group", "social", "sms", "letter", "phone", "web", "other",
]  # fmt: skip


class Fixed(Detail):
    """Something that cannot change, and why not. Words alone say what."""

    what: Phrase
    why: Phrase | None = None

    @model_validator(mode="before")
    @classmethod
    def _words_alone(cls, value: Any) -> Any:
        return under("what", value, cls)


class NeverUse(Detail):
    """Something the answers may never be used for. Words alone are its text."""

    purpose: Literal["tenancy", "benefits", "fraud", "immigration"] | None = None
    text: Phrase

    @model_validator(mode="before")
    @classmethod
    def _words_alone(cls, value: Any) -> Any:
        return under("text", value, cls)


class Retention(Detail):
    """How long drafts and answers are kept; answers count from the sealing."""

    drafts_expire_after_days: Days = 30
    answers_deleted_after_days: Days = 180
    text: Phrase | None = None


class PartnerDetail(Detail):
    """An organisation that reaches people or stands behind the consultation."""

    key: Key
    name: Phrase
    stands_behind: Phrase | None = None
    role_contact: Phrase | None = None
    languages: Languages = ()
    communities: Keys = ()
    interest_in_bidding: Literal["none", "declared"] = "none"
    interest_note: Phrase | None = None


class Contact(Detail):
    """A number or place to ask, in one language."""

    language: Language
    phone: Line | None = None
    email: Line | None = None
    place: Phrase | None = None
    hours: Phrase | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether there is any way to reach it."""
        return bool(self.phone or self.email or self.place)


class Article6(Detail):
    """The GDPR Article 6 basis for handling the answers."""

    basis: Line
    text: Phrase | None = None


class Article9(Detail):
    """A GDPR Article 9 condition, and the national law that goes with it."""

    condition: Line
    covers: Phrase | None = None
    national_law: Phrase | None = None


class Dpia(Detail):
    """Where the data protection impact assessment stands."""

    status: DpiaStatus
    on: date | None = None
    url: Line | None = None
    text: Phrase | None = None


class PrivacyNotice(Detail):
    """Which version of the privacy notice holds."""

    version: Line
    text: Phrase | None = None


class Legal(Detail):
    """The legal basis of consulting and of handling what people say."""

    basis_of_consulting: Phrase | None = None
    controller: Phrase | None = None
    data_protection_contact: Phrase | None = None
    article_6: Article6 | None = None
    article_9: Annotated[tuple[Article9, ...], BeforeValidator(several)] = ()
    dpia: Dpia | None = None
    privacy_notice: PrivacyNotice | None = None
    rights: Phrase | None = None


class LinkDetail(Detail):
    """A link to make: where it will hang or be sent, in which language, for whom.

    Everybody can read the place only once an officer says so in the ledger.
    """

    key: Key
    partner: Key | None = None
    channel: ChannelName = "other"
    language: Language | None = None
    place: Phrase | None = None
    communities: Keys = ()
    what: Phrase | None = None


class ConsultationDetails(Detail):
    """Everything a consultation says about itself apart from its survey.

    `expected_answers`: how many in all are counted on; what a community's share of them is, is the least to aim at.
    `invited_panel`: only people who were invited, so many of each sort, are asked; it is no open call.
    """

    title: Phrase | None = None
    purpose: Purpose = Purpose.NEED
    summary: Phrase | None = None
    who_is_affected: Phrase | None = None
    can_change: Phrases = ()
    cannot_change: Annotated[tuple[Fixed, ...], BeforeValidator(several)] = ()
    how_answers_are_used: Phrases = ()
    never_used_for: Annotated[tuple[NeverUse, ...], BeforeValidator(several)] = ()
    legal_exceptions: Phrases = ()
    who_reads_single_answers: Phrase | None = None
    threshold: Annotated[int, Field(strict=True, ge=SMALLEST_THRESHOLD, le=1000)] = USUAL_THRESHOLD
    population: Count | None = None
    expected_answers: Count | None = None
    invited_panel: Annotated[bool, Field(strict=True)] = False
    retention: Retention = Retention()
    partners: Annotated[tuple[PartnerDetail, ...], Field(max_length=500)] = ()
    contacts: Annotated[tuple[Contact, ...], BeforeValidator(several)] = ()
    legal: Legal = Legal()
    communities: Annotated[tuple[CommunityDetail, ...], Field(max_length=200)] = ()
    links: Annotated[tuple[LinkDetail, ...], Field(max_length=1000)] = ()
    margins: Annotated[tuple[MarginDetail, ...], Field(max_length=20)] = ()

    @classmethod
    def read(cls, source: bytes | str | Mapping[str, Any], language: str = "en") -> Self:
        """Return the details in a JSON file, or in the object read from one.

        `language` is the one plain strings are in. Raises Refused with every fault at once; codes are
        `details.<what>`, `where` is a JSON pointer.
        """
        value = strict_json.read(source, "details") if isinstance(source, bytes | str) else dict(source)
        try:
            details = cls.model_validate(value, context={"language": language})
        except ValidationError as error:
            raise Refused(problems_of(error, "details")) from None
        if problems := tuple(_loose_ends(details)):
            raise Refused(problems)
        return details

    def to_json(self) -> dict[str, Any]:
        """Return the details as they are stored: long form, with the review status of each text."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def people(self) -> int | None:
        """How many people the benchmarks are parts of: as stated, else their total where they all name the same."""
        totals = {entry.benchmark.total for entry in self.communities if entry.benchmark}
        return self.population or (totals.pop() if len(totals) == 1 else None)


def texts(part: Detail, place: Place = ()) -> Iterator[tuple[Place, Text]]:
    """Every text in the details, with its place."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for inner, item in enumerate(value) if isinstance(value, tuple) else [(None, value)]:
            where = (*place, name) if inner is None else (*place, name, inner)
            if isinstance(item, Text):
                yield where, item
            elif isinstance(item, Detail):
                yield from texts(item, where)


def _loose_ends(details: ConsultationDetails) -> Iterator[Problem]:
    """Keys given twice, names of partners or communities that are not in the details, and what cannot be of each."""
    yield from _unknown_names(details)
    for index, community in enumerate(details.communities):
        yield from community_details.loose_ends(community, ("communities", index))
    for index, margin in enumerate(details.margins):
        yield from margin_details.loose_ends(margin, ("margins", index))


def _unknown_names(details: ConsultationDetails) -> Iterator[Problem]:
    for name in ("partners", "communities", "links", "margins"):
        seen: set[str] = set()
        for index, entry in enumerate(getattr(details, name)):
            if entry.key in seen:
                yield Problem("details.repeated", pointer(name, index, "key"), {"key": entry.key})
            seen.add(entry.key)
    partners = {partner.key for partner in details.partners}
    communities = {community.key for community in details.communities}
    for index, link in enumerate(details.links):
        if link.partner is not None and link.partner not in partners:
            yield Problem(
                "details.no_such_partner", pointer("links", index, "partner"), {"key": link.partner}
            )
        yield from _unknown_communities(link.communities, communities, ("links", index))
    for index, partner in enumerate(details.partners):
        yield from _unknown_communities(partner.communities, communities, ("partners", index))


def _unknown_communities(keys: Keys, known: set[str], place: Place) -> Iterator[Problem]:
    for index, key in enumerate(keys):
        if key not in known:
            yield Problem("details.no_such_community", pointer(*place, "communities", index), {"key": key})
