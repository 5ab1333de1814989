"""Attempts are counted on the real queue's server, and by each process alone where that cannot be reached."""

import socket
import time
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from limits import parse

from consult.web import limiting

TWICE = parse("2 per minute")


def counted(app: Flask, redis_url: str | None) -> list[bool]:
    installed = app.extensions["consult"]
    settings = installed.settings.model_copy(update={"redis_url": redis_url})
    app.extensions["consult"] = replace(installed, settings=settings)
    try:
        with app.app_context():
            who = str(uuid.uuid4())
            return [limiting.count(TWICE, "try", who) for _ in range(3)] + [
                limiting.is_left(TWICE, "try", who)
            ]
    finally:
        app.extensions["consult"] = installed


def test_the_third_attempt_of_two_is_too_many_on_the_queues_server(app: Flask, queue_url: str) -> None:
    assert queue_url.startswith("unix:")
    assert counted(app, queue_url) == [True, True, False, False]


def test_a_server_that_hangs_keeps_nobody_waiting(app: Flask, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(f"{tmp_path}/silent.sock")
        silent.listen()
        begun = time.monotonic()
        assert counted(app, f"unix://{tmp_path}/silent.sock") == [True, True, False, False]
        assert time.monotonic() - begun < 4 * (limiting.SECONDS_TO_REACH_THE_SERVER + 0.5)


@pytest.mark.parametrize("how", ["none", "out of reach"])
def test_without_the_server_each_process_counts_alone(app: Flask, tmp_path: Path, how: str) -> None:
    assert counted(app, None if how == "none" else f"unix://{tmp_path}/gone.sock") == [
        True,
        True,
        False,
        False,
    ]
