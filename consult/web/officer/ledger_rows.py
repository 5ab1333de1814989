"""The ledger of outreach in words: a row of its list, the facts of one activity, its links, what is to be seen to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import format_decimal

from consult.codes import grouped
from consult.consultations.values import CommunityValue
from consult.outreach.reminders import Due, Kind
from consult.outreach.values import ActivityValue, PartnerValue
from consult.web.days import day
from consult.web.locale import gettext, language
from consult.web.officer.advice_words import pace_words
from consult.web.officer.figures import spoken
from consult.web.officer.words import STANDING_COLOURS, channel_words, standing_words, unbroken
from consult.words.locales import endonym
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One activity in the list, in words."""

    key: str
    what: Any
    standing: str
    colour: str
    on: str
    channel: str
    communities: tuple[Any, ...]
    languages: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link of an activity: its address, its code as it is read aloud, how often it was opened."""

    code: str
    shown: str
    address: str
    language: str
    openings: int


def row(one: ActivityValue, today: date, communities: Iterable[CommunityValue]) -> LedgerRow:
    """Return one activity as a row of the list."""
    standing = one.standing(today)
    return LedgerRow(
        key=one.key,
        what=named(one),
        standing=unbroken(standing_words(standing)),
        colour=STANDING_COLOURS[standing],
        on=unbroken(day(one.done_on or one.on)),
        channel=channel_words(one.channel),
        communities=tuple(each.name.to(language()) for each in communities if each.key in one.communities),
        languages=" · ".join(dict.fromkeys(endonym(link.language) for link in one.links)),
    )


def named(one: ActivityValue) -> Any:
    """Return what an activity is called: its words, or its key where nobody wrote any."""
    return one.what.to(language()) if one.what else one.key


def facts(
    one: ActivityValue,
    today: date,
    communities: Iterable[CommunityValue],
    partners: Iterable[PartnerValue],
) -> list[dict[str, Any]]:
    """Return everything the ledger knows of one activity, as rows of a summary list."""
    partner = next((each.name.to(language()) for each in partners if each.key == one.partner), None)
    reached = [each.name.to(language()) for each in communities if each.key in one.communities]
    said = [
        (gettext("State"), standing_words(one.standing(today))),
        (gettext("Channel"), channel_words(one.channel)),
        (gettext("Whom it should reach"), reached),
        (gettext("Partner"), partner),
        (gettext("Where"), _where(one)),
        *_planned(one),
        *_came_of_it(one),
    ]
    return [{"key": key, "value": value} for key, value in said if value]


def _where(one: ActivityValue) -> list[Said | str]:
    if one.place is None:
        return []
    readers = (
        gettext("Everybody can read this.")
        if one.is_place_public
        else gettext("Only officers and the partner can read this.")
    )
    return [one.place.to(language()), readers]


def _planned(one: ActivityValue) -> list[tuple[str, Any]]:
    return [
        (gettext("Planned for"), day(one.on) if one.on else None),
        (gettext("Hours planned"), _number(one.planned_hours)),
        (gettext("Cost planned"), _number(one.planned_cost)),
        (gettext("Materials"), one.materials),
    ]


def _came_of_it(one: ActivityValue) -> list[tuple[str, Any]]:
    return [
        (gettext("Done on"), day(one.done_on) if one.done_on else None),
        (gettext("People spoken to"), _number(one.people_spoken_to)),
        (gettext("Hours taken"), _number(one.hours)),
        (gettext("Cost"), _number(one.cost)),
        (gettext("What came of it"), one.outcome),
        (gettext("Notes"), one.notes),
        (gettext("Why it was cancelled"), one.cancel_reason),
    ]


def links_of(one: ActivityValue, base: str) -> list[LinkRow]:
    """Return the links of an activity; `base` is the address of this installation."""
    return [
        LinkRow(
            link.code,
            grouped(link.code),
            f"{base}/go/{link.code}",
            endonym(link.language),
            link.openings,
        )
        for link in one.links
    ]


def reminder_words(due: Due) -> dict[str, Any]:
    """Return one thing to be seen to as words, with the key of the activity it is about."""
    if due.activity is None or due.kind is Kind.BEHIND:
        return {"about": None, "says": pace_words(due.pace) if due.pace else "", "key": None}
    on = day(due.activity.on)
    says = (
        gettext("was due on %(day)s and is not recorded as done", day=on)
        if due.kind is Kind.OVERDUE
        else gettext("is due on %(day)s", day=on)
    )
    return {"about": named(due.activity), "says": says, "key": due.activity.key}


def _number(value: Any) -> str | None:
    return None if value is None else str(format_decimal(value, locale=spoken()))
