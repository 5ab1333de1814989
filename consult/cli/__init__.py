"""The operators' door: `consult ...`, and the same commands under `flask --app wsgi ...`."""

from importlib import import_module
from typing import Any

import click

from consult.cli.commands import Group

COMMANDS = {
    "audit": "consult.cli.audit",
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
"""Every command by its name, and the module that has it as `command`. pyproject.toml names the same ones to Flask."""


class Later(click.Command):
    """A command whose module is imported when it is run, so that checking a survey does not load a web server."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command itself."""
        return self.itself().make_context(info_name, args, parent, **extra)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line about the command in the list of commands."""
        return self.itself().get_short_help_str(limit)

    def itself(self) -> click.Command:
        """Return the command."""
        found: click.Command = import_module(COMMANDS[str(self.name)]).command
        return found


@click.group(cls=Group, commands={name: Later(name) for name in COMMANDS})
@click.version_option(package_name="consult")
def consult() -> None:
    """Ask the people an AI purchase will affect, and put what they said on the tender record."""


def __getattr__(name: str) -> click.Command:
    """Return a command as Flask asks for it: `consult.cli:later_<name>`."""
    command = consult.commands.get(name.removeprefix("later_"))
    if command is None or not name.startswith("later_"):
        raise AttributeError(name)
    return command


def main() -> None:
    """Run the command line."""
    consult(prog_name="consult")
