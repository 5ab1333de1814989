"""What the survey engine takes, in this process alone. `python -m tests.bench.engine` prints it, as `make bench` does.

Each row is the processor time of a run, the median of several; the aim stands beside it. A tally is held against the
least it could take: numpy counting the same columns and nothing else.
"""

# ruff: noqa: T201  # printing is what it is for

import gc
import json
import time
from collections.abc import Callable, Mapping, Sequence
from random import Random
from statistics import median
from typing import Any

import numpy as np

from surveys import tally, weighting
from surveys.answers import read
from surveys.document import Survey
from surveys.plan import Plan, compile_plan
from surveys.routing import place

QUESTIONS, PER_PAGE = 200, 12
LANGUAGES = ("en", "nl", "ar", "de", "fr", "es", "pl", "tr", "uk", "ur", "so", "bn", "pa", "zh")
PEOPLE, TALLIED = 1_000_000, 20
CATEGORIES = (2, 6, 8, 12, 5)
"""Of sex, age band, community, area and kind of home: 5,760 cells."""

KINDS = ("choose_one", "choose_many", "scale", "yes_no_unsure", "number")


def main() -> None:
    print("| engine | median | aim |\n|---|---|---|")
    document = json.dumps(survey()).encode()
    plan = compile_plan(Survey.from_json(document))
    answers = everything(plan)
    form = page_form(plan, answers)
    path = place(plan, answers)
    assert len(path.questions) == QUESTIONS
    reading = read(plan, plan.pages[0].id, form)
    assert len(reading.values) == PER_PAGE
    assert not reading.problems
    row(f"path through {QUESTIONS} questions", milliseconds(lambda: place(plan, answers), 200), "1 ms")
    compiling(document)
    row(
        f"read and check a page of {PER_PAGE} answers",
        milliseconds(lambda: read(plan, plan.pages[0].id, form), 500),
        "0.2 ms",
    )
    ours, bare = tallying()
    row(f"tally {PEOPLE:,} answers to {TALLIED} questions", ours, f"4 times {bare:.0f} ms (numpy.bincount)")
    folded, cells = raking()
    people = f"{PEOPLE:,} people on {len(CATEGORIES)} margins"
    row(f"fold {people} into cells and rake them", folded, "1 s")
    row("the same, folded already", cells, "1 s")
    print(f"\nThe tally takes {ours / bare:.2f} times what numpy.bincount takes on the same columns.")


def row(what: str, taken: float, aim: str) -> None:
    print(f"| {what} | {taken:.3g} ms | {aim} |", flush=True)


def milliseconds(work: Callable[[], object], times: int) -> float:
    """Return the median of so many runs, after one that is not counted."""
    work()
    taken = []
    gc.collect()
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1000)
    return median(taken)


def compiling(document: bytes) -> None:
    """Print what it takes until a survey can be asked, and until the words of every language are there.

    A survey keeps its fingerprint, and a plan its words, so each run has fresh ones.
    """

    def with_every_language() -> None:
        plan = compile_plan(next(surveys))
        for language in LANGUAGES:
            plan.words(language)

    surveys = iter([Survey.from_json(document) for _ in range(16)])
    plans = iter([compile_plan(Survey.from_json(document)) for _ in range(8)])
    row(
        f"compile {QUESTIONS} questions in {len(LANGUAGES)} languages",
        milliseconds(lambda: compile_plan(next(surveys)), 7),
        "500 ms",
    )
    row(
        "the first page in another language: its words",
        milliseconds(lambda: next(plans).words(LANGUAGES[-1]), 7),
        "",
    )
    row("compile, and the words of every language", milliseconds(with_every_language, 7), "500 ms")
    row(
        f"read the document ({len(document):,} bytes) and compile it",
        milliseconds(lambda: compile_plan(Survey.from_json(document)), 7),
        "",
    )


