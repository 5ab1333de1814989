"""The funnel in tables: from being spoken to to a sent answer, page by page, and how long it took."""

from collections.abc import Callable, Mapping, Sequence

from flask import url_for

from consult.outreach.funnel import Funnel
from consult.outreach.reach import ActivityReach
from consult.web.locale import gettext
from consult.web.officer.ledger_rows import named
from consult.web.officer.reach_tables import Looked
from consult.web.officer.reach_words import took_words
from consult.web.officer.tabled import Cell, Column, Linked, Table
from consult.web.officer.words import channel_words
from consult.words.locales import endonym
from surveys.local_plan import LocalPlan
from surveys.text import Said


def steps(words: LocalPlan | None, one: Funnel) -> Table:
    """Return the pages of a funnel, with how many reached each and how many stopped there."""
    return Table(
        "steps",
        gettext("From the first page to sending"),
        (
            Column(gettext("Step")),
            Column(gettext("Came so far"), is_numeric=True),
            Column(gettext("Stopped here"), is_numeric=True),
        ),
        (
            (gettext("Started"), one.started, None),
            *((page_words(words, step.page), step.reached, step.stopped) for step in one.pages),
            (gettext("Sent"), one.sent, None),
        ),
    )


def page_words(words: LocalPlan | None, page: str) -> Said | str:
    """Return the title of a page of the survey."""
    return page if words is None else words.page(page).title


def by_language(found: Looked) -> Table:
    """Return how many came how far, by the language they answered in."""
    return _beside(
        found, "languages", gettext("How far people came, by language"), found.board.by_language, endonym
    )


def by_channel(found: Looked) -> Table:
    """Return how many came how far, by the channel they came through."""
    caption = gettext("How far people came, by channel")
    return _beside(found, "channel-steps", caption, found.board.by_channel, channel_words)


def _beside(
    found: Looked, key: str, caption: str, funnels: Sequence[Funnel], called: Callable[[str], str]
) -> Table:
    """Return funnels beside each other: a row for each step, a column for each of them."""
    rows: list[tuple[Cell, ...]] = [
        (gettext("People spoken to"), *(one.spoken_to for one in funnels)),
        (gettext("Openings"), *(one.opened for one in funnels)),
        (gettext("Started"), *(one.started for one in funnels)),
        *(
            (page_words(found.words, step.page), *(one.pages[place].reached for one in funnels))
            for place, step in enumerate(found.board.funnel.pages)
        ),
        (gettext("Sent"), *(one.sent for one in funnels)),
    ]
    return Table(
        key,
        caption,
        (Column(gettext("Step")), *(Column(called(one.key), is_numeric=True) for one in funnels)),
        tuple(row for row in rows if any(cell is not None for cell in row[1:])),
    )


def by_activity(found: Looked) -> Table:
    """Return the funnel of each activity, each leading to its pages one by one."""
    called = {one.key: channel_words(one.key) for one in found.board.by_channel}
    return Table(
        "activities",
        gettext("What each activity brought"),
        (
            Column(gettext("Activity")),
            Column(gettext("Channel")),
            Column(gettext("People spoken to"), is_numeric=True),
            Column(gettext("Openings"), is_numeric=True),
            Column(gettext("Started"), is_numeric=True),
            Column(gettext("Sent"), is_numeric=True),
            Column(gettext("Cost"), is_numeric=True),
            Column(gettext("Cost of an answer"), is_numeric=True),
        ),
        tuple(
            _activity(found, one, funnel, called)
            for one, funnel in zip(found.board.reach.activities, found.board.by_activity, strict=True)
        ),
    )


def _activity(
    found: Looked, one: ActivityReach, funnel: Funnel, called: Mapping[str, str]
) -> tuple[Cell, ...]:
    key = one.activity.key
    return (
        Linked(named(one.activity), url_for("officer.activity_funnel", slug=found.value.slug, key=key)),
        called[one.activity.channel],
        funnel.spoken_to,
        funnel.opened,
        funnel.started,
        funnel.sent,
        funnel.cost,
        funnel.cost_per_answer,
    )


def times(found: Looked) -> Table:
    """Return how long answering took."""
    return Table(
        "times",
        gettext("How long answering took, on the web"),
        (Column(gettext("From the first page to sending")), Column(gettext("Answers"), is_numeric=True)),
        tuple((took_words(took), count) for took, count in found.board.times.counts.items()),
    )
