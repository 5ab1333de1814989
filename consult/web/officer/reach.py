"""Who has been heard: who is missing, over time, through which channel, where, and where people stop.

A page of one purpose each, from the counts as they were last shown: no answer is read, however many there are.
"""

from datetime import date

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.queries import plan
from consult.consultations.values import OVER, ConsultationValue
from consult.db import reading
from consult.outreach import queries
from consult.outreach.dashboard import Dashboard, dashboard, funnel_of_activity
from consult.outreach.pace import Pace, paced, span_of
from consult.web.locale import gettext, language
from consult.web.officer import reach_charts as charts
from consult.web.officer import reach_funnels as funnels
from consult.web.officer import reach_tables as tables
from consult.web.officer.frame import render
from consult.web.officer.ledger_rows import named
from consult.web.officer.outreach import own
from consult.web.officer.reach_places import places
from consult.web.officer.reach_tables import Looked
from consult.web.officer.reach_words import alarms, first_sentence, headline, to_look_at
from consult.web.officer.spreadsheets import csv_file, xlsx_file
from consult.web.officer.tabled import Table
from surveys.local_plan import LocalPlan
from surveys.problems import Problem, Refused


def reach(slug: str) -> ResponseReturnValue:
    """Show who has been heard, who has not, and what comes at this pace."""
    found = _looked(slug)
    return render(
        "reach",
        gettext("Who has been heard"),
        found=found,
        value=found.value,
        is_over=found.value.state(clock.now()) in OVER,
        sentence=first_sentence(found.board.reach, found.paces),
        headline=headline(found.board.reach),
        to_look_at=list(to_look_at(found.board.reach)),
        communities=tables.communities(found),
        shares=tables.shares(found),
        doubts=tables.doubts(found),
        unevenness=tables.unevenness(found),
    )


def reach_over_time(slug: str) -> ResponseReturnValue:
    """Show each community against its target over time."""
    found = _looked(slug)
    return render(
        "reach_over_time",
        gettext("Over time"),
        value=found.value,
        heard=tables.over_time(found),
        openings=tables.openings(found),
        figure=charts.against_target(found),
    )


def reach_channels(slug: str) -> ResponseReturnValue:
    """Show which channel reaches whom, and what an answer cost."""
    found = _looked(slug)
    title = gettext("Through which channel")
    return render(
        "reach_channels", title, value=found.value, channels=tables.channels(found), costs=tables.costs(found)
    )


def reach_places(slug: str) -> ResponseReturnValue:
    """Show what people stated about themselves: where they live, for one."""
    found = _looked(slug)
    title = gettext("Places and people")
    return render("reach_places", title, value=found.value, places=list(places(found)))


def reach_funnel(slug: str) -> ResponseReturnValue:
    """Show where people go on and where they stop."""
    found = _looked(slug)
    return render(
        "reach_funnel",
        gettext("Where people stop"),
        value=found.value,
        alarms=list(alarms(found.board)),
        steps=funnels.steps(found.words, found.board.funnel),
        figure=charts.steps_drawn(found.words, found.board.funnel),
        beside=[funnels.by_language(found), funnels.by_channel(found)],
        activities=funnels.by_activity(found),
        times=funnels.times(found),
    )


def activity_funnel(slug: str, key: str) -> ResponseReturnValue:
    """Show where people who came by one activity go on and where they stop."""
    with reading() as session:
        value = own(session, slug)
        about = queries.activity(session, value.id, key)
        one, words = funnel_of_activity(session, value, key), _words(session, value)
    assert one is not None  # the activity was there a moment ago, and none is ever deleted
    return render(
        "activity_funnel",
        gettext("Where people stop: %(activity)s", activity=str(named(about))),
        value=value,
        key=key,
        steps=funnels.steps(words, one),
        figure=charts.steps_drawn(words, one),
    )


def reach_table(slug: str, name: str) -> ResponseReturnValue:
    """Return one table of these pages as CSV."""
    found = _looked(slug)
    table = next((one for one in _all(found) if one.key == name), None)
    if table is None:
        raise Refused(Problem("table.unknown", "name"))
    return csv_file(table, f"{found.value.slug}-{name}")


def reach_workbook(slug: str) -> ResponseReturnValue:
    """Return every table of these pages as one workbook."""
    found = _looked(slug)
    return xlsx_file([one for one in _all(found) if one.rows], f"{found.value.slug}-reach")


def _all(found: Looked) -> list[Table]:
    return [
        tables.communities(found),
        tables.shares(found),
        tables.doubts(found),
        tables.unevenness(found),
        tables.over_time(found),
        tables.openings(found),
        tables.channels(found),
        tables.costs(found),
        *places(found),
        funnels.steps(found.words, found.board.funnel),
        funnels.by_language(found),
        funnels.by_channel(found),
        funnels.by_activity(found),
        funnels.times(found),
    ]


def _looked(slug: str) -> Looked:
    with reading() as session:
        return _read(session, own(session, slug))


def _read(session: Session, value: ConsultationValue) -> Looked:
    board = dashboard(session, value)
    opened, until = _days(value)
    return Looked(value, board, _paces(value, board), opened, until, _words(session, value))


def _words(session: Session, value: ConsultationValue) -> LocalPlan | None:
    return plan(session, value.version_id).words(language()) if value.version_id else None


def _paces(value: ConsultationValue, board: Dashboard) -> dict[str, Pace]:
    span = span_of(value, clock.now())
    return {
        one.community.key: paced(
            one.community, one.margin.yes, board.history.get(one.community.key, ()), span
        )
        for one in board.reach.communities
    }


def _days(value: ConsultationValue) -> tuple[date | None, date | None]:
    """Return the day it opened and the last one that can be told of: today, or the one it closed on."""
    if value.opens_on is None:
        return None, None
    today = clock.today(value.time_zone)
    return value.opens_on, today if value.closes_on is None else min(today, value.closes_on)
