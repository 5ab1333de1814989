"""Recordings of a consultation's words, as browsers ask for them: a part at a time, and kept for good."""

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from consult.consultations.media import stored
from consult.web.installation import installation

LASTS_SECONDS = 365 * 24 * 60 * 60


def media(name: str) -> ResponseReturnValue:
    """Send a recording, or the part of it that was asked for. Under its name the bytes never change."""
    found = stored(installation().settings.data_dir, name)
    if found is None:
        abort(404)
    path, media_type = found
    response = send_file(path, mimetype=media_type, conditional=True, etag=name, max_age=LASTS_SECONDS)
    response.cache_control.public, response.cache_control.no_cache = True, None
    response.cache_control.immutable = True
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
