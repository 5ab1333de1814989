"""The actions of the audit trail in words."""

from consult.web.locale import gettext


def action_words(action: str) -> str:
    """Return what an officer did, in the reader's language; the action's own name where there are no words."""
    words = {**_with_the_consultation(), **_with_outreach_and_answers(), **_with_the_evidence()}
    return words.get(action, action)


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
    }


def _with_outreach_and_answers() -> dict[str, str]:
    return {
        "outreach.activity_added": gettext("outreach activity added"),
        "outreach.link_added": gettext("link made"),
        "responses.loaded": gettext("answers loaded from a file"),
        "responses.simulated": gettext("invented answers added"),
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
