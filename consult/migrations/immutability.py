"""Triggers that keep evidence from moving, for both databases."""

from alembic import op

FORBIDDEN = {
    "audit_entries": ("UPDATE", "DELETE"),
    "survey_versions": ("UPDATE", "DELETE"),
    "evidence_records": ("UPDATE", "DELETE"),
    "imported_files": ("UPDATE", "DELETE"),
    "tender_releases": ("UPDATE", "DELETE"),
}


def forbid(table: str, operation: str) -> None:
    """Make `operation` on any row of `table` fail."""
    name = f"{table}_no_{operation.lower()}"
    message = f"rows of {table} are never changed"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$",
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    )
    op.execute(  # row triggers do not see TRUNCATE
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )
