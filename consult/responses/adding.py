"""Adding to many counters at once: one statement with one parameter, however many there are, on both databases."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, FromClause, Integer, String, Table, column, func, literal, select, true
from sqlalchemy import Text as SqlText
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.db import Base

Given = Mapping[str, str | int]


def add_up(
    session: Session,
    model: type[Base],
    fixed: Mapping[str, Any],
    rows: Sequence[Given],
    counter: str = "count",
) -> None:
    """Add to `counter` of many rows of `model`, which begin at what is added where there are none. One statement, or
    none.

    Every row has the columns `fixed`, and beside them those of `rows`: numbers, and texts, ids and dates written as
    texts. No two rows have the same primary key; they are taken in the order of their keys, so that nobody waits for
    another in a circle.
    """
    _write(session, model, fixed, rows, lambda stands, given: {counter: stands[counter] + given[counter]})


def put(
    session: Session,
    model: type[Base],
    fixed: Mapping[str, Any],
    rows: Sequence[Given],
    counter: str = "count",
) -> None:
    """Write `counter` of many rows of `model` in place of what stands there. Otherwise as `add_up`."""
    _write(session, model, fixed, rows, lambda _stands, given: {counter: given[counter]})


def _write(
    session: Session,
    model: type[Base],
    fixed: Mapping[str, Any],
    rows: Sequence[Given],
    where_it_stands: Callable[[Any, Any], dict[str, Any]],
) -> None:
    if not rows:
        return
    table = cast("Table", model.__table__)
    keys = [one.name for one in table.primary_key]
    own = [key for key in keys if key not in fixed]
    ordered = sorted(rows, key=lambda row: tuple(str(row[key]) for key in own))
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    given, columns = (_on_sqlite if is_sqlite else _on_postgresql)(table, json.dumps(ordered), ordered[0])
    constant = [literal(value, table.c[name].type) for name, value in fixed.items()]
    wanted = (
        select(*constant, *columns).select_from(given).where(true())
    )  # or SQLite takes ON CONFLICT for a join
    written = (sqlite.insert if is_sqlite else postgresql.insert)(table)
    added = written.from_select([*fixed, *ordered[0]], wanted, include_defaults=False)
    stands = where_it_stands(table.c, added.excluded)
    session.execute(added.on_conflict_do_update(index_elements=keys, set_=stands))


def _on_sqlite(_table: Table, rows: str, first: Given) -> tuple[FromClause, list[ColumnElement[Any]]]:
    """SQLite keeps ids and dates as texts: written without hyphens, and as ISO 8601."""
    given = func.json_each(rows).table_valued("value", name="given")
    return given, [func.json_extract(given.c.value, f"$.{name}") for name in first]


def _on_postgresql(table: Table, rows: str, first: Given) -> tuple[FromClause, list[ColumnElement[Any]]]:
    names = [column(name, Integer if isinstance(value, int) else String) for name, value in first.items()]
    document = sql_cast(literal(rows, SqlText), postgresql.JSON)
    given = (
        func.json_to_recordset(document).table_valued(*names, name="given").render_derived(with_types=True)
    )
    return given, [sql_cast(given.c[name], table.c[name].type) for name in first]
