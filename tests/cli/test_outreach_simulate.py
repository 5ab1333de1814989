"""`outreach simulate` on the command line: no settings, the same figures each time, unfavourable towns among them."""

import json

import pytest
from click.testing import CliRunner, Result

from consult.cli import consult


@pytest.fixture(autouse=True)
def without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "CODE_KEYS", "REDIS_URL", "DATABASE_URL"):
        monkeypatch.delenv(f"CONSULT_{name}", raising=False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(consult, ["outreach", "simulate", *arguments])


def test_the_same_seed_prints_the_same_document() -> None:
    first, second = (run("--town", "village", "--draws", "2", "--json") for _ in range(2))
    assert first.exit_code == 0
    assert first.output == second.output
    found = json.loads(first.output)
    assert (found["draws"], found["seed"], found["towns"][0]["town"]) == (2, 1, "village")
    assert set(found["towns"][0]["ways"]) == {"uniform", "proportional", "advised"}
    assert set(found["towns"][0]["contacts_saved"]) == {"uniform", "proportional"}


def test_in_words_every_figure_has_its_uncertainty() -> None:
    printed = run("--town", "village", "--town", "one-way", "--draws", "2", "--seed", "9")
    assert printed.exit_code == 0
    rows = [line for line in printed.output.splitlines() if line.startswith(("| village", "| one-way"))]
    assert len(rows) == 8
    assert all("±" in row or "to" in row for row in rows)


def test_an_unknown_town_or_a_single_draw_is_bad_usage() -> None:
    assert run("--town", "atlantis").exit_code == 2
    assert run("--draws", "1").exit_code == 2
    refused = run("--draws", "1", "--json")
    assert json.loads(refused.stdout)["problems"][0]["code"] == "usage.wrong"
