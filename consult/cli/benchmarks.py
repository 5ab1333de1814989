"""`consultations benchmarks`: how many people a community has, from the tables of statistical offices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.cli.commands import Command, json_option, line, print_json
from consult.cli.files import contents, faults_in
from consult.cli.operator import acting, organisation_option, ready
from consult.consultations.benchmarks import files
from consult.consultations.benchmarks.figures import Figure, Sheet
from consult.consultations.benchmarks.files import FileValue
from consult.consultations.benchmarks.grid import LARGEST_BYTES, MEGABYTE
from consult.consultations.benchmarks.taking import Choice, Origin, by_key, take
from consult.consultations.queries import own_consultation
from consult.consultations.terms import BenchmarkBasis
from consult.words.problems import sentence
from surveys.problems import Problem, Refused
from surveys.text import Text

Choices = Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class Read:
    """A table that was kept, what was read in it, and the communities that took their numbers from it."""

    file: FileValue
    sheet: Sheet
    taken: tuple[str, ...]


def _chosen(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, Choice]:
    """KEY=ROWS, or KEY=ROWS/ROWS of everyone."""
    found: dict[str, Choice] = {}
    for written in given:
        key, equals, rows = written.partition("=")
        if not equals or not key or key in found:
            raise click.BadParameter(f"{written}: give KEY=ROWS or KEY=ROWS/ROWS, each KEY once")
        rows, _, everyone = rows.partition("/")
        found[key] = Choice(rows, everyone)
    return found


@click.command("benchmarks", cls=Command)
@click.argument("slug")
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)
@click.option("--take", "choices", multiple=True, callback=_chosen, metavar="KEY=ROWS[/ROWS]",
              help="Which numbers of the table are which community, and which are everyone, as in elderly=3,5-7/1. "
                   "Without it, rows are taken that are named by the key of a community.")  # fmt: skip
@click.option("--source", help="Where the numbers are from, where the table does not say so.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day they are of.")
@click.option("--area", help="The area they are of.")
@click.option("--basis", type=click.Choice([one.value for one in BenchmarkBasis]), help="Whom they count.")
@click.option("--reason", default="", help="Why, once it is published. It is recorded.")
@organisation_option
@json_option
def command(
    slug: str,
    paths: tuple[Path, ...],
    choices: Choices,
    source: str | None,
    on: datetime | None,
    area: str | None,
    basis: str | None,
    reason: str,
    organisation: str | None,
    *,
    as_json: bool,
) -> None:
    """Read tables of populations for SLUG (CSV, Nomis, Eurostat), keep them, and take benchmarks from them.

    Every number is printed with what it is called by; of all files together everything is taken, or nothing.
    """
    if choices and len(paths) > 1:
        raise click.UsageError("--take chooses in one FILE; give one at a time")
    settings, _ = ready()
    given = BenchmarkBasis(basis) if basis else None
    with acting(settings, organisation) as (session, actor):
        language = own_consultation(session, actor.organisation_id, slug).languages[0]
        words = [Text.of({language: said}) if said else None for said in (source, area)]
        origin = Origin(words[0], on.date() if on else None, words[1], given)
        found = [_read(session, actor, slug, path, choices, origin, reason) for path in paths]
    if as_json:
        print_json({"slug": slug, "files": [_told(one) for one in found]})
        return
    for one in found:
        _say(one)


def _read(
    session: Session, actor: Actor, slug: str, path: Path, choices: Choices, origin: Origin, reason: str
) -> Read:
    with faults_in(path):
        if path.is_file() and path.stat().st_size > LARGEST_BYTES:
            raise Refused(Problem("benchmarks.too_large", "", {"limit": LARGEST_BYTES // MEGABYTE}))
    content = contents(path)
    with faults_in(path):
        kept = files.keep(session, actor, slug, path.name, content)
        value = own_consultation(session, actor.organisation_id, slug)
        _, sheet, _ = files.one(session, value.id, kept.id)
        wanted = choices or by_key(sheet, frozenset(one.key for one in value.details.communities))
        taken = take(session, actor, slug, kept.id, wanted, origin, reason=reason) if wanted else ()
    return Read(kept, sheet, taken)


def _told(one: Read) -> dict[str, Any]:
    return {
        "file": one.file.name,
        "sha256": one.file.sha256,
        "layout": one.sheet.layout,
        "title": one.sheet.title,
        "taken": list(one.taken),
        "numbers": [_number(figure) for figure in one.sheet.figures],
        "faults": [
            {**fault.to_json(), "message": sentence(fault, "en", "officer")} for fault in one.sheet.faults
        ],
    }


def _number(figure: Figure) -> dict[str, Any]:
    return {
        "number": figure.number,
        "name": figure.name,
        "key": figure.key,
        "count": figure.count,
        "percent": None if figure.percent is None else float(figure.percent),
        "total": figure.total,
        "area": figure.area,
        "period": figure.period,
        "flags": figure.flags,
        "row": figure.place.row,
        "column": figure.place.column,
    }


def _say(one: Read) -> None:
    for fault in one.sheet.faults:
        click.echo(line(fault), err=True)
    for figure in one.sheet.figures:
        size = "no number" if figure.count is None and figure.percent is None else figure.count
        size = f"{figure.percent} %" if figure.count is None and figure.percent is not None else size
        beside = ", ".join(part for part in (figure.area, figure.period) if part)
        click.echo(f"{figure.number}: {figure.name}{f' ({beside})' if beside else ''}: {size}")
    click.echo(f"taken: {', '.join(one.taken) or 'nothing'}")
