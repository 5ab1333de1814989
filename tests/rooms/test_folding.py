"""Sent answers are folded into counts: each once, whatever dies meanwhile, and out again when it is taken back."""

import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import Community
from consult.consultations.values import ConsultationValue
from consult.db import unit_of_work
from consult.outreach.folding import fold_some, refresh
from consult.outreach.live import shown_counts
from consult.outreach.models import SentCount, UncountedSending
from consult.responses import folding, service
from consult.responses.deleting import delete_answers
from consult.responses.models import FoldedOption, FoldState, Response
from consult.responses.quotas import Whose
from surveys.answers import read
from surveys.plan import Plan
from tests.rooms.test_outreach_reach import KEYS, WEEK, drafted, opened, people, sent
from tests.statements import statements


def whose(consultation: ConsultationValue) -> Whose:
    return Whose(consultation.id, consultation.organisation_id)


def plan_of(session: Session, consultation: ConsultationValue) -> Plan:
    assert consultation.version_id is not None
    return consultations.plan(session, consultation.version_id)


def recounted(session: Session) -> Counter[str]:
    """Count every answer that is there, by hand: the survey has two questions, and one community."""
    counts: Counter[str] = Counter()
    rows = session.execute(text("SELECT language, mode, codes FROM responses")).all()
    for language, mode, codes in rows:
        said: Mapping[str, Any] = codes if isinstance(codes, dict) else json.loads(codes)
        states = {"yes": "yes", "no": "no"}.get(said.get("disability", ""), "not_stated")
        counts.update(["answers", f"language/{language}", f"mode/{mode}", f"community/disabled/{states}"])
        groups = ["/", f"disabled/{states}"] if states != "not_stated" else ["/"]
        for question in {"go-ahead", "disability"} & said.keys():
            for group in groups:
                counts.update([f"{question}//{group}", f"{question}/{said[question]}/{group}"])
    return counts


def folded(session: Session, consultation: ConsultationValue) -> Counter[str]:
    """Return every count there is, options among them."""
    session.expire_all()
    counts = Counter(folding.folded_counts(session, consultation.id))
    for row in session.scalars(select(FoldedOption)):
        counts[f"{row.question}/{row.option}/{row.community}/{row.standing}"] += row.count
    return +counts


def redefine(session: Session, yes: list[str]) -> None:
    """Say anew which options state that somebody belongs to the community."""
    no = [option for option in ("yes", "no") if option not in yes]
    session.execute(update(Community).values(yes_options=yes, no_options=no))
    session.expire_all()


def a_receipt(session: Session, consultation: ConsultationValue, stated: str | None) -> str:
    return sent(session, consultation, drafted(session, consultation, stated)).receipt_code


def test_every_answer_is_counted_once_however_often_the_job_runs(session: Session) -> None:
    consultation, activity = opened(session)
    people(session, consultation, activity, yes=3, no=2, nothing=1)
    for _ in range(3):
        assert not fold_some(session, consultation)
        assert folded(session, consultation) == recounted(session)
    assert session.scalar(select(func.sum(SentCount.sent))) == 6 + 3
    assert session.scalars(select(UncountedSending)).all() == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_in_whatever_order_the_counts_are_those_of_the_answers(
    session: Session, seed: int
) -> None:
    consultation, _ = opened(session)
    chance = Random(seed)
    plan, codes = plan_of(session, consultation), list[str]()
    for _ in range(40):
        defines = ["redefine"] if seed % 2 else []
        happens = chance.choice(["send", "send", "send", "fold", "withdraw", "correct", "forget", *defines])
        if happens == "send":
            codes.append(a_receipt(session, consultation, chance.choice(["yes", "no", None])))
        elif happens == "fold":
            folding.fold_batch(session, whose(consultation), chance.randint(1, 4))
        elif happens == "redefine":
            redefine(session, chance.choice([["yes"], ["yes", "no"], ["no"]]))
        elif codes:
            code = codes.pop(chance.randrange(len(codes)))
            if happens == "withdraw":
                service.withdraw(session, KEYS, code, plan)
                continue
            form = {"about-you_consent": ["yes"], "disability": [chance.choice(["yes", "no"])]}
            said = read(plan, "about-you", form if happens == "correct" else {})
            service.correct_about_you(session, KEYS, code, plan, said, is_sealed=False)
            codes.append(code)
    redefine(session, ["yes"])
    while fold_some(session, consultation):
        pass
    assert folded(session, consultation) == recounted(session)


