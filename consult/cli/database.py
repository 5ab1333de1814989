"""`db`: the schema of the configured database."""

import click

from consult import migrations
from consult.cli.commands import Group
from consult.db import engine_for
from consult.settings import load
from surveys.problems import Problem, Refused


@click.group("db", cls=Group)
def command() -> None:
    """Bring the database up to date, or ask whether it is."""


@command.command()
def upgrade() -> None:
    """Run every migration the database still lacks."""
    engine = engine_for(load().database_url)
    migrations.upgrade(engine)
    engine.dispose()
    click.echo("The database is up to date.")


@command.command()
def check() -> None:
    """Say whether the schema is current; exit status 1 when it is not."""
    engine = engine_for(load().database_url)
    is_current = migrations.is_current(engine)
    engine.dispose()
    if not is_current:
        raise Refused(Problem("database.not_current"))
    click.echo("The database is up to date.")
