"""The door for staff: signed in, each address with its permission."""

from flask import Blueprint, Flask
from werkzeug.exceptions import HTTPException

from consult.accounts.permissions import Permission
from consult.attachments.terms import LARGEST_FILE
from consult.consultations.benchmarks.grid import LARGEST_BYTES as LARGEST_TABLE
from consult.tenders.ocds.decoding import LARGEST_BYTES
from consult.web.officer import (
    access,
    advice,
    answering,
    answers,
    attachments,
    benchmarks,
    calendar,
    closing,
    communities,
    consultations,
    correcting,
    evidence,
    findings,
    house_style,
    ledger,
    ledger_files,
    letters,
    margins,
    materials,
    officers,
    outreach,
    partner_links,
    partners,
    publishing,
    reach,
    refusals,
    reminders,
    results,
    sealing,
    sessions,
    signing,
    tender_writing,
    tenders,
    weighting,
)
from consult.web.routes import Route, register
from surveys.problems import Refused

ROOM_FOR_A_FORM = 64 * 1024
"""What the other fields and the borders between the parts take beside a file."""
LARGEST_OCDS = LARGEST_BYTES + ROOM_FOR_A_FORM
LARGEST_CONSULTATION = 8_000_000
"""A survey and its details, in every language, with room to spare: the library's largest has 60 kB."""

_ONE = "/consultations/<slug>"
_COMMUNITIES = f"{_ONE}/communities"
_COMMUNITY = f"{_COMMUNITIES}/of/<key>"
_TABLES = f"{_COMMUNITIES}/tables"
_MARGINS = f"{_COMMUNITIES}/weighting"
_DESK = f"{_ONE}/evidence"
_LEDGER = f"{_ONE}/outreach"
_NEXT = f"{_ONE}/next"
_REACH = f"{_ONE}/reach"
_FILES = f"{_ONE}/attachments"
_MATERIALS = f"{_LEDGER}/<key>/materials"
_LETTERS = f"{_LEDGER}/<key>/letters"
_TENDER = "/tenders/<uuid:tender_id>"
_POST = ("POST",)