def test_an_answer_taken_back_before_it_was_folded_is_never_counted(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=2)
    fold_some(session, consultation)
    code = a_receipt(session, consultation, "yes")
    service.withdraw(session, KEYS, code, plan_of(session, consultation))
    assert folded(session, consultation)["answers"] == 2


def test_another_definition_of_a_community_counts_everything_anew(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=12, no=15)
    refresh(session, consultation)
    session.execute(update(Community).values(yes_options=["yes", "no"], no_options=[]))
    assert folding.fold_batch(session, whose(consultation), 10) == 10
    refresh(session, consultation)
    counts = folding.folded_counts(session, consultation.id)
    assert (counts["community/disabled/yes"], counts["community/disabled/no"]) == (27, 0)
    assert shown_counts(session, consultation)["community/disabled/yes"].count == 25
    assert session.scalars(select(FoldState.generation)).one() == 2


def test_what_is_taken_back_between_two_definitions_leaves_no_trace(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=3)
    code = a_receipt(session, consultation, "yes")
    fold_some(session, consultation)
    session.execute(update(Community).values(yes_options=["no"], no_options=["yes"]))
    session.expire_all()
    service.withdraw(session, KEYS, code, plan_of(session, consultation))
    session.execute(update(Community).values(yes_options=["yes"], no_options=["no"]))
    session.expire_all()
    fold_some(session, consultation)
    assert folded(session, consultation) == recounted(session)


def test_a_threshold_changes_what_is_shown_and_nothing_that_is_counted(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=12)
    refresh(session, consultation)
    session.execute(text("UPDATE consultations SET threshold = 20"))
    after = consultations.consultation_by_slug(session, "repairs")
    assert after is not None
    refresh(session, after)
    assert session.scalars(select(FoldState.generation)).one() == 1
    assert shown_counts(session, after)["answers"].count is None


def test_the_mark_of_what_is_folded_is_the_same_on_every_answer(session: Session) -> None:
    consultation, _ = opened(session)
    for _ in range(3):
        people(session, consultation, yes=2)
        fold_some(session, consultation)
    assert set(session.scalars(select(Response.folded))) == {1}


def test_with_the_answers_their_exact_counts_go_and_what_was_shown_stays(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=12)
    refresh(session, consultation)
    folding.forget_counts(session, consultation.id)
    delete_answers(session, consultation.id)
    refresh(session, consultation)
    assert folded(session, consultation) == Counter()
    assert shown_counts(session, consultation)["community/disabled/yes"].count == 10


def test_an_option_moves_by_the_threshold_and_nobody_is_never_told_from_a_few(session: Session) -> None:
    consultation, _ = opened(session)
    seen = []
    for more in (1, 8, 2, 9, 1):
        people(session, consultation, yes=more)
        refresh(session, consultation)
        options = folding.shown_options(session, consultation.id, consultation.threshold)
        seen.append(options.get(("go-ahead", "no", "disabled", "yes")))
    assert seen == [None, None, 11, 11, 21]


def test_a_batch_takes_as_many_statements_whatever_is_in_it(session: Session, database: Engine) -> None:
    consultation, _ = opened(session)
    taken = []
    for number in (2, 2, 60):
        people(session, consultation, yes=number, no=number)
        with statements(database) as noted:
            folding.fold_batch(session, whose(consultation))
        taken.append(len([one for one in noted if "advisory" not in one]))
    assert taken[1] == taken[2] == 5


