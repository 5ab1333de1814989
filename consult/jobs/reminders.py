"""Reminding officers by e-mail of what is due in a consultation's outreach, each morning."""

import uuid
from collections.abc import Sequence

import structlog

from consult import clock, mail
from consult.accounts.permissions import Permission
from consult.accounts.queries import Recipient, to_be_reminded
from consult.consultations.queries import consultation_by_id
from consult.consultations.values import ConsultationValue
from consult.db import reading, unit_of_work
from consult.jobs.progress import Progress
from consult.outreach import reminders
from consult.outreach.reminders import Due
from consult.words import reminding

_log = structlog.get_logger(__name__)


def remind(consultation_id: uuid.UUID, progress: Progress) -> None:
    """Leave the next morning due, then tell every officer who wants it what they have not been told yet.

    Without a mail server nothing is sent, nor marked as sent: the pages say the same. Raises NotSentError when the
    server did not take every message, so that the work is tried again; those that were taken are not sent twice.
    """
    with unit_of_work() as session:
        consultation = consultation_by_id(session, consultation_id)
        if consultation is None:
            return
        if reminders.goes_on(session, consultation, clock.now()):
            reminders.leave_reminding(session, consultation)
    through = mail.post()
    if through is None:
        return
    with reading() as session:
        due = reminders.to_remind_of(session, consultation, clock.now())
        people = to_be_reminded(session, consultation.organisation_id, Permission.EDIT_OUTREACH)
    were_sent = [_tell(through, consultation, due, person) for person in people] if due else []
    progress(1, 1)
    if not all(were_sent):
        raise mail.NotSentError


def _tell(through: mail.Post, consultation: ConsultationValue, due: Sequence[Due], person: Recipient) -> bool:
    """Send one officer what they have not been told yet; return False where the server did not take it."""
    with unit_of_work() as session:
        claimed = reminders.claim(session, person.id, consultation.organisation_id, due)
    if not claimed:
        return True
    letter = mail.Letter(
        to=person.email,
        subject=reminding.subject(consultation, person.language),
        body=reminding.body(consultation, claimed, person.language, through.base_url),
        language=person.language,
        about=" ".join(sorted(one.key for one in claimed)),
    )
    try:
        mail.send(through, letter)
    except mail.NotSentError as refused:
        _log.warning("not_sent", reason=str(refused), officer=str(person.id))
        with unit_of_work() as session:
            reminders.release(session, person.id, claimed)
        return False
    with unit_of_work() as session:
        reminders.settle(session, person.id, claimed)
    return True
