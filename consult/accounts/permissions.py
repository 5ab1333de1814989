"""What each role may do, as data. Route tables name a permission; this table says who holds it."""

import enum
from collections.abc import Iterable

from consult.audit.actor import Actor
from surveys.problems import Problem, Refused


class Role(enum.Enum):
    """What an officer is here for."""

    ADMIN = "admin"
    OFFICER = "officer"
    ANALYST = "analyst"
    VIEWER = "viewer"


class Permission(enum.Enum):
    """One thing a person may be allowed to do."""

    VIEW = "view"
    EDIT_TENDERS = "edit_tenders"
    EDIT_CONSULTATIONS = "edit_consultations"
    PUBLISH = "publish"
    EDIT_OUTREACH = "edit_outreach"
    WRITE_FINDINGS = "write_findings"
    DECIDE = "decide"
    SEAL = "seal"
    READ_ANSWERS = "read_answers"
    MANAGE_OFFICERS = "manage_officers"


_VIEWER = frozenset({Permission.VIEW})
_OFFICER = _VIEWER | {
    Permission.EDIT_TENDERS,
    Permission.EDIT_CONSULTATIONS,
    Permission.PUBLISH,
    Permission.EDIT_OUTREACH,
    Permission.WRITE_FINDINGS,
    Permission.DECIDE,
    Permission.SEAL,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.OFFICER: _OFFICER,
    # Only analysts read single answers: never a landlord, fraud or buying team, and no administrator by right.
    Role.ANALYST: _VIEWER | {Permission.WRITE_FINDINGS, Permission.READ_ANSWERS},
    Role.ADMIN: _OFFICER | {Permission.MANAGE_OFFICERS},
}


def granted(roles: Iterable[str]) -> frozenset[Permission]:
    """Return everything the holder of `roles` (values of Role) may do."""
    return frozenset().union(*(GRANTS[Role(role)] for role in roles))


def may(actor: Actor, permission: Permission) -> bool:
    """Say whether `actor` may do what `permission` names."""
    return permission in granted(actor.roles)


def require(actor: Actor, permission: Permission) -> None:
    """Raise Refused `permission.denied` unless `actor` may do what `permission` names."""
    if not may(actor, permission):
        raise Refused([Problem("permission.denied", parameters={"permission": permission.value})])
