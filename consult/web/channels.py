"""The channels of outreach in words: officers, partners and everyone else read the same."""

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
