"""`audit verify` on the command line."""

from pathlib import Path

from sqlalchemy import text

from consult.db import unit_of_work
from tests.cli.test_consultations import created, installation, run, told

__all__ = ["installation"]


def test_a_whole_trail_is_told_and_a_touched_one_ends_in_status_one(installation: Path) -> None:
    created(installation)
    [whole] = told("audit", "verify")["organisations"]
    assert run("audit", "verify").stdout == f"{whole}: whole\n"
    with unit_of_work() as session:
        on = "" if session.get_bind().dialect.name == "sqlite" else " ON audit_entries"
        session.execute(text(f"DROP TRIGGER audit_entries_no_update{on}"))
        session.execute(text("UPDATE audit_entries SET action = 'nothing.happened' WHERE number = 2"))
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert result.stderr == f"{whole}: The audit trail does not fit together from entry 2 on.\n"
    [touched] = told("audit", "verify")["problems"]
    assert (touched["code"], touched["where"]) == ("audit.broken", whole)
