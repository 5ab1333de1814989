"""Commands as processes of their own, each forked from one that has read the modules already.

An interpreter that begins anew takes two seconds before it does anything: a minute and a half for a long journey.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from consult.cli import COMMANDS, main

SECONDS_FOR_ONE = 120


def run(arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> tuple[int, bytes, bytes]:
    """Run `consult` with these arguments in a process of its own; return its status, output and errors."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *COMMANDS.values()])
    said = folder / "stdout", folder / "stderr"
    for before in said:
        before.unlink(missing_ok=True)
    process = context.Process(target=_begin, args=([*arguments], dict(environment), said))
    process.start()
    process.join(SECONDS_FOR_ONE)
    if process.exitcode is None:
        process.kill()
        process.join()
    assert process.exitcode is not None
    return process.exitcode, said[0].read_bytes(), said[1].read_bytes()


def _begin(arguments: list[str], environment: dict[str, str], said: tuple[Path, Path]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for stream, path in zip((sys.stdout, sys.stderr), said, strict=True):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = ["consult", *arguments]
    main()
