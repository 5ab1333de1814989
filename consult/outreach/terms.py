"""The fixed terms of outreach: the channels of an activity, where it stands, and how long answering took."""

import enum


class Channel(enum.Enum):
    """The way an activity reaches people."""

    COMMUNITY_GROUP = "community_group"
    FAITH_GROUP = "faith_group"
    SCHOOL = "school"
    CLINIC = "clinic"
    RADIO = "radio"
    PRINT = "print"
    POSTER = "poster"
    DOOR = "door"
    EVENT = "event"
    MESSAGING_GROUP = "messaging_group"
    SOCIAL = "social"
    SMS = "sms"
    LETTER = "letter"
    PHONE = "phone"
    WEB = "web"
    OTHER = "other"


class Standing(enum.Enum):
    """Where an activity stands: computed from its days, never stored."""

    PLANNED = "planned"
    OVERDUE = "overdue"
    DONE = "done"
    CANCELLED = "cancelled"


class Took(enum.Enum):
    """How long somebody took from the first page to the sending, as coarsely as is of use."""

    UNDER_A_MINUTE = "under_a_minute"
    UNDER_FIVE_MINUTES = "under_five_minutes"
    UNDER_A_QUARTER = "under_a_quarter"
    UNDER_AN_HOUR = "under_an_hour"
    LONGER = "longer"


class Taken(enum.Enum):
    """What an officer made of a proposal."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    DISMISSED = "dismissed"


class Closing(enum.Enum):
    """What an officer decided when a consultation was about to close."""

    STOPPED = "stopped"
    EXTENDED = "extended"
