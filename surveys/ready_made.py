"""Questions about the person, ready to be put into a survey: those of one country, with the standards they follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError

from surveys import strict_json
from surveys.expressions.typed import Room
from surveys.faults import problems_of
from surveys.problems import Problem, Refused
from surveys.questions.about_you import AboutYou
from surveys.questions.asked import Part
from surveys.text import Language, Text

LIMITS = strict_json.Limits(size=1_000_000, parts=50_000)


class AboutYouSet(Part):
    """One file of `library/about-you/`. Its number is part of its name: what was once used does not change."""

    format: Literal[1]
    title: Text
    source_language: Language
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=100)]
    questions: Annotated[tuple[AboutYou, ...], Field(min_length=1, max_length=200)]

    @classmethod
    def from_json(cls, source: bytes | str | Mapping[str, Any]) -> Self:
        """The set in a JSON file. Raises Refused with all faults, as a survey does."""
        value = strict_json.read(source, "survey", LIMITS) if isinstance(source, bytes | str) else source
        if not isinstance(value, Mapping):
            raise Refused(Problem("survey.wrong_type", "", {"expected": "object"}))
        try:
            return cls.model_validate(value, context=Room())
        except ValidationError as error:
            raise Refused(problems_of(error)) from None
