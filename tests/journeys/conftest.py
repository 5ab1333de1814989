"""The authorities that officers' journeys begin at."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import db, migrations
from consult.app import create_app
from consult.consultations import service as consultations
from consult.tenders import service as tenders
from tests import builders
from tests.conftest import settings_for
from tests.journeys.officers import DIRTY, Office, of_people, served
from tests.web.sealed import demonstration


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An authority that has just begun."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    engine = db.engine_for(url)
    migrations.upgrade(engine)
    app = create_app(settings_for(url, tmp_path))
    db.bind(engine)
    with db.unit_of_work() as session:
        builders.an_organisation(session)
    with served(app, engine) as open_office:
        yield open_office
    engine.dispose()


@pytest.fixture(scope="module")
def busy_office(told_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration, with one more consultation on each stage there is."""
    folder = tmp_path_factory.mktemp("busy")
    copied = shutil.copyfile(told_file, folder / "busy.db")
    with demonstration(f"sqlite:///{copied}", folder) as told, served(told.app, told.engine) as office:
        with db.unit_of_work() as session:
            tenders.import_file(session, office.actor, json.dumps(DIRTY).encode(), "dirty.json")
            without_target = builders.community_document(target=None)
            builders.a_draft_consultation(
                session, office.actor, "drafted", details=builders.details(communities=[without_target])
            )
            builders.an_open_consultation(session, office.actor, "closed")
            of_people(session, "closed")
            consultations.close(session, office.actor, "closed")
        office.work()
        yield office
