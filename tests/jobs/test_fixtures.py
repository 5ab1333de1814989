"""The ground the tests stand on: each starts from an empty database and leaves it empty."""

import pytest
import redis
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from consult.db import unit_of_work


@pytest.fixture
def scratch(session: Session) -> str:
    session.execute(text("CREATE TABLE scratch (word VARCHAR(20))"))
    return "scratch"


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(session: Session, scratch: str, turn: int) -> None:
    with unit_of_work() as inside:
        inside.execute(text("INSERT INTO scratch VALUES ('written')"))
    session.commit()
    assert session.scalar(text("SELECT count(*) FROM scratch")) == 1


def test_a_unit_of_work_that_fails_leaves_nothing(session: Session, scratch: str) -> None:
    def failing() -> None:
        with unit_of_work() as inside:
            inside.execute(text("INSERT INTO scratch VALUES ('lost')"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert session.scalar(text("SELECT count(*) FROM scratch")) == 0


def test_a_test_may_have_a_migrated_database_of_its_own(own_engine: Engine, database: Engine) -> None:
    assert own_engine.url.database != database.url.database
    with own_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM due_work")) == 0


def test_the_queue_begins_empty(queue_url: str) -> None:
    with redis.Redis.from_url(queue_url) as connection:
        assert connection.dbsize() == 0
        connection.set("left behind", 1)


def test_the_queue_begins_empty_again(queue_url: str) -> None:
    with redis.Redis.from_url(queue_url) as connection:
        assert connection.dbsize() == 0
