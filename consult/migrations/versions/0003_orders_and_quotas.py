"""Readers may be asked in an order of their own: drafts and sent answers keep its seed. Hard quotas are counted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0003"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward. What there is already was asked in the document's order, and has no seed."""
    op.add_column("drafts", sa.Column("seed", sa.Integer(), nullable=True))
    op.add_column("responses", sa.Column("seed", sa.Integer(), nullable=True))
    op.create_table(
        "quota_counts",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("quota", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_quota_counts_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_quota_counts_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "quota", name=op.f("pk_quota_counts")),
    )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("quota_counts")
    op.drop_column("responses", "seed")
    op.drop_column("drafts", "seed")
