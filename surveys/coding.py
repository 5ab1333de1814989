"""One person's answers as what is counted of them. Without numpy: taking an answer back needs it too."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.plan import Plan, PlannedQuestion
from surveys.questions.reading import Answer
from surveys.repeats import counted_of, entries


def options_counted(plan: Plan) -> dict[str, frozenset[str]]:
    """The options of everything of which options are counted, by its id."""
    return {
        one.id: frozenset(option.id for option in one.options)
        for question in plan.questions
        for one in counted_of(question.asked, is_repeated=question.repeat_id is not None)
        if one.kind != "number"
    }


def coded(plan: Plan, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """One person's answers as what is counted: option ids and numbers, by the id of what is counted."""
    codes: dict[str, Answer] = {}
    for question in plan.questions:
        if question.is_free_text:
            continue
        if question.repeat_id is not None:
            codes.update(_of_entries(question, question.repeat_id, answers))
        elif (answer := answers.get(question.id)) is not None:
            codes.update(question.asked.codes(answer))
    for repeat_id in plan.repeats.keys() & answers.keys():
        codes[repeat_id] = len(entries(answers, repeat_id))
    return codes


def _of_entries(
    question: PlannedQuestion, repeat_id: str, answers: Mapping[str, Answer]
) -> Mapping[str, Answer]:
    """Every option that any entry chose, by what is counted, each once."""
    chosen: dict[str, dict[Answer, None]] = {}
    for _, entry in entries(answers, repeat_id):
        if (answer := entry.get(question.id)) is not None:
            for name, code in question.asked.codes(answer).items():
                options = code if isinstance(code, list) else [code]
                chosen.setdefault(name, {}).update(dict.fromkeys(options))
    counted = {one.id for one in counted_of(question.asked, is_repeated=True)}
    return {name: list(options) for name, options in chosen.items() if name in counted}
