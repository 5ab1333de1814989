"""The actions of the audit trail in words."""

from consult.web.locale import gettext


def action_words(action: str) -> str:
    """Return what an officer did, in the reader's language; the action's own name where there are no words."""
    return {**_with_the_consultation(), **_with_the_evidence()}.get(action, action)


def _with_the_consultation() -> dict[str, str]:
    return {
        "consultation.created": gettext("draft written"),
        "consultation.survey_edited": gettext("survey changed"),
        "consultation.details_edited": gettext("details changed"),
        "consultation.days_edited": gettext("days changed"),
        "consultation.published": gettext("published"),
        "consultation.paused": gettext("paused"),
        "consultation.resumed": gettext("resumed"),
        "consultation.closed": gettext("closed"),
        "consultation.held": gettext("answers kept under a legal hold"),
        "consultation.released": gettext("legal hold ended"),
        "answers.deleted": gettext("single answers deleted, as people were told"),
    }


def _with_the_evidence() -> dict[str, str]:
    return {
        "evidence.asked_again": gettext("asked to compile again"),
        "evidence.compiled": gettext("results compiled"),
        "candidate.set_aside": gettext("candidate finding set aside"),
        "session.noted": gettext("session notes added"),
        "finding.written": gettext("finding written"),
        "finding.answered": gettext("finding answered"),
        "consultation.decided": gettext("decision recorded"),
        "evidence.sealed": gettext("evidence sealed"),
        "consultation.evidence_published": gettext("evidence made public"),
    }
