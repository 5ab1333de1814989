"""`officers`: who may sign in."""

import click

from consult.accounts.permissions import Role
from consult.accounts.service import add_officer
from consult.cli.commands import Group
from consult.cli.operator import acting, organisation_option, ready


@click.group("officers", cls=Group)
def command() -> None:
    """Add members of staff who may sign in."""


@command.command("add")
@click.argument("email")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What they are here for. May be given more than once.",
)
@organisation_option
def add(email: str, roles: tuple[str, ...], organisation: str | None) -> None:
    """Add an officer, or give one new roles, and print a one-time link to set a password."""
    settings, keys = ready()
    with acting(settings, organisation) as (session, actor):
        code = add_officer(session, actor, keys, email, [Role(role) for role in roles])
    click.echo(f"{settings.base_url.rstrip('/')}/officer/set-up/{code}")
