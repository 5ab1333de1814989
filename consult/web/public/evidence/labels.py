"""The words around the figures of a record on paper: those of the page, word for word."""

from collections.abc import Mapping

from consult.web.locale import gettext


def labels() -> Mapping[str, str | list[str]]:
    """Return every heading and phrase the document needs, by the name it has there."""
    return {**_headings(), **_of_tables(), **_of_findings()}


def _headings() -> dict[str, str | list[str]]:
    return {
        "asked": gettext("What was asked"),
        "heard": gettext("Who was heard"),
        "silent": gettext("Who was not heard"),
        "findings": gettext("What was found, and what was answered"),
        "decision": gettext("The decision"),
        "equality": gettext("How it affects groups differently"),
        "considered": gettext("The results it considered have this fingerprint:"),
        "questions": gettext("Every question"),
        "when": gettext("When people answered, and in which language"),
        "sessions": gettext("What was said in meetings"),
        "set_aside": gettext("What was set aside"),
        "method": gettext("How this was made, and its limits"),
        "limits": gettext("What these figures cannot say"),
        "seal": gettext("The sealed record"),
        "not_signed": gettext("The seal shows whether a file was changed. It does not prove who wrote it."),
    }


def _of_tables() -> dict[str, str | list[str]]:
    return {
        "group": gettext("Group"),
        "by_group": gettext("How many answered, by group"),
        "by_group_columns": [
            gettext("Said they belong to it"),
            gettext("How well heard"),
            gettext("Said they do not"),
            gettext("Did not say"),
        ],
        "population": gettext("Answers beside the number of people"),
        "population_columns": [
            gettext("People in this group"),
            gettext("Share of the group that answered"),
            gettext("Compared with its share of people"),
        ],
        "sources": gettext("Where the numbers of people come from"),
        "caution": gettext(
            "None of these figures can correct for who chose to answer, or for a mistake in the population number."
        ),
        "answer": gettext("Answer"),
        "everyone": gettext("Everyone"),
        "answered_this": gettext("Answered this question"),
        "by_language": gettext("Answers in each language"),
        "language": gettext("Language"),
        "number_of_answers": gettext("Number of answers"),
        "by_week": gettext("Answers in each week"),
        "week": gettext("Week"),
    }


def _of_findings() -> dict[str, str | list[str]]:
    return {
        "holds": gettext("Holds for:"),
        "everyone_who": gettext("everyone who answered"),
        "strength": gettext("How well supported:"),
        "rests": gettext("What it rests on:"),
        "answered": gettext("What the public body answered"),
        "changed": gettext("What changed because of it"),
    }
