"""`audit`: is the trail of what officers did still whole?"""

import click

from consult import db
from consult.accounts.queries import organisations
from consult.audit.queries import first_broken_entry
from consult.cli.commands import Group, json_option, print_json
from consult.cli.operator import ready
from surveys.problems import Problem, Refused


@click.group("audit", cls=Group)
def command() -> None:
    """Check the trail of what officers did."""


@command.command()
@json_option
def verify(*, as_json: bool) -> None:
    """Check the chain of every organisation. Exit status 1 where an entry was changed, removed or slipped in."""
    ready()
    with db.reading() as session:
        broken = {one.slug: first_broken_entry(session, one.id) for one in organisations(session)}
    faults = [Problem("audit.broken", slug, {"number": at}) for slug, at in broken.items() if at is not None]
    if faults:
        raise Refused(faults)
    if as_json:
        print_json({"organisations": list(broken)})
    else:
        for slug in broken:
            click.echo(f"{slug}: whole")
