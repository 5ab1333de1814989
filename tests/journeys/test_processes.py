"""The demonstration as an operator meets it: it starts, it ends, and nothing is left of it, however it ended."""

import contextlib
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from consult import processes

ROOT = Path(__file__).parents[2]
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # whatever proxy is set
SECONDS_TO_SERVE = 60
SECONDS_TO_END = 25
SECONDS_TO_VANISH = 5


class Demo:
    """One running demonstration."""

    def __init__(self, data_dir: Path, *arguments: str, port: int | None = None) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("CONSULT_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "consult.cli", "demo", *arguments],
            cwd=ROOT,
            env=surroundings | {"PORT": str(self.port), "DATA_DIR": str(data_dir)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.said = ""

    def wait_until_ready(self) -> list[psutil.Process]:
        """Read until the demonstration has said all of its lines; return all of its processes but the first."""
        assert self.process.stdout is not None
        end = time.monotonic() + SECONDS_TO_SERVE
        while not re.search(r"^officers sign in.*\n", self.said, re.MULTILINE):
            readable, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            chunk = os.read(self.process.stdout.fileno(), 65536).decode() if readable else ""
            assert chunk, f"not ready: {self.said}"
            self.said += chunk
        return self.family()

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def ends(self) -> int:
        """Wait for the end and return how it was."""
        assert self.process.stdout is not None
        with self.process.stdout as rest:
            self.said += rest.read().decode()
        return self.process.wait(SECONDS_TO_END)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_served(port: int) -> bool:
    try:
        with DIRECTLY.open(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module")
def data_dir(told_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared data folder, with which every test here goes on: each leaves it as the next start must find it."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    folder.mkdir()
    shutil.copyfile(told_file, folder / "consult.db")
    return folder


@contextlib.contextmanager
def running(data_dir: Path, port: int | None = None) -> Iterator[Demo]:
    """Run a demonstration; whatever is left of it when the block ends is killed, and must be gone at once."""
    demo = Demo(data_dir, port=port)
    try:
        yield demo
    finally:
        left = demo.family() if demo.process.poll() is None else []
        demo.process.kill()
        demo.process.wait()
        assert demo.process.stdout is not None
        demo.process.stdout.close()
        assert psutil.wait_procs(left, timeout=SECONDS_TO_VANISH)[1] == []


def roles_of(family: list[psutil.Process]) -> dict[psutil.Process, str]:
    """Return what each process of `family` is; one that has ended by now (a job that is done) is left out."""
    found = {}
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            line = " ".join(process.cmdline())
            found[process] = next(name for name in ("valkey", "worker", "serve", "") if name in line)
    return {process: name for process, name in found.items() if name}


def order_of_ending(roles: dict[psutil.Process, str]) -> list[str]:
    """Watch the processes until none lives; return the roles in the order in which the first of each ended."""
    ended: list[str] = []
    end = time.monotonic() + SECONDS_TO_END
    while roles and time.monotonic() < end:
        for process in [process for process in roles if not process.is_running()]:
            gone = roles.pop(process)
            ended += [gone] if gone not in ended else []
        time.sleep(0.005)
    assert not roles, f"still there: {sorted(roles.values())}"
    return ended


def test_a_start_that_was_cut_short_is_made_good_by_the_next(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    cut_short = Demo(data_dir, "--no-serve")
    end = time.monotonic() + SECONDS_TO_SERVE
    while not list(data_dir.glob("unfinished.db*")):
        assert time.monotonic() < end
        time.sleep(0.01)
    cut_short.process.kill()
    cut_short.ends()
    assert not (data_dir / "consult.db").exists()
    again = Demo(data_dir, "--no-serve")
    assert again.ends() == 0, again.said
    assert again.said == ""
    assert (data_dir / "consult.db").is_file()
    assert not list(data_dir.glob("unfinished*"))
    assert (data_dir / "secrets.json").stat().st_mode & 0o077 == 0


def says_how_to_sign_in(demo: Demo) -> None:
    assert demo.said.splitlines()[0] == f"ready http://127.0.0.1:{demo.port}"
    assert demo.said.count("ready ") == 1
    assert "password" in demo.said


def has_its_folder_alone(demo: Demo) -> None:
    second = Demo(demo.data_dir)
    assert second.ends() == 1
    assert second.said == (
        "A demonstration already runs from this folder. End it, or choose another one with DATA_DIR.\n"
    )
    assert is_served(demo.port)


def test_killed_hard_it_leaves_nothing_and_the_next_start_works_until_one_ctrl_c_ends_it(
    data_dir: Path,
) -> None:
    with running(data_dir) as demo:
        demo.wait_until_ready()
        says_how_to_sign_in(demo)
        has_its_folder_alone(demo)
        family = demo.family()
        demo.process.kill()
        assert psutil.wait_procs(family, timeout=SECONDS_TO_VANISH)[1] == []

    with running(data_dir, demo.port) as again:
        roles = roles_of(again.wait_until_ready())
        assert set(roles.values()) == {"valkey", "worker", "serve"}
        assert is_served(again.port)
        os.killpg(again.process.pid, signal.SIGINT)
        assert order_of_ending(roles) == ["serve", "worker", "valkey"]
        assert again.ends() == 0
        assert not is_served(again.port)
    assert list(data_dir.glob("*/runtime-folder"))
    assert not Path((data_dir / "queue" / "runtime-folder").read_text()).exists()


def test_it_ends_when_whoever_started_it_is_killed_hard(data_dir: Path) -> None:
    port = free_port()
    make = f"""
import sys, time
from consult import processes
processes.start([sys.executable, "-m", "consult.cli", "demo", "--port", "{port}", "--data-dir", {str(data_dir)!r}])
time.sleep(600)
"""
    maker = processes.start([sys.executable, "-c", make], folder=ROOT, output=subprocess.PIPE)
    assert maker.stdout is not None
    with maker.stdout as said:
        assert said.readline().startswith(b"ready ")
        family = psutil.Process(maker.pid).children(recursive=True)
        maker.kill()
        maker.wait(5)
        assert psutil.wait_procs(family, timeout=SECONDS_TO_VANISH)[1] == []


def test_a_port_in_use_is_one_clear_line_and_nothing_is_left(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = Demo(data_dir, port=port)
        assert refused.ends() == 1
    assert refused.said == f"Port {port} is in use already. Choose another one with PORT or --port.\n"
