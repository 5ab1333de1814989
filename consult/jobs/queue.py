"""The queue: the only thing it carries is the name of a function here and an id."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from redis import Redis
from redis.exceptions import RedisError
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.queue import Queue

from consult import clock
from consult.settings import Settings

QUEUE_NAME = "consult"
RUN_DUE_WORK = "consult.jobs.due.run_due_work"
SECONDS_A_JOB_MAY_TAKE = 900
SECONDS_BETWEEN_HEARTBEATS = 10
SILENCE_OF_THE_DEAD = timedelta(seconds=3 * SECONDS_BETWEEN_HEARTBEATS)
SECONDS_TO_REACH_THE_QUEUE = 1.0  # someone is waiting for the page that left the work

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """The queue of one installation."""

    queue: Queue

    @classmethod
    def at(cls, url: str) -> "WorkQueue":
        """Return the queue at `url` (`redis://` or `unix://`). Nothing is connected to until it is used."""
        connection = Redis.from_url(
            url,
            socket_connect_timeout=SECONDS_TO_REACH_THE_QUEUE,
            socket_timeout=SECONDS_TO_REACH_THE_QUEUE,
        )
        # JSON, so that whoever can write to the queue cannot make the worker run code of theirs.
        return cls(Queue(QUEUE_NAME, connection=connection, serializer="json"))

    def enqueue(self, task: str, subject: uuid.UUID, *, key: str) -> bool:
        """Queue a call of `task`, the dotted name of a function, with the text of `subject`.

        `key` is unique: while a job with it waits or runs nothing is queued and False is returned. A job that
        ended badly, or whose worker fell silent, makes room for the new one. Raises RedisError when the queue
        cannot be reached.
        """
        for _ in range(2):
            try:
                self.queue.enqueue(
                    task,
                    str(subject),
                    job_id=key,
                    unique=True,
                    job_timeout=SECONDS_A_JOB_MAY_TAKE,
                    result_ttl=0,
                    description=f"{task.rpartition('.')[2]} {subject}",
                )
            except DuplicateJobError:
                if not self._make_room(key):
                    return False
            else:
                return True
        return False

    def nudge(self, work_id: uuid.UUID) -> bool:
        """Queue the due work `work_id`; return whether it is on the queue now.

        A queue out of reach is no reason to fail: the row stays, and the next sweep picks it up.
        """
        try:
            self.enqueue(RUN_DUE_WORK, work_id, key=f"work-{work_id}")
        except RedisError:
            _log.warning("the queue is out of reach; work %s waits for the next sweep", work_id)
            return False
        return True

    def is_reachable(self) -> bool:
        """Return whether the queue answers."""
        try:
            return bool(self.queue.connection.ping())
        except RedisError:
            return False

    def _make_room(self, key: str) -> bool:
        try:
            job = Job.fetch(key, connection=self.queue.connection, serializer="json")
        except NoSuchJobError:
            return True
        if not _is_over(job):
            return False
        job.delete()
        return True


def _is_over(job: Job) -> bool:
    status = job.get_status()
    if status is JobStatus.STARTED:
        heard = job.last_heartbeat
        return heard is None or clock.now() - heard > SILENCE_OF_THE_DEAD
    return status in {JobStatus.FAILED, JobStatus.FINISHED, JobStatus.STOPPED, JobStatus.CANCELED}


def nudge_through(settings: Settings) -> Callable[[uuid.UUID], object]:
    """Return what is to be called with the id of each piece of due work once its cause is committed."""
    if settings.redis_url is None:
        return _leave_it
    return WorkQueue.at(settings.redis_url).nudge


def _leave_it(_work_id: uuid.UUID) -> None:
    """Without a queue the row waits: a worker finds it as soon as there is one."""
