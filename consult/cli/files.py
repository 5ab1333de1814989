"""Files given to a command: their bytes, and faults that say which file they are in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from consult.cli.commands import AS_JSON
from surveys.problems import Problem, Refused


def contents(path: Path) -> bytes:
    """Return the bytes of a file; Refused `file.unreadable`."""
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(Problem("file.unreadable", str(path))) from None


@contextmanager
def faults_in(path: Path) -> Iterator[None]:
    """Put the name of the file before the place of every fault, on lines for people.

    In a JSON document the place stays a bare JSON pointer.
    """
    try:
        yield
    except Refused as refused:
        if click.get_current_context().meta.get(AS_JSON):
            raise
        raise Refused(
            replace(problem, where=f"{path} {problem.where}".strip()) for problem in refused.problems
        ) from None
