"""`outreach`: who has been heard so far, and by which way."""

from dataclasses import asdict
from typing import Any

import click

from consult.cli import ledger
from consult.cli.commands import Group, json_option, print_json
from consult.cli.next_steps import next_steps
from consult.cli.operator import acting, organisation_option, ready
from consult.cli.trying_outreach import simulate
from consult.consultations.queries import own_consultation
from consult.outreach import queries, service
from consult.outreach.figures import CommunityReach, Unevenness
from consult.outreach.reach import ActivityReach, ReachValue
from consult.settings import Settings
from surveys.live_counts import BASE, LiveCount
from surveys.representation import Interval

DIGITS = 4
LIMITS = (
    "Responses are not people: one person may have answered twice.",
    "None of these figures cures self-selection inside a group or an error in a benchmark.",
)
"""Printed under every figure (DOMAIN.md, Representation)."""


@click.group("outreach", cls=Group)
def command() -> None:
    """Plan outreach, and see who has been heard."""


for each in (ledger.activities, ledger.plan, ledger.done, ledger.cancel, ledger.partners, ledger.calendar):
    command.add_command(each)


command.add_command(simulate)
command.add_command(next_steps)


@command.command()
@click.argument("slug")
@click.option(
    "--now", is_flag=True, help="Let the shown counts move first, instead of at the next quarter hour."
)
@organisation_option
@json_option
def reach(slug: str, organisation: str | None, *, now: bool, as_json: bool) -> None:
    """Print the targets, counts and indicators of the consultation SLUG, as they were last shown to anyone."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = own_consultation(session, actor.organisation_id, slug)
        ask = service.refresh_reach if now else queries.reach
        found = ask(session, consultation)
    if as_json:
        print_json({"slug": slug} | _document(settings, found))
    else:
        _say(found)


def _document(settings: Settings, found: ReachValue) -> dict[str, Any]:
    by_key = {one.community.key: one for one in found.communities}
    behind = found.headline.furthest_behind
    return {
        "threshold": found.threshold,
        "rounded_to": BASE,
        "answers": _count(found.answers),
        "headline": {
            "met": found.headline.met,
            "of": found.headline.of,
            "furthest_behind": behind
            and {
                "community": behind.community,
                "heard": _count(by_key[behind.community].margin.yes),
                "target": behind.target,
            },
        },
        "communities": [_community(one) for one in found.communities],
        "total_for_parity": found.total_for_parity,
        "r_indicator": None,  # only for invited samples; in an open call it misleads
        "activities": [_activity(settings, one) for one in found.activities],
        "limits": list(LIMITS),
    }


def _community(one: CommunityReach) -> dict[str, Any]:
    community = one.community
    return {
        "key": community.key,
        "name": community.name.canonical(),
        "heard": _count(one.margin.yes),
        "stated_otherwise": _count(one.margin.no),
        "not_stated": _count(one.margin.not_stated),
        "target": community.target,
        "is_target_met": one.is_target_met,
        "still_to_hear": one.still_to_hear,
        "still_to_hear_is_at_least": one.is_at_least,
        "benchmark": _benchmark(one),
        "label": one.label,
        "cannot_tell": one.cannot_tell,
        "needs_outreach": one.needs_outreach,
        "participation_rate": _number(one.rate),
        "participation_rate_interval": _interval(one.rate_interval),
        "participation_rate_bounds": _interval(one.rate_bounds),
        "is_over_population": one.is_over_population,
        "representation_ratio": _number(one.ratio),
        "representation_ratio_interval": _interval(one.ratio_interval),
        "representation_ratio_bounds": _interval(one.ratio_bounds),
        "more_for_parity": one.more_for_parity,
        "against_everyone_else": _unevenness(one.unevenness),
    }


def _benchmark(one: CommunityReach) -> dict[str, Any] | None:
    community = one.community
    if community.benchmark_count is None:
        return None
    return {
        "count": community.benchmark_count,
        "total": one.whole,
        "source": community.benchmark_source.canonical() if community.benchmark_source else None,
        "on": community.benchmark_on,
        "area": community.benchmark_area.canonical() if community.benchmark_area else None,
        "basis": community.benchmark_basis.value if community.benchmark_basis else None,
    }


def _activity(settings: Settings, one: ActivityReach) -> dict[str, Any]:
    activity = one.activity
    base = settings.base_url.rstrip("/")
    return {
        "key": activity.key,
        "channel": activity.channel,
        "partner": activity.partner,
        "communities": list(activity.communities),
        "links": [asdict(link) | {"address": f"{base}/go/{link.code}"} for link in activity.links],
        "openings": activity.openings,
        "sent": _count(one.sent),
        "sent_by_community": {key: _count(count) for key, count in one.sent_by_community.items()},
    }


def _unevenness(found: Unevenness | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "dissimilarity": _number(found.dissimilarity),
        "s": _number(found.spread.s),
        "s_corrected": _number(found.spread.s_corrected),
        "cv": _number(found.spread.cv),
        "cv_by_chance": _number(found.spread.cv_by_chance),
        "partials": [_number(partial) for partial in found.spread.partials],
    }


def _count(count: LiveCount) -> dict[str, Any]:
    return {"count": count.count, "shown": _words(count)}


def _words(count: LiveCount) -> str:
    if count.count is None:
        return f"fewer than {count.threshold}"
    return str(count.count) if count.count else "nobody"


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [round(interval.low, DIGITS), round(interval.high, DIGITS)]


def _say(found: ReachValue) -> None:
    click.echo(f"answers: {_words(found.answers)}")
    click.echo(f"communities that met their target: {found.headline.met} of {found.headline.of}")
    for one in found.communities:
        missing = "" if one.still_to_hear is None else f", still to hear: {one.still_to_hear}"
        more = " or a few more" if one.is_at_least and one.still_to_hear is not None else ""
        target = one.community.target or "none"
        label = one.label.replace("_", " ")
        click.echo(f"{one.community.key}: {_words(one.margin.yes)} (target {target}), {label}{missing}{more}")
    for limit in LIMITS:
        click.echo(limit)