def survey() -> dict[str, Any]:
    """Return a document of every usual kind; each page but the first depends on an answer of the one before."""
    pages = []
    for first in range(0, QUESTIONS, PER_PAGE):
        numbers = range(first, min(first + PER_PAGE, QUESTIONS))
        condition = {"op": "answered", "args": [{"answer": f"q{first - PER_PAGE}"}]}
        page = {
            "id": f"page-{first}",
            "title": words("Page", first),
            "questions": [asked(one) for one in numbers],
        }
        pages.append(page | ({"condition": condition} if first else {}))
    return {
        "format": 1, "title": words("Survey", 0), "source_language": "en", "languages": list(LANGUAGES), "pages": pages,
    }  # fmt: skip


def asked(number: int) -> dict[str, Any]:
    kind = KINDS[number % len(KINDS)]
    question = {
        "id": f"q{number}",
        "code": f"Q{number}",
        "kind": kind,
        "text": words("What about it", number),
    }
    options = [{"id": f"o{one}", "text": words("It is like this", one)} for one in range(6)]
    own: dict[str, Any] = {
        "choose_one": {"options": options},
        "choose_many": {"options": options},
        "scale": {"points": options},
        "yes_no_unsure": {"labels": {name: words(name, 0) for name in ("yes", "no", "unsure")}},
        "number": {"minimum": 0, "maximum": 500, "unit": words("days", 0)},
    }[kind]
    return {**question, **own, "hint": words("Choose what fits best", number)}


def words(text: str, number: int) -> dict[str, str]:
    return {language: f"{text} {number} ({language})" for language in LANGUAGES}


def everything(plan: Plan) -> dict[str, Any]:
    chance = Random(1)
    return {question.id: question.asked.drawn(chance) for question in plan.questions}


def page_form(plan: Plan, answers: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    form: dict[str, Sequence[str]] = {}
    for question in plan.pages[0].questions:
        form |= question.asked.typed(answers[question.id]) or {}
    return form


def tallying() -> tuple[float, float]:
    """Return what counting every option of every column takes, by the tally and by numpy alone."""
    chance = np.random.default_rng(1)
    questions = [
        tally.Countable(f"q{one}", "single", tuple(f"o{o}" for o in range(6))) for one in range(TALLIED)
    ]
    codes = [chance.integers(-1, 6, PEOPLE) for _ in questions]
    made = {
        question.id: tally.single_column(question, column.copy())
        for question, column in zip(questions, codes, strict=True)
    }
    columns = tally.Columns(PEOPLE, made)
    ours = milliseconds(lambda: [tally.counts(columns, question.id) for question in questions], 5)
    bare = milliseconds(lambda: [np.bincount(column + 1, minlength=7) for column in codes], 5)
    return ours, bare


def raking() -> tuple[float, float]:
    """Return what weights for so many people take, with and without folding the people into cells.

    Each margin is bound to the first for half of the people, so that one sweep does not settle them all.
    """
    chance = np.random.default_rng(1)
    codes = [chance.choice(size, PEOPLE, p=chance.dirichlet(np.full(size, 5.0))) for size in CATEGORIES]
    bound = chance.random(PEOPLE) < 0.5
    codes = [
        codes[0],
        *(np.where(bound, (column + 7 * codes[0]) // 2 % column.max(), column) for column in codes[1:]),
    ]
    populations = [np.bincount(column) * chance.uniform(0.5, 2, column.max() + 1) for column in codes]
    populations = [PEOPLE * 10 * one / one.sum() for one in populations]

    def weigh(cells: Sequence[Any], people: Any) -> weighting.Raking:
        margins = [
            weighting.Margin(str(number), column, population)
            for number, (column, population) in enumerate(zip(cells, populations, strict=True))
        ]
        return weighting.rake(margins, threshold=10, people=people)

    cells, people = folded(codes)
    assert weigh(cells, people).is_met
    return milliseconds(lambda: weigh(*folded(codes)), 5), milliseconds(lambda: weigh(cells, people), 5)


def folded(codes: Sequence[Any]) -> tuple[Sequence[Any], Any]:
    """Return the codes of every cell somebody is in, and how many are in it."""
    counts = np.bincount(np.ravel_multi_index(tuple(codes), CATEGORIES))
    present = np.flatnonzero(counts)
    return np.unravel_index(present, CATEGORIES), counts[present]


if __name__ == "__main__":
    main()
