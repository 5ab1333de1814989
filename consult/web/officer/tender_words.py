"""The fixed terms of a tender and of the AI system it is about, in words. Order is the order they are offered in."""

from consult.web.locale import gettext

Choices = list[tuple[str, str]]


def routes() -> Choices:
    """Return how AI can reach an authority."""
    return [
        ("open_tender", gettext("an open tender")),
        ("framework_call_off", gettext("a call-off from a framework contract")),
        ("direct_award", gettext("a direct award")),
        ("system_update", gettext("an update of a system you have")),
        ("embedded", gettext("a feature inside a device or service")),
        ("pilot", gettext("a pilot")),
    ]


def stages() -> Choices:
    """Return where buying can stand."""
    return [
        ("planning", gettext("planning")),
        ("tender", gettext("tender")),
        ("award", gettext("award")),
        ("contract", gettext("contract")),
        ("implementation", gettext("in use")),
        ("ended", gettext("ended")),
    ]


def decisions() -> Choices:
    """Return what a system can do in a decision."""
    return [
        ("decides", gettext("It decides by itself")),
        ("advises", gettext("It advises a person who decides")),
        ("informs", gettext("It only informs")),
    ]


def severities() -> Choices:
    """Return how badly a group can be affected."""
    return [("low", gettext("a little")), ("medium", gettext("moderately")), ("high", gettext("badly"))]


def reversibilities() -> Choices:
    """Return whether harm can be put right."""
    return [
        ("easy", gettext("easy to put right")),
        ("hard", gettext("hard to put right")),
        ("cannot_be_undone", gettext("cannot be undone")),
    ]


def alternatives() -> Choices:
    """Return the kinds of alternatives."""
    return [
        ("none", gettext("doing nothing")),
        ("no_ai", gettext("doing it without AI")),
        ("other_ai", gettext("another AI system")),
        ("other", gettext("something else")),
    ]


def assessments() -> Choices:
    """Return the kinds of impact assessment."""
    return [
        ("DPIA", gettext("Effects on privacy (DPIA)")),
        ("FRIA", gettext("Effects on fundamental rights (FRIA)")),
        ("EqIA", gettext("Effects on equality (EqIA)")),
        ("AIA", gettext("Effects of the algorithm (AIA)")),
        ("other", gettext("Another assessment")),
    ]
