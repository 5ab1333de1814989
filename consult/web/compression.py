"""Pages travel compressed: residents pay for every kilobyte."""

import gzip

from flask import Flask, Response, request

SMALLEST = 600
LEVEL = 6
_TEXT = ("text/", "application/json", "application/schema+json", "image/svg+xml")


def prepare(app: Flask) -> None:
    """Have `app` compress its own pages; static files are compressed when they are built."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    response.vary.add("Accept-Encoding")
    if (
        response.direct_passthrough
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(_TEXT)
        or not request.accept_encodings.quality("gzip")
        or (response.content_length or 0) < SMALLEST
    ):
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
