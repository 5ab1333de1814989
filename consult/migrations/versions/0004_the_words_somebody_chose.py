"""The words somebody chose to read, kept with their draft."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("drafts", sa.Column("variant", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("drafts", "variant")
