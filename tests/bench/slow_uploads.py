"""Forty people on slow lines send something, and one on a quick line opens a page."""

import socket
import time
from contextlib import ExitStack

from tests.bench.journeys import HERE
from tests.bench.phone import Phone

SLOW = 40
ASKED = 50


def quick_answers(port: int, slow: int) -> list[float]:
    """Return the milliseconds a page took each time while `slow` uploads that do not end were open."""
    with ExitStack() as open_lines:
        for _ in range(slow):
            open_lines.enter_context(_upload(port))
        return [_asked(port) for _ in range(ASKED)]


def _upload(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    head = f"POST {HERE}/q/repairs HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 100000\r\n"
    line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + b"a" * 10)
    return line


def _asked(port: int) -> float:
    begun = time.perf_counter()
    phone = Phone(port)
    answered = phone.open(HERE)
    phone.close()
    if answered.status != 200:
        raise RuntimeError(f"the page answered with {answered.status}")
    return (time.perf_counter() - begun) * 1000
