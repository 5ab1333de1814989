"""Who has been heard so far, and what is being done about it: for everybody, while people can still answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue

from consult import clock
from consult.consultations.values import OVER, CommunityValue, State
from consult.db import reading
from consult.evidence.record import session_notes
from consult.outreach.heard import HeardGroup, HeardSoFar, PlannedActivity, heard_so_far
from consult.web.channels import channel_words
from consult.web.locale import gettext, ngettext
from consult.web.public import not_open
from consult.web.public.dates import day
from consult.web.public.evidence.cells import Box, Row
from consult.web.public.evidence.numbers import count_of, number
from consult.web.public.evidence.voices import Voice
from consult.web.public.frame import render
from consult.web.public.live_words import live_words
from consult.web.public.visits import published
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class Behind:
    """The group furthest from the number aimed for."""

    name: Said | None
    heard: str
    target: str


@dataclass(frozen=True, slots=True)
class Doing:
    """One activity that is planned: how, where, when, in which languages."""

    channel: str
    place: Said | None
    on: str
    languages: Sequence[str]


@dataclass(frozen=True, slots=True)
class Met:
    """One session that was held with a group."""

    group: Said | None
    on: str
    language: str


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a group has, and by whose count."""

    name: Said | None
    people: str
    basis: str | None
    source: Said | None


def heard(slug: str) -> ResponseReturnValue:
    """Show who has been heard, who is missing, and what is planned."""
    with reading() as session:
        consultation = published(session, slug)
        found = heard_so_far(session, consultation)
        notes = session_notes(session, consultation.id)
    say, state = Voice(consultation.languages), consultation.state(clock.now())
    return render(
        "heard",
        gettext("Who has been heard so far"),
        consultation=consultation,
        slug=slug,
        caption=say(consultation.title),
        is_open=state is State.OPEN,
        not_open_why=None if state is State.OPEN else not_open.why(consultation, state),
        has_results=state is State.EVIDENCE_PUBLISHED,
        threshold=consultation.threshold,
        **_figures(found, say),
        **_doing(found, notes, state, say),
    )


def _figures(found: HeardSoFar, say: Voice) -> dict[str, Any]:
    return {
        "headline": _headline(found),
        "behind": _behind(found.furthest_behind, say),
        "answers": live_words(found.answers),
        "rows": [_row(group, say) for group in found.groups],
        "unheard": say.each(group.community.name for group in found.groups if group.heard.count == 0),
        "sizes": [_size(group.community, say) for group in found.groups if group.community.benchmark_count],
    }


def _headline(found: HeardSoFar) -> str:
    if not found.groups:
        return gettext("No groups were named here that could be affected more than others.")
    if not found.with_target:
        return gettext("No number of answers to aim for was set. So nobody can tell who is still missing.")
    return ngettext(
        "%(met)s of %(num)s affected group has reached the number of answers aimed for.",
        "%(met)s of %(num)s affected groups have reached the number of answers aimed for.",
        len(found.with_target),
        met=number(found.met_count),
    )


def _behind(group: HeardGroup | None, say: Voice) -> Behind | None:
    if group is None:
        return None
    return Behind(say(group.community.name), live_words(group.heard), number(group.community.target or 0))


def _row(group: HeardGroup, say: Voice) -> Row:
    target = group.community.target
    aimed = gettext("%(target)s aimed for", target=number(target)) if target else None
    share = min(1.0, (group.heard.count or 0) / target) if target else None
    return Row(
        say(group.community.name),
        (
            Box(live_words(group.heard), aimed, share, group.heard.count is None),
            Box(_still(group)),
            Box(live_words(group.not_stated), is_withheld=group.not_stated.count is None),
        ),
    )


def _still(group: HeardGroup) -> str:
    missing = group.still_to_hear
    if missing is None:
        return gettext("no number was set")
    if missing == 0:
        return gettext("as many as aimed for")
    if group.heard.count is None:
        return gettext("at least %(count)s", count=number(missing))
    return gettext("about %(count)s", count=number(missing))


def _size(community: CommunityValue, say: Voice) -> Size:
    count, total = community.benchmark_count or 0, community.benchmark_total
    basis = community.benchmark_basis
    return Size(
        say(community.name),
        number(count) if total is None else count_of(count, total),
        {
            "affected": gettext("of the people affected"),
            "resident": gettext("of everyone who lives there, affected or not"),
        }.get(basis.value if basis else ""),
        say(community.benchmark_source),
    )


def _doing(found: HeardSoFar, notes: Iterable[Mapping[str, Any]], state: State, say: Voice) -> dict[str, Any]:
    """Return what is planned, while there is time for it, and what took place."""
    is_over = state in OVER
    names = {group.community.key: group.community.name for group in found.groups}
    return {
        "planned": [] if is_over else [_activity(one, say) for one in found.planned],
        "has_more_planned": found.planned_count > len(found.planned),
        "is_over": is_over,
        "done_count": found.done_count,
        "sessions": [
            Met(
                say(names.get(note["community"])),
                day(date.fromisoformat(note["held_on"])),
                note["language"],
            )
            for note in notes
        ],
    }


def _activity(one: PlannedActivity, say: Voice) -> Doing:
    on = day(one.on) if one.on else gettext("no day yet")
    return Doing(channel_words(one.channel).capitalize(), say(one.place), on, one.languages)
