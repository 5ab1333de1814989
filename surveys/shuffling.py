"""Pages in an order of each reader's own: which of them may be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from surveys.document import Page, Survey
from surveys.expressions.tree import answers_named
from surveys.problems import Problem
from surveys.strict_json import Place, pointer


def shuffle_faults(survey: Survey) -> Iterator[Problem]:
    """Every fault of the groups of pages that are shuffled.

    `survey.shuffle_unknown_page`; `survey.shuffle_twice`; `survey.shuffle_apart` (they must follow one another);
    `survey.shuffle_fixed` (the first page, before which nobody has an order, and pages about the person, which come
    last); `survey.shuffle_condition` (one waits for another of its group).
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
    asked_on = {question.id: page.id for _, page in group for question in page.questions}
    for index, page in group:
        conditions = [page.condition, *(question.condition for question in page.questions)]
        named = chain.from_iterable(answers_named(one) for one in conditions if one is not None)
        for question_id in dict.fromkeys(named):
            if asked_on.get(question_id, page.id) != page.id:
                where = pointer("pages", index)
                yield Problem("survey.shuffle_condition", where, {"question": question_id})
