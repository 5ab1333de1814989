"""The fixed terms of outreach: the channels an activity uses."""

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
