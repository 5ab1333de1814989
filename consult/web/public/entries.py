"""Which entry of a repeated page a request is about: its number in the address, in the form, and on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from consult.web.public.visits import Visit
from surveys import repeats
from surveys.answers import Reading
from surveys.plan import PlannedPage
from surveys.problems import Problem, Refused
from surveys.repeats import MOST_ENTRIES, MOST_NUMBERS, Repeat

IN_ADDRESS = "entry"
IN_FORM = "_entry"
CHANGING = "_change"
"""The field and the parameter that say: back to "check your answers" afterwards."""
IS_ADDED = "_added"
"""The field that says: this page was opened to add an entry, not to change one."""

UNKNOWN = Problem("entry.unknown")
LARGEST = MOST_NUMBERS + MOST_ENTRIES
"""No entry ever had a larger number."""


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry on its page: its number, which one it is to the reader, and whether it is about to be added."""

    number: int
    place: int
    is_added: bool


def number(typed: str) -> int:
    """Return the number of an entry as it was typed; Refused `entry.unknown` where it cannot be one."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(LARGEST))
    if not (is_number and 0 < int(typed) <= LARGEST):
        raise Refused(UNKNOWN)
    return int(typed)


def in_address(found: Visit, page: PlannedPage) -> ShownEntry | None:
    """Return the entry the address asks for; None for a page that is asked once, and for looking over the entries.

    Raises Refused `entry.unknown` for one that is not there and is not the next either.
    """
    typed = request.args.get(IN_ADDRESS)
    if typed is None:
        return None
    if page.repeat is None:
        raise Refused(UNKNOWN)
    wanted = number(typed)
    is_next = wanted == repeats.next_number(found.answers, page.repeat.id) and not _is_full(
        found, page.repeat
    )
    if not is_next and repeats.entry(found.answers, page.repeat.id, wanted) is None:
        raise Refused(UNKNOWN)
    return _shown(found, page.repeat, wanted, is_added=is_next)


def in_form(found: Visit, page: PlannedPage) -> ShownEntry | None:
    """Return the entry a form is about; None for the form of a page that is asked once.

    A number that was never given stands for one to be added: what was typed is shown again with it.
    """
    if page.repeat is None or IN_FORM not in request.form:
        return None
    try:
        wanted = number(request.form[IN_FORM])
    except Refused:
        return added(found, page.repeat)
    return _shown(found, page.repeat, wanted, is_added=IS_ADDED in request.form)


def added(found: Visit, repeat: Repeat) -> ShownEntry:
    """Return the entry that would be added next."""
    return _shown(found, repeat, repeats.next_number(found.answers, repeat.id), is_added=True)


def _shown(found: Visit, repeat: Repeat, wanted: int, *, is_added: bool) -> ShownEntry:
    there = [each for each, _ in repeats.entries(found.answers, repeat.id)]
    place = there.index(wanted) if wanted in there else len(there)
    return ShownEntry(wanted, place + 1, is_added)


def fault(found: Visit, page: PlannedPage, entry: ShownEntry | None, said: Reading) -> Problem | None:
    """Return why what was said cannot be kept under its entry's number, if it cannot.

    Sent twice, it is kept once: one that was added meanwhile is refused only where it says something else.
    """
    if page.repeat is None or entry is None:
        return None if entry is None and IN_FORM not in request.form else UNKNOWN
    kept = repeats.entry(found.answers, page.repeat.id, entry.number)
    if kept is not None:
        is_same = said.merged(found.answers) == found.answers
        return Problem("entry.taken") if entry.is_added and not is_same else None
    upcoming = repeats.next_number(found.answers, page.repeat.id)
    if entry.number < upcoming:
        return Problem("entry.gone")
    if _is_full(found, page.repeat):
        return Problem("answer.too_many_entries", "", {"limit": page.repeat.most})
    is_given = request.form[IN_FORM] == str(entry.number)
    return None if entry.number == upcoming and is_given else UNKNOWN


def _is_full(found: Visit, repeat: Repeat) -> bool:
    return len(repeats.entries(found.answers, repeat.id)) >= repeat.most


def again(
    found: Visit, page: PlannedPage, entry: ShownEntry | None, problems: Sequence[Problem]
) -> ShownEntry | None:
    """Return the entry under which a form is shown again: what cannot be kept where it was is one to be added."""
    is_misplaced = any(problem.code.startswith("entry.") for problem in problems)
    return added(found, page.repeat) if page.repeat is not None and is_misplaced else entry


def review_address(found: Visit, page_id: str, entry: int | None = None) -> str:
    """Return the address where the entries of a page are looked over, or that of one entry.

    Whoever came from "check your answers" goes back there in the end.
    """
    parts: dict[str, Any] = {"slug": found.consultation.slug, "page_id": page_id}
    if CHANGING in request.values:
        parts[CHANGING] = 1
    if entry is not None:
        parts[IN_ADDRESS] = entry
    return url_for("public.question", **parts)
