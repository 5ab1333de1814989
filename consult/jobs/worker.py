"""The worker: takes jobs off the queue, one process each, and sweeps for missed work once a minute.

RQ's own `rq cron` is not used: it writes its jobs as pickle, whatever the queue is told. What must happen at a later
time is due work with a later time, so one sweep is all the schedule there is.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from redis.exceptions import RedisError
from rq.job import Job
from rq.queue import Queue
from rq.worker import Worker
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import configure_mappers

import consult.models  # noqa: F401  # every table is known before a job is forked
from consult import db, processes
from consult.jobs.due import sweep
from consult.jobs.queue import QUEUE_NAME, SECONDS_BETWEEN_HEARTBEATS, WorkQueue
from surveys.problems import Problem, Refused

SECONDS_BETWEEN_SWEEPS = 60.0

_log = logging.getLogger(__name__)


class SweepingWorker(Worker):
    """An RQ worker whose jobs die with it, and which sweeps for due work beside them."""

    sweep: Callable[[], object]
    swept_at = float("-inf")

    @property
    def dequeue_timeout(self) -> int:
        """How long to wait for a job before the next heartbeat, and with it perhaps a sweep, in seconds."""
        return SECONDS_BETWEEN_HEARTBEATS

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """Tell the queue that this worker lives, and sweep when a minute has passed."""
        super().heartbeat(timeout, pipeline)
        if self.is_horse or time.monotonic() - self.swept_at < SECONDS_BETWEEN_SWEEPS:
            return
        self.swept_at = time.monotonic()
        try:
            self.sweep()
        except SQLAlchemyError:
            _log.exception("the sweep could not read the database; the next one will try again")

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Run one job, in the process that was forked for it."""
        processes.die_with(self.pid or 0)
        db.forget_connections()
        super().main_work_horse(job, queue)


def work(url: str, *, until_empty: bool = False) -> None:
    """Work on the queue at `url` until told to stop (SIGTERM: after the job at hand; twice: at once).

    With `until_empty` return when nothing is left. Raises Refused when the queue cannot be reached at the start.
    """
    queue = WorkQueue.at(url)
    try:
        worker = SweepingWorker(
            [QUEUE_NAME],
            connection=WorkQueue.at(url).queue.connection,
            serializer="json",
            job_monitoring_interval=SECONDS_BETWEEN_HEARTBEATS,
        )
    except RedisError as unreachable:
        raise Refused(Problem("queue.unreachable", "", {"reason": str(unreachable)})) from None
    configure_mappers()
    worker.sweep = lambda: sweep(queue.nudge)
    worker.work(burst=until_empty)
