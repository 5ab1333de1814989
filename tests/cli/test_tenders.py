"""`tenders`: OCDS in and out as an operator does it, in words or as one JSON document."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consult import db
from consult.cli import consult
from tests.conftest import CODE_KEYS, SECRET_KEY
from tests.ocds_data import FOLDER, judged, needs_ocds_data

SAMPLES = FOLDER / "samples"
REAL = "ocds-b5fd17-7b68a5a5-c7c6-4b6a-af57-25252442e31e"
RELEASE = {
    "ocid": "ocds-000000-1",
    "id": "1",
    "date": "2026-01-02T03:04:05Z",
    "tag": ["planning"],
    "initiationType": "tender",
    "tender": {"id": "1", "title": "Ranking repairs"},
}


def run(*arguments: str | Path, succeeds: bool = True) -> Result:
    result = CliRunner().invoke(consult, ["tenders", *map(str, arguments)])
    assert (result.exit_code == 0) == succeeds, result.output
    return result


def document(*arguments: str | Path, succeeds: bool = True) -> Any:
    return json.loads(run(*arguments, succeeds=succeeds).stdout)


@pytest.fixture(autouse=True)
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An installation with an empty database and no queue, which commands reach by their settings."""
    for name, value in {
        "SECRET_KEY": SECRET_KEY,
        "CODE_KEYS": CODE_KEYS,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'consult.db'}",
        "BASE_URL": "https://consult.example.org",
    }.items():
        monkeypatch.setenv(f"CONSULT_{name}", value)
    monkeypatch.delenv("CONSULT_REDIS_URL", raising=False)
    assert CliRunner().invoke(consult, ["db", "upgrade"]).exit_code == 0
    yield
    db.bind(db.engine_for("sqlite://"))


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Call it with a name and what is in the file; it returns the path."""

    def write(name: str, content: Any) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


@needs_ocds_data
def test_a_real_file_comes_in_and_goes_out_sound() -> None:
    (report,) = document("import", "--json", SAMPLES / "uk-cf-planning-engagement.json")["files"]
    assert report["imported"][0] == REAL
    assert (len(report["imported"]), report["updated"], report["faults"]) == (5, [], [])
    assert judged("release_package", document("export", REAL)) == set()
    assert judged("record_package", document("export", REAL, "--record")) == set()


@needs_ocds_data
def test_every_real_file_comes_in_at_once_and_again_without_a_change() -> None:
    files = sorted(SAMPLES.glob("*.json"))
    first = document("import", "--json", *files)["files"]
    again = document("import", "--json", *files)["files"]
    assert [report["file"] for report in first] == [str(path) for path in files]
    assert not any(report["imported"] or report["updated"] for report in again)
    assert [report["faults"] for report in again] == [report["faults"] for report in first]


def test_faults_are_told_in_words_with_file_and_pointer(written: Any) -> None:
    path = written("a.json", {"releases": [RELEASE | {"date": "today"}]})
    result = run("import", path)
    assert result.stdout == "imported ocds-000000-1\n"
    assert f"{path}: /releases/0/date: “today” is not a date and time" in result.stderr
    (report,) = document("import", "--json", path)["files"]
    fault = next(found for found in report["faults"] if found["code"] == "ocds.bad_date")
    assert fault["pointer"] == "/releases/0/date"
    assert fault["message"].startswith("“today” is not a date")


def test_a_file_that_cannot_be_used_does_not_hinder_the_others(written: Any) -> None:
    good, bad = written("good.json", RELEASE), written("bad.json", b"{")
    first, second = document("import", "--json", bad, good)["files"]
    assert [problem["code"] for problem in first["problems"]] == ["ocds.not_json"]
    assert second["imported"] == ["ocds-000000-1"]


def test_when_nothing_could_be_imported_the_exit_status_is_1(written: Any) -> None:
    bad = written("bad.json", b"[]")
    assert run("import", bad, succeeds=False).exit_code == 1
    told = document("import", "--json", bad, succeeds=False)
    assert [problem["code"] for problem in told["problems"]] == ["ocds.unknown_form"]


def test_a_missing_file_is_bad_usage_in_json_too(tmp_path: Path) -> None:
    result = run("import", "--json", tmp_path / "nothing.json", succeeds=False)
    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"][0]["code"] == "usage.wrong"


def test_a_declared_encoding_is_used(written: Any) -> None:
    named = RELEASE | {"tender": {"id": "1", "title": "Überprüfung"}}
    path = written("a.json", json.dumps(named, ensure_ascii=False).encode("iso-8859-1"))
    run("import", "--encoding", "iso-8859-1", path)
    (release,) = document("export", "ocds-000000-1")["releases"]
    assert release["tender"]["title"] == "Überprüfung"


def test_a_tender_without_a_notice_is_made_revised_and_given_out(written: Any) -> None:
    details = written("details.json", {"title": "A pilot", "route": "pilot", "ocid_suffix": "pilot-1"})
    assert document("create", "--json", "--details", details)["ocid"] == "ocds-000000-pilot-1"
    change = written("change.json", {"problem": "People wait", "ai_system": {"name": "Ranker"}})
    assert run("revise", "ocds-000000-pilot-1", "--details", change).stdout == "ocds-000000-pilot-1\n"
    (release,) = document("export", "ocds-000000-pilot-1")["releases"]
    assert release["planning"] == {"rationale": "People wait"}


def test_faulty_details_write_nothing(written: Any) -> None:
    details = written("details.json", {"title": "A pilot", "value": {"amount": "much", "currency": "EUR"}})
    told = document("create", "--json", "--details", details, succeeds=False)
    assert [problem["where"] for problem in told["problems"]] == ["/value/amount"]
    assert "tender" in run("export", "ocds-000000-a-pilot-2026", succeeds=False).stderr


def test_an_unsound_release_that_is_left_out_of_a_record_is_named_on_standard_error(written: Any) -> None:
    path = written("a.json", [RELEASE, RELEASE | {"id": "2", "date": "today"}])
    run("import", path)
    result = run("export", "ocds-000000-1", "--record")
    assert "“2” is not sound OCDS 1.1.5" in result.stderr
    assert len(json.loads(result.stdout)["records"][0]["releases"]) == 1


def test_what_there_is_not_cannot_be_given_out_or_revised(written: Any) -> None:
    assert run("export", "ocds-000000-0", succeeds=False).exit_code == 1
    details = written("details.json", {"problem": "x"})
    told = document("revise", "ocds-000000-0", "--json", "--details", details, succeeds=False)
    assert [problem["code"] for problem in told["problems"]] == ["tender.unknown"]
