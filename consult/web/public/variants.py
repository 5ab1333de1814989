"""Which words somebody reads: the usual ones or Easy Read, from the start page on, kept with their draft."""

from dataclasses import dataclass

from flask import request

from consult.responses.values import DraftValue
from consult.web.locale import language
from surveys.plan import Plan
from surveys.text import EASY_READ, WordedVariant

CARRIED_VARIANT = "_variant"
"""The field and the address parameter that carry the choice until there is a draft to keep it."""
CHOICE = "_words"
"""The field a button sends: the form is shown again in those words, with everything that was typed."""
USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Offered:
    """What a page offers to read instead of what it shows."""

    variant: WordedVariant | None
    """What it shows now."""

    @property
    def instead(self) -> str:
        """Return what the button sends."""
        return USUAL if self.variant else EASY_READ


def is_choice() -> bool:
    """Say whether the button was pressed, so that nothing is to be done but to show the page in other words."""
    return CHOICE in request.form


def wanted(draft: DraftValue | None) -> WordedVariant | None:
    """Return the words this request is to be answered in; None for the usual ones."""
    if is_choice():
        return _known(request.form[CHOICE])
    return draft.variant if draft else _known(request.values.get(CARRIED_VARIANT, ""))


def offered(plan: Plan, variant: WordedVariant | None) -> Offered | None:
    """Return what can be read instead; None where the survey has nothing else to read in this language."""
    return Offered(variant) if plan.has_variant(language(), EASY_READ) else None


def _known(name: str) -> WordedVariant | None:
    return EASY_READ if name == EASY_READ else None
