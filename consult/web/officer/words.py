"""The fixed terms of outreach and representation in words; those of channels stand where every door reads them."""

from consult.outreach.terms import Standing
from consult.web.channels import channel_words
from consult.web.locale import gettext

__all__ = ["LABEL_COLOURS", "STANDING_COLOURS", "channel_words", "label_words", "standing_words", "unbroken"]


def standing_words(standing: Standing) -> str:
    """Return where an activity stands in the reader's language."""
    return {
        Standing.PLANNED: gettext("planned"),
        Standing.OVERDUE: gettext("overdue"),
        Standing.DONE: gettext("done"),
        Standing.CANCELLED: gettext("cancelled"),
    }[standing]


def label_words(label: str) -> str:
    """Return a label of representation in the reader's language."""
    return {
        "not_heard": gettext("not heard"),
        "under_heard": gettext("under-heard"),
        "heard": gettext("heard"),
        "too_few_to_tell": gettext("too few to tell"),
    }[label]


def unbroken(words: str) -> str:
    """Return `words` so that they stay on one line: a tag in a narrow column would otherwise become a tower."""
    return words.replace(" ", "\u00a0").replace("-", "\u2011")


LABEL_COLOURS = {"not_heard": "red", "under_heard": "yellow", "heard": "green", "too_few_to_tell": "grey"}
STANDING_COLOURS = {
    Standing.PLANNED: "blue",
    Standing.OVERDUE: "red",
    Standing.DONE: "green",
    Standing.CANCELLED: "grey",
}
