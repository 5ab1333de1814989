"""Due work, from the row that is left to a real worker that does it, and everything that can go wrong between."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
import redis
from rq.job import Job, JobStatus
from sqlalchemy import Engine, text

from consult import clock, processes
from consult.accounts.service import add_organisation
from consult.db import reading, unit_of_work
from consult.jobs import queue as queues
from consult.jobs.due import MOST_ATTEMPTS, run_due_work, sweep
from consult.jobs.queue import WorkQueue
from consult.work import service
from consult.work.queries import WorkProgress, due_ids, latest_progress
from tests.conftest import settings_for

ROOT = Path(__file__).parents[2]
SUBJECT = uuid.UUID("5b7a1c2e-0000-4000-8000-000000000001")
NOWHERE = "unix:///nowhere/at/all.sock"


@pytest.fixture
def organisation(own_engine: Engine) -> uuid.UUID:
    with unit_of_work() as session:
        return add_organisation(session, {"en": "Northmere"}, "ocds-000000").organisation_id


@pytest.fixture
def leave(organisation: uuid.UUID) -> Callable[..., uuid.UUID]:
    def leaving(task: str, subject: uuid.UUID = SUBJECT, **others: object) -> uuid.UUID:
        with unit_of_work() as session:
            return service.leave(session, task, subject, organisation, **others)

    return leaving


@pytest.fixture
def queue(queue_url: str) -> WorkQueue:
    return WorkQueue.at(queue_url)


@pytest.fixture
def start_worker(
    own_engine: Engine, queue_url: str, tmp_path: Path
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def starting(*, until_empty: bool = True) -> subprocess.Popen[bytes]:
        address = own_engine.url.render_as_string(hide_password=False)
        with (tmp_path / "worker.log").open("ab") as log:
            process = processes.start(
                [sys.executable, "-m", "tests.jobs.worker_with_tasks", address, queue_url, str(tmp_path),
                 "until-empty" if until_empty else "until-told"],
                folder=ROOT, output=log,
            )  # fmt: skip
        started.append(process)
        return process

    yield starting
    for process in started:
        processes.stop(process, 1, signal.SIGKILL)


def progress(task: str, subject: uuid.UUID = SUBJECT) -> WorkProgress:
    with reading() as session:
        found = latest_progress(session, task, subject)
    assert found is not None
    return found


def wait_for(path: Path) -> str:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if path.exists() and (written := path.read_text()):
            return written
        time.sleep(0.02)
    raise AssertionError(f"{path.name} was never written")


def test_a_worker_does_what_was_left_and_shows_its_progress(
    leave: Callable[..., uuid.UUID],
    queue: WorkQueue,
    start_worker: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    work_id = leave("note")
    assert progress("note").state == "waiting"
    assert queue.nudge(work_id)
    assert start_worker().wait(30) == 0
    assert (tmp_path / "noted").read_text() == f"{SUBJECT}\n"
    done = progress("note")
    assert (done.state, done.steps_done, done.steps_total) == ("done", 1, 2)
    assert queue.queue.connection.exists(Job.key_for(f"work-{work_id}")) == 0
    about_the_job = [line for line in (tmp_path / "worker.log").read_text().splitlines() if "due" in line]
    assert any(f"job_id={work_id}" in line for line in about_the_job)


def test_a_worker_finds_by_itself_what_never_reached_the_queue(
    leave: Callable[..., uuid.UUID],
    queue: WorkQueue,
    start_worker: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    leave("note")
    assert queue.queue.count == 0
    start_worker(until_empty=False)
    assert wait_for(tmp_path / "noted") == f"{SUBJECT}\n"


def test_what_is_missed_is_found_a_minute_later_even_while_a_job_runs(
    leave: Callable[..., uuid.UUID],
    queue: WorkQueue,
    start_worker: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    leave("last")
    start_worker(until_empty=False)
    wait_for(tmp_path / "horse")
    assert queue.queue.count == 0
    leave("note")
    end = time.monotonic() + 20
    while queue.queue.count == 0:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_queue_carries_json_only_and_only_names_and_ids(
    leave: Callable[..., uuid.UUID], queue: WorkQueue
) -> None:
    work_id = leave("note")
    queue.nudge(work_id)
    stored = queue.queue.connection.hget(Job.key_for(f"work-{work_id}"), "data")
    assert stored is not None
    assert json.loads(zlib.decompress(stored)) == [queues.RUN_DUE_WORK, None, [str(work_id)], {}]


def test_the_same_work_waits_in_the_queue_once(leave: Callable[..., uuid.UUID], queue: WorkQueue) -> None:
    work_id = leave("note")
    assert queue.enqueue(queues.RUN_DUE_WORK, work_id, key=f"work-{work_id}")
    assert not queue.enqueue(queues.RUN_DUE_WORK, work_id, key=f"work-{work_id}")
    assert sweep(queue.nudge) == 1
    assert queue.queue.count == 1


def test_running_finished_work_again_does_nothing(leave: Callable[..., uuid.UUID]) -> None:
    calls: list[uuid.UUID] = []
    work_id = str(leave("count"))
    tasks = {"count": lambda subject, _progress: calls.append(subject)}
    run_due_work(work_id, tasks)
    run_due_work(work_id, tasks)
    assert calls == [SUBJECT]


def test_work_nobody_knows_of_any_more_is_no_error(own_engine: Engine) -> None:
    run_due_work(str(uuid.uuid4()))


def test_a_refused_task_says_why_and_is_not_tried_again(
    leave: Callable[..., uuid.UUID], queue: WorkQueue, start_worker: Callable[..., subprocess.Popen[bytes]]
) -> None:
    leave("refuse")
    sweep(queue.nudge)
    start_worker().wait(30)
    refused = progress("refuse")
    assert refused.state == "failed"
    assert refused.problem == {"code": "consultation.closed", "where": "", "parameters": {}}
    assert sweep(queue.nudge) == 0


def test_a_task_that_breaks_is_tried_again_later_and_given_up_after_the_fifth_time(
    leave: Callable[..., uuid.UUID], own_engine: Engine
) -> None:
    def breaking(_subject: uuid.UUID, _progress: object) -> None:
        raise ZeroDivisionError

    work_id = leave("break_down")
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        before = clock.now()
        run_due_work(str(work_id), {"break_down": breaking})
        with unit_of_work() as session:
            assert due_ids(session, before) == []
            later = due_ids(session, before + timedelta(days=1))
            pauses.append(bool(later))
            session.execute(text("UPDATE due_work SET due_at = left_at"))
    assert pauses == [True, True, True, True, False]
    assert progress("break_down").state == "failed"
    broken = progress("break_down").problem
    assert broken is not None
    assert (broken["code"], broken["parameters"]) == ("work.broken", {"kind": "ZeroDivisionError"})


def test_work_that_kept_killing_its_process_is_given_up(
    leave: Callable[..., uuid.UUID], own_engine: Engine
) -> None:
    work_id = leave("deadly")
    for _ in range(MOST_ATTEMPTS):
        with unit_of_work() as session:
            service.begin(session, work_id)
    run_due_work(str(work_id), {"deadly": lambda _subject, _progress: os.abort()})
    given_up = progress("deadly")
    assert given_up.state == "failed"
    assert given_up.problem is not None
    assert given_up.problem["code"] == "work.given_up"


def test_a_task_this_version_does_not_know_is_said_to_be_unknown(leave: Callable[..., uuid.UUID]) -> None:
    run_due_work(str(leave("no_such_task")))
    unknown = progress("no_such_task").problem
    assert unknown is not None
    assert unknown["code"] == "work.unknown_task"


def test_without_a_queue_work_is_left_all_the_same(
    leave: Callable[..., uuid.UUID], own_engine: Engine, tmp_path: Path
) -> None:
    address = own_engine.url.render_as_string(hide_password=False)
    queues.nudge_through(settings_for(address, tmp_path))(leave("note"))
    assert progress("note").state == "waiting"


def test_a_queue_out_of_reach_delays_nobody_and_loses_nothing(leave: Callable[..., uuid.UUID]) -> None:
    unreachable = WorkQueue.at(NOWHERE)
    for number in range(50):
        leave("note", uuid.UUID(int=number, version=4))
    begun = time.monotonic()
    assert sweep(unreachable.nudge) == 0
    assert time.monotonic() - begun < 3
    assert not unreachable.is_reachable()
    with reading() as session:
        assert len(due_ids(session, clock.now())) == 50


def test_work_due_later_is_left_alone_until_then(leave: Callable[..., uuid.UUID], queue: WorkQueue) -> None:
    leave("note", due_at=clock.now() + timedelta(hours=1))
    assert sweep(queue.nudge) == 0


def test_a_job_dies_with_its_worker_and_is_taken_up_by_the_next(
    leave: Callable[..., uuid.UUID],
    queue: WorkQueue,
    start_worker: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    work_id = leave("last")
    queue.nudge(work_id)
    worker = start_worker(until_empty=False)
    horse = psutil.Process(int(wait_for(tmp_path / "horse")))
    worker.send_signal(signal.SIGKILL)
    worker.wait(5)
    horse.wait(5)

    job = Job.fetch(f"work-{work_id}", connection=queue.queue.connection, serializer="json")
    assert job.get_status() is JobStatus.STARTED
    assert not queue.enqueue(queues.RUN_DUE_WORK, work_id, key=job.id), "its worker may yet be heard of"
    job.heartbeat(clock.now() - 2 * queues.SILENCE_OF_THE_DEAD, 600)
    (tmp_path / "horse").unlink()
    start_worker(until_empty=False)
    assert int(wait_for(tmp_path / "horse")) != horse.pid


def test_a_worker_told_to_stop_finishes_at_once_when_it_has_no_job(
    start_worker: Callable[..., subprocess.Popen[bytes]], tmp_path: Path, queue_url: str
) -> None:
    worker = start_worker(until_empty=False)
    end = time.monotonic() + 20
    with redis.Redis.from_url(queue_url, decode_responses=True) as connection:
        while "idle" not in {connection.hget(known, "state") for known in connection.smembers("rq:workers")}:
            assert time.monotonic() < end
            time.sleep(0.02)
    begun = time.monotonic()
    assert processes.stop(worker, 5) == 0
    assert time.monotonic() - begun < 4
