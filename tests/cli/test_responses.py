"""`responses` on the command line."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.consultations.queries import consultation_by_slug
from consult.db import reading, unit_of_work
from consult.outreach.models import UncountedSending
from consult.responses.loading import note_loading
from consult.responses.models import Draft, Response
from consult.responses.simulation import note_simulation
from consult.work.models import DueWork
from surveys.problems import Refused
from tests.cli.test_consultations import created, installation, run, told, write

__all__ = ["installation"]


@pytest.fixture
def open_one(installation: Path) -> Path:
    created(installation)
    told("consultations", "publish", "repairs")
    return installation


def lines(folder: Path, *documents: Any) -> Path:
    path = folder / "answers.jsonl"
    written = (one if isinstance(one, str) else json.dumps(one) for one in documents)
    path.write_text("\n".join(written), "utf-8")
    return path


def rows(kind: type) -> list[Any]:
    with reading() as session:
        return list(session.scalars(select(kind)))


def given(**answers: Any) -> dict[str, Any]:
    return {"language": "en", "mode": "paper", "capacity": "for_someone", "answers": answers}


def test_answers_on_paper_are_loaded_like_any_answer(open_one: Path) -> None:
    good = given(**{"go-ahead": "no", "about-you_consent": True, "disability": "yes"})
    document = told("responses", "load", "repairs", lines(open_one, good, given(**{"go-ahead": "yes"})))
    assert document == {"slug": "repairs", "loaded": 2, "skipped": 0, "faults": []}
    assert {row.codes["go-ahead"] for row in rows(Response)} == {"yes", "no"}
    assert {(row.mode.value, row.capacity.value) for row in rows(Response)} == {("paper", "for_someone")}
    assert rows(Draft) == []


BAD = {
    "no JSON": ("{", "json.not_json"),
    "no object": ("[]", "response.wrong_type"),
    "a field nobody knows": ({**given(**{"go-ahead": "no"}), "name": "x"}, "response.unknown_field"),
    "no answers": ({"language": "en"}, "response.missing"),
    "answers that are a list": ({"language": "en", "answers": []}, "answer.wrong_type"),
    "a language nobody offers": ({**given(**{"go-ahead": "no"}), "language": "nl"}, "language.unknown"),
    "a language that is no word": ({**given(**{"go-ahead": "no"}), "language": 5}, "language.unknown"),
    "a mode nobody knows": ({**given(**{"go-ahead": "no"}), "mode": "dream"}, "mode.unknown"),
    "a capacity nobody knows": ({**given(**{"go-ahead": "no"}), "capacity": "x"}, "capacity.unknown"),
    "an option nobody offers": (given(**{"go-ahead": "perhaps"}), "answer.unknown_option"),
    "a question nobody asks": (given(**{"go-ahead": "no", "shoe-size": 43}), "answer.unknown_question"),
    "an answer that is missing": (given(), "answer.required"),
    "about oneself without consent": (given(**{"go-ahead": "no", "disability": "yes"}), "answer.consent_needed"),
}  # fmt: skip


@pytest.mark.parametrize("bad", sorted(BAD))
def test_a_bad_line_is_told_and_skipped(open_one: Path, bad: str) -> None:
    line, code = BAD[bad]
    path = lines(open_one, given(**{"go-ahead": "no"}), line, given(**{"go-ahead": "yes"}))
    document = told("responses", "load", "repairs", path)
    assert (document["loaded"], document["skipped"]) == (2, 1)
    assert (document["faults"][0]["line"], document["faults"][0]["code"]) == (2, code)
    assert "%(" not in document["faults"][0]["message"]
    assert document["faults"][0]["message"] != code
    assert len(rows(Response)) == 2


def test_a_bad_line_is_a_line_on_standard_error(open_one: Path) -> None:
    path = lines(open_one, given(**{"go-ahead": "no"}), given(**{"go-ahead": "perhaps"}))
    result = run("responses", "load", "repairs", path)
    assert result.exit_code == 0
    expected = f"{path} line 2 /answers/go-ahead: This answer is not one of the choices."
    assert result.stderr.startswith(expected)
    assert result.stdout == "1 answers loaded, 1 lines skipped\n"


def test_where_no_line_is_good_nothing_is_done(open_one: Path) -> None:
    document = told("responses", "load", "repairs", lines(open_one, given(), "{"))
    assert [problem["where"] for problem in document["problems"]] == ["line 1 /answers/go-ahead", "line 2"]
    assert rows(Response) == []


def test_a_file_or_a_consultation_that_is_not_there_is_refused(open_one: Path) -> None:
    missing = told("responses", "load", "repairs", open_one / "none.jsonl")
    assert [problem["code"] for problem in missing["problems"]] == ["file.unreadable"]
    unknown = told("responses", "load", "others", write(open_one / "some.jsonl", {}))
    assert [problem["code"] for problem in unknown["problems"]] == ["consultation.unknown"]


def test_nothing_is_loaded_into_what_is_closed(open_one: Path) -> None:
    told("consultations", "close", "repairs")
    document = told("responses", "load", "repairs", lines(open_one, given(**{"go-ahead": "no"})))
    assert [problem["code"] for problem in document["problems"]] == ["consultation.closed"]
    assert rows(Response) == []


def simulated(*others: object) -> dict[str, Any]:
    return told("responses", "simulate", "repairs", "--people", 40, "--seed", 7, *others)


def test_simulated_people_answer_and_some_come_by_links(open_one: Path) -> None:
    assert simulated()["sent"] == 40
    assert len(rows(Response)) == 40
    assert rows(Draft) == []
    assert rows(UncountedSending) == []  # nobody wrote which links they came by


def test_the_skew_decides_who_answers(open_one: Path) -> None:
    simulated("--skew", "disabled=1")
    stated = [row.codes.get("disability") for row in rows(Response)]
    assert "no" not in stated
    assert stated.count("yes") > 30


def test_the_same_seed_gives_the_same_answers(open_one: Path) -> None:
    simulated()
    first = sorted(json.dumps(row.codes, sort_keys=True) for row in rows(Response))
    simulated()
    both = sorted(json.dumps(row.codes, sort_keys=True) for row in rows(Response))
    assert both == sorted(first * 2)


@pytest.mark.parametrize("skew", ["disabled", "disabled=much", "disabled=2"])
def test_a_skew_that_is_no_share_is_bad_usage(open_one: Path, skew: str) -> None:
    result = run("responses", "simulate", "repairs", "--people", 1, "--seed", 1, "--skew", skew)
    assert result.exit_code == 2
    assert rows(Response) == []


def test_a_skew_of_a_community_nobody_named_is_refused(open_one: Path) -> None:
    assert [problem["code"] for problem in simulated("--skew", "giants=0.5")["problems"]] == [
        "community.unknown"
    ]


def entries(action: str) -> list[dict[str, Any]]:
    return [json.loads(row.details) for row in rows(AuditEntry) if row.action == action]


def test_loading_is_on_record_with_the_file_and_no_count_of_few(open_one: Path) -> None:
    for number in (2, 12):
        path = lines(open_one, *[given(**{"go-ahead": "no"})] * number)
        told("responses", "load", "repairs", path)
        assert entries("responses.loaded")[-1]["file"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [{**one, "file": ""} for one in entries("responses.loaded")] == [
        {"file": "", "fewer_than": 10},
        {"file": "", "lines": 12},
    ]


def test_invented_answers_are_on_record(open_one: Path) -> None:
    simulated()
    assert entries("responses.simulated") == [{"people": 40, "seed": 7}]


def test_nobody_loads_or_invents_answers_without_permission(open_one: Path) -> None:
    with reading() as session:
        consultation = consultation_by_slug(session, "repairs")
        assert consultation is not None
        viewer = Actor(consultation.organisation_id, None, frozenset({"viewer"}))
        with pytest.raises(Refused, match=r"permission\.denied"):
            note_loading(session, viewer, consultation, b"", 0)
        with pytest.raises(Refused, match=r"permission\.denied"):
            note_simulation(session, viewer, consultation, people=1, seed=1)


def test_asking_who_was_heard_moves_nothing_unless_it_is_told_to(open_one: Path) -> None:
    simulated()
    for _ in range(2):
        assert told("outreach", "reach", "repairs")["answers"]["count"] == 0
    assert told("outreach", "reach", "repairs", "--now")["answers"]["count"] == 40
    assert told("outreach", "reach", "repairs")["answers"]["count"] == 40


def test_a_correction_leaves_no_second_round_of_work(open_one: Path) -> None:
    before = len(rows(DueWork))
    document = json.loads((open_one / "survey.json").read_text("utf-8"))
    document["title"]["en"] = "Repairs, corrected"
    told("consultations", "revise", "repairs", "--survey", write(open_one / "corrected.json", document))
    with unit_of_work() as session:
        for work in session.scalars(select(DueWork)):
            work.finished_at = work.left_at
    assert "version" in told("consultations", "publish", "repairs")
    assert len(rows(DueWork)) == before


def test_answers_are_shown_as_they_were_asked_and_that_somebody_looked_is_recorded(open_one: Path) -> None:
    told("responses", "load", "repairs", lines(open_one, {**given(**{"go-ahead": "no"}), "language": "ar"}))
    [answer] = told("responses", "show", "repairs")["answers"]
    assert (answer["mode"], answer["asked"]) == ("paper", {"version": 1, "language": "ar", "variant": "none"})
    [proposal, _] = answer["pages"]
    assert proposal["questions"] == [
        {
            "id": "go-ahead", "text": "هل ينبغي المضي قدما؟", "answer": "no", "chosen": ["لا"],
            "asked": {"version": 1, "language": "ar", "variant": "none"},
        }
    ]  # fmt: skip
    assert "لا" in run("responses", "show", "repairs").stdout
    assert told("responses", "show", "repairs", "--from", "1")["answers"] == []
    assert [entry.action for entry in rows(AuditEntry)].count("responses.read") == 3
