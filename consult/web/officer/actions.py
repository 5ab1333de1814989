"""The actions of the audit trail in words."""

from consult.web.locale import gettext


def action_words(action: str) -> str:
    """Return what an officer did, in the reader's language; the action's own name where there are no words."""
    words = {
        **_with_the_consultation(),
        **_with_communities(),
        **_with_its_closing(),
        **_with_the_evidence(),
        **_with_partners(),
        **_with_outreach_and_tenders(),
        **_with_officers(),
    }
    return words.get(action, action)


def _with_the_consultation() -> dict[str, str]:
    return {
        "consultation.created": gettext("draft written"),
        "consultation.survey_edited": gettext("survey changed"),
        "consultation.details_edited": gettext("details changed"),
        "consultation.days_edited": gettext("days changed"),
        "consultation.published": gettext("published"),
        "consultation.corrected": gettext("survey corrected while open"),
        "consultation.paused": gettext("paused"),
        "consultation.resumed": gettext("resumed"),
        "consultation.closed": gettext("closed"),
        "consultation.decided": gettext("decision recorded"),
        "consultation.evidence_published": gettext("evidence made public"),
        "consultation.recording_added": gettext("recording added"),
        "consultation.held": gettext("answers kept under a legal hold"),
        "consultation.released": gettext("legal hold ended"),
        "answers.deleted": gettext("single answers deleted, as people were told"),
        "responses.loaded": gettext("answers from a file loaded"),
        "responses.read": gettext("single answers read"),
        "responses.simulated": gettext("invented answers added"),
        "attachment.read": gettext("file of an answer opened"),
        "attachment.transcribed": gettext("recording written down"),
        "attachment.transcript_checked": gettext("written recording checked"),
    }


def _with_communities() -> dict[str, str]:
    return {
        "consultation.community_added": gettext("community added"),
        "consultation.community_changed": gettext("community changed"),
        "consultation.community_removed": gettext("community removed"),
        "consultation.limits_set": gettext("smallest group shown, or answers counted on, changed"),
        "consultation.benchmarks_kept": gettext("table of populations added"),
        "consultation.margin_written": gettext("weighting table written"),
        "consultation.margin_removed": gettext("weighting table removed"),
    }


def _with_its_closing() -> dict[str, str]:
    return {
        "consultation.extended": gettext("last day moved"),
        "closing.stopped": gettext("decided to stop"),
        "closing.extended": gettext("decided to extend"),
    }


def _with_the_evidence() -> dict[str, str]:
    return {
        "evidence.asked_again": gettext("asked to compile again"),
        "evidence.compiled": gettext("results compiled"),
        "evidence.sealed": gettext("evidence sealed"),
        "candidate.set_aside": gettext("candidate finding set aside"),
        "finding.written": gettext("finding written"),
        "finding.answered": gettext("finding answered"),
        "session.noted": gettext("session notes added"),
    }


def _with_partners() -> dict[str, str]:
    return {
        "outreach.partner_added": gettext("partner added"),
        "outreach.partner_changed": gettext("partner changed"),
        "outreach.partner_link_made": gettext("link for a partner made"),
        "outreach.partner_link_used": gettext("link for a partner opened"),
        "outreach.partner_link_ended": gettext("link for a partner taken back"),
    }


def _with_outreach_and_tenders() -> dict[str, str]:
    return {
        "outreach.means_given": gettext("hours and money left for outreach written down"),
        "outreach.advice_accepted": gettext("proposal accepted"),
        "outreach.advice_changed": gettext("proposal changed and accepted"),
        "outreach.advice_dismissed": gettext("proposal dismissed"),
        "outreach.activity_added": gettext("outreach activity added"),
        "outreach.house_style_changed": gettext("colour or logo of posters changed"),
        "outreach.activity_planned": gettext("outreach activity planned"),
        "outreach.activity_changed": gettext("outreach activity changed"),
        "outreach.activity_done": gettext("outreach activity recorded as done"),
        "outreach.activity_corrected": gettext("record of an outreach activity corrected"),
        "outreach.activity_cancelled": gettext("outreach activity cancelled"),
        "outreach.link_added": gettext("link made"),
        "outreach.letters_made": gettext("codes for letters made"),
        "tender.created": gettext("tender written"),
        "tender.revised": gettext("tender changed"),
        "tender.imported": gettext("tender imported"),
        "tender.updated": gettext("tender updated from a file"),
        "tender.release_kept": gettext("release kept, nothing changed"),
        "tender.profile_set": gettext("AI system described"),
    }


def _with_officers() -> dict[str, str]:
    return {
        "organisation.added": gettext("organisation added"),
        "officer.added": gettext("officer added"),
        "officer.reminders": gettext("reminders switched on or off"),
        "officer.language": gettext("language chosen"),
        "officer.password_set": gettext("password set"),
        "officer.signed_in": gettext("signed in"),
        "officer.signed_out": gettext("signed out"),
    }
