"""The site that is measured: a database with one open consultation, and the real command that serves it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

from consult import db, migrations, processes
from consult.app import create_app
from consult.consultations.queries import consultation_by_slug
from consult.responses import queries as responses
from consult.settings import Settings
from surveys.document import Survey
from tests import builders
from tests.bench.journeys import SLUG
from tests.conftest import settings_for

ROOT = Path(__file__).parents[2]
SECONDS_TO_SERVE = 30.0


class Site:
    """`app` is the same application in this process, for what is counted and not timed."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings = settings
        self.engine = engine
        self.app: Flask = create_app(settings)
        db.bind(engine)

    def sent(self) -> int:
        """Return how many answers are in the database."""
        with db.reading() as session:
            found = consultation_by_slug(session, SLUG)
            assert found is not None
            return responses.count(session, found.id)


def prepared(database_url: str, redis_url: str, folder: Path) -> Site:
    """Migrate the database and publish the survey of this folder."""
    engine = db.engine_for(database_url)
    migrations.upgrade(engine)
    site = Site(settings_for(database_url, folder, redis_url=redis_url), engine)
    survey = Survey.from_json((Path(__file__).parent / "survey.json").read_bytes())
    with db.unit_of_work() as session:
        builders.an_open_consultation(session, builders.an_organisation(session), SLUG, survey)
    return site


@contextmanager
def serving(settings: Settings, count: int) -> Iterator[int]:
    """Run `consult serve` and yield its port."""
    told = {
        "CONSULT_SECRET_KEY": settings.secret_key.get_secret_value(),
        "CONSULT_CODE_KEYS": settings.code_keys.get_secret_value(),
        "CONSULT_DATABASE_URL": settings.database_url,
        "CONSULT_REDIS_URL": settings.redis_url or "",
        "CONSULT_DATA_DIR": str(settings.data_dir),
    }
    port = _free_port()
    arguments = ["consult.cli", "serve", "--port", str(port), "--processes", str(count)]
    with _running(arguments, settings.data_dir / "serve.log", told, port):
        yield port


@contextmanager
def saying_hello(folder: Path, count: int) -> Iterator[int]:
    """Run the bare site and yield its port."""
    port = _free_port()
    with _running(["tests.bench.hello", str(port), str(count)], folder / "hello.log", {}, port):
        yield port


@contextmanager
def _running(arguments: list[str], log: Path, told: dict[str, str], port: int) -> Iterator[None]:
    with log.open("wb") as output:
        server = processes.start(
            [sys.executable, "-m", *arguments], environment=os.environ | told, folder=ROOT, output=output
        )
    try:
        _wait_for(port, server, log)
        yield
    finally:
        processes.stop(server, 15)


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_SERVE
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start:\n" + log.read_text(errors="replace"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
