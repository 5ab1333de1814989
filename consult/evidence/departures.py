"""Where a community departs from the rest, computed only from figures that are shown."""

from typing import Any

from consult.evidence.counting import Protected


def departures(found: Protected) -> list[dict[str, Any]]:
    """Return nothing yet."""
    return []
