"""How every command speaks: plain lines, or with `--json` one document and nothing else, on refusal too.

Exit status 2 for bad usage, 1 when nothing could be done.
"""

import json
import sys
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

import click

from consult.words.problems import sentence
from surveys.problems import Problem, Refused

AS_JSON = "consult.as_json"
Decorated = TypeVar("Decorated", bound=Callable[..., object])


class Command(click.Command):
    """A command that refuses in the form it was asked to speak in."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; bad usage is a document too where `--json` was asked for."""
        wants_json = "--json" in args and any(option.name == "as_json" for option in self.params)
        ctx.meta[AS_JSON] = wants_json
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as misused:
            if wants_json:
                print_json(
                    {
                        "problems": [
                            Problem("usage.wrong", "", {"expected": misused.format_message()}).to_json()
                        ]
                    }
                )
            raise

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a refusal becomes its lines or its document, and exit status 1."""
        try:
            return super().invoke(ctx)
        except Refused as refused:
            refuse(refused.problems, as_json=bool(ctx.meta.get(AS_JSON)))


class Group(click.Group):
    """A family of such commands."""

    command_class = Command
    group_class = type


def json_option(function: Decorated) -> Decorated:
    """Give a command `--json`; it receives `as_json`."""
    option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
    return option(function)


def print_json(document: object) -> None:
    """Print `document` on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def line(problem: Problem) -> str:
    """Return `problem` as one line: where it is, and what is wrong, in English."""
    place = f"{problem.where}: " if problem.where else ""
    return " ".join((place + sentence(problem, "en", "officer")).split())


def refuse(problems: Iterable[Problem], *, as_json: bool) -> NoReturn:
    """Say what is wrong, one line each on standard error or one document on standard output, and exit with 1."""
    if as_json:
        print_json({"problems": [problem.to_json() for problem in problems]})
    else:
        for problem in problems:
            click.echo(line(problem), err=True)
    sys.exit(1)
