"""How what an authority prints looks: its colour and its logo."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "house_styles",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=True),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_type", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "colour IS NULL OR colour LIKE '#______'",
            name=op.f("ck_house_styles_colour_is_written_out"),
        ),
        sa.CheckConstraint(
            "(logo IS NULL) = (logo_type IS NULL)", name=op.f("ck_house_styles_logo_has_a_type")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_house_styles_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_house_styles")),
    )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("house_styles")
