"""What protects people in the browser: headers, where a form may come from, and tokens that belong to one form."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from consult.web.installation import installation
from surveys.problems import Problem, Refused

LARGEST_FORM = 256 * 1024
FORM_LASTS_SECONDS = 24 * 60 * 60
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SAFE = {"GET", "HEAD", "OPTIONS"}


def prepare(app: Flask) -> None:
    """Set the limits of `app` and the headers of everything it answers."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    app.config["MAX_FORM_PARTS"] = 1000
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if installation().settings.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def check_origin() -> None:
    """Refuse a form that another site sent. No cookie is needed for it."""
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        raise Refused([Problem("form.elsewhere")])
    origin = request.headers.get("Origin")
    if site is None and origin is not None and urlsplit(origin).netloc != request.host:
        raise Refused([Problem("form.elsewhere")])


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(installation().settings.secret_key.get_secret_value(), salt=purpose)


def form_token(purpose: str, about: str = "") -> str:
    """Return a signed, timed token for one form; no two are alike, so compression reveals nothing."""
    return str(_signer(purpose).dumps([secrets.token_hex(8), about]))


def check_form_token(purpose: str, about: str = "") -> None:
    """Refuse a form whose token is missing, changed, for something else, or a day old."""
    try:
        _, carried = _signer(purpose).loads(request.form.get("form_token", ""), max_age=FORM_LASTS_SECONDS)
    except SignatureExpired:
        raise Refused([Problem("form.too_old")]) from None
    except (BadSignature, ValueError, TypeError):
        raise Refused([Problem("form.changed")]) from None
    if carried != about:
        raise Refused([Problem("form.changed")])


def signed(purpose: str, value: str) -> str:
    """Return `value` signed, for an address or a cookie."""
    return str(_signer(purpose).dumps(value))


def unsigned(purpose: str, token: str, max_age: int | None = None) -> str | None:
    """Return the value behind a token that `signed` made; None when it was changed or is too old."""
    try:
        return str(_signer(purpose).loads(token, max_age=max_age))
    except BadSignature:
        return None
