"""`outreach simulate`: is the advice any good? Tried in invented towns, against two simple ways of planning."""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from consult.cli.commands import Command, json_option, print_json
from surveys.outreach.trials.comparing import Compared, compared
from surveys.outreach.trials.towns import TOWNS

DIGITS = 4
SEEDS = 100


@click.command(cls=Command)
@click.option(
    "--town", "names", multiple=True, type=click.Choice([town.name for town in TOWNS]), help="Only this one."
)
@click.option(
    "--draws", default=SEEDS, show_default=True, type=click.IntRange(2, 10_000), help="How often it is tried."
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="The first of the draws.")
@json_option
def simulate(names: tuple[str, ...], draws: int, seed: int, *, as_json: bool) -> None:
    """Try the advice in invented towns against uniform and proportional outreach. Changes nothing, needs no settings.

    The same seed gives the same figures. docs/outreach.md says what they mean and what they do not show.
    """
    towns = [town for town in TOWNS if not names or town.name in names]
    results = (_document(one) for one in compared(towns, range(seed, seed + draws)))
    if as_json:
        print_json({"draws": draws, "seed": seed, "towns": list(results)})
    else:
        _say(results, draws, seed)


def _document(one: Compared) -> dict[str, Any]:
    return {
        "town": one.town.name,
        "why": one.town.why,
        "people": one.town.people,
        "targets": one.targets,
        "ways": {name: _rounded(asdict(way)) for name, way in one.ways.items()},
        "contacts_saved": {name: _rounded(asdict(share)) for name, share in one.saved.items()},
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    return round(value, DIGITS) if isinstance(value, float) else value


def _say(results: Iterable[dict[str, Any]], draws: int, seed: int) -> None:
    click.echo(f"{draws} draws from seed {seed}; after each figure half the width of its 95 % interval\n")
    click.echo(
        "| town | outreach | lowest n/target | targets met | CV | cost | contacts until all met | finished |"
    )
    click.echo("|---|---|---|---|---|---|---|---|")
    told = []
    for one in results:
        told.append(one)
        for name, way in one["ways"].items():
            parts = [
                _mean(way["lowest"], 2),
                f"{_mean(way['met'], 2)} of {one['targets']}",
                _mean(way["cv"], 2),
                _mean(way["cost"], 0),
                _mean(way["contacts"], 0),
                f"{way['finished']:.0%}",
            ]
            click.echo(f"| {one['town']} | {name} | {' | '.join(parts)} |")
        sys.stdout.flush()
    click.echo(
        "\nContacts the advice needs fewer until all targets are met: of all draws together (95 % interval),"
    )
    click.echo("the median of single draws, and in how many draws it needed fewer:\n")
    click.echo("| town | than uniform | median | draws | than proportional | median | draws |")
    click.echo("|---|---|---|---|---|---|---|")
    for one in told:
        saved = one["contacts_saved"]
        click.echo(f"| {one['town']} | {_saved(saved['uniform'])} | {_saved(saved['proportional'])} |")


def _mean(found: dict[str, Any], digits: int) -> str:
    half = (found["interval"]["high"] - found["interval"]["low"]) / 2
    return f"{found['mean']:,.{digits}f} ± {half:,.{digits}f}"


def _saved(found: dict[str, Any]) -> str:
    low, high = found["total"]["interval"]["low"], found["total"]["interval"]["high"]
    total = f"{found['total']['mean']:.0%} ({low:.0%} to {high:.0%})"
    return f"{total} | {found['median']:.0%} | {found['fewer']:.0%}"
