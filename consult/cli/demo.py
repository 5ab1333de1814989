"""`demo`: the whole service on one machine, with a story in it. Needs nothing that is not in the wheel."""

import fcntl
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from consult import migrations, processes
from consult.cli import demonstration
from consult.cli.commands import Command
from consult.cli.root import create_app
from consult.cli.serve import listening
from consult.db import engine_for
from consult.settings import Settings, load
from surveys.problems import Problem, Refused

if TYPE_CHECKING:
    from consult.cli.embedded.valkey import Valkey

SECONDS_TO_SERVE = 60.0
SECONDS_FOR_THE_WEB = 12.0
SECONDS_FOR_THE_WORKER = 5.0


@click.command("demo", cls=Command)
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))
@click.option(
    "--data-dir", default="var", show_default=True, envvar="DATA_DIR", type=click.Path(path_type=Path)
)
@click.option("--no-serve", is_flag=True, help="Prepare the data and stop.")
def command(port: int, data_dir: Path, *, no_serve: bool) -> None:
    """Prepare a database and a queue, load the demonstration, and serve it until Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    with suppress(_Ended), ExitStack() as running:
        data_dir.mkdir(parents=True, exist_ok=True)
        running.enter_context(_alone_in(data_dir))
        if not no_serve:
            listening("127.0.0.1", port).close()
        queue = _valkey(data_dir / "queue")
        running.callback(queue.stop)
        settings = _settings(data_dir.resolve(), port, queue.url)
        officer = _prepare(settings)
        if not no_serve:
            _serve(settings, port, officer, running)


class _Ended(BaseException):
    """Somebody asked us to end."""


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # ending is short, and must not be cut short
    raise _Ended


@contextmanager
def _alone_in(data_dir: Path) -> Iterator[None]:
    """Hold the folder; the kernel lets go of it when this process ends, however it ends."""
    with (data_dir / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(Problem("demo.running")) from None
        yield


def _valkey(folder: Path) -> "Valkey":
    try:
        from consult.cli.embedded import valkey
    except ModuleNotFoundError:
        raise Refused(Problem("demo.not_installed")) from None
    try:
        return valkey.start(folder)
    except valkey.NotStarted as broken:
        raise Refused(Problem("queue.unreachable", "", {"reason": str(broken)})) from None


def _settings(data_dir: Path, port: int, queue_url: str) -> Settings:
    kept = data_dir / "secrets.json"
    if not kept.is_file():
        written = data_dir / "secrets.unfinished"
        written.touch(mode=0o600)
        written.write_text(
            json.dumps({"secret_key": secrets.token_hex(32), "code_keys": f"1:{secrets.token_hex(32)}"})
        )
        written.rename(kept)
    return load(
        **json.loads(kept.read_text()),
        database_url=f"sqlite:///{data_dir / 'consult.db'}",
        redis_url=queue_url,
        data_dir=data_dir,
        base_url=f"http://127.0.0.1:{port}",
    )


def _prepare(settings: Settings) -> str:
    """Bring the database up to date, the demonstration loaded; return how to sign in, with a new password each time.

    A new database is filled under another name first: a start that is cut short leaves nothing half loaded.
    """
    database = settings.data_dir / "consult.db"
    unfinished = settings.data_dir / "unfinished.db"
    for left in settings.data_dir.glob("unfinished.db*"):
        left.unlink()
    filled = database if database.exists() else unfinished
    url = f"sqlite:///{filled}"
    engine = engine_for(url)
    migrations.upgrade(engine)
    engine.dispose()
    now = settings.model_copy(update={"database_url": url})
    create_app(now)
    password = secrets.token_urlsafe(9)
    email = demonstration.load(now, password)
    if filled is unfinished:
        unfinished.rename(database)
    return f"{email}  password: {password}"


def _serve(settings: Settings, port: int, officer: str, running: ExitStack) -> None:
    surroundings = os.environ | {
        "CONSULT_SECRET_KEY": settings.secret_key.get_secret_value(),
        "CONSULT_CODE_KEYS": settings.code_keys.get_secret_value(),
        "CONSULT_DATABASE_URL": settings.database_url,
        "CONSULT_REDIS_URL": settings.redis_url or "",
        "CONSULT_DATA_DIR": str(settings.data_dir),
        "CONSULT_BASE_URL": settings.base_url,
    }
    children: dict[Path, subprocess.Popen[bytes]] = {}
    for arguments, patience in (
        (["worker"], SECONDS_FOR_THE_WORKER),
        (["serve", "--port", str(port)], SECONDS_FOR_THE_WEB),
    ):
        log = settings.data_dir / f"{arguments[0]}.log"
        with log.open("ab") as output:
            child = processes.start(
                [sys.executable, "-m", "consult.cli", *arguments], environment=surroundings, output=output
            )
        running.callback(processes.stop, child, patience)  # the last one started is stopped first
        children[log] = child
    _wait_until_served(port, children)
    click.echo(f"ready {settings.base_url}")
    click.echo(f"officers sign in at {settings.base_url}/officer/sign-in  {officer}")
    while _all_live(children):
        time.sleep(0.5)


def _wait_until_served(port: int, children: Mapping[Path, "subprocess.Popen[bytes]"]) -> None:
    end = time.monotonic() + SECONDS_TO_SERVE
    while _all_live(children) and not _is_served(port):
        if time.monotonic() > end:
            raise Refused(Problem("demo.silent", "", {"seconds": int(SECONDS_TO_SERVE)}))
        time.sleep(0.1)


def _is_served(port: int) -> bool:
    with closing(
        HTTPConnection("127.0.0.1", port, timeout=5)
    ) as connection:  # urllib would ask a proxy for it
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False


def _all_live(children: Mapping[Path, "subprocess.Popen[bytes]"]) -> bool:
    for log, child in children.items():
        if child.poll() is not None:
            last = log.read_text(errors="replace").strip().splitlines()[-1:]
            raise Refused(Problem("demo.child_ended", str(log), {"last": "".join(last)}))
    return True
