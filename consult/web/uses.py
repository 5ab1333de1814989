"""What answers may never be used for, in words: the start page and what is printed say the same."""

from consult.web.locale import gettext


def use_words(purpose: str | None) -> str | None:
    """Return a use of answers in the reader's language; None for one that has only words of its own."""
    return {
        "tenancy": gettext("Your tenancy"),
        "benefits": gettext("Your benefits"),
        "fraud": gettext("Looking for fraud"),
        "immigration": gettext("Immigration"),
    }.get(purpose or "")
