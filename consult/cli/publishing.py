"""What the commands have in common that publish a survey: reading it, reasons for going on, and being refused."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from consult.cli.commands import Decorated, line, print_json
from consult.cli.files import contents, faults_in
from consult.consultations.publication_checks import Weight, weight_of
from surveys.document import Survey
from surveys.problems import Problem

FILE = click.Path(path_type=Path, dir_okay=False)
Overrides = tuple[tuple[str, str], ...]


def read_survey(path: Path) -> Survey:
    """Return the survey in a file; Refused with its faults, each with the name of the file."""
    content = contents(path)
    with faults_in(path):
        return Survey.from_json(content)


def overrides_option(function: Decorated) -> Decorated:
    """Give a command `--override CODE=REASON`; it receives `overrides`."""
    option = click.option(
        "--override",
        "overrides",
        multiple=True,
        metavar="CODE=REASON",
        callback=lambda _context, _option, given: _overrides(given),
        help="Publish in spite of a problem, with a reason that is recorded. May be given more than once.",
    )
    return option(function)


def _overrides(given: Iterable[str]) -> Overrides:
    pairs = [(code.strip(), reason) for code, _, reason in (entry.partition("=") for entry in given)]
    if any(not code or not reason.strip() for code, reason in pairs):
        raise click.BadParameter("write CODE=REASON, such as consultation.no_dpia='It is being written.'")
    return tuple(pairs)


def refuse_to_publish(problems: Iterable[Problem], *, as_json: bool) -> NoReturn:
    """Say what stops it, and by which code an officer may go on in spite of it. Exit status 1."""
    if as_json:
        print_json(
            {"problems": [problem.to_json() | {"weight": weight_of(problem).value} for problem in problems]}
        )
    else:
        for problem in problems:
            way = f" [--override {problem.code}=REASON]" if weight_of(problem) is Weight.NEEDS_REASON else ""
            click.echo(line(problem) + way, err=True)
    sys.exit(1)
