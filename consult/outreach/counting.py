"""Counters that many raise at once: one statement each, on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.db import Base


def add_one(
    session: Session, model: type[Base], counter: str, row: Mapping[str, Any], most: int | None = None
) -> None:
    """Add one to `counter` of a row of `model`, beginning at one where there is none. One statement.

    One that has come to `most` stays there. `row` names it by its primary key, and whatever else a new one needs.
    """
    table = cast("Table", model.__table__)
    added = _insert(session, table).values({**row, counter: 1})
    is_left = None if most is None else table.c[counter] < most
    keys = [column.name for column in table.primary_key]
    more = {counter: table.c[counter] + 1}
    session.execute(added.on_conflict_do_update(index_elements=keys, set_=more, where=is_left))


def overwrite(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write whole rows of `model`, in place of those that have the same primary key. One statement, or none."""
    if not rows:
        return
    table = cast("Table", model.__table__)
    keys = [column.name for column in table.primary_key]
    ordered = sorted(rows, key=lambda row: tuple(str(row[key]) for key in keys))
    written = _insert(session, table).values(list(ordered))
    others = {name: written.excluded[name] for name in rows[0] if name not in keys}
    session.execute(written.on_conflict_do_update(index_elements=keys, set_=others))


def _insert(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
