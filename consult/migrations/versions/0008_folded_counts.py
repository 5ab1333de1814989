"""Counts of sent answers are folded by a job: what is folded, what waits to be, and what was shown by day."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

import consult.db

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TIMES = ("under_a_minute", "under_five_minutes", "under_a_quarter", "under_an_hour", "longer")
MADE = (
    "fold_states",
    "folded_counts",
    "folded_options",
    "time_counts",
    "stopped_counts",
    "heard_days",
    "uncounted_sendings",
)


def upgrade() -> None:
    """Bring the schema forward. Every answer there is waits to be folded; when a count moved is forgotten."""
    op.add_column("responses", sa.Column("folded", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_responses_by_counting", "responses", ["consultation_id", "folded", "id"])
    op.add_column("drafts", sa.Column("begun_at", consult.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column("drafts", sa.Column("page", sa.String(length=64), nullable=True))
    op.drop_column("shown_counts", "shown_at")
    _of_a_consultation(
        "fold_states",
        [],
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("definition", sa.String(length=64), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.CheckConstraint("generation > 0", name=op.f("ck_fold_states_generation")),
    )
    _of_a_consultation(
        "folded_counts",
        [sa.Column("name", sa.String(length=250), nullable=False)],
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_folded_counts_count")),
    )
    _of_a_consultation(
        "folded_options",
        [
            sa.Column("question", sa.String(length=160), nullable=False),
            sa.Column("option", sa.String(length=80), nullable=False),
            sa.Column("community", sa.String(length=80), nullable=False),
            sa.Column("standing", sa.String(length=12), nullable=False),
        ],
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_folded_options_count")),
        sa.CheckConstraint("shown >= 0", name=op.f("ck_folded_options_shown")),
        sa.CheckConstraint(
            "(community = '') = (standing = '')", name=op.f("ck_folded_options_standing_of_a_community")
        ),
        sa.CheckConstraint("standing IN ('', 'yes', 'no')", name=op.f("ck_folded_options_standing")),
    )
    _of_outreach()
    _waiting()


def _of_outreach() -> None:
    week = sa.Column("week", sa.Date(), nullable=False)
    count = sa.Column("count", sa.Integer(), nullable=False)
    _of_a_consultation(
        "time_counts",
        [week, sa.Column("took", _took("took"), nullable=False)],
        count,
        sa.CheckConstraint("count > 0", name=op.f("ck_time_counts_count")),
    )
    _of_a_consultation(
        "stopped_counts",
        [
            sa.Column("activity", sa.String(length=32), nullable=False),
            sa.Column("language", sa.String(length=35), nullable=False),
            sa.Column("page", sa.String(length=64), nullable=False),
            sa.Column("week", sa.Date(), nullable=False),
        ],
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_stopped_counts_count")),
    )
    _of_a_consultation(
        "heard_days",
        [
            sa.Column("community", sa.String(length=80), nullable=False),
            sa.Column("on_date", sa.Date(), nullable=False),
        ],
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "count IS NULL OR (count >= 0 AND count % 5 = 0)", name=op.f("ck_heard_days_count_is_rounded")
        ),
        sa.CheckConstraint("threshold >= 5", name=op.f("ck_heard_days_threshold_floor")),
    )


def _waiting() -> None:
    op.create_table(
        "uncounted_sendings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("community", sa.String(length=80), nullable=True),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("took", _took("took"), nullable=True),
        sa.CheckConstraint(
            "(activity_id IS NULL) = (community IS NULL)",
            name=op.f("ck_uncounted_sendings_community_of_an_activity"),
        ),
        sa.CheckConstraint(
            "(activity_id IS NULL) <> (took IS NULL)", name=op.f("ck_uncounted_sendings_counts_one_thing")
        ),
        _foreign("uncounted_sendings", "organisation_id", "organisations"),
        _foreign("uncounted_sendings", "consultation_id", "consultations"),
        _foreign("uncounted_sendings", "activity_id", "activities"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uncounted_sendings")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_uncounted_sendings_consultation_id"), "uncounted_sendings", ["consultation_id"])


def _of_a_consultation(table: str, keys: list[sa.Column[Any]], *others: sa.schema.SchemaItem) -> None:
    """Make a table whose rows are named by their consultation and `keys`."""
    names = ["consultation_id", *(key.name for key in keys)]
    op.create_table(
        table,
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        *keys,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        *others,
        _foreign(table, "consultation_id", "consultations"),
        _foreign(table, "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}")),
    )


def _foreign(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _took(name: str) -> sa.Enum:
    return sa.Enum(*TIMES, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    """Take it back: what was counted is forgotten, what was sent stays."""
    for table in reversed(MADE):
        op.drop_table(table)
    forgotten = sa.text("'2026-01-01 00:00:00+00:00'")
    moved: sa.Column[Any] = sa.Column(
        "shown_at", consult.db.UtcDateTime(timezone=True), nullable=False, server_default=forgotten
    )
    op.add_column("shown_counts", moved)
    op.drop_column("drafts", "page")
    op.drop_column("drafts", "begun_at")
    op.drop_index("ix_responses_by_counting", table_name="responses")
    op.drop_column("responses", "folded")
