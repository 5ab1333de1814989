"""Advice: what is left for outreach, what was proposed and decided, and what was decided about closing."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from consult.migrations.immutability import forbid


revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FOR_GOOD = ("advice_taken", "closing_decisions")


def upgrade() -> None:
    """Bring the schema forward."""
    _means()
    _taken()
    _closing()
    for table in FOR_GOOD:
        for operation in ("UPDATE", "DELETE"):
            forbid(table, operation)


def downgrade() -> None:
    """Take it back."""
    for table in ("closing_decisions", "advice_taken", "means_left"):
        op.drop_table(table)


def _means() -> None:
    op.create_table(
        "means_left",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("budget", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.CheckConstraint("hours IS NULL OR hours >= 0", name=op.f("ck_means_left_hours")),
        sa.CheckConstraint("budget IS NULL OR budget >= 0", name=op.f("ck_means_left_budget")),
        *_owned("means_left"),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_means_left")),
    )


def _taken() -> None:
    op.create_table(
        "advice_taken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.String(length=16), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        _one_of("decision", "taken", "accepted", "changed", "dismissed"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(decision = 'dismissed') = (reason IS NOT NULL)",
            name=op.f("ck_advice_taken_dismissed_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(decision = 'dismissed') = (activity_id IS NULL)",
            name=op.f("ck_advice_taken_taken_as_an_activity"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_advice_taken_activity_id_activities")
        ),
        *_decided("advice_taken"),
    )


def _closing() -> None:
    op.create_table(
        "closing_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recommended", sa.JSON(), nullable=False),
        _one_of("decision", "closing", "stopped", "extended"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "decision = 'stopped' OR reason IS NOT NULL",
            name=op.f("ck_closing_decisions_extended_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(decision = 'extended') = (closes_on IS NOT NULL)",
            name=op.f("ck_closing_decisions_extended_to_a_day"),
        ),
        *_decided("closing_decisions"),
    )


def _one_of(column: str, kind: str, *values: str) -> sa.Column[str]:
    return sa.Column(
        column,
        sa.Enum(*values, name=kind, native_enum=False, create_constraint=True, length=40),
        nullable=False,
    )


def _owned(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"))
        for column, parent in (("consultation_id", "consultations"), ("organisation_id", "organisations"))
    )


def _decided(table: str) -> tuple[sa.Constraint, ...]:
    return (
        *_owned(table),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officers.id"], name=op.f(f"fk_{table}_decided_by_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f(f"uq_{table}_consultation_id_number")),
    )
