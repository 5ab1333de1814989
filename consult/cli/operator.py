"""Who acts on the command line, and for which organisation: the only one, or the one named."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from consult import db, migrations
from consult.accounts.queries import organisations
from consult.accounts.service import add_organisation, operator_for
from consult.audit.actor import Actor
from consult.codes import CodeKeys
from consult.settings import Settings, load
from consult.work import service as work
from surveys.problems import Problem, Refused

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def organisation_option(function: Decorated) -> Decorated:
    """Give a command `--organisation SLUG`; it receives `organisation`."""
    option = click.option("--organisation", help="Which organisation, where there are several.")
    return option(function)


def ready() -> tuple[Settings, CodeKeys]:
    """Bind this process to the configured database and queue; Refused when the schema is not current."""
    from consult.jobs.queue import nudge_through

    settings = load()
    engine = db.engine_for(settings.database_url)
    if not migrations.is_current(engine):
        raise Refused(Problem("database.not_current"))
    db.bind(engine)
    work.on_left(nudge_through(settings))
    return settings, CodeKeys(settings.keys)


@contextmanager
def acting(settings: Settings, organisation: str | None = None) -> Iterator[tuple[Session, Actor]]:
    """Open a unit of work for the operator of one organisation.

    An installation without any gets its first from the settings. Refused `organisation.choose` where there are
    several and none is named, `organisation.unknown` where the named one does not exist.
    """
    with db.unit_of_work() as session:
        yield session, operator(session, settings, organisation)


def operator(session: Session, settings: Settings, organisation: str | None) -> Actor:
    """Return the operator of the organisation meant."""
    known = organisations(session)
    if organisation is not None:
        known = [one for one in known if one.slug == organisation]
        if not known:
            raise Refused(Problem("organisation.unknown", "--organisation", {"given": organisation}))
    if not known:
        return add_organisation(session, {"en": settings.organisation}, settings.ocid_prefix)
    if len(known) > 1:
        raise Refused(Problem("organisation.choose", "--organisation"))
    return operator_for(known[0].id)
