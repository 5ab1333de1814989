"""The house: every table of the first version, and the triggers that keep evidence from moving."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
import consult.db
from consult.migrations.immutability import FORBIDDEN, forbid


revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("ocid_prefix", sa.String(length=80), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("created_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_audit_entries_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_audit_entries_organisation_id_number")
        ),
    )
    op.create_table(
        "audit_heads",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_audit_heads_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "due_work",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("due_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("is_asked_again", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=False),
        sa.Column("problem", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_due_work_attempts")),
        sa.CheckConstraint(
            "steps_done >= 0 AND steps_total >= 0 AND steps_done <= steps_total",
            name=op.f("ck_due_work_progress"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_due_work_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_work")),
    )
    op.create_index(op.f("ix_due_work_due_at"), "due_work", ["due_at"], unique=False)
    op.create_index(
        "uq_due_work_unfinished_key",
        "due_work",
        ["key"],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL"),
        sqlite_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "imported_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_imported_files_sha256_length")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_imported_files_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_files")),
        sa.UniqueConstraint(
            "organisation_id", "sha256", name=op.f("uq_imported_files_organisation_id_sha256")
        ),
    )
    op.create_table(
        "officers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("session_nonce", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_officers_email_lower_case")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_officers_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
        sa.UniqueConstraint("email", name=op.f("uq_officers_email")),
    )
    op.create_table(
        "partners",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("role_contact", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("communities", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("has_interest_in_bidding", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_partners_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_partners_organisation_id_key")),
    )
    op.create_table(
        "tenders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("ocid", sa.String(length=200), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("summary", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("outcomes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("alternatives", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("previous_process", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("buyer", sa.Text(), nullable=True),
        sa.Column(
            "route",
            sa.Enum(
                "open_tender",
                "framework_call_off",
                "direct_award",
                "system_update",
                "embedded",
                "pilot",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "planning",
                "tender",
                "award",
                "contract",
                "implementation",
                "ended",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value_amount", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("value_currency", sa.String(length=3), nullable=True),
        sa.Column("value_years", sa.Integer(), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("bids_due_on", sa.Date(), nullable=True),
        sa.Column("award_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("documents", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("released_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "value_amount IS NULL OR value_currency IS NOT NULL", name=op.f("ck_tenders_value_has_currency")
        ),
        sa.CheckConstraint("value_years IS NULL OR value_years > 0", name=op.f("ck_tenders_value_years")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_tenders_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenders")),
        sa.UniqueConstraint("organisation_id", "ocid", name=op.f("uq_tenders_organisation_id_ocid")),
    )
    op.create_table(
        "ai_systems",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("profile", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("updated_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_ai_systems_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name=op.f("fk_ai_systems_tender_id_tenders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ai_systems")),
        sa.UniqueConstraint("tender_id", name=op.f("uq_ai_systems_tender_id")),
    )
    op.create_table(
        "consultations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "need",
                "requirements",
                "evaluation",
                "monitoring",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("draft_document", sa.Text(), nullable=False),
        sa.Column("current_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("current_version_id", sa.Uuid(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("published_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("opens_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closes_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("paused_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("evidence_published_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column("created_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at",
            name=op.f("ck_consultations_closes_after_opening"),
        ),
        sa.CheckConstraint(
            "population IS NULL OR population > 0", name=op.f("ck_consultations_population_positive")
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR opens_at IS NOT NULL", name=op.f("ck_consultations_published_opens")
        ),
        sa.CheckConstraint("threshold >= 5", name=op.f("ck_consultations_threshold_floor")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_consultations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_consultations_tender_id_tenders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultations_slug")),
    )
    op.create_index(op.f("ix_consultations_tender_id"), "consultations", ["tender_id"], unique=False)
    op.create_table(
        "officer_roles",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "officer",
                "analyst",
                "viewer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_officer_roles_officer_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_officer_roles_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("officer_id", "role", name=op.f("pk_officer_roles")),
    )
    op.create_table(
        "setup_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("expires_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_setup_links_officer_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_setup_links_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_links")),
        sa.UniqueConstraint("code", name=op.f("uq_setup_links_code")),
    )
    op.create_table(
        "tender_releases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pointer", sa.String(length=200), nullable=False),
        sa.Column("release_id", sa.Text(), nullable=True),
        sa.Column("released_at", consult.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("faults", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("received_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_tender_releases_sha256_length")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["imported_files.id"], name=op.f("fk_tender_releases_file_id_imported_files")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_tender_releases_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_releases_tender_id_tenders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_releases")),
        sa.UniqueConstraint("tender_id", "sha256", name=op.f("uq_tender_releases_tender_id_sha256")),
    )
    op.create_index(op.f("ix_tender_releases_tender_id"), "tender_releases", ["tender_id"], unique=False)
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "community_group",
                "faith_group",
                "school",
                "clinic",
                "radio",
                "print",
                "poster",
                "door",
                "event",
                "messaging_group",
                "social",
                "sms",
                "letter",
                "phone",
                "web",
                "other",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("what", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("communities", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("place", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("hours", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("cost", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("people_spoken_to", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cost IS NULL OR cost >= 0", name=op.f("ck_activities_cost")),
        sa.CheckConstraint("hours IS NULL OR hours >= 0", name=op.f("ck_activities_hours")),
        sa.CheckConstraint(
            "people_spoken_to IS NULL OR people_spoken_to >= 0", name=op.f("ck_activities_people_spoken_to")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_activities_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_activities_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_activities_partner_id_partners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_activities_consultation_id_key")),
    )
    op.create_index(op.f("ix_activities_consultation_id"), "activities", ["consultation_id"], unique=False)
    op.create_table(
        "affected_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("ai_system_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("how", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("scale", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reversibility", sa.String(length=40), nullable=False),
        sa.Column("reversibility_note", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("source", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "reversibility IN ('easy', 'hard', 'cannot_be_undone')",
            name=op.f("ck_affected_groups_reversibility"),
        ),
        sa.CheckConstraint("severity IN ('low', 'medium', 'high')", name=op.f("ck_affected_groups_severity")),
        sa.ForeignKeyConstraint(
            ["ai_system_id"], ["ai_systems.id"], name=op.f("fk_affected_groups_ai_system_id_ai_systems")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_affected_groups_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_groups")),
        sa.UniqueConstraint("ai_system_id", "key", name=op.f("uq_affected_groups_ai_system_id_key")),
    )
    op.create_table(
        "answer_states",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_answer_states_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_answer_states_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_answer_states")),
    )
    op.create_table(
        "communities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("is_affected", sa.Boolean(), nullable=False),
        sa.Column("how", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("yes_options", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("no_options", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("benchmark_count", sa.Integer(), nullable=True),
        sa.Column("benchmark_total", sa.Integer(), nullable=True),
        sa.Column("benchmark_source", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("benchmark_on", sa.Date(), nullable=True),
        sa.Column("benchmark_area", sa.JSON(none_as_null=True), nullable=True),
        sa.Column(
            "benchmark_basis",
            sa.Enum(
                "affected",
                "resident",
                name="benchmarkbasis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "benchmark_count IS NULL OR (benchmark_source IS NOT NULL AND benchmark_basis IS NOT NULL)",
            name=op.f("ck_communities_benchmark_has_source"),
        ),
        sa.CheckConstraint(
            "benchmark_count IS NULL OR benchmark_count > 0", name=op.f("ck_communities_benchmark_positive")
        ),
        sa.CheckConstraint(
            "benchmark_total IS NULL OR (benchmark_count IS NOT NULL AND benchmark_total >= benchmark_count)",
            name=op.f("ck_communities_benchmark_within_total"),
        ),
        sa.CheckConstraint("target IS NULL OR target > 0", name=op.f("ck_communities_target_positive")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_communities_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_communities_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_communities_consultation_id_key")),
    )
    op.create_table(
        "compilations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answers_root", sa.String(length=64), nullable=False),
        sa.Column("compiled_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("answer_changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_compilations_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_compilations_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compilations")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_compilations_consultation_id_number")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "proceed",
                "change",
                "stop",
                name="decisionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("role", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("considered", sa.String(length=64), nullable=False),
        sa.Column("equality_analysis", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decided_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_in_force", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_decisions_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_decisions_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_consultation_id"), "decisions", ["consultation_id"], unique=False)
    op.create_index(
        "uq_decisions_in_force",
        "decisions",
        ["consultation_id"],
        unique=True,
        postgresql_where=sa.text("is_in_force"),
        sqlite_where=sa.text("is_in_force"),
    )
    op.create_table(
        "evidence_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("previous_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("is_interim", sa.Boolean(), nullable=False),
        sa.Column("sealed_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_evidence_records_fingerprint_length")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_evidence_records_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_evidence_records_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_evidence_records_tender_id_tenders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_records")),
        sa.UniqueConstraint("number", name=op.f("uq_evidence_records_number")),
    )
    op.create_index(
        op.f("ix_evidence_records_consultation_id"), "evidence_records", ["consultation_id"], unique=False
    )
    op.create_index(op.f("ix_evidence_records_tender_id"), "evidence_records", ["tender_id"], unique=False)
    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("communities", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("supports", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "strength",
            sa.Enum(
                "strong",
                "moderate",
                "weak",
                name="strength",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_findings_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_findings_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_findings_consultation_id_number")),
    )
    op.create_table(
        "session_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("ran_by", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("notes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_session_notes_people")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_session_notes_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_session_notes_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_notes")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_session_notes_consultation_id_key")),
    )
    op.create_table(
        "shown_counts",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("shown_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_shown_counts_count")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_shown_counts_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_shown_counts_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "name", name=op.f("pk_shown_counts")),
    )
    op.create_table(
        "survey_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_survey_versions_fingerprint_length")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_survey_versions_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_survey_versions_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_versions")),
        sa.UniqueConstraint(
            "consultation_id", "fingerprint", name=op.f("uq_survey_versions_consultation_id_fingerprint")
        ),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_survey_versions_consultation_id_number")
        ),
    )
    op.create_index(op.f("ix_survey_versions_fingerprint"), "survey_versions", ["fingerprint"], unique=False)
    op.create_table(
        "candidates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "divergence",
                "objection",
                "not_heard",
                name="candidatekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("community", sa.String(length=80), nullable=True),
        sa.Column("question_id", sa.String(length=80), nullable=True),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "finding",
                "set_aside",
                name="candidatestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'finding') = (finding_id IS NOT NULL)", name=op.f("ck_candidates_finding_is_named")
        ),
        sa.CheckConstraint(
            "state <> 'set_aside' OR reason IS NOT NULL", name=op.f("ck_candidates_set_aside_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_candidates_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_candidates_finding_id_findings")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_candidates_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_candidates_consultation_id_key")),
    )
    op.create_table(
        "dispositions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "accepted",
                "partly",
                "rejected",
                "needs_more",
                name="dispositionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("role", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("answered_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("requirement", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_in_force", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'needs_more' OR (owner IS NOT NULL AND due_on IS NOT NULL)",
            name=op.f("ck_dispositions_needs_more_has_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_dispositions_finding_id_findings")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_dispositions_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispositions")),
    )
    op.create_index(op.f("ix_dispositions_finding_id"), "dispositions", ["finding_id"], unique=False)
    op.create_index(
        "uq_dispositions_in_force",
        "dispositions",
        ["finding_id"],
        unique=True,
        postgresql_where=sa.text("is_in_force"),
        sqlite_where=sa.text("is_in_force"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "web",
                "assisted",
                "paper",
                "event",
                "phone",
                "sms",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "capacity",
            sa.Enum(
                "for_myself",
                "for_someone",
                "organisation",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("codes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("words", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("resume_code", sa.String(length=80), nullable=False),
        sa.Column("expires_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_drafts_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_drafts_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["survey_versions.id"], name=op.f("fk_drafts_version_id_survey_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("resume_code", name=op.f("uq_drafts_resume_code")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_drafts_expires_at"), "drafts", ["expires_at"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("created_at", consult.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_links_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_links_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("code", name=op.f("uq_links_code")),
    )
    op.create_index(op.f("ix_links_activity_id"), "links", ["activity_id"], unique=False)
    op.create_table(
        "responses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "web",
                "assisted",
                "paper",
                "event",
                "phone",
                "sms",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "capacity",
            sa.Enum(
                "for_myself",
                "for_someone",
                "organisation",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("codes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("words", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sent_week", sa.Date(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(salt) = 32", name=op.f("ck_responses_salt_length")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_responses_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_responses_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["survey_versions.id"], name=op.f("fk_responses_version_id_survey_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("receipt", name=op.f("uq_responses_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_responses_by_consultation", "responses", ["consultation_id", "sent_week"], unique=False
    )
    op.create_table(
        "sent_counts",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.CheckConstraint("sent > 0", name=op.f("ck_sent_counts_sent")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_sent_counts_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_sent_counts_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("activity_id", "community", "week", name=op.f("pk_sent_counts")),
    )
    op.create_table(
        "translation_reviews",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_translation_reviews_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["survey_versions.id"],
            name=op.f("fk_translation_reviews_version_id_survey_versions"),
        ),
        sa.PrimaryKeyConstraint("version_id", "language", name=op.f("pk_translation_reviews")),
    )
    op.create_table(
        "arrivals",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.CheckConstraint("openings > 0", name=op.f("ck_arrivals_openings")),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_arrivals_link_id_links")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_arrivals_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("link_id", "on_date", name=op.f("pk_arrivals")),
    )
    for table, operations in FORBIDDEN.items():
        for operation in operations:
            forbid(table, operation)


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("arrivals")
    op.drop_table("translation_reviews")
    op.drop_table("sent_counts")
    op.drop_index("ix_responses_by_consultation", table_name="responses")
    op.drop_table("responses")
    op.drop_index(op.f("ix_links_activity_id"), table_name="links")
    op.drop_table("links")
    op.drop_index(op.f("ix_drafts_expires_at"), table_name="drafts")
    op.drop_table("drafts")
    op.drop_index(
        "uq_dispositions_in_force",
        table_name="dispositions",
        postgresql_where=sa.text("is_in_force"),
        sqlite_where=sa.text("is_in_force"),
    )
    op.drop_index(op.f("ix_dispositions_finding_id"), table_name="dispositions")
    op.drop_table("dispositions")
    op.drop_table("candidates")
    op.drop_index(op.f("ix_survey_versions_fingerprint"), table_name="survey_versions")
    op.drop_table("survey_versions")
    op.drop_table("shown_counts")
    op.drop_table("session_notes")
    op.drop_table("findings")
    op.drop_index(op.f("ix_evidence_records_tender_id"), table_name="evidence_records")
    op.drop_index(op.f("ix_evidence_records_consultation_id"), table_name="evidence_records")
    op.drop_table("evidence_records")
    op.drop_index(
        "uq_decisions_in_force",
        table_name="decisions",
        postgresql_where=sa.text("is_in_force"),
        sqlite_where=sa.text("is_in_force"),
    )
    op.drop_index(op.f("ix_decisions_consultation_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("compilations")
    op.drop_table("communities")
    op.drop_table("answer_states")
    op.drop_table("affected_groups")
    op.drop_index(op.f("ix_activities_consultation_id"), table_name="activities")
    op.drop_table("activities")
    op.drop_index(op.f("ix_tender_releases_tender_id"), table_name="tender_releases")
    op.drop_table("tender_releases")
    op.drop_table("setup_links")
    op.drop_table("officer_roles")
    op.drop_index(op.f("ix_consultations_tender_id"), table_name="consultations")
    op.drop_table("consultations")
    op.drop_table("ai_systems")
    op.drop_table("tenders")
    op.drop_table("partners")
    op.drop_table("officers")
    op.drop_table("imported_files")
    op.drop_index(
        "uq_due_work_unfinished_key",
        table_name="due_work",
        postgresql_where=sa.text("finished_at IS NULL"),
        sqlite_where=sa.text("finished_at IS NULL"),
    )
    op.drop_index(op.f("ix_due_work_due_at"), table_name="due_work")
    op.drop_table("due_work")
    op.drop_table("audit_heads")
    op.drop_table("audit_entries")
    op.drop_table("organisations")
