"""E-mail: one plain-text message at a time, handed to the mail server of the installation.

Headers are built by the standard library, which folds and encodes them and refuses a line break in any: what an officer
or a resident typed can never become a header of its own.
"""

import hashlib
import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import parse_qs, unquote, urlsplit

from consult import clock

SECONDS = 30.0
LONGEST_SUBJECT = 150
PORTS = {"smtp": 587, "smtps": 465}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\\\x00-\x20]{1,64}@[^@\s<>,;:\"()\\\x00-\x20]{1,255}")


class NotSentError(Exception):
    """The server did not say that it took the message."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in, and how."""

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    is_tls: bool
    is_starttls: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `about` is the same as long as it is the same message: its Message-ID is made of it."""

    to: str
    subject: str
    body: str
    language: str
    about: str


@dataclass(frozen=True, slots=True)
class Post:
    """How this installation sends mail: by which server, from which address, with links to where."""

    url: str = field(repr=False)
    sender: str
    base_url: str


_post: list[Post] = []


def send_through(post: Post | None) -> None:
    """Make `post` the way this process sends mail; without one it sends none."""
    _post[:] = [] if post is None else [post]


def post() -> Post | None:
    """Return the way this process sends mail, if it has one."""
    return _post[0] if _post else None


def server(url: str) -> Server:
    """Read `smtp://user:password@host:port?starttls=no`, or `smtps://…`; raise ValueError, without the password.

    `smtp` begins TLS before anything else is said. Only with `starttls=no` it does not; then no password is sent,
    unless the server is this machine.
    """
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in {"", "/"} or parts.fragment:
        raise ValueError("expected smtp://user:password@host:port or smtps://user:password@host:port")
    if set(asked) - {"starttls"} or asked.get("starttls", ["yes"]) not in (["yes"], ["no"]):
        raise ValueError("the only thing to ask for is starttls=yes or starttls=no")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise ValueError("the port is a number up to 65535") from None
    is_tls = parts.scheme == "smtps"
    is_starttls = not is_tls and asked.get("starttls") != ["no"]
    user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    if user and not (is_tls or is_starttls) and parts.hostname not in HERE:
        raise ValueError("a password is only sent over TLS")
    return Server(parts.hostname, port, user, password, is_tls, is_starttls)


def is_address(text: str) -> bool:
    """Say whether `text` is one plain address, of ASCII characters: nothing else is written into a header."""
    return text.isascii() and _ADDRESS.fullmatch(text) is not None


def message(letter: Letter, sender: str) -> EmailMessage:
    """Return the message as it is sent. Raises ValueError for an address that is none."""
    if not (is_address(letter.to) and is_address(sender)):
        raise ValueError("this is no e-mail address")
    written = EmailMessage(policy=SMTP)
    written["Subject"] = " ".join(letter.subject.split())[:LONGEST_SUBJECT]
    written["From"] = Address(addr_spec=sender)
    written["To"] = Address(addr_spec=letter.to)
    written["Date"] = clock.now()
    written["Message-ID"] = f"<{_fingerprint(letter)}@{sender.rpartition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answer is wanted
    written.set_content(letter.body, cte="quoted-printable")
    written["Content-Language"] = letter.language  # after the content, which takes such headers away
    return written


def send(through: Post, letter: Letter) -> None:
    """Hand `letter` to the server of `through`; return once it took it.

    Raises NotSentError when it did not say so. One that fell silent after the last word may have taken it all the same:
    sent again, the message has the same Message-ID.
    """
    chosen = server(through.url)
    try:
        written = message(letter, through.sender)
        with _connected(chosen) as connection:
            if chosen.user is not None:
                connection.login(chosen.user, chosen.password or "")
            # not send_message: it would put a > before a line that begins with "From "
            connection.sendmail(through.sender, [letter.to], written.as_bytes())
    except (smtplib.SMTPException, OSError, ValueError) as refused:
        raise NotSentError(type(refused).__name__) from None  # what a server says may quote the address


def _connected(chosen: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if chosen.is_tls:
        return smtplib.SMTP_SSL(chosen.host, chosen.port, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(chosen.host, chosen.port, timeout=SECONDS)
    if chosen.is_starttls:
        try:
            connection.starttls(context=context)
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
    return connection


def _fingerprint(letter: Letter) -> str:
    return hashlib.sha256(f"{letter.to}\0{letter.about}".encode()).hexdigest()[:32]
