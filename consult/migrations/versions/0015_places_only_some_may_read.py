"""The place of an activity is public only where an officer says so; of those there are, none is."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    is_public: sa.Column[bool] = sa.Column(
        "is_place_public", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("activities", is_public)


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column("activities", "is_place_public")
