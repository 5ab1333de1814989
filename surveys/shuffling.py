"""Pages in an order of each reader's own: which of them may be."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.document import Page, Survey
from surveys.problems import Problem
from surveys.strict_json import Place, pointer


def shuffle_faults(survey: Survey) -> Iterator[Problem]:
    """Every fault of the groups of pages that are shuffled.

    `survey.shuffle_unknown_page`; `survey.shuffle_twice`; `survey.shuffle_apart` (they must follow one another);
    `survey.shuffle_fixed` (the first page, before which nobody has an order, and pages about the person, which come
    last). Which expressions look from one at another is asked of logic_checks/looking.py.
    """
    pages = {page.id: (index, page) for index, page in enumerate(survey.pages)}
    seen: set[str] = set()
    for number, group in enumerate(survey.shuffle):
        place = ("shuffle", number)
        known = [pages[page_id] for page_id in group if page_id in pages]
        for index, page_id in enumerate(group):
            where = pointer(*place, index)
            if page_id not in pages:
                yield Problem("survey.shuffle_unknown_page", where, {"page": page_id})
            elif page_id in seen:
                yield Problem("survey.shuffle_twice", where, {"page": page_id})
            elif pages[page_id][0] == 0 or pages[page_id][1].about_you is not None:
                yield Problem("survey.shuffle_fixed", where, {"page": page_id})
            seen.add(page_id)
        yield from _within(known, place)


def _within(group: list[tuple[int, Page]], place: Place) -> Iterator[Problem]:
    places = sorted({index for index, _ in group})
    if places and places[-1] - places[0] + 1 != len(places):
        yield Problem("survey.shuffle_apart", pointer(*place))
