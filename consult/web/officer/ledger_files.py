"""The ledger of outreach as a file for a spreadsheet, beside what each activity led to, protected as on its page."""

from collections.abc import Iterable
from datetime import date

from flask.typing import ResponseReturnValue

from consult import clock
from consult.codes import grouped
from consult.consultations.values import CommunityValue
from consult.db import reading
from consult.outreach import queries
from consult.outreach.reach import ActivityReach
from consult.outreach.values import ActivityValue, PartnerValue
from consult.web.locale import gettext, language
from consult.web.officer.ledger_rows import named
from consult.web.officer.outreach import own
from consult.web.officer.spreadsheets import csv_file, xlsx_file
from consult.web.officer.tabled import Cell, Column, Table
from consult.web.officer.words import channel_words, standing_words
from consult.words.locales import endonym


def ledger_table(slug: str) -> ResponseReturnValue:
    """Return the ledger as CSV."""
    return csv_file(_ledger(slug), f"{slug}-outreach")


def ledger_workbook(slug: str) -> ResponseReturnValue:
    """Return the ledger as a workbook."""
    return xlsx_file([_ledger(slug)], f"{slug}-outreach")


def _ledger(slug: str) -> Table:
    with reading() as session:
        value = own(session, slug)
        found = queries.reach(session, value)
        partners = queries.partners(session, value.organisation_id)
    today = clock.today(value.time_zone)
    known = [one.community for one in found.communities]
    rows = tuple((*_planned(one, today, known, partners), *_came_of_it(one)) for one in found.activities)
    return Table("ledger", gettext("Outreach"), tuple(Column(words) for words in _headers()), rows)


def _headers() -> tuple[str, ...]:
    return (
        gettext("Activity"),
        gettext("State"),
        gettext("Planned for"),
        gettext("Channel"),
        gettext("Whom it should reach"),
        gettext("Partner"),
        gettext("Where"),
        gettext("Who can read where"),
        gettext("Languages"),
        gettext("Codes"),
        gettext("Hours planned"),
        gettext("Cost planned"),
        gettext("Materials"),
        gettext("Done on"),
        gettext("People spoken to"),
        gettext("Hours taken"),
        gettext("Cost"),
        gettext("What came of it"),
        gettext("Notes"),
        gettext("Why it was cancelled"),
        gettext("Openings"),
        gettext("Answers, rounded"),
    )


def _planned(
    one: ActivityReach, today: date, known: Iterable[CommunityValue], partners: Iterable[PartnerValue]
) -> tuple[Cell, ...]:
    activity = one.activity
    partner = next((each.name.to(language()) for each in partners if each.key == activity.partner), None)
    meant = [str(each.name.to(language())) for each in known if each.key in activity.communities]
    return (
        named(activity),
        standing_words(activity.standing(today)),
        activity.on,
        channel_words(activity.channel),
        " · ".join(meant),
        partner,
        activity.place.to(language()) if activity.place else None,
        _readers(activity) if activity.place else None,
        " · ".join(dict.fromkeys(endonym(link.language) for link in activity.links)),
        " · ".join(grouped(link.code) for link in activity.links),
        activity.planned_hours,
        activity.planned_cost,
        activity.materials,
    )


def _readers(activity: ActivityValue) -> str:
    return gettext("everybody") if activity.is_place_public else gettext("officers and the partner")


def _came_of_it(one: ActivityReach) -> tuple[Cell, ...]:
    activity = one.activity
    return (
        activity.done_on,
        activity.people_spoken_to,
        activity.hours,
        activity.cost,
        activity.outcome,
        activity.notes,
        activity.cancel_reason,
        activity.openings,
        one.sent,
    )
