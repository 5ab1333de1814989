"""How many answers in progress a correction may touch, protected like every count while people answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import ConsultationValue
from consult.responses.queries import answered_in_drafts
from surveys.live_counts import LiveCount, live


@dataclass(frozen=True, slots=True)
class Affected:
    """`drafts`: people who have begun. `answered`: how many of them answered each question, whatever they said.

    So a correction touches at most that many answers. How many chose an option that goes is not told: by proposing one
    correction after another that would tell what people choose.
    """

    drafts: LiveCount
    answered: Mapping[str, LiveCount]

    def to_json(self) -> dict[str, Any]:
        """The counts as JSON: None for a few, fewer than the threshold."""
        return {
            "drafts": self.drafts.count,
            "threshold": self.drafts.threshold,
            "answered": {key: count.count for key, count in self.answered.items()},
        }


def affected(session: Session, consultation: ConsultationValue, keys: Iterable[str]) -> Affected:
    """Return how many answers in progress there are to the questions `keys`, as they may be seen."""
    drafts, answered = answered_in_drafts(session, consultation.id, clock.now())
    threshold = consultation.threshold
    return Affected(live(drafts, threshold), {key: live(answered[key], threshold) for key in keys})
