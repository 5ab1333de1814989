"""What every test may ask for: both databases, a queue, the application, a client.

A test that asks for `database`, or for anything built on it, runs twice: on SQLite and on PostgreSQL.
"""

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult import db, files, migrations
from consult.accounts import passwords
from consult.settings import Settings, load
from tests import services

passwords._hasher = PasswordHasher(
    1, 8, 1
)  # what a password costs is the business of tests/rooms/test_accounts.py

SECRET_KEY = "not a secret, only long enough to be one"
CODE_KEYS = "1:" + "11" * 32
SAVEPOINTS = "create_savepoint"

hypothesis_settings.register_profile("house", deadline=None)  # timings never decide a test
hypothesis_settings.load_profile("house")
expect.set_options(timeout=30_000)  # as long as Playwright waits for everything else


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make only, and seldom: what is collected by now stays until the end."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def settings_for(database_url: str, data_dir: Path, **others: object) -> Settings:
    """Return complete settings for one test, whatever the environment says."""
    return load(
        secret_key=SECRET_KEY, code_keys=CODE_KEYS, database_url=database_url, data_dir=data_dir, **others
    )


@pytest.fixture(autouse=True)
def _kept_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What people send in a test is kept in a folder of this test's own, which is made when something is."""
    files.keep_under(tmp_path_factory.getbasetemp() / services.fresh_name("kept"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[services.PostgreSQL]:
    """A PostgreSQL server of this test process's own."""
    with services.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def queue_server() -> Iterator[str]:
    """The address of a Valkey of this test process's own."""
    with services.queue_server() as server:
        yield server.url


@pytest.fixture
def queue_url(queue_server: str) -> str:
    """The address of an empty queue."""
    with redis.Redis.from_url(queue_server) as connection:
        connection.flushall()
    return queue_server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Call it for the address of a fresh, migrated, empty database: a copy of one that was migrated once."""
    folder = tmp_path_factory.mktemp("databases")
    if request.param == "sqlite":
        template = folder / "template.db"
        migrate(f"sqlite:///{template}")

        def copied_file() -> str:
            copy = folder / f"{services.fresh_name('copy')}.db"
            shutil.copyfile(template, copy)
            return f"sqlite:///{copy}"

        return copied_file

    server: services.PostgreSQL = request.getfixturevalue("postgresql")
    name = services.fresh_name("template")
    migrate(server.create(name))
    return lambda: server.create(services.fresh_name("copy"), template=name)


@pytest.fixture(scope="session")
def told_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with the demonstration in it, to be copied."""
    from tests.web import sealed

    return told_once(tmp_path_factory, "told.db", sealed.tell)


def told_once(tmp_path_factory: pytest.TempPathFactory, name: str, tell: Callable[[str, Path], None]) -> Path:
    """Return a file of SQLite to be copied, filled by the first process of this run that asks for this `name`.

    `tell` is given the address of a migrated, empty database and a folder for what it is told from.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # where all processes of this run meet
    told = folder / name
    with (folder / f"{name}.turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not told.exists():
            half = tmp_path_factory.mktemp("telling") / name
            migrate(f"sqlite:///{half}")
            tell(f"sqlite:///{half}", half.parent)
            half.rename(told)
    return told


def migrate(url: str) -> None:
    """Run every migration on the database at `url`."""
    engine = db.engine_for(url)
    migrations.upgrade(engine)
    engine.dispose()


@pytest.fixture
def own_database(new_database: Callable[[], str]) -> str:
    """The address of a database for this test alone: for tests that commit, or start other processes."""
    return new_database()


@pytest.fixture
def own_engine(own_database: str) -> Iterator[Engine]:
    """An engine on `own_database`; `unit_of_work()` goes there too until the test ends."""
    engine = db.engine_for(own_database)
    db.bind(engine, join_transaction_mode="conditional_savepoint")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def database(new_database: Callable[[], str]) -> Iterator[Engine]:
    """An engine on a migrated database that stays empty: what tests write in `session` is undone."""
    engine = db.engine_for(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """A session inside a transaction that is undone after the test.

    `unit_of_work()` and `reading()` of the same process join that transaction, each in a savepoint.
    """
    with database.connect() as connection, connection.begin() as outermost:
        db.bind(connection, join_transaction_mode=SAVEPOINTS)
        with Session(connection, join_transaction_mode=SAVEPOINTS, expire_on_commit=False) as opened:
            yield opened
        outermost.rollback()
    db.bind(database, join_transaction_mode="conditional_savepoint")


@pytest.fixture(scope="session")
def settings(database: Engine, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings `app` is made with: no queue, so due work waits in its rows."""
    url = database.url.render_as_string(hide_password=False)
    return settings_for(url, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def built_app(settings: Settings) -> Flask:
    """The application, made once for each database."""
    from consult.app import create_app

    app = create_app(settings)
    app.testing = True
    return app


@pytest.fixture
def app(built_app: Flask, session: Session) -> Flask:
    """The application, all of whose transactions are undone after the test."""
    return built_app


@pytest.fixture(scope="session")
def running_chromium() -> Iterator[Browser]:
    """A real browser. One for all rooms: Playwright runs only once in a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def chromium(running_chromium: Browser) -> Iterator[Browser]:
    """A real browser, whose windows are closed after the test."""
    yield running_chromium
    for context in running_chromium.contexts:
        context.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, as far as Flask can play one."""
    return app.test_client()
