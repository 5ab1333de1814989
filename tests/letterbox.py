"""A mail server of the test's own: it takes what it is told to take, and keeps it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "consult@northmere", "p@ss word"


@dataclass
class Letterbox:
    """What arrived. `refuses`: addresses it does not take mail for; `is_full`: it takes none at all."""

    port: int = 0
    kept: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    is_full: bool = False

    async def handle_RCPT(  # noqa: N802  # the name aiosmtpd asks for
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refuses:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the name aiosmtpd asks for
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        if self.is_full:
            return "452 full"
        self.kept.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]  # bytes, as decode_data is off
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 taken"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?starttls=no"


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    is_right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


class AnyPort(Controller):
    """A server on whatever port is free: what it knocks at to see that it is there is known only once it is."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def letterbox(*, asks_who: bool = False) -> Iterator[Letterbox]:
    """Serve a letterbox on a port of its own until the block ends; with `asks_who` only who signs in may send."""
    box = Letterbox()
    asking = {"authenticator": _knows, "auth_required": True, "auth_require_tls": False} if asks_who else {}
    controller = AnyPort(box, hostname="127.0.0.1", port=0, **asking)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()
