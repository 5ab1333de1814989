"""What people sent with their answers: listed, handed out as files, and recordings written down. Analysts only."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.attachments import queries, service
from consult.attachments.values import AttachmentValue
from consult.consultations.queries import plan
from consult.consultations.values import ConsultationValue
from consult.db import reading, unit_of_work
from consult.web.errors import status_of
from consult.web.forms.attachments import TranscriptForm
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.web.officer.outreach import own
from surveys.problems import Refused
from surveys.text import Said

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
}


@dataclass(frozen=True, slots=True)
class SentWith:
    """The files sent with answers to one question."""

    question: Said | str
    files: Sequence[AttachmentValue]


def attachments(slug: str) -> ResponseReturnValue:
    """List the files of all sent answers, question by question."""
    with reading() as session:
        value = own(session, slug)
        found = queries.sent_files(session, acting(), value.id)
        listed = list(_by_question(session, value, found))
    return render("attachments", gettext("Files people sent"), value=value, listed=listed)


def _by_question(
    session: Session, value: ConsultationValue, found: Sequence[AttachmentValue]
) -> Iterator[SentWith]:
    known = plan(session, value.version_id) if value.version_id else None
    for question_id in sorted({one.question_id for one in found}):
        is_known = known is not None and known.has_question(question_id)
        words = known.words(language()).question(question_id).text if known and is_known else question_id
        yield SentWith(words, [one for one in found if one.question_id == question_id])


def attachment_file(slug: str, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Hand out one file, to be saved and never to be shown by the browser; that it was is on record."""
    with unit_of_work() as session:
        value = own(session, slug)
        found = queries.sent_file(session, acting(), value.id, attachment_id)
        content = service.read(session, acting(), found)
    name = f"{found.id.hex[:8]}.{ENDINGS[found.media_type]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
    return Response(content, mimetype=found.media_type, headers=headers)


def transcript(slug: str, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the words of a recording, or show them once they were checked."""
    value, found = _one(slug, attachment_id)
    return _page(value, found, TranscriptForm(formdata=None, data={"transcript": found.transcript or ""}))


def write_transcript(slug: str, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the words; once they were checked, the recording is deleted."""
    value, found = _one(slug, attachment_id)
    form = TranscriptForm()
    if not form.validate():
        return _page(value, found, form, 422)
    words, is_checked = form.transcript.data or "", bool(form.is_checked.data)
    try:
        with unit_of_work() as session:
            service.transcribe(session, acting(), found, words, is_checked=is_checked)
    except Refused as refused:
        form.refuse(refused)
        return _page(value, found, form, status_of(refused.problems[0]))
    return redirect(url_for("officer.attachments", slug=slug), 303)


def _one(slug: str, attachment_id: uuid.UUID) -> tuple[ConsultationValue, AttachmentValue]:
    with reading() as session:
        value = own(session, slug)
        return value, queries.sent_file(session, acting(), value.id, attachment_id)


def _page(
    value: ConsultationValue, found: AttachmentValue, form: TranscriptForm, status: int = 200
) -> ResponseReturnValue:
    return render(
        "transcript", gettext("Write down a recording"), status, value=value, found=found, form=form
    )
