"""The fixed terms of evidence in words: candidates, strength, the authority's answers, the decision."""

from consult.web.locale import gettext

Choices = list[tuple[str, str]]


def candidate_words(kind: str) -> str:
    """Return why a candidate finding was raised."""
    return {
        "divergence": gettext("A community answered differently from the rest"),
        "objection": gettext("People object to going ahead"),
        "not_heard": gettext("A community was hardly heard, or not at all"),
    }[kind]


def strengths() -> Choices:
    """Return how strong a finding can be."""
    return [("strong", gettext("strong")), ("moderate", gettext("moderate")), ("weak", gettext("weak"))]


def dispositions() -> Choices:
    """Return how a finding can be answered."""
    return [
        ("accepted", gettext("Accepted")),
        ("partly", gettext("Partly accepted")),
        ("rejected", gettext("Not accepted")),
        ("needs_more", gettext("More work needed")),
    ]


def decisions() -> Choices:
    """Return what can be decided about going ahead."""
    return [
        ("proceed", gettext("Go ahead")),
        ("change", gettext("Change the plan")),
        ("stop", gettext("Stop")),
    ]


def requirements() -> Choices:
    """Return what kinds of requirement there are."""
    return [
        ("clause", gettext("a clause of the contract")),
        ("criterion", gettext("a criterion for choosing")),
        ("metric", gettext("something to be measured")),
    ]


def changes() -> Choices:
    """Return what can have happened to a requirement."""
    return [("created", gettext("It is new")), ("changed", gettext("It was changed"))]