ROUTES = (
    Route("/sign-in", signing.sign_in),
    Route("/sign-in", signing.check_sign_in, _POST),
    Route("/sign-out", signing.sign_out, _POST, Permission.VIEW),
    Route("/set-up/<code>", signing.set_up),
    Route("/set-up/<code>", signing.check_set_up, _POST),
    Route("/language", signing.choose_language, _POST, Permission.VIEW),
    Route("/", consultations.home, permission=Permission.VIEW),
    Route("/consultations", consultations.consultations, permission=Permission.VIEW),
    Route("/consultations/new", consultations.new_consultation, permission=Permission.EDIT_CONSULTATIONS),
    Route(
        "/consultations/new",
        consultations.create_consultation,
        _POST,
        Permission.EDIT_CONSULTATIONS,
        LARGEST_CONSULTATION,
    ),
    Route(_ONE, consultations.consultation, permission=Permission.VIEW),
    Route(f"{_ONE}/publish", publishing.publish, permission=Permission.PUBLISH),
    Route(f"{_ONE}/publish", publishing.publish_now, _POST, Permission.PUBLISH),
    Route(f"{_ONE}/correct", correcting.correct, permission=Permission.PUBLISH),
    Route(f"{_ONE}/correct", correcting.upload_correction, _POST, Permission.PUBLISH, LARGEST_CONSULTATION),
    Route(f"{_ONE}/correct/publish", correcting.correct_now, _POST, Permission.PUBLISH),
    Route(f"{_ONE}/pause", publishing.pause, permission=Permission.PUBLISH),
    Route(f"{_ONE}/pause", publishing.pause_now, _POST, Permission.PUBLISH),
    Route(f"{_ONE}/resume", publishing.resume_now, _POST, Permission.PUBLISH),
    Route(f"{_ONE}/close", closing.close, permission=Permission.PUBLISH),
    Route(f"{_ONE}/close", closing.close_now, _POST, Permission.PUBLISH),
    Route(f"{_ONE}/extend", closing.extend, permission=Permission.PUBLISH),
    Route(f"{_ONE}/extend", closing.extend_now, _POST, Permission.PUBLISH),
    Route(_NEXT, advice.next_steps, permission=Permission.VIEW),
    Route(_NEXT, advice.write_means, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_NEXT}/<proposal>/accept", advice.accept_proposal, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_NEXT}/<proposal>/change", advice.change_proposal, permission=Permission.EDIT_OUTREACH),
    Route(f"{_NEXT}/<proposal>/change", advice.plan_changed, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_NEXT}/<proposal>/dismiss", advice.dismiss, permission=Permission.EDIT_OUTREACH),
    Route(f"{_NEXT}/<proposal>/dismiss", advice.write_dismissed, _POST, Permission.EDIT_OUTREACH),
    Route(_COMMUNITIES, communities.communities, permission=Permission.VIEW),
    Route(f"{_COMMUNITIES}/new", communities.new_community, permission=Permission.EDIT_CONSULTATIONS),
    Route(f"{_COMMUNITIES}/new", communities.add_community, _POST, Permission.EDIT_CONSULTATIONS),
    Route(f"{_COMMUNITIES}/limits", communities.limits, permission=Permission.EDIT_CONSULTATIONS),
    Route(f"{_COMMUNITIES}/limits", communities.write_limits, _POST, Permission.EDIT_CONSULTATIONS),
    Route(_COMMUNITY, communities.community, permission=Permission.EDIT_CONSULTATIONS),
    Route(_COMMUNITY, communities.write_community, _POST, Permission.EDIT_CONSULTATIONS),
    Route(f"{_COMMUNITY}/remove", communities.remove_community, permission=Permission.EDIT_CONSULTATIONS),
    Route(f"{_COMMUNITY}/remove", communities.remove_community_now, _POST, Permission.EDIT_CONSULTATIONS),
    Route(_TABLES, benchmarks.tables, permission=Permission.EDIT_CONSULTATIONS),
    Route(
        _TABLES,
        benchmarks.add_table,
        _POST,
        Permission.EDIT_CONSULTATIONS,
        LARGEST_TABLE + ROOM_FOR_A_FORM,
    ),
    Route(f"{_TABLES}/<uuid:file_id>", benchmarks.table, permission=Permission.VIEW),
    Route(f"{_TABLES}/<uuid:file_id>", benchmarks.take_from_table, _POST, Permission.EDIT_CONSULTATIONS),
    Route(f"{_TABLES}/<uuid:file_id>/file", benchmarks.table_file, permission=Permission.VIEW),
    Route(f"{_MARGINS}/new", margins.new_margin, permission=Permission.EDIT_CONSULTATIONS),
    Route(f"{_MARGINS}/new", margins.add_margin, _POST, Permission.EDIT_CONSULTATIONS),
    Route(f"{_MARGINS}/of/<key>", margins.margin, permission=Permission.EDIT_CONSULTATIONS),
    Route(f"{_MARGINS}/of/<key>", margins.write_margin, _POST, Permission.EDIT_CONSULTATIONS),
    Route(f"{_MARGINS}/of/<key>/remove", margins.remove_margin_now, _POST, Permission.EDIT_CONSULTATIONS),
    Route(_REACH, reach.reach, permission=Permission.VIEW),
    Route(f"{_REACH}/over-time", reach.reach_over_time, permission=Permission.VIEW),
    Route(f"{_REACH}/channels", reach.reach_channels, permission=Permission.VIEW),
    Route(f"{_REACH}/places", reach.reach_places, permission=Permission.VIEW),
    Route(f"{_REACH}/funnel", reach.reach_funnel, permission=Permission.VIEW),
    Route(f"{_REACH}/funnel/<key>", reach.activity_funnel, permission=Permission.VIEW),
    Route(f"{_REACH}/figures.xlsx", reach.reach_workbook, permission=Permission.VIEW),
    Route(f"{_REACH}/<name>.csv", reach.reach_table, permission=Permission.VIEW),
    Route(f"{_ONE}/links", outreach.links, permission=Permission.VIEW),
    Route(f"{_ONE}/links/<code>.svg", outreach.qr, permission=Permission.VIEW),
    Route(f"{_ONE}/sessions", sessions.sessions, permission=Permission.VIEW),
    Route(f"{_ONE}/sessions/new", sessions.new_session, permission=Permission.WRITE_FINDINGS),
    Route(f"{_ONE}/sessions/new", sessions.write_session, _POST, Permission.WRITE_FINDINGS),
    Route(_LEDGER, ledger.outreach, permission=Permission.VIEW),
    Route(f"{_LEDGER}/new", ledger.plan_activity, permission=Permission.EDIT_OUTREACH),
    Route(f"{_LEDGER}/new", ledger.write_activity, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_LEDGER}/calendar", calendar.outreach_calendar, permission=Permission.VIEW),
    Route(f"{_LEDGER}/ledger.csv", ledger_files.ledger_table, permission=Permission.VIEW),
    Route(f"{_LEDGER}/ledger.xlsx", ledger_files.ledger_workbook, permission=Permission.VIEW),
    Route(f"{_LEDGER}/calendar.ics", calendar.outreach_calendar_file, permission=Permission.VIEW),
    Route(f"{_LEDGER}/<key>", ledger.activity, permission=Permission.VIEW),
    Route(f"{_LEDGER}/<key>/links", ledger.add_link, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_LEDGER}/<key>/change", ledger.change_activity, permission=Permission.EDIT_OUTREACH),
    Route(f"{_LEDGER}/<key>/change", ledger.write_change, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_LEDGER}/<key>/done", ledger.done, permission=Permission.EDIT_OUTREACH),
    Route(f"{_LEDGER}/<key>/done", ledger.write_done, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_LEDGER}/<key>/cancel", ledger.cancel, permission=Permission.EDIT_OUTREACH),
    Route(f"{_LEDGER}/<key>/cancel", ledger.write_cancelled, _POST, Permission.EDIT_OUTREACH),
    Route(_MATERIALS, materials.materials, permission=Permission.VIEW),
    Route(_MATERIALS, materials.add_materials, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_MATERIALS}/<code>/<paper>.<size>.pdf", materials.material, permission=Permission.VIEW),
    Route(f"{_MATERIALS}/<code>.png", materials.qr_picture, permission=Permission.VIEW),
    Route(_LETTERS, letters.letters, permission=Permission.EDIT_OUTREACH),
    Route(_LETTERS, letters.make_codes, _POST, Permission.EDIT_OUTREACH),
    Route(f"{_ONE}/answers", answers.answers, permission=Permission.READ_ANSWERS),
    Route(f"{_ONE}/results", results.results, permission=Permission.VIEW),
    Route(f"{_ONE}/results/weighting", weighting.weighting, permission=Permission.VIEW),
    Route(_FILES, attachments.attachments, permission=Permission.READ_ANSWERS),
    Route(f"{_FILES}/<uuid:attachment_id>", attachments.transcript, permission=Permission.READ_ANSWERS),
    Route(f"{_FILES}/<uuid:attachment_id>", attachments.write_transcript, _POST, Permission.READ_ANSWERS),
    Route(
        f"{_FILES}/<uuid:attachment_id>/file",
        attachments.attachment_file,
        permission=Permission.READ_ANSWERS,
    ),
    Route(_DESK, evidence.evidence, permission=Permission.VIEW),
    Route(f"{_DESK}/compile", evidence.compile_again, _POST, Permission.WRITE_FINDINGS),
    Route(f"{_DESK}/candidates/<key>", findings.set_aside, permission=Permission.WRITE_FINDINGS),
    Route(f"{_DESK}/candidates/<key>", findings.set_aside_now, _POST, Permission.WRITE_FINDINGS),
    Route(f"{_DESK}/findings/new", findings.new_finding, permission=Permission.WRITE_FINDINGS),
    Route(f"{_DESK}/findings/new", findings.write_finding, _POST, Permission.WRITE_FINDINGS),
    Route(f"{_DESK}/findings/<int:number>", answering.answer_finding, permission=Permission.DECIDE),
    Route(f"{_DESK}/findings/<int:number>", answering.write_answer, _POST, Permission.DECIDE),
    Route(f"{_DESK}/decision", answering.decision, permission=Permission.DECIDE),
    Route(f"{_DESK}/decision", answering.write_decision, _POST, Permission.DECIDE),
    Route(f"{_DESK}/seal", sealing.seal, permission=Permission.SEAL),
    Route(f"{_DESK}/seal", sealing.seal_now, _POST, Permission.SEAL),
    Route("/tenders", tenders.tenders, permission=Permission.VIEW),
    Route("/tenders/import", tender_writing.import_tenders, permission=Permission.EDIT_TENDERS),
    Route("/tenders/import", tender_writing.check_import, _POST, Permission.EDIT_TENDERS, LARGEST_OCDS),
    Route("/tenders/new", tender_writing.new_tender, permission=Permission.EDIT_TENDERS),
    Route("/tenders/new", tender_writing.create_tender, _POST, Permission.EDIT_TENDERS),
    Route(_TENDER, tenders.tender, permission=Permission.VIEW),
    Route(f"{_TENDER}/ai-system", tender_writing.ai_system, permission=Permission.EDIT_TENDERS),
    Route(f"{_TENDER}/ai-system", tender_writing.write_ai_system, _POST, Permission.EDIT_TENDERS),
    Route(f"{_TENDER}/files/<uuid:file_id>", tenders.imported_file, permission=Permission.VIEW),
    Route("/partners", partners.partners, permission=Permission.VIEW),
    Route("/partners/new", partners.new_partner, permission=Permission.EDIT_OUTREACH),
    Route("/partners/new", partners.write_partner, _POST, Permission.EDIT_OUTREACH),
    Route("/partners/<key>", partners.partner, permission=Permission.EDIT_OUTREACH),
    Route("/partners/<key>", partners.change_of_partner, _POST, Permission.EDIT_OUTREACH),
    Route("/partners/<key>/link", partner_links.make_partner_link, _POST, Permission.EDIT_OUTREACH),
    Route("/partners/<key>/link/end", partner_links.take_back_partner_link, _POST, Permission.EDIT_OUTREACH),
    Route("/house-style", house_style.house_style, permission=Permission.EDIT_OUTREACH),
    Route(
        "/house-style",
        house_style.change_house_style,
        _POST,
        Permission.EDIT_OUTREACH,
        LARGEST_FILE + ROOM_FOR_A_FORM,
    ),
    Route("/house-style/logo", house_style.logo, permission=Permission.EDIT_OUTREACH),
    Route("/reminders", reminders.reminders, permission=Permission.EDIT_OUTREACH),
    Route("/reminders", reminders.change_reminders, _POST, Permission.EDIT_OUTREACH),
    Route("/officers", officers.officers, permission=Permission.MANAGE_OFFICERS),
    Route("/officers", officers.add_officer, _POST, Permission.MANAGE_OFFICERS),
)


def prepare(app: Flask) -> None:
    """Open this door in `app`."""
    access.prepare(app)
    blueprint = Blueprint("officer", __name__, url_prefix="/officer")
    register(blueprint, ROUTES, access.guard)
    blueprint.register_error_handler(access.FormUnchecked, refusals.send_again)
    blueprint.register_error_handler(Refused, refusals.refused_page)
    blueprint.register_error_handler(HTTPException, refusals.error_page)
    app.register_blueprint(blueprint)
