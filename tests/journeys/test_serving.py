"""The web server: one socket, several processes, none of which the service depends on."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from consult import processes
from consult.cli.serve import listening
from surveys.problems import Refused

ROOT = Path(__file__).parents[2]
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # whatever proxy is set
SLOW_UPLOADS = 40


@dataclass(frozen=True)
class Site:
    process: "subprocess.Popen[bytes]"
    port: int

    def ask(self, path: str) -> object:
        with DIRECTLY.open(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return json.load(answer)

    def children(self) -> set[int]:
        return {child.pid for child in psutil.Process(self.process.pid).children()}

    def slow_upload(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sendall(
            b"POST /length HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n"
            + b"a" * 10
        )
        return connection


@pytest.fixture
def site() -> Iterator[Site]:
    process = processes.start(
        [sys.executable, "-m", "tests.journeys.slow_site", "2"], folder=ROOT, output=subprocess.PIPE
    )
    assert process.stdout is not None
    with process.stdout as said:
        yield Site(process, int(said.readline()))
        processes.stop(process, 15)


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it never came about")


def test_a_process_that_is_killed_is_replaced_and_nobody_is_turned_away(site: Site) -> None:
    wait_until(lambda: len(site.children()) == 2)
    before = site.children()
    os.kill(min(before), signal.SIGKILL)
    answered = {site.ask("/who") for _ in range(20)}
    assert answered <= before | site.children()
    wait_until(lambda: len(site.children()) == 2 and min(before) not in site.children())


def test_people_with_slow_lines_hold_up_nobody(site: Site) -> None:
    uploads = [site.slow_upload() for _ in range(SLOW_UPLOADS)]
    try:
        begun = time.monotonic()
        assert isinstance(site.ask("/who"), int)
        assert time.monotonic() - begun < 2, "it waited for the uploads"
        for upload in uploads:
            upload.sendall(b"a" * 990)
        assert all(upload.makefile("rb").read().endswith(b"\r\n\r\n1000\n") for upload in uploads)
    finally:
        for upload in uploads:
            upload.close()


def test_requests_that_have_begun_are_answered_before_the_server_ends(site: Site) -> None:
    said: list[object] = []
    asking = threading.Thread(target=lambda: said.append(site.ask("/slow")))
    asking.start()
    upload = site.slow_upload()
    time.sleep(0.5)
    site.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    upload.sendall(b"a" * 990)
    assert upload.makefile("rb").read().endswith(b"1000\n")
    upload.close()
    asking.join(10)
    assert said == ["done"]
    assert site.process.wait(10) == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", site.port), timeout=2)


def test_the_server_s_children_die_with_it(site: Site) -> None:
    wait_until(lambda: len(site.children()) == 2)
    children = [psutil.Process(pid) for pid in site.children()]
    site.process.kill()
    site.process.wait(5)
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_a_port_in_use_is_said_to_be_in_use() -> None:
    with listening("127.0.0.1", 0) as taken, pytest.raises(Refused) as refused:
        listening("127.0.0.1", taken.getsockname()[1])
    assert refused.value.problems[0].code == "serve.port_in_use"
