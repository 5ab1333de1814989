"""One-time links by which a partner sees its own figures."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
import consult.db


revision: str = "0014"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    moment = consult.db.UtcDateTime(timezone=True)
    op.create_table(
        "partner_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_partner_links_expires_after_made")),
        sa.CheckConstraint(
            "used_at IS NULL OR used_at >= made_at", name=op.f("ck_partner_links_used_after_made")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= made_at", name=op.f("ck_partner_links_ended_after_made")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_partner_links_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_partner_links_partner_id_partners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_links")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_links_code")),
    )
    not_ended = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_partner_links_not_ended",
        "partner_links",
        ["partner_id"],
        unique=True,
        sqlite_where=not_ended,
        postgresql_where=not_ended,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("uq_partner_links_not_ended", table_name="partner_links")
    op.drop_table("partner_links")
