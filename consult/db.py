"""The database: the table base, the column types, engines, and the one way to open a transaction."""

import enum
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    Uuid,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator

BUSY_MILLISECONDS = 5000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time. A naive one is refused; SQLite, which forgets the zone, gets it back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return an aware UTC time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_value(kind: type[enum.Enum]) -> Enum:
    """Return the column type for `kind`: its values as text, with a CHECK."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
    )


Id = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid.uuid4)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Words = dict[str, Any]
"""A text in several languages as it is stored: `{language: {"text": ...}}` (surveys/text.py)."""


class Base(DeclarativeBase):
    """Every table. Constraint names are fixed here so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        bytes: LargeBinary,
        uuid.UUID: Uuid,
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


def engine_for(url: str, **options: Any) -> Engine:
    """Return an engine for `url`, PostgreSQL (psycopg 3) or SQLite in WAL mode, with the settings each needs."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    options.setdefault("hide_parameters", True)
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, **options)
        event.listen(engine, "handle_error", _say_no_values)
        return engine
    options.setdefault("poolclass", NullPool if ":memory:" not in url else None)
    engine = create_engine(url, **{name: value for name, value in options.items() if value is not None})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _say_no_values(failure: ExceptionContext) -> None:
    """Keep the first line of what PostgreSQL says: those below quote the row that could not be written."""
    for said in (failure.original_exception, failure.sqlalchemy_exception):
        if said is not None and said.args:
            said.args = (str(said.args[0]).partition("\n")[0], *said.args[1:])


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A plain BEGIN that reads first and writes later fails at once when another process wrote in between.
    reads = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


_sessions: sessionmaker[Session] = sessionmaker(expire_on_commit=False)


def bind(engine: Engine | Connection, **options: Any) -> None:
    """Make `engine` the one every transaction of this process goes to."""
    _sessions.configure(bind=engine, **options)


def forget_connections() -> None:
    """Drop the open connections without closing them: in a forked child they are still the parent's."""
    bound = _sessions.kw.get("bind")
    if isinstance(bound, Engine):
        bound.dispose(close=False)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Open a transaction: everything inside is written when it ends well, nothing when it raises."""
    with _sessions() as session:
        yield session
        session.commit()
        for follow_up in session.info.pop("after_commit", ()):
            follow_up()


@contextmanager
def reading() -> Iterator[Session]:
    """Open a transaction that only reads: it takes no write lock and is rolled back at its end."""
    with _sessions() as session:
        session.connection(execution_options={"reads_only": True})
        yield session


def after_commit(session: Session, follow_up: Callable[[], None]) -> None:
    """Call `follow_up` once the transaction of `session` is committed; never when it is not."""
    session.info.setdefault("after_commit", []).append(follow_up)


def one_at_a_time(session: Session, what: str) -> None:
    """Let no other transaction past this line for the same `what` until this one ends.

    On SQLite a transaction that writes is alone already. On PostgreSQL it is an advisory lock: it holds up nobody who
    does not ask for it, least of all a resident whose row points to the same consultation.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))
