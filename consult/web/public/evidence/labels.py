"""The words around the figures of a record on paper: those of the page, word for word."""

from collections.abc import Mapping

from consult.web.locale import gettext
from consult.words.marking import _N

LABELS: Mapping[str, str] = {
    "asked": _N("What was asked"),
    "heard": _N("Who was heard"),
    "silent": _N("Who was not heard"),
    "findings": _N("What was found, and what was answered"),
    "decision": _N("The decision"),
    "equality": _N("How it affects groups differently"),
    "considered": _N("The results it considered have this fingerprint:"),
    "questions": _N("Every question"),
    "when": _N("When people answered, and in which language"),
    "sessions": _N("What was said in meetings"),
    "set_aside": _N("What was set aside"),
    "method": _N("How this was made, and its limits"),
    "limits": _N("What these figures cannot say"),
    "seal": _N("The sealed record"),
    "not_signed": _N("The seal shows whether a file was changed. It does not prove who wrote it."),
    "group": _N("Group"),
    "by_group": _N("How many answered, by group"),
    "population": _N("Answers beside the number of people"),
    "sources": _N("Where the numbers of people come from"),
    "caution": _N(
        "None of these figures can correct for who chose to answer, or for a mistake in the population number."
    ),
    "explained": _N(
        "A group that is among the answers as often as among the people compares as 1. “Heard” "
        "means 0.8 or more even at the lower end of the range, “heard too little” means less than "
        "0.8 even at the upper end. The ranges are intervals of 95 percent."
    ),
    "only_led_here": _N("Only people whose earlier answers led here were asked this."),
    "several": _N("People could choose several answers."),
    "answer": _N("Answer"),
    "everyone": _N("Everyone"),
    "answered_this": _N("Answered this question"),
    "by_language": _N("Answers in each language"),
    "language": _N("Language"),
    "number_of_answers": _N("Number of answers"),
    "by_week": _N("Answers in each week"),
    "week": _N("Week"),
    "holds": _N("Holds for:"),
    "everyone_who": _N("everyone who answered"),
    "strength": _N("How well supported:"),
    "rests": _N("What it rests on:"),
    "answered": _N("What the public body answered"),
    "changed": _N("What changed because of it"),
    "closing": _N("How the asking ended"),
    "to_talk": _N("To be talked with:"),
    "rounded_before": _N(
        "These figures were rounded, and computed before the end. Ranges hold nine times in ten if things had gone on "
        "as before."
    ),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "by_group_columns": (
        _N("Said they belong to it"),
        _N("How well heard"),
        _N("Said they do not"),
        _N("Did not say"),
    ),
    "population_columns": (
        _N("People in this group"),
        _N("Share of the group that answered"),
        _N("Compared with its share of people"),
    ),
}


def labels() -> dict[str, str | list[str]]:
    """Return every heading and phrase the document needs, by the name it has there, in the reader's language."""
    return {
        **{name: gettext(words) for name, words in LABELS.items()},
        **{name: [gettext(words) for words in several] for name, several in COLUMNS.items()},
    }
