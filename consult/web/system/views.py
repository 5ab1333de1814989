"""What machines ask of the service."""

from datetime import timedelta

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from consult import clock
from consult.db import reading
from consult.web.installation import installation
from consult.work.queries import due_count, failed_count

SECURITY_TXT_LASTS = timedelta(days=180)


def live() -> ResponseReturnValue:
    """Say that this process answers."""
    return jsonify(status="live")


def ready() -> ResponseReturnValue:
    """Say whether the database answers too; 503 when it does not."""
    try:
        with reading() as session:
            due_count(session, clock.now())
    except SQLAlchemyError:
        return jsonify(status="database does not answer"), 503
    return jsonify(status="ready")


def metrics() -> ResponseReturnValue:
    """Return how much due work waits and how much was given up, as Prometheus reads it. Nothing is about people."""
    with reading() as session:
        waiting, failed = due_count(session, clock.now()), failed_count(session)
    text = (
        "# HELP consult_due_work Pieces of work that are due and not finished.\n"
        "# TYPE consult_due_work gauge\n"
        f"consult_due_work {waiting}\n"
        "# HELP consult_failed_work Pieces of work that ended with a problem and are not tried again.\n"
        "# TYPE consult_failed_work gauge\n"
        f"consult_failed_work {failed}\n"
    )
    return Response(text, mimetype="text/plain", headers={"Cache-Control": "no-store"})


def robots() -> ResponseReturnValue:
    """Keep robots from links, answer pages and officers' pages."""
    return Response(
        "User-agent: *\nDisallow: /go/\nDisallow: /officer/\nDisallow: /*/q/\n", mimetype="text/plain"
    )


def security_txt() -> ResponseReturnValue:
    """Say where a flaw can be reported (RFC 9116)."""
    base = installation().settings.base_url.rstrip("/")
    expires = (clock.now() + SECURITY_TXT_LASTS).strftime("%Y-%m-%dT00:00:00Z")
    text = f"Contact: {base}/en/contact\nExpires: {expires}\nCanonical: {base}/.well-known/security.txt\n"
    return Response(text, mimetype="text/plain")
