"""The states of a consultation in words, and the colour each has on a tag; the colour is never the only sign."""

from consult.consultations.values import State
from consult.web.locale import gettext

STATE_COLOURS = {
    State.DRAFT: "grey",
    State.SCHEDULED: "blue",
    State.OPEN: "green",
    State.PAUSED: "yellow",
    State.CLOSED: "purple",
    State.EVIDENCE_PUBLISHED: "blue",
}


def state_words(state: State) -> str:
    """Return `state` in the reader's language."""
    words = {
        State.DRAFT: gettext("Draft"),
        State.SCHEDULED: gettext("Scheduled"),
        State.OPEN: gettext("Open"),
        State.PAUSED: gettext("Paused"),
        State.CLOSED: gettext("Closed"),
        State.EVIDENCE_PUBLISHED: gettext("Evidence published"),
    }
    return words[state]
