"""The fixed terms of answers: how one reached us, and for whom it was given."""

import enum


class Mode(enum.Enum):
    """How an answer reached us."""

    WEB = "web"
    ASSISTED = "assisted"
    PAPER = "paper"
    EVENT = "event"
    PHONE = "phone"
    SMS = "sms"


class Capacity(enum.Enum):
    """For whom someone answers."""

    FOR_MYSELF = "for_myself"
    FOR_SOMEONE = "for_someone"
    ORGANISATION = "organisation"
