"""A tender that never had a notice: its record, its minted OCID, and the profile of the AI system it is about."""

import json
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.tenders import queries, service
from consult.tenders.details import TenderDetails
from consult.tenders.models import AffectedGroup
from consult.tenders.profile import Profile
from consult.words.sentences import SENTENCES
from surveys.problems import Problem, Refused
from tests.builders import an_organisation

DEMONSTRATION = Path(__file__).parents[2] / "consult" / "cli" / "demonstration"
GROUP = {"community": "tenants", "how": "They wait", "severity": "high", "reversibility": "easy"}


@pytest.fixture
def actor(session: Session) -> Actor:
    return an_organisation(session)


def details(**said: Any) -> TenderDetails:
    return TenderDetails.read({"title": "Réparations: une révision", **said})


def problems(read: Any) -> list[Problem]:
    with pytest.raises(Refused) as refused:
        TenderDetails.read(read)
    return list(refused.value.problems)


def test_an_ocid_is_minted_under_the_prefix_of_the_organisation(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.clock.today", lambda _: date(2026, 5, 4))
    made = [service.create(session, actor, details()).ocid for _ in range(2)]
    assert made == [
        "ocds-000000-reparations-une-revision-2026",
        "ocds-000000-reparations-une-revision-2026-2",
    ]


def test_a_title_in_another_script_still_gets_an_ocid(session: Session, actor: Actor) -> None:
    made = service.create(session, actor, TenderDetails.read({"title": {"ar": "إصلاحات"}}))
    assert made.ocid.startswith("ocds-000000-tender-20")


def test_the_end_of_an_ocid_or_all_of_it_may_be_given(session: Session, actor: Actor) -> None:
    assert service.create(session, actor, details(ocid_suffix="ranking-1")).ocid == "ocds-000000-ranking-1"
    assert service.create(session, actor, details(ocid="ocds-b5fd17-1")).ocid == "ocds-b5fd17-1"


def test_an_ocid_is_used_once(session: Session, actor: Actor) -> None:
    service.create(session, actor, details(ocid_suffix="a"))
    with pytest.raises(Refused) as refused:
        service.create(session, actor, details(ocid_suffix="a"))
    assert [(problem.code, problem.where) for problem in refused.value.problems] == [
        ("tender.already", "/ocid")
    ]


def test_a_tender_needs_a_title(session: Session, actor: Actor) -> None:
    with pytest.raises(Refused) as refused:
        service.create(session, actor, TenderDetails.read({"title": {"en": " "}}))
    assert refused.value.problems == (Problem("tender.missing", "/title"),)


def test_a_viewer_may_not_write(session: Session, actor: Actor) -> None:
    viewer = Actor(actor.organisation_id, None, frozenset({Role.VIEWER.value}))
    with pytest.raises(Refused):
        service.create(session, viewer, details())
    assert queries.tenders_of(session, actor.organisation_id) == ()


@pytest.mark.parametrize("name", ["tender-open.json", "tender-closed.json"])
def test_the_tenders_of_the_demonstration_are_kept_whole(session: Session, actor: Actor, name: str) -> None:
    written = json.loads((DEMONSTRATION / name).read_bytes())
    tender = service.create(session, actor, TenderDetails.read((DEMONSTRATION / name).read_bytes()))
    assert tender.title.to("ar").text == written["title"]["ar"]
    assert (tender.route, tender.stage) == (written["route"], written["stage"])
    assert [entry.key for entry in tender.alternatives] == [entry["key"] for entry in written["alternatives"]]
    assert len(tender.outcomes) == len(written["outcomes"])
    profile = queries.profile_of(session, tender.id)
    assert profile is not None
    assert plain(profile.to_json()) == plain(written["ai_system"])
    groups = queries.affected_groups(session, tender.id)
    assert [group.community for group in groups] == [
        group["community"] for group in written["ai_system"]["affected_groups"]
    ]


def plain(value: Any) -> Any:
    """Return JSON without what says nothing, and each phrase as its words."""
    if isinstance(value, dict):
        if "text" in value and set(value) <= {"text", "status", "source", "variants"}:
            return value["text"]
        return {key: kept for key, entry in value.items() if (kept := plain(entry)) not in (None, [])}
    return [plain(entry) for entry in value] if isinstance(value, list) else value


def test_dates_in_days_are_counted_from_today(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.clock.today", lambda _: date(2026, 5, 4))
    tender = service.create(session, actor, details(dates={"notice_in_days": 3, "start_on": "2027-01-01"}))
    assert (tender.notice_on, tender.starts_on) == (date(2026, 5, 7), date(2027, 1, 1))


def test_revising_changes_what_is_said_and_nothing_else(session: Session, actor: Actor) -> None:
    value = {"amount": 240000, "currency": "GBP", "years": 4}
    before = service.create(session, actor, details(ocid_suffix="a", problem="Waiting", value=value))
    after = service.revise(
        session, actor, before.ocid, TenderDetails.read({"problem": None, "stage": "award"})
    )
    assert (after.title, after.value_amount, after.value_years) == (before.title, 240000, 4)
    assert (after.problem, after.stage) == (None, "award")


def test_a_tender_of_another_organisation_cannot_be_revised(session: Session, actor: Actor) -> None:
    other = an_organisation(session, "Southmere Council")
    ocid = service.create(session, other, details(ocid_suffix="a")).ocid
    with pytest.raises(Refused) as refused:
        service.revise(session, actor, ocid, TenderDetails.read({"problem": "Mine"}))
    assert refused.value.problems[0].code == "tender.unknown"


def test_a_profile_is_replaced_as_a_whole(session: Session, actor: Actor) -> None:
    tender = service.create(session, actor, details(ai_system={"name": "A", "affected_groups": [GROUP]}))
    other = GROUP | {"community": "landlords", "severity": "low"}
    service.set_profile(session, actor, tender.ocid, Profile.read({"name": "B", "affected_groups": [other]}))
    profile = queries.profile_of(session, tender.id)
    assert profile is not None
    assert profile.name.to("en").text == "B"
    assert [group.community for group in profile.affected_groups] == ["landlords"]


def test_there_is_no_profile_before_one_is_written(session: Session, actor: Actor) -> None:
    assert queries.profile_of(session, service.create(session, actor, details()).id) is None


@pytest.mark.parametrize(
    ("said", "code", "where"),
    [
        (b"[", "tender.not_json", ""),
        (b'{"title": "\\ud800"}', "tender.bad_characters", "/title"),
        ({"titel": "x"}, "tender.unknown_field", "/titel"),
        ({"route": "post"}, "tender.not_allowed", "/route"),
        ({"title": {"en": "a\u202eb"}}, "tender.bad_characters", "/title/en/text"),
        ({"value": {"amount": -1, "currency": "GBP"}}, "tender.too_small", "/value/amount"),
        ({"value": {"amount": 1, "currency": "pounds"}}, "tender.bad_name", "/value/currency"),
        (
            {"documents": [{"title": "x", "url": "javascript:alert(1)"}]},
            "tender.bad_name",
            "/documents/0/url",
        ),
        ({"ai_system": {}}, "tender.missing", "/ai_system/name"),
        (
            {"ai_system": {"name": "x", "affected_groups": [GROUP, GROUP]}},
            "tender.repeated",
            "/ai_system/affected_groups/1",
        ),
        ({"ai_system": {"name": "x", "decides": "perhaps"}}, "tender.not_allowed", "/ai_system/decides"),
    ],
)
def test_a_fault_in_details_is_told_with_its_pointer_and_in_words(said: Any, code: str, where: str) -> None:
    found = problems(said)
    assert (found[0].code, found[0].where) == (code, where)
    assert SENTENCES[code] % dict(found[0].parameters)


@pytest.mark.parametrize("change", [{"severity": "dire"}, {"reversibility": "maybe"}, {"key": "tenants"}])
def test_the_table_of_affected_groups_keeps_its_promises(
    session: Session, actor: Actor, change: dict[str, Any]
) -> None:
    service.create(session, actor, details(ai_system={"name": "A", "affected_groups": [GROUP]}))
    row = session.scalars(select(AffectedGroup)).one()
    kept = {column.key: getattr(row, column.key) for column in AffectedGroup.__mapper__.column_attrs}
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(insert(AffectedGroup).values({**kept, "id": uuid.uuid4(), "key": "other", **change}))
