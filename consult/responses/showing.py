"""Single sent answers shown again exactly as they were asked, to those who may read them. Every look is recorded."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.queries import plan, published_versions
from consult.consultations.values import ConsultationValue
from consult.responses.queries import sent_answers_from
from consult.responses.terms import Capacity, Mode
from consult.responses.values import SentAnswer
from surveys.asking import Asking
from surveys.replay import PageShown, replayed

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One sent answer. `versions` are the numbers of the versions that its askings name."""

    mode: Mode
    capacity: Capacity
    week: date
    asking: Asking
    pages: tuple[PageShown, ...]
    versions: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON: the words that were read, and what was answered to them."""
        return {
            "mode": self.mode.value,
            "capacity": self.capacity.value,
            "week": self.week.isoformat(),
            "asked": self._asking(self.asking),
            "pages": [self._page(page) for page in self.pages],
        }

    def _page(self, page: PageShown) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": page.page.id, "title": str(page.page.title), "questions": []}
        if page.place is not None:
            shown["entry"] = page.place
        if page.consent is not None and page.page.about_you is not None:
            shown["consent"] = {"text": str(page.page.about_you.consent), "asked": self._asking(page.consent)}
        for line in page.lines:
            chosen = line.answer if isinstance(line.answer, list) else [line.answer]
            shown["questions"].append(
                {
                    "id": line.question.id,
                    "text": str(line.question.text),
                    "answer": line.answer,
                    **({"written": dict(line.written)} if line.written else {}),
                    "chosen": [str(each.text) for each in line.question.options if each.id in chosen],
                    "asked": self._asking(line.asking),
                }
            )
        return shown

    def _asking(self, asking: Asking) -> dict[str, Any]:
        return {
            "version": self.versions[asking.version],
            "language": asking.language,
            "variant": asking.variant or "none",
        }


def shown_answers(
    session: Session, actor: Actor, consultation: ConsultationValue, first: int = 0, most: int = AT_ONCE
) -> list[ShownAnswer]:
    """Return sent answers as they were asked, `most` from the number `first` on, in an order that means nothing.

    Raises Refused `permission.denied` where the actor may not read single answers. That they looked is recorded; how
    many answers there are is not: the trail is read by people who may not know.
    """
    require(actor, Permission.READ_ANSWERS)
    record(session, actor, "responses.read", "consultation", consultation.id, {"first": first, "most": most})
    numbers = {str(version.id): version.number for version in published_versions(session, consultation.id)}
    return [
        _shown(session, answer, numbers)
        for answer in sent_answers_from(session, consultation.id, first, most)
    ]


def _shown(session: Session, answer: SentAnswer, numbers: dict[str, int]) -> ShownAnswer:
    named: Sequence[str] = [answer.asking.version, *(each.version for each in answer.askings.values())]
    plans = {name: plan(session, uuid.UUID(name)) for name in named}
    pages = replayed(plans, answer.asking, answer.answers, answer.askings, answer.seed)
    return ShownAnswer(answer.mode, answer.capacity, answer.week, answer.asking, pages, numbers)
