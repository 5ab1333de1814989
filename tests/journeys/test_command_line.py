"""A real notice becomes evidence that its tender record must answer: by the command line only, on both databases.

Each step is a process of its own, as an operator or a script would run it. No queue is configured: every command
succeeds without one.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import services
from tests.conftest import CODE_KEYS, SECRET_KEY
from tests.journeys import forking
from tests.ocds_data import FOLDER, needs_ocds_data
from tests.validator import faults

ROOT = Path(__file__).parents[2]
NOTICE = FOLDER / "samples" / "uk-cf-planning-engagement.json"
OCID = "ocds-b5fd17-7b68a5a5-c7c6-4b6a-af57-25252442e31e"
SURVEY = ROOT / "surveys" / "library" / "housing-repairs-need.json"
DETAILS = ROOT / "consult" / "cli" / "demonstration" / "consultation-open.json"
FLASK = ("-m", "flask", "--app", "wsgi")
SLUG = "repairs"
PEOPLE = 260
UNHEARD = "arabic-speaking"
SILENCE = f"not_heard:{UNHEARD}"


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    status: int
    out: bytes
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output: with anything beside it, it would not be JSON any more."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Operator:
    """Somebody with a shell, and the environment of one installation."""

    environment: dict[str, str]
    folder: Path

    def run(self, *arguments: object, program: tuple[str, ...] | None = None) -> Said:
        """Run a command of `consult`, or of the program that is named."""
        if program is None:
            status, out, err = forking.run([*map(str, arguments)], self.environment, self.folder)
        else:
            command = [sys.executable, *program, *map(str, arguments)]
            ran = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, check=False)
            status, out, err = ran.returncode, ran.stdout, ran.stderr
        assert b"Traceback" not in err, err.decode()
        return Said(status, out, err.decode())

    def does(self, *arguments: object) -> Any:
        """Run a command that succeeds, and return its document."""
        said = self.run(*arguments, "--json")
        assert said.status == 0, (arguments, said)
        return said.document

    def is_refused(self, *arguments: object, program: tuple[str, ...] | None = None, status: int = 1) -> Any:
        """Run a command that cannot do what it is asked, and return the codes of its problems."""
        said = self.run(*arguments, "--json", program=program)
        assert said.status == status, (arguments, said)
        return [problem["code"] for problem in said.document["problems"]]

    def writes(self, name: str, content: bytes) -> Path:
        file = self.folder / name
        file.write_bytes(content)
        return file


@pytest.fixture
def operator(postgresql: services.PostgreSQL, tmp_path: Path) -> Operator:
    """An operator of an installation whose database has no tables yet; tests/cli runs the commands on both."""
    url = postgresql.create(services.fresh_name("command_line"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONSULT_")}
    ours = {
        "CONSULT_SECRET_KEY": SECRET_KEY,
        "CONSULT_CODE_KEYS": CODE_KEYS,
        "CONSULT_DATABASE_URL": url,
        "CONSULT_DATA_DIR": str(tmp_path),
        "CONSULT_BASE_URL": "https://consult.example.org",
    }
    return Operator(kept | ours, tmp_path)


@needs_ocds_data
def test_a_real_notice_becomes_evidence_that_its_tender_must_answer(operator: Operator) -> None:
    the_database_is_prepared(operator)
    the_notice_comes_in(operator)
    people_are_asked(operator)
    nobody_is_asked_any_more(operator)
    nothing_is_sealed_before_everything_is_answered(operator)
    fingerprint = what_is_sealed_stays(operator)
    the_record_verifies_without_any_settings(operator, fingerprint)
    the_tender_goes_out_with_its_evidence(operator)


def the_database_is_prepared(operator: Operator) -> None:
    assert operator.is_refused("tenders", "import", NOTICE) == ["database.not_current"]
    not_current = operator.run("db", "check")
    assert (not_current.status, len(not_current.err.splitlines())) == (1, 1)
    assert operator.run("db", "upgrade").status == 0
    assert operator.run("db", "check").status == 0


def the_notice_comes_in(operator: Operator) -> None:
    broken = operator.writes("broken.json", b'{"releases": [')
    assert all(code.startswith("ocds.") for code in operator.is_refused("tenders", "import", broken))
    (first,) = operator.does("tenders", "import", NOTICE)["files"]
    assert OCID in first["imported"]
    assert (first["updated"], first["faults"]) == ([], [])
    (second,) = operator.does("tenders", "import", NOTICE)["files"]
    assert (second["imported"], second["updated"]) == ([], [])


def people_are_asked(operator: Operator) -> None:
    draft = ("consultations", "create", SLUG, "--survey", SURVEY, "--details", DETAILS)
    assert operator.is_refused(*draft, status=2) == ["usage.wrong"]
    assert operator.is_refused(*draft, "--tender", "ocds-none") == ["tender.unknown"]
    assert operator.does(*draft, "--tender", OCID)["state"] == "draft"
    assert operator.does("consultations", "publish", SLUG)["state"] == "open"
    # Of those who answer: too few to show.
    people = ("--people", PEOPLE, "--seed", 5, "--skew", f"{UNHEARD}=0.01")
    assert operator.does("responses", "simulate", SLUG, *people)["sent"] == PEOPLE
    assert operator.is_refused("evidence", "compile", SLUG, "--now") == ["evidence.consultation_not_closed"]


def nobody_is_asked_any_more(operator: Operator) -> None:
    assert operator.does("consultations", "close", SLUG)["state"] == "closed"
    paper = operator.writes("answers.jsonl", b'{"language": "en", "mode": "paper", "answers": {}}\n')
    assert operator.is_refused("responses", "load", SLUG, paper) == ["consultation.closed"]
    reach = operator.does("outreach", "reach", SLUG, "--now")
    assert reach["headline"]["furthest_behind"]["community"] == UNHEARD
    (unheard,) = [one for one in reach["communities"] if one["key"] == UNHEARD]
    assert (unheard["heard"]["count"], unheard["needs_outreach"]) == (None, True)


def nothing_is_sealed_before_everything_is_answered(operator: Operator) -> None:
    assert operator.is_refused("evidence", "seal", SLUG) == ["evidence.not_compiled"]
    keys = {one["key"]: one for one in operator.does("evidence", "compile", SLUG, "--now")["candidates"]}
    assert {SILENCE, "objection:go-ahead"} <= keys.keys()
    listed = operator.run("evidence", "seal", SLUG)
    assert (listed.status, listed.out) == (1, b"")
    assert all(any(key in line for line in listed.err.splitlines()) for key in keys)
    outstanding = ["evidence.untreated_candidate"] * len(keys) + ["evidence.undecided"]
    assert operator.is_refused("evidence", "seal", SLUG) == outstanding

    answer = ("evidence", "answer", SLUG)
    aside = ("--disposition", "set_aside", "--reason", "It was weighed with the other answers.")
    accepted = ("--disposition", "accepted", "--reason", "A session in Arabic will be held first.")
    assert operator.is_refused(*answer, SILENCE, *aside) == ["evidence.not_heard_stays"]
    unowned = ("--disposition", "needs_more", "--reason", "Later.")
    assert operator.is_refused(*answer, SILENCE, *unowned) == ["evidence.needs_owner"]
    for key, candidate in keys.items():
        operator.does(*answer, key, *(aside if candidate["kind"] == "divergence" else accepted))
    assert operator.does(*answer, SILENCE, *accepted)["finding"] == _finding_on_silence(operator)
    assert operator.is_refused("evidence", "seal", SLUG) == ["evidence.undecided"]
    decision = ("--decision", "change", "--reason", "A person decides on every repair.")
    assert operator.does("evidence", "decide", SLUG, *decision)["decision"] == "change"


def _finding_on_silence(operator: Operator) -> str:
    """Return the one finding about those who were not heard: what was refused left none behind."""
    findings = operator.does("evidence", "findings", SLUG)["findings"]
    (silence,) = [one for one in findings if one["communities"] == [UNHEARD]]
    assert "Arabic-speaking tenants" in silence["statement"]["en"]["text"]
    number: str = silence["finding"]
    return number


def what_is_sealed_stays(operator: Operator) -> str:
    sealed = operator.does("evidence", "seal", SLUG)
    assert sealed["is_interim"] is False
    assert operator.is_refused("evidence", "seal", SLUG) == ["evidence.sealed"]
    otherwise = ("--disposition", "rejected", "--reason", "No.")
    assert operator.is_refused("evidence", "answer", SLUG, "F1", *otherwise) == ["evidence.sealed"]
    # The same commands are Flask's.
    said = operator.run("evidence", "findings", SLUG, "--json", program=FLASK)
    assert (said.status, said.document["outstanding"]) == (0, [])
    assert operator.is_refused("evidence", "findings", program=FLASK, status=2) == ["usage.wrong"]
    fingerprint: str = sealed["fingerprint"]
    return fingerprint


def the_record_verifies_without_any_settings(operator: Operator, fingerprint: str) -> None:
    exported = operator.run("evidence", "export", SLUG)
    record = exported.document["record"]
    assert record["tender"]["ocid"] == OCID
    assert record["decision"]["kind"] == "change"
    anyone = Operator({"PATH": os.environ["PATH"]}, operator.folder)
    verdict = anyone.does("evidence", "verify", anyone.writes("record.json", exported.out))
    assert verdict == {"valid": True, "why": None, "fingerprint": fingerprint}
    said = anyone.run("evidence", "verify", anyone.writes("record.json", exported.out))
    assert "It does not show who sealed it" in said.out.decode()
    changed = exported.out.replace(b'"kind":"change"', b'"kind":"chance"', 1)
    assert changed != exported.out
    said = anyone.run("evidence", "verify", anyone.writes("changed.json", changed), "--json")
    assert (said.status, said.document["valid"]) == (1, False)
    assert said.document["why"]


def the_tender_goes_out_with_its_evidence(operator: Operator) -> None:
    package = operator.run("tenders", "export", OCID)
    release = package.document["releases"][-1]
    assert [one["type"] for one in release["planning"]["milestones"]] == ["engagement"]
    evidence = [one for one in release["planning"]["documents"] if one["documentType"] == "needsAssessment"]
    assert {one["language"] for one in evidence if "language" in one} == {"en", "nl", "ar"}
    assert faults(package.out, operator.folder) == []
    record = operator.run("tenders", "export", OCID, "--record")
    assert (record.status, record.document["records"][0]["ocid"]) == (0, OCID)
    assert faults(record.out, operator.folder) == []
