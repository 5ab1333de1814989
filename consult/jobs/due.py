"""Doing the work that is due: what the worker runs for one row, and the sweep that finds what was missed."""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog

from consult import clock
from consult.db import reading, unit_of_work
from consult.jobs.progress import Progress, Task
from consult.jobs.tasks import TASKS
from consult.work import queries, service
from surveys.problems import Problem, Refused

MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=1)  # doubled after each attempt

_log = structlog.get_logger(__name__)


def run_due_work(work_id: str, tasks: Mapping[str, Task] = TASKS) -> None:
    """Do the work in the row `work_id`, and write how it ended. Work that is done already is left alone.

    A task that refuses (raises Refused) will not be tried again; one that breaks will be, up to five times.
    """
    identity = uuid.UUID(work_id)
    with unit_of_work() as session:
        begun = service.begin(session, identity)
    if begun is None:
        return
    with structlog.contextvars.bound_contextvars(job_id=work_id, task=begun.task):
        _run(identity, begun, tasks)


def _run(identity: uuid.UUID, begun: service.Begun, tasks: Mapping[str, Task]) -> None:
    if begun.attempts > MOST_ATTEMPTS:  # each earlier one took its process down with it
        _fail(identity, Problem("work.given_up", begun.task, {"attempts": begun.attempts - 1}), None)
        return
    task = tasks.get(begun.task)
    if task is None:
        _fail(identity, Problem("work.unknown_task", begun.task), None)
        return
    _log.info("begun", attempt=begun.attempts)
    try:
        task(begun.subject_id, _progress_of(identity))
    except Refused as refused:
        _log.warning("refused", problems=str(refused))
        _fail(identity, refused.problems[0], None)
    except Exception as broken:  # noqa: BLE001  # whatever it was, the row must say that it did not end well
        is_last = begun.attempts >= MOST_ATTEMPTS
        _log.exception("broken", is_last=is_last)
        problem = Problem("work.broken", begun.task, {"kind": type(broken).__name__})
        _fail(identity, problem, None if is_last else FIRST_PAUSE * 2 ** (begun.attempts - 1))
    else:
        with unit_of_work() as session:
            service.finish(session, identity)
        _log.info("done")


def _fail(identity: uuid.UUID, problem: Problem, pause: timedelta | None) -> None:
    with unit_of_work() as session:
        service.fail(session, identity, problem, retry_at=None if pause is None else clock.now() + pause)


def _progress_of(identity: uuid.UUID) -> Progress:
    def report(done: int, total: int) -> None:
        with unit_of_work() as session:
            service.report(session, identity, done, total)

    return report


def sweep(nudge: Callable[[uuid.UUID], bool]) -> int:
    """Nudge the queue for each piece of work that is due and not done; return how many were."""
    with reading() as session:
        due = queries.due_ids(session, clock.now())
    for number, work_id in enumerate(due):
        if not nudge(work_id):  # out of reach: asking for the rest would only wait as often
            return number
    return len(due)
