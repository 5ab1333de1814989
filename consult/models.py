"""Every table, for Alembic. Defines none."""

from consult.accounts.models import Officer, OfficerRole, Organisation, SetupLink
from consult.attachments.models import Attachment
from consult.audit.models import AuditEntry, AuditHead
from consult.consultations.models import (
    BenchmarkFile,
    Community,
    CommunityChange,
    Consultation,
    SurveyVersion,
    TranslationReview,
)
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
from consult.outreach.advice_models import AdviceTaken, ClosingDecision, MeansLeft
from consult.outreach.models import (
    Activity,
    Arrival,
    HeardDay,
    HouseStyle,
    LetterBatch,
    LetterCode,
    LetterRight,
    Link,
    Partner,
    Reminder,
    SentCount,
    ShownCount,
    StoppedCount,
    TimeCount,
    UncountedSending,
)
from consult.outreach.partner_models import PartnerLink
from consult.responses.models import (
    AnswerState,
    Draft,
    FoldedCount,
    FoldedOption,
    FoldState,
    QuotaCount,
    Response,
)
from consult.tenders.models import AffectedGroup, AISystem, ImportedFile, Tender, TenderRelease
from consult.work.models import DueWork

__all__ = [
    "AISystem",
    "Activity",
    "AdviceTaken",
    "AffectedGroup",
    "AnswerState",
    "Arrival",
    "Attachment",
    "AuditEntry",
    "AuditHead",
    "Base",
    "BenchmarkFile",
    "Candidate",
    "ClosingDecision",
    "Community",
    "CommunityChange",
    "Compilation",
    "Consultation",
    "Decision",
    "Disposition",
    "Draft",
    "DueWork",
    "EvidenceRecord",
    "Finding",
    "FoldState",
    "FoldedCount",
    "FoldedOption",
    "HeardDay",
    "HouseStyle",
    "ImportedFile",
    "LetterBatch",
    "LetterCode",
    "LetterRight",
    "Link",
    "MeansLeft",
    "Officer",
    "OfficerRole",
    "Organisation",
    "Partner",
    "PartnerLink",
    "QuotaCount",
    "Reminder",
    "Response",
    "SentCount",
    "SessionNote",
    "SetupLink",
    "ShownCount",
    "StoppedCount",
    "SurveyVersion",
    "Tender",
    "TenderRelease",
    "TimeCount",
    "TranslationReview",
    "UncountedSending",
]
