"""`outreach activities|plan|done|cancel|partners|calendar`: the ledger of outreach from the command line."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

import click

from consult import clock
from consult.cli.commands import Command, json_option, print_json
from consult.cli.operator import acting, organisation_option, ready
from consult.consultations.queries import own_consultation
from consult.outreach import ledger, queries
from consult.outreach.calendar import calendar_file
from consult.outreach.terms import Channel, Standing
from consult.outreach.values import ActivityValue, PartnerValue
from surveys.text import Text

DAY = click.DateTime(["%Y-%m-%d"])


class Amount(click.ParamType[Decimal]):
    """A number with at most two decimals and a point."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the number; end with a line of usage where it is none."""
        try:
            amount = Decimal(str(value))
            is_exact = amount == amount.quantize(Decimal("0.01"))
        except InvalidOperation:  # no number, none there is, or one far too large
            is_exact = False
        if not is_exact:
            self.fail(f"{value} is not a number such as 12 or 12.50", param, ctx)
        return amount


@click.command(cls=Command)
@click.argument("slug")
@click.option("--state", type=click.Choice([one.value for one in Standing]), help="Only those that stand so.")
@organisation_option
@json_option
def activities(slug: str, state: str | None, organisation: str | None, *, as_json: bool) -> None:
    """Print the ledger of the consultation SLUG: every activity, with its links."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = own_consultation(session, actor.organisation_id, slug)
        found = queries.activities(session, consultation.id)
    today = clock.today(consultation.time_zone)
    wanted = [one for one in found if state in {None, one.standing(today).value}]
    if as_json:
        base = settings.base_url.rstrip("/")
        print_json({"slug": slug, "activities": [_document(one, today, base) for one in wanted]})
        return
    for one in wanted:
        codes = " ".join(f"{link.language}:{link.code}" for link in one.links)
        print(f"{one.key}: {one.standing(today).value}, {one.on or 'no day'}, {codes}")


@click.command(cls=Command)
@click.argument("slug")
@click.option("--what", required=True, help="What it is to be, in the first language.")
@click.option("--channel", type=click.Choice([one.value for one in Channel]), required=True)
@click.option("--language", "languages", multiple=True, required=True, help="Each gets a link of its own.")
@click.option("--community", "communities", multiple=True)
@click.option("--partner")
@click.option("--on", "on", type=DAY)
@click.option("--place", help="Where it is to be, in the first language.")
@click.option("--place-is-public", "is_place_public", is_flag=True, help="Show the place to everybody.")
@click.option("--hours", type=Amount())
@click.option("--cost", type=Amount())
@organisation_option
@json_option
def plan(slug: str, organisation: str | None, *, as_json: bool, **given: Any) -> None:
    """Plan an activity of the consultation SLUG, and make its links."""
    settings, _ = ready()
    first = given["languages"][0]
    given["what"] = Text.of({first: given["what"]})
    given["place"] = Text.of({first: given["place"]}) if given["place"] else None
    planned = ledger.Planned(**{**given, "channel": Channel(given["channel"]), "on": _day(given["on"])})
    with acting(settings, organisation) as (session, actor):
        consultation = own_consultation(session, actor.organisation_id, slug)
        key = ledger.plan(session, actor, consultation, planned)
        one = queries.activity(session, consultation.id, key)
    today = clock.today(consultation.time_zone)
    if as_json:
        print_json(_document(one, today, settings.base_url.rstrip("/")))
    else:
        print(f"{key} is planned, with {len(one.links)} links")


@click.command(cls=Command)
@click.argument("slug")
@click.argument("key")
@click.option("--on", "on", type=DAY, required=True)
@click.option("--people", type=int, help="How many were spoken to.")
@click.option("--hours", type=Amount())
@click.option("--cost", type=Amount())
@click.option("--materials")
@click.option("--outcome")
@click.option("--notes")
@organisation_option
def done(slug: str, key: str, organisation: str | None, **given: Any) -> None:
    """Record that the activity KEY of the consultation SLUG was done, and what came of it."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = own_consultation(session, actor.organisation_id, slug)
        told = ledger.Done(**{**given, "on": given["on"].date()})
        ledger.record_done(session, actor, consultation, key, told)
    print(f"{key} is recorded as done")


@click.command(cls=Command)
@click.argument("slug")
@click.argument("key")
@click.option("--reason", required=True)
@organisation_option
def cancel(slug: str, key: str, reason: str, organisation: str | None) -> None:
    """Call the activity KEY of the consultation SLUG off. It stays in the ledger."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = own_consultation(session, actor.organisation_id, slug)
        ledger.cancel(session, actor, consultation, key, reason)
    print(f"{key} is cancelled")


@click.command(cls=Command)
@organisation_option
@json_option
def partners(organisation: str | None, *, as_json: bool) -> None:
    """Print the partners of the organisation."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        found = queries.partners(session, actor.organisation_id)
    if as_json:
        print_json({"partners": [_partner(one) for one in found]})
        return
    for one in found:
        print(f"{one.key}: {one.name.to('en')}{'' if one.is_active else ' (not active)'}")


@click.command(cls=Command)
@click.argument("slug")
@click.option("--language", default="en", show_default=True)
@organisation_option
def calendar(slug: str, language: str, organisation: str | None) -> None:
    """Print the days of outreach of the consultation SLUG as an iCalendar file."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = own_consultation(session, actor.organisation_id, slug)
        found = queries.activities(session, consultation.id)
    content = calendar_file(
        consultation,
        found,
        language=language,
        host=urlsplit(settings.base_url).hostname or "localhost",
        boundaries={"opens": "Opens", "closes": "Closes"},
        moment=clock.now(),
    )
    click.echo(content, nl=False)


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _document(one: ActivityValue, today: date, base: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "state": one.standing(today).value,
        "channel": one.channel,
        "what": one.what.canonical() if one.what else None,
        "partner": one.partner,
        "communities": list(one.communities),
        "on": None if one.on is None else one.on.isoformat(),
        "place": one.place.canonical() if one.place else None,
        "is_place_public": one.is_place_public,
        "done_on": None if one.done_on is None else one.done_on.isoformat(),
        "planned": {"hours": _number(one.planned_hours), "cost": _number(one.planned_cost)},
        "actual": {
            "hours": _number(one.hours),
            "cost": _number(one.cost),
            "people_spoken_to": one.people_spoken_to,
        },
        "materials": one.materials,
        "outcome": one.outcome,
        "notes": one.notes,
        "cancel_reason": one.cancel_reason,
        "links": [
            {
                "code": link.code,
                "language": link.language,
                "openings": link.openings,
                "address": f"{base}/go/{link.code}",
            }
            for link in one.links
        ],
    }


def _partner(one: PartnerValue) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name.canonical(),
        "role_contact": one.role_contact.canonical() if one.role_contact else None,
        "languages": list(one.languages),
        "communities": list(one.communities),
        "interest_in_bidding": "declared" if one.has_interest_in_bidding else "none",
        "is_active": one.is_active,
    }


def _number(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
