"""What machines ask of the service."""

import json
from datetime import timedelta
from functools import lru_cache

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from consult import clock
from consult.db import reading
from consult.web.installation import installation
from consult.work.queries import due_count, failed_count
from surveys.document import json_schema

SECURITY_TXT_LASTS = timedelta(days=180)
SCHEMA_LASTS = timedelta(days=1)


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


def survey_schema() -> ResponseReturnValue:
    """Return the JSON Schema of survey documents; pages of other sites may read it too."""
    response = Response(_schema(), mimetype="application/schema+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cache_control.public, response.cache_control.max_age = True, int(SCHEMA_LASTS.total_seconds())
    return response


@lru_cache(maxsize=1)
def _schema() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, separators=(",", ":"))
