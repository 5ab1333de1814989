"""A real worker, in a process of its own, with tasks the tests can watch and a minute of one second.

Arguments: the database, the queue, a folder for what the tasks write, and whether to stop when nothing is left.
"""

import os
import sys
import time
import uuid
from pathlib import Path

from consult import db
from consult.cli import logs
from consult.jobs import worker
from consult.jobs.progress import Progress
from consult.jobs.tasks import TASKS
from surveys.problems import Problem, Refused


def main(database: str, queue: str, folder: str, until_empty: str) -> None:
    traces = Path(folder)

    def note(subject: uuid.UUID, progress: Progress) -> None:
        progress(1, 2)
        with (traces / "noted").open("a") as notes:
            notes.write(f"{subject}\n")

    def last(subject: uuid.UUID, progress: Progress) -> None:
        (traces / "horse").write_text(str(os.getpid()))
        time.sleep(600)

    def refuse(subject: uuid.UUID, progress: Progress) -> None:
        raise Refused(Problem("consultation.closed"))

    def break_down(subject: uuid.UUID, progress: Progress) -> None:
        raise ZeroDivisionError

    TASKS.update({"note": note, "last": last, "refuse": refuse, "break_down": break_down})
    worker.SECONDS_BETWEEN_SWEEPS = worker.SECONDS_BETWEEN_HEARTBEATS = 1
    logs.prepare()
    db.bind(db.engine_for(database))
    worker.work(queue, until_empty=until_empty == "until-empty")


if __name__ == "__main__":
    main(*sys.argv[1:])
