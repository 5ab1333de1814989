"""Children that die with their parent, even when it is killed hard."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from consult import processes
from consult.cli.embedded import valkey

PARENT = """
import sys, time
from consult import processes
child = processes.start([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


def test_a_child_is_gone_when_its_parent_was_killed_hard() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert os.getsid(child.pid) == child.pid, "a Ctrl-C in the terminal would reach it"
        parent.kill()
        child.wait(5)


def test_a_child_whose_parent_is_gone_already_never_becomes_the_command() -> None:
    nobody = "1" if os.getppid() != 1 else "2"
    tied = [sys.executable, "-I", "-S", processes.__file__, nobody, "9", "0", "echo", "alive"]
    ended = subprocess.run(tied, capture_output=True, text=True, timeout=10, check=False)
    assert ended.stdout == ""
    assert ended.returncode != 0


def test_stopping_asks_first_and_then_insists() -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('x', flush=True); time.sleep(600)"
    child = processes.start([sys.executable, "-c", deaf], output=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout as said:
        said.read(1)
        begun = time.monotonic()
        assert processes.stop(child, 0.3) == -signal.SIGKILL
    assert 0.3 <= time.monotonic() - begun < 3


def test_what_a_valkey_was_told_is_there_after_it_was_killed_hard(tmp_path: Path) -> None:
    import redis

    first = valkey.start(tmp_path)
    with redis.Redis.from_url(first.url) as connection:
        connection.set("kept", "yes")
    first.process.kill()
    first.process.wait(5)
    assert first.socket_path.exists(), "a hard kill leaves the socket behind"
    second = valkey.start(tmp_path)
    try:
        assert not first.socket_path.parent.exists(), "the next start clears it away"
        with redis.Redis.from_url(second.url) as connection:
            assert connection.get("kept") == b"yes"
    finally:
        second.stop()
    assert not second.socket_path.parent.exists()


def test_a_valkey_serves_from_a_folder_whose_path_is_too_long_for_a_socket(tmp_path: Path) -> None:
    server = valkey.start(tmp_path / ("d" * 60) / ("e" * 60))
    server.stop()


def test_a_valkey_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "appendonlydir").write_text("a file where a folder belongs")
    with pytest.raises(valkey.NotStarted, match="append"):
        valkey.start(tmp_path)
