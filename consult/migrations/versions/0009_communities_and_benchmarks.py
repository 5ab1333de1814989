"""Communities as they were before they were changed, tables of populations, and what weighting would change."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import consult.db
from consult.migrations.immutability import forbid

revision: str = "0009"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON(none_as_null=True)
TABLES = ("community_changes", "benchmark_files")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "community_changes",
        *_owned("community_changes"),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_community_changes_has_reason")),
    )
    op.create_index(op.f("ix_community_changes_consultation_id"), "community_changes", ["consultation_id"])
    op.create_table(
        "benchmark_files",
        *_owned("benchmark_files"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_benchmark_files_sha256_length")),
        sa.CheckConstraint("size > 0", name=op.f("ck_benchmark_files_size")),
        sa.UniqueConstraint(
            "consultation_id", "sha256", name=op.f("uq_benchmark_files_consultation_id_sha256")
        ),
    )
    op.add_column("compilations", sa.Column("weighting", JSON, nullable=True))
    for table in TABLES:
        for operation in ("UPDATE", "DELETE"):
            forbid(table, operation)


def downgrade() -> None:
    """Take it back: what communities were before, and the tables, are forgotten."""
    op.drop_column("compilations", "weighting")
    op.drop_table("benchmark_files")
    op.drop_index(op.f("ix_community_changes_consultation_id"), table_name="community_changes")
    op.drop_table("community_changes")


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What a record of a consultation has: an id, its organisation, its consultation."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f(f"fk_{table}_consultation_id_consultations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
