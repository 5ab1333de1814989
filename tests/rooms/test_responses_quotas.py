"""Quotas: a place is taken once, by one at a time, and given back; a soft one turns nobody away."""

import threading
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.codes import CodeKeys
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue
from consult.db import unit_of_work
from consult.outreach.folding import refresh
from consult.outreach.reach import quotas_of
from consult.responses import queries, sending, service
from consult.responses.models import QuotaCount
from consult.responses.quotas import full_quotas
from consult.responses.values import Opening
from surveys.answers import read
from surveys.document import Survey
from surveys.plan import Plan
from surveys.problems import Refused
from tests import builders

KEYS = CodeKeys({1: b"1" * 32})
MOST = 5


def equals(question: str, value: str) -> dict[str, Any]:
    return {"op": "==", "args": [{"answer": question}, {"value": value}]}


def quota(mode: str = "hard", condition: dict[str, Any] | None = None, **others: Any) -> dict[str, Any]:
    words = builders.in_both("Enough people who say no have answered.")
    return {
        "id": "sayers-of-no", "condition": condition or equals("go-ahead", "no"), "most": MOST, "mode": mode,
        "words": words, **others,
    }  # fmt: skip


def survey(*quotas: dict[str, Any]) -> Survey:
    return builders.a_survey(quotas=list(quotas))


def panel(
    session: Session, *quotas: dict[str, Any], is_invited: bool = True
) -> tuple[ConsultationValue, Plan]:
    """Open a consultation with these quotas."""
    details = builders.details(invited_panel=is_invited, threshold=MOST)
    builders.an_open_consultation(
        session, builders.an_organisation(session), survey=survey(*quotas), details=details
    )
    found = consultations.consultation_by_slug(session, "repairs")
    assert found is not None
    assert found.version_id is not None
    return found, consultations.plan(session, found.version_id)


def send(session: Session, consultation: ConsultationValue, plan: Plan, **answers: Any) -> str:
    named = {name.replace("_", "-"): answer for name, answer in answers.items()}
    if "disability" in named:
        named["about-you_consent"] = True
    draft = service.start(session, KEYS, consultation, plan, Opening("en"), named)
    return sending.send(session, KEYS, draft.id, plan).receipt_code


def counted(session: Session) -> list[int]:
    session.expire_all()
    return list(session.scalars(select(QuotaCount.counted)))


def test_in_an_open_call_a_hard_quota_cannot_be_published(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        panel(session, quota(), is_invited=False)
    assert [(one.code, one.where) for one in refused.value.problems] == [
        ("consultation.quota_silences", "/quotas/0/mode")
    ]


def test_a_quota_so_small_that_reaching_it_tells_how_few_answered_cannot_be_published(
    session: Session,
) -> None:
    with pytest.raises(Refused) as refused:
        panel(session, quota("soft", most=MOST - 1))
    assert [one.code for one in refused.value.problems] == ["consultation.quota_too_small"]


def test_a_full_quota_takes_nobody_else_and_keeps_their_draft(session: Session) -> None:
    consultation, plan = panel(session, quota())
    for _ in range(MOST):
        send(session, consultation, plan, go_ahead="no")
    draft = service.start(session, KEYS, consultation, plan, Opening("en"), {"go-ahead": "no"})
    with pytest.raises(Refused) as refused, session.begin_nested():
        sending.send(session, KEYS, draft.id, plan)
    assert [(one.code, one.parameters["quota"]) for one in refused.value.problems] == [
        ("quota.reached", "sayers-of-no")
    ]
    assert queries.draft(session, draft.id) == draft
    assert counted(session) == [MOST]
    assert full_quotas(session, consultation.id, plan.quotas.values()) == {"sayers-of-no"}
    send(session, consultation, plan, go_ahead="yes")
    assert queries.count(session, consultation.id) == MOST + 1


def test_however_many_send_at_once_never_one_too_many_is_taken(own_engine: Engine) -> None:
    many = MOST + 3
    with unit_of_work() as session:
        consultation, plan = panel(session, quota(), quota(id="everybody-answers", most=1000))
        drafts = [
            service.start(session, KEYS, consultation, plan, Opening("en"), {"go-ahead": "no"})
            for _ in range(many)
        ]
    gate = threading.Barrier(many)
    refusals: list[str] = []

    def press(number: int) -> None:
        gate.wait()
        try:
            with unit_of_work() as session:
                sending.send(session, KEYS, drafts[number].id, plan)
        except Refused as refused:
            refusals.append(refused.problems[0].code)

    presses = [threading.Thread(target=press, args=(number,)) for number in range(many)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    with unit_of_work() as session:
        assert queries.count(session, consultation.id) == MOST
        assert sorted(counted(session)) == [MOST, MOST]
    assert refusals == ["quota.reached"] * (many - MOST)


def test_what_is_taken_back_frees_its_place(session: Session) -> None:
    consultation, plan = panel(session, quota())
    codes = [send(session, consultation, plan, go_ahead="no") for _ in range(MOST)]
    service.withdraw(session, KEYS, codes[0], plan)
    assert counted(session) == [MOST - 1]
    send(session, consultation, plan, go_ahead="no")
    assert counted(session) == [MOST]


def test_what_is_corrected_is_counted_where_it_belongs_now_full_or_not(session: Session) -> None:
    consultation, plan = panel(session, quota(condition=equals("disability", "yes")))
    codes = [send(session, consultation, plan, go_ahead="no", disability="yes") for _ in range(MOST)]
    other = send(session, consultation, plan, go_ahead="no", disability="no")

    def correct(code: str, **form: str) -> None:
        said = read(
            plan, "about-you", {name.replace("-consent", "_consent"): [value] for name, value in form.items()}
        )
        service.correct_about_you(session, KEYS, code, plan, said, is_sealed=False)

    correct(other, **{"about-you-consent": "yes", "disability": "yes"})
    assert counted(session) == [MOST + 1]
    correct(codes[0], **{"about-you-consent": "yes", "disability": "no"})
    correct(codes[1])
    assert counted(session) == [MOST - 1]


def test_a_soft_quota_turns_nobody_away_and_the_officer_sees_a_protected_count(session: Session) -> None:
    consultation, plan = panel(session, quota("soft", most=10), is_invited=False)
    for sent in range(1, 16):
        send(session, consultation, plan, go_ahead="no")
        if sent in {3, 8, 15}:
            refresh(session, consultation)
            (found,) = quotas_of(session, consultation)
            assert (found.shown.count, found.is_reached) == {3: (None, False), 8: (10, True), 15: (15, True)}[
                sent
            ]
    assert counted(session) == []


def test_sending_costs_nothing_more_where_no_quota_can_turn_anybody_away(
    session: Session, database: Engine
) -> None:
    from tests.web.statements import counted as statements

    consultation, plan = panel(session, quota("soft"))
    with statements(database) as ran:
        send(session, consultation, plan, go_ahead="no")
    assert len(ran) == 3
