"""Every table, for Alembic. Defines none."""

from consult.accounts.models import Officer, OfficerRole, Organisation, SetupLink
from consult.attachments.models import Attachment
from consult.audit.models import AuditEntry, AuditHead
from consult.consultations.models import Community, Consultation, SurveyVersion, TranslationReview
from consult.db import Base
from consult.evidence.models import (
    Candidate,
    Compilation,
    Decision,
    Disposition,
    EvidenceRecord,
    Finding,
    SessionNote,
)
from consult.outreach.models import (
    Activity,
    Arrival,
    LetterBatch,
    LetterCode,
    LetterRight,
    Link,
    Partner,
    SentCount,
    ShownCount,
)
from consult.responses.models import AnswerState, Draft, QuotaCount, Response
from consult.tenders.models import AffectedGroup, AISystem, ImportedFile, Tender, TenderRelease
from consult.work.models import DueWork

__all__ = [
    "AISystem",
    "Activity",
    "AffectedGroup",
    "AnswerState",
    "Arrival",
    "Attachment",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Candidate",
    "Community",
    "Compilation",
    "Consultation",
    "Decision",
    "Disposition",
    "Draft",
    "DueWork",
    "EvidenceRecord",
    "Finding",
    "ImportedFile",
    "LetterBatch",
    "LetterCode",
    "LetterRight",
    "Link",
    "Officer",
    "OfficerRole",
    "Organisation",
    "Partner",
    "QuotaCount",
    "Response",
    "SentCount",
    "SessionNote",
    "SetupLink",
    "ShownCount",
    "SurveyVersion",
    "Tender",
    "TenderRelease",
    "TranslationReview",
]
