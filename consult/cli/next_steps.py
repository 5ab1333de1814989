"""`outreach next`: what to do next, and whether to stop or extend, as the officers' pages say it."""

from typing import Any

import click

from consult import clock
from consult.cli.commands import Command, json_option, print_json
from consult.cli.operator import acting, organisation_option, ready
from consult.consultations.queries import own_consultation
from consult.outreach.advice import Advice, Offer, advice
from consult.outreach.closing import recommendation
from consult.outreach.decisions import MeansValue
from consult.outreach.pace import Pace


@click.command("next", cls=Command)
@click.argument("slug")
@organisation_option
@json_option
def next_steps(slug: str, organisation: str | None, *, as_json: bool) -> None:
    """Print what to do next in the consultation SLUG, and what is recommended when it closes."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = own_consultation(session, actor.organisation_id, slug)
        found = advice(session, consultation, clock.now())
        closing = recommendation(session, consultation, clock.now()).document
    if as_json:
        print_json({"slug": slug, **_document(found), "closing": closing})
        return
    for pace in found.paces:
        click.echo(_pace_line(pace))
    for number, one in enumerate(found.offers, 1):
        click.echo(f"{number}. {_line(one)}")
    for community in found.sessions:
        click.echo(f"hold a session with: {community.key}")
    click.echo(f"at closing: {closing['verdict'].replace('_', ' ')} ({closing['because'].replace('_', ' ')})")


def _document(found: Advice) -> dict[str, Any]:
    return {
        "days": found.days,
        "means": _means(found.means),
        "committed": _means(found.committed),
        "communities": [_pace(one) for one in found.paces],
        "proposals": [{"key": one.key, **one.said} for one in found.offers],
        "sessions": [one.key for one in found.sessions],
        "unreachable": [one.key for one in found.unreachable],
        "uncounted": [one.key for one in found.uncounted],
        "lowest_now": found.plan.lowest_before,
        "lowest_then": found.plan.lowest_after,
    }


def _pace(one: Pace) -> dict[str, Any]:
    ahead = one.by_closing
    return {
        "key": one.community.key,
        "heard": one.heard.count,
        "threshold": one.heard.threshold,
        "target": one.community.target,
        "by_closing": ahead
        and {"about": ahead.about, "low": round(ahead.interval.low), "high": round(ahead.interval.high)},
        "is_behind": one.is_behind,
    }


def _means(means: MeansValue) -> dict[str, str | None]:
    given = {"hours": means.hours, "budget": means.budget}
    return {name: None if amount is None else f"{amount:f}" for name, amount in given.items()}


def _pace_line(one: Pace) -> str:
    heard = f"fewer than {one.heard.threshold}" if one.heard.count is None else one.heard.count
    ahead = f", about {one.by_closing.about} by closing" if one.by_closing else ""
    return f"{one.community.key}: {heard} of {one.community.target or 'no target'}{ahead}"


def _line(one: Offer) -> str:
    gain, proposal = one.proposal.gains[0], one.proposal
    return (
        f"{one.option.channel.value} for {', '.join(one.option.communities)}, {proposal.units} times: "
        f"about {round(gain.expected)} answers ({gain.interval.low:.0f} to {gain.interval.high:.0f}), "
        f"{proposal.hours:g} hours, cost {proposal.cost:g}"
    )
