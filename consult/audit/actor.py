"""Who is acting: for which organisation, as which officer, in which roles."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who changes something. `officer_id` is None when an operator acts on the command line."""

    organisation_id: uuid.UUID
    officer_id: uuid.UUID | None
    roles: frozenset[str]
