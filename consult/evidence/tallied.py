"""What the results list: each question, or each of its parts where several things are counted of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.document import Survey
from surveys.questions.asked import Asked, Option
from surveys.questions.counting import Counted
from surveys.repeats import counted_of


@dataclass(frozen=True, slots=True)
class Tallied:
    """One entry of the results. `counted` is None for a question that is answered in one's own words."""

    question: Asked
    counted: Counted | None
    is_repeated: bool = False

    @property
    def id(self) -> str:
        """The question's id, or that of its part."""
        return self.question.id if self.counted is None else self.counted.id

    @property
    def options(self) -> tuple[Option, ...]:
        """What could be chosen."""
        return self.counted.options if self.counted else ()

    @property
    def takes_several(self) -> bool:
        """Say whether the options need not add up to those who answered."""
        return self.counted is not None and self.counted.kind == "many"

    @property
    def exclusive(self) -> frozenset[str]:
        """The options that go with no other."""
        return frozenset(option.id for option in self.options if option.exclusive)

    @property
    def most(self) -> int | None:
        """How many options one person may have chosen, where that is limited."""
        return None if self.is_repeated else self.question.most


def _uncounted(question: Asked) -> tuple[None, ...]:
    """One entry for what is answered without being counted, none for what is not answered at all."""
    return (None,) if question.keys else ()


def tallied(surveys: Sequence[Survey]) -> Iterator[Tallied]:
    """Yield everything any version asked, but what it asked about the person, in the order of first appearance."""
    seen = set()
    for page in (page for survey in surveys for page in survey.pages if page.about_you is None):
        for question in page.questions:
            is_repeated = page.repeat is not None
            for counted in counted_of(question, is_repeated=is_repeated) or _uncounted(question):
                one = Tallied(question, counted, is_repeated)
                if one.id not in seen:
                    seen.add(one.id)
                    yield one
