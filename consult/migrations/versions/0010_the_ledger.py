"""The ledger: what an activity was to take and what it took, what came of it, and who was reminded of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
import consult.db


revision: str = "0010"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Written out: Alembic adds a column on SQLite without its CHECK, or else copies the whole table.
ACTIVITIES = (
    ("planned_hours", "NUMERIC(8, 2)", "planned_hours", "planned_hours IS NULL OR planned_hours >= 0"),
    ("planned_cost", "NUMERIC(12, 2)", "planned_cost", "planned_cost IS NULL OR planned_cost >= 0"),
    ("done_on", "DATE", None, None),
    ("materials", "TEXT", None, None),
    ("outcome", "TEXT", "outcome_when_done", "outcome IS NULL OR done_on IS NOT NULL"),
    ("cancelled_at", "{moment}", "not_both", "done_on IS NULL OR cancelled_at IS NULL"),
    (
        "cancel_reason",
        "TEXT",
        "cancelled_with_a_reason",
        "(cancelled_at IS NULL) = (cancel_reason IS NULL)",
    ),
)


def upgrade() -> None:
    """Bring the schema forward."""
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for column, kind, name, rule in ACTIVITIES:
        check = f" CONSTRAINT ck_activities_{name} CHECK ({rule})" if rule else ""
        op.execute(f"ALTER TABLE activities ADD COLUMN {column} {kind.format(moment=moment)}{check}")
    op.add_column("partners", sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column(
        "officers", sa.Column("wants_reminders", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_table(
        "reminders",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "sent_at IS NULL OR sent_at >= claimed_at", name=op.f("ck_reminders_sent_after_claimed")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_reminders_officer_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_reminders_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("officer_id", "key", name=op.f("pk_reminders")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("reminders")
    op.drop_column("officers", "wants_reminders")
    op.drop_column("partners", "is_active")
    for column, _, name, _ in reversed(ACTIVITIES):
        if name and op.get_bind().dialect.name != "sqlite":
            op.execute(f"ALTER TABLE activities DROP CONSTRAINT ck_activities_{name}")
        op.drop_column("activities", column)
