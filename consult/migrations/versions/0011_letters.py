"""Single-use codes for letters: three tables, and the code somebody came by kept with their draft."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0011"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "letter_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("codes > 0", name=op.f("ck_letter_batches_codes")),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_letter_batches_link_id_links")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_letter_batches_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batches")),
    )
    op.create_index(op.f("ix_letter_batches_link_id"), "letter_batches", ["link_id"], unique=False)
    op.create_table(
        "letter_codes",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(code) > 64", name=op.f("ck_letter_codes_hashed")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["letter_batches.id"], name=op.f("fk_letter_codes_batch_id_letter_batches")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_letter_codes_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_letter_codes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_letter_codes_batch_id"), "letter_codes", ["batch_id"], unique=False)
    op.create_table(
        "letter_rights",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code"], ["letter_codes.code"], name=op.f("fk_letter_rights_code_letter_codes")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_letter_rights_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_letter_rights")),
        sqlite_with_rowid=False,
    )
    op.add_column("drafts", sa.Column("letter", sa.String(length=80), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("drafts", "letter")
    op.drop_table("letter_rights")
    op.drop_index(op.f("ix_letter_codes_batch_id"), table_name="letter_codes")
    op.drop_table("letter_codes")
    op.drop_index(op.f("ix_letter_batches_link_id"), table_name="letter_batches")
    op.drop_table("letter_batches")
