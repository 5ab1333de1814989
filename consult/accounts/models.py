"""Organisations, their officers, the roles these hold, and the one-time links by which they set a password."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.accounts.permissions import Role
from consult.db import Base, Id, by_value


class Organisation(Base):
    """A public authority. Every record of the service belongs to one."""

    __tablename__ = "organisations"

    id: Mapped[Id]
    name: Mapped[dict[str, Any]]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    ocid_prefix: Mapped[str] = mapped_column(String(80))
    time_zone: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class Officer(Base):
    """A member of staff who may sign in. E-mail addresses are stored in lower case."""

    __tablename__ = "officers"
    __table_args__ = (CheckConstraint("email = lower(email)", "email_lower_case"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_nonce: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)
    language: Mapped[str] = mapped_column(String(35), default="en")
    is_active: Mapped[bool] = mapped_column(default=True)
    wants_reminders: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class OfficerRole(Base):
    """One role one officer holds."""

    __tablename__ = "officer_roles"

    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[Role] = mapped_column(by_value(Role), primary_key=True)


class SetupLink(Base):
    """A one-time link to set a password; kept as an HMAC, spent once, and gone after its time."""

    __tablename__ = "setup_links"

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    code: Mapped[str] = mapped_column(String(80), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
