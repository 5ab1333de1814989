"""`consultations`, `surveys` and `outreach` on the command line."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from consult import db
from consult.cli import consult
from consult.consultations.queries import consultation_by_slug
from consult.db import unit_of_work
from surveys.document import json_schema
from tests.builders import LIBRARY, a_tender, an_organisation, details_document, survey_document
from tests.conftest import CODE_KEYS, SECRET_KEY
from tests.surveys import household_costs

OCID = "ocds-000000-tender-1"


@pytest.fixture
def installation(
    own_database: str, own_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Path]:
    """An installation with one organisation and one tender; the folder holds a survey and details."""
    for name, value in {
        "SECRET_KEY": SECRET_KEY,
        "CODE_KEYS": CODE_KEYS,
        "DATABASE_URL": own_database,
        "DATA_DIR": str(tmp_path),
        "BASE_URL": "https://example.org",
    }.items():
        monkeypatch.setenv(f"CONSULT_{name}", value)
    engines: list[Engine] = []
    made = db.engine_for

    def noted(url: str) -> Engine:
        engines.append(made(url))
        return engines[-1]

    monkeypatch.setattr(
        db, "engine_for", noted
    )  # a command's engine ends with its process; here it must be ended
    with unit_of_work() as session:
        a_tender(session, an_organisation(session))
    write(tmp_path / "survey.json", survey_document())
    write(
        tmp_path / "details.json",
        details_document(links=[{"key": "poster", "channel": "poster", "communities": ["disabled"]}]),
    )
    yield tmp_path
    for engine in engines:
        engine.dispose()


def write(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document), "utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(consult, [str(argument) for argument in arguments])


def told(*arguments: object) -> dict[str, Any]:
    """Run a command with `--json`, which must print one document and nothing else; return it."""
    result = run(*arguments, "--json")
    document = json.loads(result.stdout)
    assert isinstance(document, dict)
    assert ("problems" in document) == (result.exit_code != 0)
    assert result.stderr == "" or result.exit_code == 2
    return document


def codes(document: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in document["problems"]]


def created(folder: Path, *others: object) -> dict[str, Any]:
    files = ("--survey", folder / "survey.json", "--details", folder / "details.json")
    return told("consultations", "create", "repairs", "--tender", OCID, *files, *others)


def test_a_consultation_goes_from_files_to_closed(installation: Path) -> None:
    draft = created(installation, "--closes-on", "2099-01-31")
    assert (draft["state"], draft["languages"], draft["to_do"]) == ("draft", ["en", "ar"], [])
    [link] = draft["links"]
    assert link["address"] == f"https://example.org/go/{link['code']}"
    published = told("consultations", "publish", "repairs")
    assert (published["state"], published["version"], published["warnings"]) == ("open", 1, [])
    assert published["closes_at"] == "2099-02-01T00:00:00+00:00"
    assert published["address"] == "https://example.org/en/consultations/repairs"
    closed = told("consultations", "close", "repairs")
    assert closed["state"] == "closed"
    assert codes(told("consultations", "close", "repairs")) == ["closing.already"]


def test_a_short_details_file_is_enough_for_a_draft_and_the_rest_is_told(installation: Path) -> None:
    short = {
        "can_change": "Whether we buy it",
        "never_used_for": ["Deciding on your tenancy"],
        "contacts": {"language": "en", "phone": "01632 960001"},
    }
    write(installation / "details.json", short)
    draft = created(installation, "--languages", "en")
    weights = {check["code"]: check["weight"] for check in draft["to_do"]}
    assert "stops" not in weights.values()
    assert all(check["message"] for check in draft["to_do"])
    refused = told("consultations", "publish", "repairs")
    assert {problem["weight"] for problem in refused["problems"]} == {"needs_reason"}
    overrides = [part for code in codes(refused) for part in ("--override", f"{code}=It is being written.")]
    published = told("consultations", "publish", "repairs", *overrides)
    assert published["state"] == "open"
    assert set(published["overrides"]) == {
        code for code, weight in weights.items() if weight == "needs_reason"
    }


def test_what_stops_publishing_is_told_line_by_line_with_the_way_round_it(installation: Path) -> None:
    write(installation / "details.json", details_document(never_used_for=[], summary=None))
    created(installation)
    result = run("consultations", "publish", "repairs")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "/never_used_for: Say what the answers may never be used for.",
        "/summary: Say in a short paragraph what is proposed. [--override consultation.no_summary=REASON]",
    ]


def test_days_are_those_of_the_organisation(installation: Path) -> None:
    draft = created(installation, "--opens-on", "2098-06-01", "--closes-on", "2098-06-30")
    assert draft["opens_at"] == "2098-05-31T23:00:00+00:00"
    assert draft["closes_at"] == "2098-06-30T23:00:00+00:00"
    assert told("consultations", "publish", "repairs")["state"] == "scheduled"


def test_a_draft_is_revised(installation: Path) -> None:
    created(installation)
    write(installation / "details.json", details_document(summary="Shorter", threshold=12))
    write(installation / "survey.json", survey_document(title={"en": "New", "ar": "جديد"}))
    files = ("--survey", installation / "survey.json", "--details", installation / "details.json")
    revised = told("consultations", "revise", "repairs", *files, "--closes-on", "2099-01-31")
    assert [check["code"] for check in revised["to_do"]] == ["consultation.words_missing"]
    with unit_of_work() as session:
        found = consultation_by_slug(session, "repairs")
    assert found is not None
    assert (found.threshold, found.title.to("en").text) == (12, "New")


def test_faults_say_which_file_they_are_in_and_nothing_is_written(installation: Path) -> None:
    write(installation / "details.json", {"threshold": 2, "surprise": 1})
    result = run(
        "consultations", "create", "repairs", "--tender", OCID, "--survey", installation / "survey.json",
        "--details", installation / "details.json",
    )  # fmt: skip
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{installation / 'details.json'} /threshold: Give 5 or more here.",
        f"{installation / 'details.json'} /surprise: The details have no such key. Check its spelling.",
    ]
    with unit_of_work() as session:
        assert consultation_by_slug(session, "repairs") is None


@pytest.mark.parametrize(
    ("slug", "others", "code"),
    [
        ("Repairs!", (), "consultation.bad_slug"),
        ("repairs", ("--languages", "en,xx"), "consultation.language_not_in_survey"),
        (
            "repairs",
            ("--opens-on", "2099-02-01", "--closes-on", "2099-01-01"),
            "consultation.closes_before_opening",
        ),
    ],
)
def test_what_cannot_be_is_refused(installation: Path, slug: str, others: tuple[str, ...], code: str) -> None:
    survey = installation / "survey.json"
    document = told("consultations", "create", slug, "--tender", OCID, "--survey", survey, *others)
    assert codes(document) == [code]


def test_an_unknown_tender_or_consultation_is_told(installation: Path) -> None:
    survey = installation / "survey.json"
    nowhere = told("consultations", "create", "repairs", "--tender", "ocds-000000-x", "--survey", survey)
    assert codes(nowhere) == ["tender.unknown"]
    for command in (("consultations", "publish"), ("consultations", "close"), ("outreach", "reach")):
        assert codes(told(*command, "nothing")) == ["consultation.unknown"]


def test_an_address_that_is_taken_is_told(installation: Path) -> None:
    created(installation)
    assert codes(created(installation)) == ["consultation.already"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("consultations", "publish", "repairs", "--override", "nothing"),
        ("consultations", "publish", "repairs", "--override", "code= "),
        ("consultations", "create", "repairs"),
        ("consultations", "create", "repairs", "--tender", OCID, "--survey", "x", "--closes-on", "soon"),
    ],
)
def test_bad_usage_ends_in_status_two_also_as_json(installation: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2
    result = run(*arguments, "--json")
    assert result.exit_code == 2
    assert codes(json.loads(result.stdout)) == ["usage.wrong"]


def test_a_file_that_is_not_there_is_told(installation: Path) -> None:
    missing = installation / "nothing.json"
    result = run("consultations", "create", "repairs", "--tender", OCID, "--survey", missing)
    assert (result.exit_code, result.stderr) == (1, f"{missing}: The file cannot be read.\n")


def test_reach_is_one_document_with_every_indicator(installation: Path) -> None:
    created(installation, "--closes-on", "2099-01-31")
    told("consultations", "publish", "repairs")
    document = told("outreach", "reach", "repairs")
    [community] = document["communities"]
    assert (community["key"], community["label"], community["target"]) == ("disabled", "not_heard", 40)
    assert community["heard"] == {"count": 0, "shown": "nobody"}
    assert community["benchmark"]["source"]["en"]["text"] == "An invented count"
    assert document["headline"] == {
        "met": 0,
        "of": 1,
        "furthest_behind": {"community": "disabled", "heard": {"count": 0, "shown": "nobody"}, "target": 40},
    }
    assert document["limits"]
    lines = run("outreach", "reach", "repairs").stdout.splitlines()
    assert "disabled: nobody (target 40), not heard, still to hear: 40" in lines


# recordings


def test_a_recording_is_added_named_and_listed(installation: Path) -> None:
    created(installation)
    sound = installation / "question.mp3"
    sound.write_bytes(b"ID3\x04" + b"sound" * 20)
    added = run("consultations", "media", "add", "repairs", sound)
    address = added.stdout.strip()
    assert (added.exit_code, address.startswith("/media/"), address.endswith(".mp3")) == (0, True, True)
    (listed,) = told("consultations", "media", "list", "repairs")["recordings"]
    assert listed == {"address": address, "media_type": "audio/mpeg", "file": "question.mp3", "size": 104}
    assert run("consultations", "media", "list", "repairs").stdout == f"{address} question.mp3\n"
    document = survey_document(
        title={**survey_document()["title"], "en": {"text": "A", "variants": {"audio": address}}}
    )
    run("consultations", "revise", "repairs", "--survey", write(installation / "survey.json", document))
    assert told("consultations", "publish", "repairs")["state"] == "open"


def test_what_is_no_recording_is_refused_in_one_line(installation: Path) -> None:
    created(installation)
    page = write(installation / "page.mp3", {"html": "<script>"})
    refused = run("consultations", "media", "add", "repairs", page)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"{page}: Browsers play or show no such file")
    missing = run("consultations", "media", "add", "repairs", installation / "nowhere.mp3", "--json")
    assert [one["code"] for one in json.loads(missing.stdout)["problems"]] == ["file.unreadable"]
    assert told("consultations", "media", "list", "repairs") == {"recordings": []}


# surveys need no settings at all


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CONSULT_")]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("nothing_set")
@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.json")), ids=lambda path: path.stem)
def test_the_librarys_surveys_can_be_published(path: Path) -> None:
    result = run("surveys", "check", path, "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["is_publishable"], document["problems"]) == (0, True, [])
    assert document["questions"] > 5


@pytest.mark.usefixtures("nothing_set")
def test_what_keeps_a_survey_from_being_published_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "survey.json", survey_document(title={"en": "Only English"}))
    result = run("surveys", "check", path, "--json")
    [problem] = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert (problem["code"], problem["where"]) == ("survey.words_missing", "/title")
    assert run("surveys", "check", path).stderr == f"{path} /title: These words are missing in “ar”.\n"
    assert run("surveys", "check", path, "--languages", "en").exit_code == 0


@pytest.mark.usefixtures("nothing_set")
def test_what_is_wrong_with_a_surveys_logic_is_told_at_its_place(tmp_path: Path) -> None:
    document = household_costs.document()
    pages = document["pages"]
    pages[0]["title"]["en"] = "You said {beds}"
    pages[1]["questions"][0]["choice_filter"] = household_costs.typed("county = ${region}")
    pages[3]["calculations"].append(household_costs.calculation("day", "once(string(today()))"))
    pages[4]["questions"][1]["default"] = household_costs.typed("${enough}")
    path = write(tmp_path / "survey.json", document)
    result = run("surveys", "check", path)
    assert result.exit_code == 1
    assert [line.removeprefix(f"{path} ").partition(": ")[0] for line in result.stderr.splitlines()] == [
        "/pages/1/questions/0/choice_filter/args/0/property",
        "/pages/3/calculations/3/value/args/0/args/0",
        "/pages/4/questions/1/default",
        "/pages/0/title/en",
    ]
    assert "“beds” is known only later." in result.stderr


@pytest.mark.usefixtures("nothing_set")
def test_the_schema_of_survey_documents_is_printed() -> None:
    assert json.loads(run("surveys", "schema").stdout) == json_schema()


@pytest.mark.usefixtures("nothing_set")
def test_a_document_goes_in_and_out_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "survey.json", survey_document())
    imported = json.loads(run("surveys", "import", path, "--json").stdout)
    exported = json.loads(run("surveys", "export", path, "--format", "json").stdout)
    assert imported == {"document": exported, "losses": []}
    again = write(tmp_path / "again.json", exported)
    assert json.loads(run("surveys", "export", again, "--format", "json").stdout) == exported


@pytest.mark.usefixtures("nothing_set")
@pytest.mark.parametrize("form", ["xlsform", "po", "xliff"])
def test_other_forms_are_refused_in_words(tmp_path: Path, form: str) -> None:
    path = write(tmp_path / "survey.json", survey_document())
    result = run("surveys", "export", path, "--format", form)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "cannot be read or written yet" in result.stderr


@pytest.mark.usefixtures("nothing_set")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04spreadsheet", "survey.other_form"),
        (b"\xd0\xcf\x11\xe0old spreadsheet", "survey.other_form"),
        (b"", "survey.not_json"),
        (b"\xff", "survey.not_utf8"),
        (b"{}", "survey.unknown_format"),
        (b'{"format": 1}', "survey.missing"),
    ],
)
def test_what_is_no_survey_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "survey"
    path.write_bytes(content)
    result = run("surveys", "import", path, "--json")
    assert result.exit_code == 1
    assert code in codes(json.loads(result.stdout))


def corrected_file(folder: Path) -> Path:
    document = survey_document()
    document["pages"][0]["questions"][0]["text"]["en"] = "Should it really go ahead?"
    return write(folder / "corrected.json", document)


def test_a_live_survey_is_corrected_after_a_look_at_what_it_does(installation: Path) -> None:
    created(installation, "--closes-on", "2099-01-31")
    correct = ("consultations", "correct", "repairs", "--survey", corrected_file(installation))
    assert codes(told(*correct, "--preview")) == ["correction.not_published"]
    told("consultations", "publish", "repairs")
    preview = told(*correct, "--preview")
    assert (preview["preview_of_version"], preview["altered"], preview["removed"]) == (2, ["go-ahead"], [])
    [change] = preview["changes"]
    assert (change["code"], change["where"]) == ("change.words", "/pages/0/questions/0/text")
    assert (change["effect"], change["effect_message"]) == (
        "effect.altered", "Answers in progress are kept as far as they still fit, unless you ask again.",
    )  # fmt: skip
    assert preview["in_progress"] == {"drafts": 0, "threshold": 10, "answered": {"go-ahead": 0}}
    assert codes(told(*correct)) == ["correction.undecided"]
    assert told(*correct, "--ask-again", "go-ahead")["version"] == 2
    assert codes(told(*correct, "--keep-others")) == ["publication.already"]
    told("consultations", "close", "repairs")
    assert codes(told(*correct, "--preview")) == ["closing.already"]


def test_a_correction_is_told_in_lines(installation: Path) -> None:
    created(installation, "--closes-on", "2099-01-31")
    told("consultations", "publish", "repairs")
    result = run(
        "consultations", "correct", "repairs", "--survey", corrected_file(installation), "--keep-others"
    )
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert (lines[0], lines[-2:]) == (
        "version 2", ["people who have begun: 0", "go-ahead: altered, 0 answers in progress"],
    )  # fmt: skip
    words = "“Should it go ahead?” became “Should it really go ahead?”."
    kept = "Answers in progress are kept as far as they still fit, unless you ask again."
    assert f"/pages/0/questions/0/text: Words in “en” (text): {words} {kept}" in lines


BENCHMARKS = Path(__file__).parents[1] / "rooms" / "benchmarks"


def drafted(installation: Path) -> None:
    survey, details = installation / "survey.json", installation / "details.json"
    told("consultations", "create", "repairs", "--tender", OCID, "--survey", survey, "--details", details)


def benchmark() -> tuple[int, int | None]:
    with unit_of_work() as session:
        found = consultation_by_slug(session, "repairs")
    assert found is not None
    counted = found.details.communities[0].benchmark
    assert counted is not None
    return counted.count, counted.total


def test_benchmarks_are_taken_from_rows_that_are_named_by_communities(installation: Path) -> None:
    drafted(installation)
    (installation / "ward.csv").write_text("key,count,total,source\ndisabled,1900,9000,Invented\n", "utf-8")
    found = told("consultations", "benchmarks", "repairs", installation / "ward.csv")
    assert [(one["layout"], one["taken"]) for one in found["files"]] == [("simple", ["disabled"])]
    assert benchmark() == (1900, 9000)


def test_benchmarks_are_chosen_by_the_numbers_that_were_printed(installation: Path) -> None:
    drafted(installation)
    table = BENCHMARKS / "eurostat.tsv"
    seen = told("consultations", "benchmarks", "repairs", table)
    assert (seen["files"][0]["taken"], seen["files"][0]["numbers"][5]["count"]) == ([], 10_000)
    assert seen["files"][0]["faults"][0]["where"] == "row 2, column 2024"
    result = run(
        "consultations", "benchmarks", "repairs", table, "--take", "disabled=2,4/6", "--source", "Made up"
    )
    assert result.exit_code == 0
    assert "taken: disabled" in result.stdout
    assert benchmark() == (1500, 10_000)


def test_of_several_tables_everything_is_taken_or_nothing(installation: Path) -> None:
    drafted(installation)
    good, bad = installation / "good.csv", installation / "bad.csv"
    good.write_text("key,count,total,source\ndisabled,1900,9000,Invented\n", "utf-8")
    bad.write_text("key,count\ndisabled,..\n", "utf-8")
    result = run("consultations", "benchmarks", "repairs", good, bad)
    assert result.exit_code == 1
    assert f"{bad} row 2, column count" in result.stderr
    assert benchmark() == (2000, 10_000)


@pytest.mark.parametrize("given", ["disabled", "=3", "disabled=x", "nobody=1", "disabled=99"])
def test_choices_that_cannot_be_are_refused_in_one_line_each(installation: Path, given: str) -> None:
    drafted(installation)
    result = run(
        "consultations",
        "benchmarks",
        "repairs",
        BENCHMARKS / "eurostat.tsv",
        "--take",
        given,
        "--source",
        "x",
    )
    assert result.exit_code in {1, 2}
    assert "Traceback" not in result.output
    assert benchmark() == (2000, 10_000)


def test_it_is_extended_and_closed_with_reasons_and_advice_is_printed(installation: Path) -> None:
    created(installation)
    told("consultations", "publish", "repairs")
    advised = told("outreach", "next", "repairs")
    assert {one["key"] for one in advised["communities"]} >= {"disabled"} or advised["communities"] == []
    assert advised["closing"]["verdict"] in {"stop", "extend", "stop_and_talk"}
    assert run("outreach", "next", "repairs").exit_code == 0
    assert run("outreach", "next", "nowhere", "--json").exit_code == 1
    later = ("--closes-on", "2199-12-30")
    assert run("consultations", "extend", "repairs", *later).exit_code == 2
    assert (
        run("consultations", "extend", "repairs", "--closes-on", "2020-01-01", "--reason", "x").exit_code == 1
    )
    assert told("consultations", "extend", "repairs", *later, "--reason", "More time")[
        "closes_at"
    ].startswith("2199")
    assert run("consultations", "close", "repairs", "--reason", " ").exit_code == 1
    assert told("consultations", "close", "repairs", "--reason", "Enough")["state"] == "closed"
