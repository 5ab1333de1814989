"""The fixed terms of answers: how one reached us, and for whom it was given."""

import enum

from surveys.text import Variant


class Mode(enum.Enum):
    """How an answer reached us."""

    WEB = "web"
    ASSISTED = "assisted"
    PAPER = "paper"
    EVENT = "event"
    PHONE = "phone"
    SMS = "sms"


class Capacity(enum.Enum):
    """For whom someone answers."""

    FOR_MYSELF = "for_myself"
    FOR_SOMEONE = "for_someone"
    ORGANISATION = "organisation"


class TextVariant(enum.Enum):
    """Which variant of the texts somebody read."""

    NONE = "none"
    EASY_READ = "easy_read"

    @property
    def of_texts(self) -> Variant | None:
        """The variant as texts name it; None for the words as they are."""
        return None if self is TextVariant.NONE else self.value

    @classmethod
    def reading(cls, variant: Variant | None) -> "TextVariant":
        """Return the term for a variant of texts."""
        return cls.NONE if variant is None else cls(variant)
