"""The fixed terms of tenders: how AI reaches an authority, and where the buying stands."""

import enum


class Route(enum.Enum):
    """How the AI reaches the authority."""

    OPEN_TENDER = "open_tender"
    FRAMEWORK_CALL_OFF = "framework_call_off"
    DIRECT_AWARD = "direct_award"
    SYSTEM_UPDATE = "system_update"
    EMBEDDED = "embedded"
    PILOT = "pilot"


class Stage(enum.Enum):
    """Where the buying stands."""

    PLANNING = "planning"
    TENDER = "tender"
    AWARD = "award"
    CONTRACT = "contract"
    IMPLEMENTATION = "implementation"
    ENDED = "ended"
