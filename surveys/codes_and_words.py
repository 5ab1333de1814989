"""What can be counted, and what is somebody's own words: told apart to be kept, and put together again."""

from __future__ import annotations

from surveys.answers import Answers
from surveys.plan import Plan
from surveys.questions.reading import Answer
from surveys.repeats import entries, slots


def split(plan: Plan, values: Answers) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """The answers as (codes, words): what can be counted, consents among it, and free text.

    Entries of a repeat are told apart each by itself; `together` is the way back.
    """
    codes: dict[str, Answer] = {}
    words: dict[str, Answer] = {}
    for key, value in values.items():
        if key in plan.repeats:
            halves = [None if entry is None else _split_entry(plan, entry) for entry in slots(values, key)]
            codes[key] = [half and half[0] for half in halves]
            if any(half and half[1] for half in halves):
                words[key] = [half and half[1] for half in halves]
        elif plan.asks_once(key):
            (words if key in plan.word_keys else codes)[key] = value
        elif key in plan.keys_beside:
            codes[key] = value
    return codes, words


def _split_entry(plan: Plan, entry: Answers) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """The answers of one entry as (codes, words)."""
    known = {key: value for key, value in entry.items() if plan.has_question(key.partition(".")[0])}
    words = {key: value for key, value in known.items() if key in plan.word_keys}
    return {key: value for key, value in known.items() if key not in words}, words


def together(codes: Answers, words: Answers) -> dict[str, Answer]:
    """The answers whose codes and words these are."""
    answers = {**codes, **words}
    for key in codes.keys() & words.keys():  # only a repeat has both
        halves = zip(slots(codes, key), slots(words, key), strict=True)
        answers[key] = [None if one is None else {**one, **(other or {})} for one, other in halves]
    return answers


def questions_in_words(plan: Plan, answers: Answers) -> frozenset[str]:
    """The questions that these answers answer in somebody's own words, in a repeat or not."""
    keys = {key for repeat_id in plan.repeats for _, entry in entries(answers, repeat_id) for key in entry}
    asked = (plan.question(key) for key in keys | answers.keys() if plan.has_question(key))
    return frozenset(question.id for question in asked if question.is_free_text)
