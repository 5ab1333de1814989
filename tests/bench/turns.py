"""One side of a comparison: walks whole journeys when told to, and says how much processor time each request took.

Run by tests/bench/versus.py with the checkout to measure on PYTHONPATH: everything imported here is that one's.
"""

import re
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests import services
from tests.bench import site
from tests.bench.journeys import FORMS, HERE

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
REQUESTS = 10
WARMING = 10


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        services.postgresql(("max_connections=60",)) as server,
        services.queue_server() as queue,
    ):
        measured = site.prepared(server.create("bench"), queue.url, Path(folder))
        for _ in range(WARMING):
            walk(measured.app)
        answer("ready")
        for line in sys.stdin:
            begun = time.process_time()
            for _ in range(int(line)):
                walk(measured.app)
            answer(str((time.process_time() - begun) * 1000 / int(line) / REQUESTS))


def walk(app: Flask) -> None:
    """Be one person, from the start page to the receipt: ten requests."""
    client = app.test_client()
    client.get(HERE)
    page = client.get(f"{HERE}/q/repairs?_capacity=for_myself&_from=")
    for name, form in FORMS.items():
        page = client.get(client.post(f"{HERE}/q/{name}", data=filled(page, form)).location)
    receipt = client.get(client.post(f"{HERE}/check-answers", data=filled(page, [])).location)
    assert receipt.status_code == 200


def filled(page: TestResponse, form: list[tuple[str, str]]) -> MultiDict[str, str]:
    return MultiDict(HIDDEN.findall(page.text) + form)


def answer(said: str) -> None:
    sys.stdout.write(f"{said}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
