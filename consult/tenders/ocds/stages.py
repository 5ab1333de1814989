"""How far a contracting process has come, and by which route, as a release tells it."""

from collections.abc import Mapping
from typing import Any

STAGES = ("planning", "tender", "award", "contract", "implementation", "ended")
"""In their order; the values of consult/tenders/models.py."""

_OF_TAG = {
    "planning": "planning",
    "planningUpdate": "planning",
    "tender": "tender",
    "tenderAmendment": "tender",
    "tenderUpdate": "tender",
    "tenderCancellation": "ended",
    "award": "award",
    "awardUpdate": "award",
    "awardCancellation": "award",
    "contract": "contract",
    "contractUpdate": "contract",
    "contractAmendment": "contract",
    "implementation": "implementation",
    "implementationUpdate": "implementation",
    "contractTermination": "ended",
}
_NO_MORE = frozenset(("cancelled", "unsuccessful", "withdrawn"))
_ROUTE_OF_METHOD = {
    "open": "open_tender",
    "selective": "open_tender",
    "limited": "direct_award",
    "direct": "direct_award",
}


def stage(release: Mapping[str, Any]) -> str | None:
    """Return the stage a release speaks of: by its tags, or where these do not tell (compiled ones), by its content."""
    status = _status(release)
    if status in _NO_MORE:
        return "ended"
    tags = release.get("tag")
    reached: str | None = None
    for tag in tags if isinstance(tags, list) else []:
        if isinstance(tag, str):
            reached = further(reached, _OF_TAG.get(tag))
    return reached or _by_content(release, status)


def _status(release: Mapping[str, Any]) -> str | None:
    tender = release.get("tender")
    status = tender.get("status") if isinstance(tender, Mapping) else None
    return status if isinstance(status, str) else None


def _by_content(release: Mapping[str, Any], status: str | None) -> str | None:
    contracts = release.get("contracts")
    if isinstance(contracts, list) and contracts:
        is_under_way = any(isinstance(entry, Mapping) and entry.get("implementation") for entry in contracts)
        return "implementation" if is_under_way else "contract"
    if release.get("awards"):
        return "award"
    if release.get("tender"):
        return "planning" if status in {"planning", "planned"} else "tender"
    return "planning" if release.get("planning") else None


def further(one: str | None, other: str | None) -> str | None:
    """Return the later of two stages; None where neither is known."""
    known = [stage for stage in (one, other) if stage in STAGES]
    return max(known, key=STAGES.index, default=None)


def route(release: Mapping[str, Any]) -> str | None:
    """Return the route a release tells of: a call-off where it names a framework, else what its method says."""
    related = release.get("relatedProcesses")
    for process in related if isinstance(related, list) else []:
        relationship = process.get("relationship") if isinstance(process, Mapping) else None
        if isinstance(relationship, list) and "framework" in relationship:
            return "framework_call_off"
    tender = release.get("tender")
    method = tender.get("procurementMethod") if isinstance(tender, Mapping) else None
    return _ROUTE_OF_METHOD.get(method) if isinstance(method, str) else None
