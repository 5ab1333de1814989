"""Files people send: one table. The bytes themselves lie outside the database."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXED = ("consultation_id", "draft_id", "response_id")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column(
            "medium",
            sa.Enum(
                "picture",
                "paper",
                "recording",
                name="medium",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=32), nullable=True),
        sa.Column("transcript", sa.Text(), nullable=True),
        sa.Column("transcript_checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(draft_id IS NULL) <> (response_id IS NULL)", name=op.f("ck_attachments_one_owner")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_size")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_attachments_sha256_length")),
        sa.CheckConstraint(
            "storage_key IS NOT NULL OR (medium = 'recording' AND transcript_checked_on IS NOT NULL)",
            name=op.f("ck_attachments_bytes_until_transcribed"),
        ),
        sa.CheckConstraint(
            "transcript_checked_on IS NULL OR transcript IS NOT NULL",
            name=op.f("ck_attachments_checked_words"),
        ),
        sa.CheckConstraint(
            "transcript IS NULL OR medium = 'recording'",
            name=op.f("ck_attachments_only_recordings_have_words"),
        ),
        sa.CheckConstraint(
            "transcript IS NULL OR response_id IS NOT NULL",
            name=op.f("ck_attachments_only_sent_ones_are_heard"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_attachments_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["drafts.id"],
            name=op.f("fk_attachments_draft_id_drafts"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_attachments_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_attachments_response_id_responses"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_attachments_storage_key")),
        sqlite_with_rowid=False,
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_attachments_{column}"), "attachments", [column], unique=False)


def downgrade() -> None:
    """Take it back."""
    for column in reversed(INDEXED):
        op.drop_index(op.f(f"ix_attachments_{column}"), table_name="attachments")
    op.drop_table("attachments")
