"""Tables are kept as they came in, and numbers are taken from them with their source, their date and their place."""

import hashlib
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations import service
from consult.consultations.benchmarks import files
from consult.consultations.benchmarks.taking import Choice, Origin, by_key, take
from consult.consultations.communities import earlier
from consult.consultations.community_details import Benchmark
from consult.consultations.queries import own_consultation
from consult.consultations.terms import BenchmarkBasis
from surveys.problems import Refused
from surveys.text import Text
from tests import builders
from tests.builders import community_document

SAMPLES = Path(__file__).parent / "benchmarks"
SIMPLE, EXPORT = ((SAMPLES / name).read_bytes() for name in ("simple.csv", "nomis-export.csv"))
SOURCE = Origin(Text.of({"en": "An invented census"}))


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    named = [community_document(), community_document(key="arabic")]
    builders.a_draft_consultation(session, acting, details=builders.details(communities=named))
    return acting


def kept(session: Session, actor: Actor, content: bytes, name: str = "ward.csv") -> uuid.UUID:
    return files.keep(session, actor, "repairs", name, content).id


def benchmarks(session: Session, actor: Actor) -> dict[str, Benchmark]:
    found = own_consultation(session, actor.organisation_id, "repairs").details
    return {one.key: one.benchmark for one in found.communities if one.benchmark}


def refused(caught: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in caught.value.problems]


def test_rows_named_after_communities_choose_themselves(session: Session, actor: Actor) -> None:
    file_id = kept(session, actor, SIMPLE)
    consultation_id = own_consultation(session, actor.organisation_id, "repairs").id
    _, sheet, content = files.one(session, consultation_id, file_id)
    assert content == SIMPLE
    choices = by_key(sheet, frozenset({"disabled", "arabic", "others"}))
    assert choices == {"disabled": Choice("1"), "arabic": Choice("2")}
    assert take(session, actor, "repairs", file_id, choices, Origin()) == ("disabled", "arabic")
    found = benchmarks(session, actor)["arabic"]
    assert (found.count, found.total, str(found.on)) == (90, 10_000, "2026-01-31")
    assert found.basis is BenchmarkBasis.AFFECTED
    assert found.source.to("en").text == "Invented survey of Northmere (made up)"
    assert found.read_from is not None
    assert found.read_from.file == "ward.csv"
    assert found.read_from.sha256 == hashlib.sha256(SIMPLE).hexdigest()
    assert found.read_from.rows == "3 count"


def test_several_rows_add_up_to_a_community_and_to_everyone(session: Session, actor: Actor) -> None:
    file_id = kept(session, actor, EXPORT)
    take(session, actor, "repairs", file_id, {"disabled": Choice("2, 6", "1, 5")}, SOURCE)
    found = benchmarks(session, actor)["disabled"]
    assert (found.count, found.total, found.basis) == (2000, 10_000, BenchmarkBasis.RESIDENT)
    assert found.read_from is not None
    assert found.read_from.rows == "9 Disabled; 10 Disabled"
    assert benchmarks(session, actor)["arabic"].read_from is None


@pytest.mark.parametrize(
    ("choices", "origin", "code", "where"),
    [
        ({}, SOURCE, "benchmarks.nothing_chosen", ""),
        ({"disabled": Choice(" ")}, SOURCE, "benchmarks.nothing_chosen", ""),
        ({"disabled": Choice("99")}, SOURCE, "benchmarks.no_such_row", "rows-disabled"),
        ({"disabled": Choice("2", "99")}, SOURCE, "benchmarks.no_such_row", "of-disabled"),
        ({"disabled": Choice("4")}, SOURCE, "benchmarks.row_without_count", "rows-disabled"),
        ({"disabled": Choice("1", "2")}, SOURCE, "details.benchmark_above_total", "of-disabled"),
        ({"disabled": Choice("2")}, Origin(), "benchmarks.no_source", "source"),
        ({"nobody": Choice("2")}, SOURCE, "community.unknown", "rows-nobody"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_box_and_nothing_is_taken(
    session: Session, actor: Actor, choices: dict[str, Choice], origin: Origin, code: str, where: str
) -> None:
    file_id = kept(session, actor, EXPORT)
    before = benchmarks(session, actor)
    also = {"arabic": Choice("3")} if where else {}
    with pytest.raises(Refused) as caught:
        take(session, actor, "repairs", file_id, {**choices, **also}, origin)
    assert (code, where) in refused(caught)
    assert benchmarks(session, actor) == before


def test_a_target_above_the_new_number_of_people_is_refused(session: Session, actor: Actor) -> None:
    file_id = kept(session, actor, b"key,count,total,source\ndisabled,30,100,Invented\n")
    with pytest.raises(Refused, match="target_above_population"):
        take(session, actor, "repairs", file_id, {"disabled": Choice("1")}, Origin())


def test_the_same_bytes_are_kept_once_and_never_change(session: Session, actor: Actor) -> None:
    assert kept(session, actor, SIMPLE) == kept(session, actor, SIMPLE, "again.csv")
    for statement in ("UPDATE benchmark_files SET name = 'x'", "DELETE FROM benchmark_files"):
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement))


def test_a_table_that_cannot_be_read_is_not_kept(session: Session, actor: Actor) -> None:
    with pytest.raises(Refused):
        kept(session, actor, b"nothing,here\n")
    assert files.kept(session, own_consultation(session, actor.organisation_id, "repairs").id) == ()


def test_so_many_tables_are_kept_and_no_more(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 2)
    for number in range(2):
        kept(session, actor, b"name,count\na,%d\n" % (number + 1))
    with pytest.raises(Refused, match="too_many_files"):
        kept(session, actor, b"name,count\na,3\n")
    kept(session, actor, b"name,count\na,2\n")


def test_a_table_of_another_consultation_is_unknown(session: Session, actor: Actor) -> None:
    file_id = kept(session, actor, SIMPLE)
    builders.a_draft_consultation(session, actor, "other")
    with pytest.raises(Refused, match=r"benchmarks\.unknown"):
        take(session, actor, "other", file_id, {"disabled": Choice("1")}, SOURCE)


def test_after_publishing_a_benchmark_needs_a_reason_and_the_old_one_stays(
    session: Session, actor: Actor
) -> None:
    service.publish(session, actor, "repairs")
    file_id = kept(session, actor, SIMPLE)
    choices = {"disabled": Choice("1")}
    with pytest.raises(Refused, match="needs_reason"):
        take(session, actor, "repairs", file_id, choices, Origin())
    take(session, actor, "repairs", file_id, choices, Origin(), reason="A newer count.")
    found = earlier(session, own_consultation(session, actor.organisation_id, "repairs").id)
    assert [(one.key, one.reason) for one in found] == [("disabled", "A newer count.")]
