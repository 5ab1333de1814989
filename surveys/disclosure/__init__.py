"""What may be shown: thresholds, rounded live counts, and complementary suppression that is proved."""

from surveys.disclosure.auditing import Audit
from surveys.disclosure.consultations import (
    AskedOf,
    ProtectedConsultation,
    protect_consultation,
    protect_question,
)
from surveys.disclosure.kinship import Kin
from surveys.disclosure.question_tables import Elsewhere, QuestionTables, Stated
from surveys.disclosure.rendering import ProtectedCommunity, ProtectedQuestion
from surveys.disclosure.showing import (
    DEFAULT_THRESHOLD,
    LEAST_THRESHOLD,
    Shown,
    checked_threshold,
    shown_cell,
    shown_group,
)
from surveys.disclosure.tables import Linked, ProtectedTable, audit, protect
from surveys.live_counts import BASE, LiveCount, live, moved, rounded

__all__ = [
    "BASE",
    "DEFAULT_THRESHOLD",
    "LEAST_THRESHOLD",
    "AskedOf",
    "Audit",
    "Elsewhere",
    "Kin",
    "Linked",
    "LiveCount",
    "ProtectedCommunity",
    "ProtectedConsultation",
    "ProtectedQuestion",
    "ProtectedTable",
    "QuestionTables",
    "Shown",
    "Stated",
    "audit",
    "checked_threshold",
    "live",
    "moved",
    "protect",
    "protect_consultation",
    "protect_question",
    "rounded",
    "shown_cell",
    "shown_group",
]
