"""A phone as far as the network sees it: one connection, kept open, one request after the other.

Written on bare sockets so that the load generator leaves the two cores to the service.
"""

import gzip
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlencode

SECONDS_TO_ANSWER = 30
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
Form = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    location: str
    body: bytes

    def hidden(self) -> Form:
        """Return the hidden fields of the page, with their values."""
        return _HIDDEN.findall(gzip.decompress(self.body).decode())


class Phone:
    def __init__(self, port: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=SECONDS_TO_ANSWER)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"127.0.0.1:{port}"
        self.cookie = ""

    def open(self, path: str) -> Answered:
        return self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    def send(self, path: str, form: Form) -> Answered:
        body = urlencode(form).encode()
        lines = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{lines}Content-Length: {len(body)}\r\n", body)

    def close(self) -> None:
        self.connection.close()

    def _ask(self, begin: str, body: bytes) -> Answered:
        head = f"{begin}Host: {self.host}\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n"
        head += f"Cookie: {self.cookie}\r\n\r\n" if self.cookie else "\r\n"
        self.connection.sendall(head.encode() + body)
        return self._answered()

    def _answered(self) -> Answered:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += self._more()
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].partition(";")[0]
        return Answered(int(status.split()[1]), headers.get("location", ""), body)

    def _more(self) -> bytes:
        part = self.connection.recv(65536)
        if not part:
            raise ConnectionError("the server closed the connection before it had answered")
        return part
