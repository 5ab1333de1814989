"""A small site behind the real server, in a process of its own: says its port, then serves until told to stop."""

import os
import sys
import time
from functools import partial

from flask import Flask, jsonify, request

from consult.cli.children import Children
from consult.cli.serve import answer_requests, listening


def main(count: str) -> None:
    app = Flask("slow site")

    @app.get("/who")
    def who() -> object:
        return jsonify(os.getpid())

    @app.get("/slow")
    def slow() -> object:
        time.sleep(1.5)
        return jsonify("done")

    @app.post("/length")
    def length() -> object:
        return jsonify(len(request.get_data()))

    listener = listening("127.0.0.1", 0)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    Children(partial(answer_requests, app, listener, threads=4), int(count)).tend()


if __name__ == "__main__":
    main(*sys.argv[1:])
