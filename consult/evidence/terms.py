"""The fixed terms of evidence: kinds of candidates, of answers to findings, of decisions."""

import enum


class CandidateKind(enum.Enum):
    """Why a candidate finding was raised."""

    DIVERGENCE = "divergence"
    OBJECTION = "objection"
    NOT_HEARD = "not_heard"


class CandidateState(enum.Enum):
    """What became of a candidate finding."""

    OPEN = "open"
    FINDING = "finding"
    SET_ASIDE = "set_aside"


class DispositionKind(enum.Enum):
    """The authority's answer to a finding."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    NEEDS_MORE = "needs_more"


class DecisionKind(enum.Enum):
    """What the authority decided about going ahead."""

    PROCEED = "proceed"
    CHANGE = "change"
    STOP = "stop"


class Strength(enum.Enum):
    """How strongly what was said supports a finding."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
