"""What the results list: each question, or each of its parts where several things are counted of it.

Versions are joined by id: of a question that was corrected there is one entry, with every option any version had.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from surveys.document import Survey
from surveys.questions.asked import Asked, Option
from surveys.questions.counting import Counted
from surveys.repeats import counted_of


@dataclass(frozen=True, slots=True)
class Tallied:
    """One entry of the results. `counted` is None for a question that is answered in one's own words.

    `question` is as the newest version asks it. `most`: how many options may be chosen, `exclusive`: those that go with
    no other, each as far as that holds in every version.
    """

    question: Asked
    counted: Counted | None
    most: int | None
    exclusive: frozenset[str]
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


def tallied(surveys: Sequence[Survey]) -> Iterator[Tallied]:
    """Yield everything any version asked, but what it asked about the person, in the order of first appearance.

    `surveys` have the newest version first.
    """
    asked: dict[str, list[tuple[Asked, Counted | None, bool]]] = {}
    for page in (page for survey in surveys for page in survey.pages if page.about_you is None):
        for question in page.questions:
            is_repeated = page.repeat is not None
            for counted in counted_of(question, is_repeated=is_repeated) or _uncounted(question):
                asked.setdefault(question.id if counted is None else counted.id, []).append(
                    (question, counted, is_repeated)
                )
    for versions in asked.values():
        questions = [question for question, _, _ in versions]
        counts = [counted for _, counted, _ in versions if counted is not None]
        is_repeated = any(repeated for _, _, repeated in versions)
        limits = [None if is_repeated else question.most for question in questions]
        yield Tallied(
            question=questions[0],
            counted=_joined(counts) if counts else None,
            most=None if None in limits else max(limit or 0 for limit in limits),
            exclusive=_exclusive(counts),
            is_repeated=is_repeated,
        )


def _joined(versions: Sequence[Counted]) -> Counted:
    """One list of options of all versions, in the words of the newest that has each."""
    options = {option.id: option for counted in reversed(versions) for option in counted.options}
    orders = [[option.id for option in counted.options] for counted in versions]
    order = _merged(orders)
    places = [[order.index(option) for option in one] for one in orders]
    return replace(
        versions[0],
        options=tuple(options[option] for option in order),
        is_ordered=all(counted.is_ordered for counted in versions)
        and all(one == sorted(one) for one in places),
        outside=frozenset().union(*(counted.outside for counted in versions)),
    )


def _merged(orders: Sequence[Sequence[str]]) -> list[str]:
    """The first order, with whatever only others have after what it follows there."""
    merged = list(orders[0])
    for order in orders[1:]:
        for number, option in enumerate(order):
            if option not in merged:
                merged.insert(merged.index(order[number - 1]) + 1 if number else 0, option)
    return merged


def _exclusive(versions: Sequence[Counted]) -> frozenset[str]:
    alone = [{option.id: option.exclusive for option in counted.options} for counted in versions]
    everything = {option for one in alone for option in one}
    return frozenset(option for option in everything if all(one.get(option, True) for one in alone))


def _uncounted(question: Asked) -> tuple[None, ...]:
    """One entry for what is answered without being counted, none for what is not answered at all."""
    return (None,) if question.keys else ()
