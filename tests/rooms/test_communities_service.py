"""Whom a consultation means to hear is written one community at a time, and what was promised leaves its trace."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.audit.queries import entries_about
from consult.consultations import service
from consult.consultations.communities import (
    earlier,
    remove_community,
    set_limits,
    write_communities,
    write_community,
)
from consult.consultations.community_details import CommunityDetail
from consult.consultations.margin_details import MarginDetail
from consult.consultations.margins import remove_margin, write_margin
from consult.consultations.queries import communities, own_consultation
from consult.consultations.values import ConsultationValue
from consult.work.models import DueWork
from surveys.problems import Refused
from tests import builders
from tests.builders import community_document

BECAUSE = "The count was of another year."


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_organisation(session)


@pytest.fixture
def draft(session: Session, actor: Actor) -> uuid.UUID:
    return builders.a_draft_consultation(session, actor)


@pytest.fixture
def opened(session: Session, actor: Actor) -> uuid.UUID:
    return builders.an_open_consultation(session, actor)


def community(**changes: Any) -> CommunityDetail:
    return CommunityDetail.model_validate(community_document(**changes))


def margin(**changes: Any) -> MarginDetail:
    sizes = [{"options": ["yes"], "count": 2000}, {"options": ["no"], "count": 8000}]
    given = {"key": "disability", "name": {"en": "Disability"}, "source": {"en": "An invented count"}}
    return MarginDetail.model_validate({**given, "question_id": "disability", "categories": sizes, **changes})


def value(session: Session, actor: Actor) -> ConsultationValue:
    session.flush()
    return own_consultation(session, actor.organisation_id, "repairs")


def targets(session: Session, actor: Actor) -> dict[str, int | None]:
    return {one.key: one.target for one in communities(session, value(session, actor).id)}


def refused(caught: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in caught.value.problems]


def told(session: Session, actor: Actor, action: str) -> dict[str, Any]:
    found = entries_about(session, actor.organisation_id, value(session, actor).id)
    return dict(next(entry for entry in found if entry.action == f"consultation.{action}").details)


@pytest.mark.usefixtures("draft")
def test_a_draft_gains_changes_and_loses_communities_without_a_reason(session: Session, actor: Actor) -> None:
    write_community(session, actor, "repairs", community(key="again", target=50))
    write_community(session, actor, "repairs", community(target=60), key="disabled")
    assert targets(session, actor) == {"disabled": 60, "again": 50}
    remove_community(session, actor, "repairs", "again")
    assert targets(session, actor) == {"disabled": 60}
    assert earlier(session, value(session, actor).id) == ()
    assert told(session, actor, "community_changed") == {"key": "disabled", "target": 60, "target_before": 40}


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(("percent", "target"), [("2", 40), ("1.01", 21), ("0.01", 1), (100, 2000)])
def test_a_target_said_as_a_share_is_kept_as_it_was_said(
    session: Session, actor: Actor, percent: str | int, target: int
) -> None:
    said = community(target=None, target_percent=percent)
    write_community(session, actor, "repairs", said, key="disabled")
    assert targets(session, actor) == {"disabled": target}
    kept = value(session, actor).details.communities[0]
    assert (kept.target, kept.target_percent) == (None, said.target_percent)


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"target_percent": "2"}, "details.two_targets", "/target_percent"),
        (
            {"target": None, "target_percent": 2, "benchmark": None},
            "details.share_of_nothing",
            "/target_percent",
        ),
        ({"target": 2001}, "community.target_above_population", "/target"),
        (
            {"benchmark": {"count": 20, "total": 10, "source": {"en": "x"}}, "target": 12},
            "details.benchmark_above_total",
            "/benchmark/count",
        ),
        (
            {"stated_by": {"question_id": "age", "yes": ["yes"]}},
            "community.no_such_question",
            "/stated_by/question_id",
        ),
        (
            {"stated_by": {"question_id": "disability", "yes": ["often"]}},
            "community.unknown_option",
            "/stated_by/yes/0",
        ),
    ],
)
def test_a_community_that_cannot_be_is_refused_at_its_place(
    session: Session, actor: Actor, changes: dict[str, Any], code: str, where: str
) -> None:
    with pytest.raises(Refused) as caught:
        write_community(session, actor, "repairs", community(**changes), key="disabled")
    assert (code, where) in refused(caught)
    assert targets(session, actor) == {"disabled": 40}


@pytest.mark.usefixtures("draft")
def test_keys_are_taken_once_and_never_change(session: Session, actor: Actor) -> None:
    for attempt, key in ((community(), None), (community(key="other"), "disabled")):
        with pytest.raises(Refused) as caught:
            write_community(session, actor, "repairs", attempt, key=key)
        assert refused(caught) == [("community.key_taken", "/key")]
    with pytest.raises(Refused, match=r"community\.unknown"):
        write_community(session, actor, "repairs", community(key="new"), key="new")
    with pytest.raises(Refused, match=r"community\.unknown"):
        remove_community(session, actor, "repairs", "new")


def test_a_community_that_a_link_names_is_not_removed(session: Session, actor: Actor) -> None:
    links = [{"key": "poster", "communities": ["disabled"]}]
    builders.a_draft_consultation(session, actor, details=builders.details(links=links))
    with pytest.raises(Refused, match=r"community\.named_elsewhere"):
        remove_community(session, actor, "repairs", "disabled")


@pytest.mark.usefixtures("opened")
def test_once_published_a_change_needs_a_reason_and_the_old_target_stays_visible(
    session: Session, actor: Actor
) -> None:
    with pytest.raises(Refused) as caught:
        write_community(session, actor, "repairs", community(target=20), key="disabled", reason="  ")
    assert refused(caught) == [("community.needs_reason", "reason")]
    write_community(session, actor, "repairs", community(target=20), key="disabled", reason=BECAUSE)
    write_community(session, actor, "repairs", community(target=30), key="disabled", reason="Again.")
    found = earlier(session, value(session, actor).id)
    assert [(one.key, one.before and one.before.target, one.reason) for one in found] == [
        ("disabled", 40, BECAUSE),
        ("disabled", 20, "Again."),
    ]
    assert targets(session, actor) == {"disabled": 30}
    assert told(session, actor, "community_changed")["reason"] == "Again."


@pytest.mark.usefixtures("opened")
def test_saying_the_same_again_leaves_no_trace(session: Session, actor: Actor) -> None:
    write_community(session, actor, "repairs", community(), key="disabled")
    assert earlier(session, value(session, actor).id) == ()


@pytest.mark.usefixtures("opened")
def test_who_counts_as_a_member_may_be_put_right_and_everyone_is_counted_anew(
    session: Session, actor: Actor
) -> None:
    def due() -> int:
        session.flush()
        return len(session.scalars(select(DueWork).where(DueWork.key.like("outreach.refresh:%"))).all())

    before = due()
    write_community(session, actor, "repairs", community(target=41), key="disabled", reason=BECAUSE)
    assert due() == before
    turned = {"question_id": "disability", "yes": ["no"], "no": ["yes"]}
    write_community(session, actor, "repairs", community(stated_by=turned), key="disabled", reason=BECAUSE)
    assert due() == before + 1


@pytest.mark.usefixtures("opened")
def test_after_publishing_a_community_may_be_added_and_never_removed(session: Session, actor: Actor) -> None:
    write_community(session, actor, "repairs", community(key="forgotten"), reason="It was forgotten.")
    assert [(one.key, one.before) for one in earlier(session, value(session, actor).id)] == [
        ("forgotten", None)
    ]
    with pytest.raises(Refused, match=r"community\.stays"):
        remove_community(session, actor, "repairs", "disabled")


@pytest.mark.usefixtures("opened")
def test_a_question_that_is_only_in_the_draft_states_nothing_yet(session: Session, actor: Actor) -> None:
    document = builders.survey_document()
    document["pages"][1]["questions"].append(
        {**document["pages"][1]["questions"][0], "id": "tenant", "code": "Q9"}
    )
    service.edit_survey(session, actor, "repairs", builders.Survey.from_json(document))
    stated = {"question_id": "tenant", "yes": ["yes"], "no": ["no"]}
    with pytest.raises(Refused, match=r"community\.no_such_question"):
        write_community(session, actor, "repairs", community(key="t", stated_by=stated), reason=BECAUSE)


def test_a_closed_consultation_and_another_organisation_change_nothing(
    session: Session, actor: Actor
) -> None:
    builders.an_open_consultation(session, actor)
    other = builders.an_organisation(session, "Southmere")
    with pytest.raises(Refused, match=r"consultation\.unknown"):
        write_community(session, other, "repairs", community(target=20), key="disabled", reason=BECAUSE)
    viewer = Actor(actor.organisation_id, None, frozenset({Role.VIEWER.value}))
    with pytest.raises(Refused, match=r"permission\.denied"):
        write_community(session, viewer, "repairs", community(target=20), key="disabled", reason=BECAUSE)
    service.close(session, actor, "repairs")
    for attempt in (
        lambda: write_community(session, actor, "repairs", community(target=20), key="disabled", reason="x"),
        lambda: set_limits(session, actor, "repairs", 20, None, reason="x"),
        lambda: write_margin(session, actor, "repairs", margin()),
    ):
        with pytest.raises(Refused, match=r"closing\.already"):
            attempt()


@pytest.mark.usefixtures("draft")
def test_several_communities_are_written_at_once_or_not_at_all(session: Session, actor: Actor) -> None:
    write_community(session, actor, "repairs", community(key="again"))
    with pytest.raises(Refused):
        write_communities(
            session,
            actor,
            "repairs",
            {"disabled": community(target=50), "again": community(key="again", target=9999)},
        )
    assert targets(session, actor) == {"disabled": 40, "again": 40}


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("threshold", [0, 4, 1001])
def test_the_smallest_group_has_five_people_or_more(session: Session, actor: Actor, threshold: int) -> None:
    with pytest.raises(Refused, match=r"threshold\.too_low"):
        set_limits(session, actor, "repairs", threshold, None)
    set_limits(session, actor, "repairs", 5, 500)
    found = value(session, actor)
    assert (found.threshold, found.details.expected_answers) == (5, 500)


@pytest.mark.usefixtures("opened")
def test_after_publishing_the_smallest_group_only_grows(session: Session, actor: Actor) -> None:
    with pytest.raises(Refused) as caught:
        set_limits(session, actor, "repairs", 9, None, reason=BECAUSE)
    assert refused(caught) == [("threshold.lowered", "threshold")]
    with pytest.raises(Refused, match=r"community\.needs_reason"):
        set_limits(session, actor, "repairs", 11, None)
    set_limits(session, actor, "repairs", 11, None, reason=BECAUSE)
    assert value(session, actor).threshold == 11
    assert told(session, actor, "limits_set")["before"] == 10
    with pytest.raises(Refused, match=r"threshold\.lowered"):
        set_limits(session, actor, "repairs", 10, None, reason="Back to what was promised.")


@pytest.mark.usefixtures("draft")
def test_margins_are_written_and_removed(session: Session, actor: Actor) -> None:
    write_margin(session, actor, "repairs", margin())
    shares = [{"options": ["yes"], "percent": "20.1"}, {"options": ["no"], "percent": 80}]
    write_margin(session, actor, "repairs", margin(categories=shares), key="disability")
    assert value(session, actor).details.margins[0].shares == pytest.approx([20.1 / 100.1, 80 / 100.1])
    remove_margin(session, actor, "repairs", "disability")
    assert value(session, actor).details.margins == ()
    with pytest.raises(Refused, match=r"margin\.unknown"):
        remove_margin(session, actor, "repairs", "disability")


def one(options: list[str], **size: Any) -> dict[str, Any]:
    return {"options": options, **size}


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"question_id": "age"}, "margin.no_such_question"),
        ({"categories": [one(["yes"], count=1), one(["never"], count=1)]}, "margin.unknown_option"),
        ({"categories": [one(["yes"], count=1), one(["yes", "no"], count=1)]}, "margin.option_twice"),
        ({"categories": [one(["yes"], count=1), one(["no"], percent=50)]}, "margin.mixed_sizes"),
        ({"categories": [one(["yes"]), one(["no"], count=1)]}, "margin.one_size"),
        ({"categories": [one(["yes"], count=1, percent=1), one(["no"], count=1)]}, "margin.one_size"),
        (
            {"categories": [one(["yes"], percent=20), one(["no"], percent="79.8")]},
            "margin.shares_do_not_add_up",
        ),
        (
            {"categories": [one(["yes"], percent=100), one(["no"], percent=100)]},
            "margin.shares_do_not_add_up",
        ),
    ],
)
def test_a_margin_that_cannot_be_is_refused(
    session: Session, actor: Actor, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        write_margin(session, actor, "repairs", margin(**changes))
    assert code in {found for found, _ in refused(caught)}
    assert value(session, actor).details.margins == ()


@pytest.mark.usefixtures("draft")
def test_shares_rounded_to_one_decimal_add_up_well_enough(session: Session, actor: Actor) -> None:
    shares = [one(["yes"], percent="20.0"), one(["no"], percent="79.9")]
    write_margin(session, actor, "repairs", margin(categories=shares))


@pytest.mark.usefixtures("opened")
def test_rows_of_what_was_there_before_cannot_be_changed(session: Session, actor: Actor) -> None:
    write_community(session, actor, "repairs", community(target=20), key="disabled", reason=BECAUSE)
    session.flush()
    for statement in ("UPDATE community_changes SET reason = 'x'", "DELETE FROM community_changes"):
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement))


@pytest.mark.parametrize(
    ("table", "columns", "constraint"),
    [
        ("community_changes", {"key": "k", "reason": "", "changed_at": "2026-01-01 00:00:00"}, "has_reason"),
        (
            "benchmark_files",
            {"name": "n", "sha256": "ab", "size": 1, "body": b"x", "added_at": "2026-01-01 00:00:00"},
            "sha256_length",
        ),
        (
            "benchmark_files",
            {"name": "n", "sha256": "a" * 64, "size": 0, "body": b"x", "added_at": "2026-01-01 00:00:00"},
            "size",
        ),
        (
            "community_changes",
            {"key": "k", "reason": "r", "changed_at": "2026-01-01 00:00:00", "organisation_id": None},
            "organisation_id",
        ),
    ],
)
def test_the_tables_keep_their_promises(
    session: Session, actor: Actor, draft: uuid.UUID, table: str, columns: dict[str, Any], constraint: str
) -> None:
    from consult.models import Base

    owned = {"id": uuid.uuid4(), "organisation_id": actor.organisation_id, "consultation_id": draft}
    if "added_at" in columns or "changed_at" in columns:
        from consult import clock

        columns = {name: clock.now() if name.endswith("_at") else kept for name, kept in columns.items()}
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(Base.metadata.tables[table].insert().values({**owned, **columns}))
