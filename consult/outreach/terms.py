"""The fixed terms of outreach: the channels an activity uses, and where it stands."""

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
