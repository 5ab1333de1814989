"""`serve`: waitress behind one socket, which the parent binds and its forked children share.

waitress takes in a whole request before it bothers the application, so slow uploads hold up nobody.
"""

import errno
import signal
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import click
from flask import Flask
from sqlalchemy.orm import configure_mappers
from waitress import create_server, wasyncore

import consult.models  # noqa: F401  # every table is known before the children are forked
from consult import db
from consult.cli import logs
from consult.cli.children import Children
from consult.cli.commands import Command
from consult.cli.root import create_app
from consult.settings import load
from surveys.problems import Problem, Refused

THREADS = 4
BACKLOG = 1024
MOST_CONNECTIONS = 1000
LARGEST_BODY = 64 * 1024 * 1024  # bytes; the application itself refuses far less, in the reader's language
SECONDS_TO_FINISH = 10.0


@click.command("serve", cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(0, 65535))
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 256))
@click.option(
    "--threads", default=THREADS, show_default=True, type=click.IntRange(1, 64), help="In each process."
)
def command(host: str, port: int, processes: int, threads: int) -> None:
    """Serve until told to stop (SIGTERM or Ctrl-C); requests that have begun are finished."""
    settings = load()
    listener = listening(host, port)
    logs.prepare()
    app = create_app(settings)
    configure_mappers()
    scheme = "https" if settings.is_secure else "http"
    Children(partial(answer_requests, app, listener, threads=threads, url_scheme=scheme), processes).tend()


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raise Refused when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as refused:
        listener.close()
        if refused.errno != errno.EADDRINUSE:
            raise
        raise Refused(Problem("serve.port_in_use", "", {"port": port})) from None
    listener.listen(BACKLOG)
    return listener


def answer_requests(app: Flask, listener: socket.socket, **options: Any) -> None:
    """Answer requests in this process until SIGTERM, then those that have begun, for ten seconds at most."""
    db.forget_connections()
    server = create_server(
        app,
        sockets=[listener],
        backlog=BACKLOG,
        connection_limit=MOST_CONNECTIONS,
        max_request_body_size=LARGEST_BODY,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=True,
        ident=None,
        **options,
    )
    asked_to_stop: list[int] = []

    def stop(number: int, _frame: object) -> None:
        asked_to_stop.append(number)
        server.pull_trigger()  # wakes the loop

    signal.signal(signal.SIGTERM, stop)
    _loop(server, lambda: not asked_to_stop)
    server.accepting = False
    end = time.monotonic() + SECONDS_TO_FINISH
    _loop(server, lambda: time.monotonic() < end and _is_busy(server))
    server.task_dispatcher.shutdown(timeout=1)


def _loop(server: Any, is_wanted: Callable[[], bool]) -> None:
    while is_wanted():
        wasyncore.loop(timeout=1.0 if server.accepting else 0.05, map=server._map, use_poll=True, count=1)  # noqa: SLF001  # as its own run() does


def _is_busy(server: Any) -> bool:
    return any(
        channel.request is not None or channel.requests or channel.total_outbufs_len
        for channel in server.active_channels.values()
    )
