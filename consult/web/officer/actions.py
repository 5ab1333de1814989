"""The actions of the audit trail in words."""

from consult.web.locale import gettext


def action_words(action: str) -> str:
    """Return what an officer did, in the reader's language; the action's own name where there are no words."""
    words = {
        "consultation.created": gettext("draft written"),
        "consultation.survey_edited": gettext("survey changed"),
        "consultation.details_edited": gettext("details changed"),
        "consultation.days_edited": gettext("days changed"),
        "consultation.published": gettext("published"),
        "consultation.paused": gettext("paused"),
        "consultation.resumed": gettext("resumed"),
        "consultation.closed": gettext("closed"),
        "consultation.decided": gettext("decision recorded"),
        "consultation.evidence_published": gettext("evidence made public"),
        "consultation.held": gettext("answers kept under a legal hold"),
        "consultation.released": gettext("legal hold ended"),
        "answers.deleted": gettext("single answers deleted, as people were told"),
        "evidence.asked_again": gettext("asked to compile again"),
        "evidence.compiled": gettext("results compiled"),
        "evidence.sealed": gettext("evidence sealed"),
        "candidate.set_aside": gettext("candidate finding set aside"),
        "finding.written": gettext("finding written"),
        "finding.answered": gettext("finding answered"),
        "session.noted": gettext("session notes added"),
    }
    return words.get(action, action)
