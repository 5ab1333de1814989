"""Surveys corrected while they are open: how each answer was asked, what was set aside, and in which variant."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Bring the schema forward. What was asked before was asked in one version, language and variant."""
    for table in ("drafts", "responses"):
        op.add_column(table, sa.Column("asked", JSON, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("responses", sa.Column("variant", sa.String(length=20), nullable=True))
    op.add_column("drafts", sa.Column("aside", JSON, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("drafts", sa.Column("has_news", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "survey_versions", sa.Column("meanings", JSON, nullable=False, server_default=sa.text("'{}'"))
    )


def downgrade() -> None:
    """Take it back: how single answers were asked is forgotten."""
    op.drop_column("survey_versions", "meanings")
    op.drop_column("drafts", "has_news")
    op.drop_column("drafts", "aside")
    for table in ("responses", "drafts"):
        op.drop_column(table, "asked")
    op.drop_column("responses", "variant")
