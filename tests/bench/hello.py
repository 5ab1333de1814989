"""A site that says hello, behind the same server: what the web server and Flask alone can do on this machine."""

import sys
from functools import partial

from flask import Flask

from consult.cli.children import Children
from consult.cli.serve import THREADS, answer_requests, listening


def main(port: str, processes: str) -> None:
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    listener = listening("127.0.0.1", int(port))
    serve = partial(answer_requests, app, listener, threads=THREADS, url_scheme="http")
    Children(serve, int(processes)).tend()


if __name__ == "__main__":
    main(*sys.argv[1:])
