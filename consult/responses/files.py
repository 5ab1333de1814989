"""Files that answers name: handed over when the answers are sent."""

import uuid

from sqlalchemy.orm import Session

from consult.attachments import service as attachments
from surveys.answers import Answers
from surveys.plan import Plan


def hand_over(
    session: Session, draft_id: uuid.UUID, response_id: uuid.UUID, plan: Plan, answers: Answers
) -> None:
    """Give the sent answer the files it names, and delete the draft's others. No statement where none are asked for.

    Raises Refused `attachment.missing` for a file that is not the draft's.
    """
    if not any(question.asked.media for question in plan.questions):
        return
    found = (question.asked.kept_file(answers.get(question.id)) for question in plan.questions)
    named = [uuid.UUID(kept.id) for kept in found if kept is not None]
    attachments.hand_over(session, draft_id, response_id, named)
