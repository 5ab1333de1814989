"""What a draft, a sent answer and a receipt are to everyone who reads them: frozen values."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from consult.responses.terms import Capacity, Mode
from surveys import sealing
from surveys.asking import Asking, ungrouped
from surveys.carrying import Given
from surveys.codes_and_words import together
from surveys.in_progress import InProgress, SetAside
from surveys.questions.reading import Answer
from surveys.text import WordedVariant
from surveys.versions import canonical


@dataclass(frozen=True, slots=True)
class Opening:
    """How somebody comes to answer. `activity_id` is the outreach activity whose link they followed, if any.

    `seed` is that of their own order of what is asked (surveys/ordering.py); None where it is the document's.
    `variant`: the words they chose to read, None for the usual ones. `letter`: the single-use code they came by, as it
    is stored.
    """

    language: str
    mode: Mode = Mode.WEB
    capacity: Capacity = Capacity.FOR_MYSELF
    activity_id: uuid.UUID | None = None
    seed: int | None = None
    variant: WordedVariant | None = None
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class DraftValue:
    """Answers so far. `resume_code` is the code as it is stored: the code itself is in no table.

    `asked`, `aside` and `has_news`: see the table.
    """

    id: uuid.UUID
    organisation_id: uuid.UUID
    consultation_id: uuid.UUID
    version_id: uuid.UUID
    language: str
    mode: Mode
    capacity: Capacity
    codes: Mapping[str, Any]
    words: Mapping[str, Any]
    activity_id: uuid.UUID | None
    resume_code: str
    expires_at: datetime
    asked: Sequence[Mapping[str, Any]] = field(default_factory=list)
    aside: Sequence[Mapping[str, Any]] = field(default_factory=list)
    has_news: bool = False
    seed: int | None = None
    variant: WordedVariant | None = None
    begun_at: datetime | None = None
    page: str | None = None
    letter: str | None = None

    @property
    def answers(self) -> dict[str, Answer]:
        """Everything answered so far, on the path or not."""
        return together(self.codes, self.words)

    @property
    def asking(self) -> Asking:
        """How the last page was asked."""
        return Asking(str(self.version_id), self.language, self.variant)

    @property
    def in_progress(self) -> InProgress:
        """The answers with how each was asked, and what was set aside."""
        askings = ungrouped(self.asked, self.answers, self.asking)
        return InProgress(
            {key: Given(answer, askings[key]) for key, answer in self.answers.items()},
            {one["key"]: _set_aside(one) for one in self.aside},
        )


def _set_aside(kept: Mapping[str, Any]) -> SetAside:
    asking = Asking(kept["version"], kept["language"], kept["variant"])
    return SetAside(Given(kept["answer"], asking), kept["reason"])


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending did. `is_repeat`: it was sent before, nothing was written, and the code is the same as then.

    `codes` are what was sent that can be counted, `activity_id` the link it came by, `begun_at` when it was begun, and
    `letter` the single-use code it came by, as it is stored. The last three are forgotten with this value; a repeat has
    none of the four.
    """

    receipt_code: str
    consultation_id: uuid.UUID
    organisation_id: uuid.UUID
    codes: Mapping[str, Any]
    week: date
    activity_id: uuid.UUID | None = None
    begun_at: datetime | None = None
    is_repeat: bool = False
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """One sent answer, as evidence is made from it. Nothing in it says who, when in the week, or by which link."""

    codes: Mapping[str, Any]
    words: Mapping[str, Any]
    version_id: uuid.UUID
    language: str
    mode: Mode
    capacity: Capacity
    week: date
    salt: bytes
    seed: int | None = None
    variant: WordedVariant | None = None
    asked: Sequence[Mapping[str, Any]] = ()

    @property
    def answers(self) -> dict[str, Answer]:
        """Everything that was said."""
        return together(self.codes, self.words)

    @property
    def asking(self) -> Asking:
        """How the whole was asked."""
        return Asking(str(self.version_id), self.language, self.variant)

    @property
    def askings(self) -> dict[str, Asking]:
        """How each answer was asked."""
        return ungrouped(self.asked, self.answers, self.asking)

    def content(self) -> bytes:
        """Return the canonical bytes of everything that was said and how it was asked.

        What was asked in one version, language and variant has the bytes it had before there were several.
        """
        otherwise: dict[str, Any] = {"asked": list(self.asked)} if self.asked else {}
        if self.variant is not None:
            otherwise["variant"] = self.variant
        return canonical(
            {
                "capacity": self.capacity.value,
                "codes": self.codes,
                "language": self.language,
                "mode": self.mode.value,
                "version": str(self.version_id),
                "week": self.week.isoformat(),
                "words": self.words,
                **otherwise,
            }
        )

    def leaf(self) -> bytes:
        """Return the salted commitment to this answer (32 bytes), one leaf of a seal's Merkle tree."""
        return sealing.leaf(self.salt, self.content())


@dataclass(frozen=True, slots=True)
class ReceivedAnswer:
    """What a receipt tells: that the answer is here, to which consultation, since which week. Never what it says."""

    consultation_id: uuid.UUID
    version_id: uuid.UUID
    language: str
    week: date


@dataclass(frozen=True, slots=True)
class Changes:
    """How often sent answers of a consultation were withdrawn or corrected: what makes a compilation stale."""

    withdrawn: int = 0
    corrected: int = 0

    @property
    def total(self) -> int:
        """Both together: it only ever grows."""
        return self.withdrawn + self.corrected
