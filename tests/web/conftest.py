"""What the tests of pages share: a page of every component, and the whole service with a story in it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from consult.db import engine_for
from tests.conftest import settings_for, told_once
from tests.web import sealed, story
from tests.web.gallery import Gallery
from tests.web.sealed import Demonstration


@pytest.fixture(scope="session")
def gallery() -> Iterator[Gallery]:
    """Every component in every direction, served as the service serves its pages."""
    with Gallery().serving() as served:
        yield served


@pytest.fixture(scope="session")
def told(
    request: pytest.FixtureRequest, new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """The demonstration, to be read: on SQLite the file told once, on PostgreSQL told once in each process."""
    folder, url = tmp_path_factory.mktemp("told"), new_database()
    if url.startswith("sqlite"):
        told_once: Path = request.getfixturevalue("told_file")
        url = f"sqlite:///{shutil.copyfile(told_once, folder / 'told.db')}"
    else:
        sealed.tell(url, folder)
    with sealed.demonstration(url, folder) as found:
        yield found


@pytest.fixture(scope="session")
def told_story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Flask]]:
    """A service with the demonstration in it, in the pseudo-language too. Pages do not differ by database: SQLite."""
    from consult.app import create_app

    told = told_once(tmp_path_factory, "story.db", story.told)
    folder = tmp_path_factory.mktemp("story")
    url = f"sqlite:///{shutil.copyfile(told, folder / told.name)}"
    app = create_app(settings_for(url, folder, languages=story.LANGUAGES))
    app.testing = True
    engine = engine_for(url)
    yield engine, app
    engine.dispose()


@pytest.fixture
def stage(told_story: tuple[Engine, Flask]) -> Iterator[story.Stage]:
    """The told story; what a test does to it is undone."""
    with story.stage(*told_story) as played:
        yield played
