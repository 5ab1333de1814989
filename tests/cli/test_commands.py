"""The command line's manners: help everywhere, one clear line per fault, one JSON document where it was asked for."""

import json
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from consult.cli import COMMANDS, Later, commands, consult
from surveys.problems import Problem, Refused

ROOT = Path(__file__).parents[2]


def run(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def later(name: str) -> Later:
    command = consult.commands[name]
    assert isinstance(command, Later)
    return command


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SECRET_KEY", "CODE_KEYS", "REDIS_URL"):
        monkeypatch.delenv(f"CONSULT_{name}", raising=False)
    monkeypatch.setenv("CONSULT_DATABASE_URL", f"sqlite:///{tmp_path / 'consult.db'}")


@pytest.fixture
def complete(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_SECRET_KEY", "long enough " * 4)
    monkeypatch.setenv("CONSULT_CODE_KEYS", "1:" + "22" * 32)


def test_flask_knows_the_same_commands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    told = project["entry-points"]["flask.commands"]
    assert told == {name: f"consult.cli:later_{name}" for name in COMMANDS}
    assert all(EntryPoint(name, value, "flask.commands").load().name == name for name, value in told.items())


def test_checking_a_survey_loads_neither_web_server_nor_database() -> None:
    script = (
        "import sys, consult.cli as c; c.consult(['surveys', 'check', '--help'], standalone_mode=False); "
    )
    script += "print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"flask", "sqlalchemy", "waitress"} & set(loaded.stdout.split())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    shown = run(consult, name, "--help")
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Usage: consult {name}")
    found = later(name).itself()
    for sub in found.commands if isinstance(found, click.Group) else ():
        assert run(consult, name, sub, "--help").exit_code == 0


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_refuses_in_the_way_it_was_asked_to_speak(name: str) -> None:
    assert all(isinstance(member, commands.Command) for member in members(later(name).itself()))


def members(found: click.Command) -> list[click.Command]:
    """Return a command, or every command in a group and the groups within it."""
    if not isinstance(found, click.Group):
        return [found]
    return [inner for member in found.commands.values() for inner in members(member)]


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("line", [["db", "check"], ["db", "upgrade"], ["serve"], ["worker"]])
def test_missing_settings_are_named_one_line_each(line: list[str]) -> None:
    refused = run(consult, *line)
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        "CONSULT_SECRET_KEY: This setting is missing.",
        "CONSULT_CODE_KEYS: This setting is missing.",
    ]


@pytest.mark.usefixtures("complete")
def test_an_empty_database_is_not_current_until_it_is_upgraded() -> None:
    assert run(consult, "db", "check").exit_code == 1
    assert run(consult, "db", "upgrade").exit_code == 0
    assert run(consult, "db", "check").exit_code == 0


@pytest.mark.usefixtures("complete")
def test_a_worker_without_a_queue_says_which_setting_it_needs() -> None:
    refused = run(consult, "worker")
    assert (refused.exit_code, refused.stderr) == (1, "There is no queue: set CONSULT_REDIS_URL.\n")


@pytest.mark.usefixtures("complete")
def test_a_worker_whose_queue_is_gone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_REDIS_URL", "unix:///nowhere/at/all.sock")
    asked = [sys.executable, "-m", "consult.cli", "worker"]
    refused = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("The queue cannot be reached: ")


@click.command(cls=commands.Command)
@click.argument("number", type=int)
@commands.json_option
def refusing(number: int, *, as_json: bool) -> None:
    raise Refused([Problem("file.unreadable", "a.json"), Problem("queue.missing")])


def test_a_refusal_is_one_line_for_each_fault_on_standard_error() -> None:
    refused = run(refusing, "1")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        "a.json: The file cannot be read.",
        "There is no queue: set CONSULT_REDIS_URL.",
    ]


def test_with_json_a_refusal_is_one_document_and_nothing_else() -> None:
    refused = run(refusing, "1", "--json")
    assert (refused.exit_code, refused.stderr) == (1, "")
    assert [problem["code"] for problem in json.loads(refused.stdout)["problems"]] == [
        "file.unreadable",
        "queue.missing",
    ]


def test_with_json_bad_usage_is_a_document_too() -> None:
    misused = run(refusing, "many", "--json")
    assert misused.exit_code == 2
    assert json.loads(misused.stdout)["problems"][0]["code"] == "usage.wrong"
    assert "'many' is not a valid integer" in misused.stderr


def test_the_library_is_listed_with_the_standards_its_questions_follow(bare: None) -> None:
    told = json.loads(run(consult, "surveys", "library", "--json").stdout)["library"]
    by_name = {Path(entry["file"]).stem: entry for entry in told}
    assert by_name["housing-repairs-need"]["kind"] == "survey"
    people = by_name["england-and-wales-1"]
    assert people["languages"] == ["en", "nl", "ar"]
    assert {"name", "version", "source"} == set(people["standards"][0])
    listed = run(consult, "surveys", "library").stdout
    assert all(entry["file"] in listed and entry["title"] in listed for entry in told)
