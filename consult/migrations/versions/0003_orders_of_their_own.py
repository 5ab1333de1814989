"""Readers may be asked in an order of their own: drafts and sent answers keep its seed."""

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


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column("responses", "seed")
    op.drop_column("drafts", "seed")
