"""The demonstration as anyone may read it: the service on a database of its own, and its sealed record."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from consult import db
from consult.app import create_app
from consult.cli.demonstration import load
from consult.evidence.queries import RecordValue, record_by_number
from tests.browser import parsed, words
from tests.conftest import settings_for

CLOSED, OPEN = "repair-messages", "housing-repairs"
OCID = "ocds-000000-repair-messages-2026"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The service, what it stores in, and record 1 as it was sealed."""

    app: Flask
    engine: Engine
    record: RecordValue

    def browser(self) -> FlaskClient:
        """Return a browser without JavaScript, whose requests go to this demonstration's database."""
        db.bind(self.engine)
        return self.app.test_client()

    @property
    def content(self) -> Any:
        """What the record says."""
        return self.record.content


def tell(url: str, folder: Path) -> None:
    """Load the demonstration into the empty, migrated database at `url`."""
    engine = db.engine_for(url)
    db.bind(engine)
    load(settings_for(url, folder), "a password nobody needs here")
    engine.dispose()


@contextmanager
def demonstration(url: str, folder: Path) -> Iterator[Demonstration]:
    """Open the service on the database at `url`, in which the demonstration was told."""
    app = create_app(settings_for(url, folder))
    app.testing = True
    engine = db.engine_for(url)
    db.bind(engine)
    with db.reading() as session:
        record = record_by_number(session, 1)
    assert record is not None
    try:
        yield Demonstration(app, engine, record)
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page: the words of its column headers, and its rows, each with its header and its boxes."""

    columns: list[str]
    rows: list[tuple[str, list[Element]]]


def table(html: str, name: str) -> Table:
    """Return the table called `name` (its caption has the id `name`-caption)."""
    root = parsed(html)[0]
    for found in root.iter("table"):
        if next(found.iter("caption")).get("id") == f"{name}-caption":
            head, body = next(found.iter("thead")), next(found.iter("tbody"))
            rows = [(words(next(row.iter("th"))), list(row.iter("td"))) for row in body.iter("tr")]
            return Table([words(header) for header in head.iter("th")][1:], rows)
    raise AssertionError(f"no table is called {name}")


def said_in(box: Element) -> str:
    """Return what a box says, without the name of its column, which repeats the header for telephones."""
    told = ("app-bars__figure", "app-bars__note")
    return " ".join(words(part) for part in box.iter("span") if part.get("class", "").startswith(told))
