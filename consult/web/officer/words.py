"""The fixed terms of outreach and representation in words."""

from consult.outreach.terms import Standing
from consult.web.locale import gettext


def channel_words(channel: str) -> str:
    """Return a channel in the reader's language."""
    return {
        "community_group": gettext("community group"),
        "faith_group": gettext("faith group"),
        "school": gettext("school"),
        "clinic": gettext("clinic"),
        "radio": gettext("radio"),
        "print": gettext("print"),
        "poster": gettext("poster"),
        "door": gettext("door to door"),
        "event": gettext("event"),
        "messaging_group": gettext("messaging group"),
        "social": gettext("social media"),
        "sms": gettext("text message"),
        "letter": gettext("letter"),
        "phone": gettext("phone"),
        "web": gettext("website"),
        "other": gettext("other"),
    }[channel]


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
