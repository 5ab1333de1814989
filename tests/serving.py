"""An application behind the real web server, in a thread of the test's own process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from waitress import create_server, wasyncore

THREADS = 6  # as many connections as a browser opens at once


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port until the block ends; yields its address.

    As `serve` does, with waitress: it closes what it was sending when a browser hangs up in the middle of a file.
    """
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS, asyncore_use_poll=True)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join()
