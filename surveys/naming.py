"""What the expressions and texts of a survey may name, and what each name stands for."""

from __future__ import annotations

from surveys.document import Survey
from surveys.expressions import check
from surveys.expressions.kinds import Kind
from surveys.expressions.known import Known, Standing


def repeats_of(survey: Survey) -> dict[str, str]:
    """For each question and calculation inside a repeat the repeat's id."""
    return {
        name: page.repeat.id
        for page in survey.pages
        if page.repeat is not None
        for name in (*(one.id for one in page.questions), *(one.id for one in page.calculations))
    }


def known(survey: Survey) -> Known:
    """The questions that can be answered, the calculations with what each gives, and which are in a repeat.

    What a calculation gives is None where that cannot be told: it looks at one that comes after it, say.
    """
    questions = {one.id: one for page in survey.pages for one in page.questions if one.keys}
    repeats = repeats_of(survey)
    calculations: dict[str, Kind | None] = {}
    for page in survey.pages:
        standing = Standing(repeat=None if page.repeat is None else page.repeat.id, is_calculation=True)
        for calculation in page.calculations:
            before = Known(questions, dict(calculations), repeats)
            calculations[calculation.id] = check.kind(calculation.value, before, standing)
    return Known(questions, calculations, repeats)
