"""The operators' door: `consult ...`, and the same commands under `flask --app wsgi ...`."""

from importlib import import_module

import click

from consult.cli.commands import Group

COMMANDS = {
    "consultations": "consult.cli.consultations",
    "db": "consult.cli.database",
    "demo": "consult.cli.demo",
    "evidence": "consult.cli.evidence",
    "officers": "consult.cli.officers",
    "outreach": "consult.cli.outreach",
    "responses": "consult.cli.responses",
    "serve": "consult.cli.serve",
    "surveys": "consult.cli.surveys",
    "tenders": "consult.cli.tenders",
    "worker": "consult.cli.worker",
}
"""Every command by its name, and the module that has it as `command`. pyproject.toml tells Flask of the same ones."""


class Doors(Group):
    """Imports a command when it is asked for, so that checking a survey does not load a web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # the signature is click's
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's too
        """Return the command called `cmd_name`."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name]).command
        return found


@click.group(cls=Doors)
@click.version_option(package_name="consult")
def consult() -> None:
    """Ask the people an AI purchase will affect, and put what they said on the tender record."""


def main() -> None:
    """Run the command line."""
    consult(prog_name="consult")
