"""An example of each kind of question: its tiny survey in fixtures/, and its first question of that kind."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import pytest

from surveys.document import Survey
from surveys.plan import Plan, compile_plan
from surveys.problems import Problem
from surveys.questions import KINDS, Asked
from surveys.questions.reading import Answer, Form
from tests.surveys import tiny

kinds = pytest.mark.parametrize("kind", sorted(KINDS))


@dataclass(frozen=True)
class Example:
    """The tiny survey of a kind, and its first question of that kind."""

    survey: Survey
    plan: Plan
    question: Asked
    page_id: str

    def answers(self, answer: object) -> dict[str, Any]:
        """This one answer, with the consent its page may need."""
        consent = self.plan.page(self.page_id).consent_key
        return {**({consent: True} if consent else {}), self.question.id: answer}

    def read(self, form: Form) -> Answer | Problem | None:
        return self.plan.question(self.question.id).read(form)

    def drawn(self, chance: Random) -> Answer | None:
        """An answer the kind makes up; where it makes none, what it makes of words."""
        answer = self.question.drawn(chance)
        if answer is None and self.question.is_free_text:
            found = self.read({self.question.fields[0]: [f"كلمات {chance.random()}"]})
            assert not isinstance(found, Problem)
            return found
        return answer


@cache
def example(kind: str) -> Example:
    survey = tiny.survey(kind.replace("_", "-"))
    page, question = next(
        (page, question) for page in survey.pages for question in page.questions if question.kind == kind
    )
    return Example(survey, compile_plan(survey), question, page.id)