def test_folding_beside_people_who_send_and_take_back_counts_each_once(own_engine: Engine) -> None:
    with unit_of_work() as session:
        consultation, _ = opened(session)
        plan = plan_of(session, consultation)
        codes = [a_receipt(session, consultation, "yes") for _ in range(12)]
    gate = threading.Barrier(4)
    faults: list[BaseException] = []

    def at_once(work: Callable[[Session, int], object]) -> threading.Thread:
        def run() -> None:
            gate.wait()
            try:
                for number in range(6):
                    with unit_of_work() as session:
                        work(session, number)
            except BaseException as fault:  # noqa: BLE001  # a thread's fault must reach the test
                faults.append(fault)

        return threading.Thread(target=run)

    threads = [
        at_once(lambda session, _: folding.fold_batch(session, whose(consultation), 3)),
        at_once(lambda session, _: folding.fold_batch(session, whose(consultation), 3)),
        at_once(lambda session, number: service.withdraw(session, KEYS, codes[number], plan)),
        at_once(lambda session, _: a_receipt(session, consultation, "no")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with unit_of_work() as session:
        fold_some(session, consultation)
        assert folded(session, consultation) == recounted(session)


KILLED = """
import os, signal, sys
from consult import db
from consult.consultations.queries import consultation_by_slug
from consult.outreach import folding as outreach
from consult.responses import folding
from consult.responses.quotas import Whose

db.bind(db.engine_for(sys.argv[1]))
left = int(sys.argv[2])

def die_in_time(add_up):
    def counted(*arguments):
        global left
        add_up(*arguments)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return counted

folding.add_up = die_in_time(folding.add_up)
outreach.add_up = die_in_time(outreach.add_up)
with db.reading() as session:
    found = consultation_by_slug(session, "repairs")
whose = Whose(found.id, found.organisation_id)
while True:
    with db.unit_of_work() as session:
        folding.fold_batch(session, whose, 7)
    with db.unit_of_work() as session:
        outreach._fold_sendings(session, found)
"""


@pytest.mark.parametrize("statement", [1, 2, 3, 4, 7])
def test_a_process_that_is_killed_in_the_middle_loses_nothing_and_counts_nothing_twice(
    own_engine: Engine, own_database: str, statement: int
) -> None:
    with unit_of_work() as session:
        consultation, activity = opened(session)
        people(session, consultation, activity, yes=12, no=9, nothing=4)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, own_database, str(statement)],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with unit_of_work() as session:
        while fold_some(session, consultation):
            pass
        assert folded(session, consultation) == recounted(session)
        by_activity = select(SentCount.community, SentCount.sent)
        assert dict(session.execute(by_activity).all()) == {"": 25, "disabled": 12}  # type: ignore[arg-type]  # rows are pairs


OPENING = """
import sys
from datetime import date
from consult import db
from consult.outreach.service import record_arrival
db.bind(db.engine_for(sys.argv[1]))
while True:
    with db.unit_of_work() as session:
        record_arrival(session, sys.argv[2], date(2026, 11, 23))
    print("counted", flush=True)
"""


def test_openings_counted_by_a_process_that_is_killed_are_neither_lost_nor_counted_twice(
    own_engine: Engine, own_database: str
) -> None:
    with unit_of_work() as session:
        opened(session)  # which opens it once
        code = session.execute(text("SELECT code FROM links")).scalar_one()
    with subprocess.Popen(
        [sys.executable, "-c", OPENING, own_database, code],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(20)]
        process.kill()
        told += process.stdout.readlines()
    whole = sum(line == "counted\n" for line in told)
    with unit_of_work() as session:
        openings = session.execute(text("SELECT openings FROM arrivals")).scalar_one() - 1
    assert openings in {whole, whole + 1}  # the last may have been counted before it could say so


def test_a_sending_waits_for_no_other_and_leaves_rows_that_do_not_name_it(session: Session) -> None:
    consultation, activity = opened(session)
    people(session, consultation, activity, yes=1)
    rows = session.scalars(select(UncountedSending)).all()
    assert {(row.community, row.activity_id, row.week) for row in rows} == {
        ("", activity, WEEK),
        ("disabled", activity, WEEK),
    }
    response = session.scalars(select(Response)).one()
    assert not {row.id for row in rows} & {response.id, uuid.UUID(bytes=response.salt[:16])}
