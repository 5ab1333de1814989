"""What one person does, request by request, and how long each takes."""

import time
from collections.abc import Callable, Iterator

from tests.bench.phone import Answered, Form, Phone

SLUG = "measured"
HERE = f"/en/consultations/{SLUG}"
FORMS: dict[str, Form] = {
    "repairs": [
        ("last-problem", "heating"),
        ("what-was-hard", "telephone"),
        ("what-was-hard", "waiting"),
        ("days", "12"),
        ("one-change", "A call back on the same day."),
    ],
    "proposal": [
        ("order-feeling", "worried"),
        ("check-feeling", "very-worried"),
        ("know-how", "no"),
        ("go-ahead", "changes"),
        ("why", "The order may be fair, but nobody explained who looks at it afterwards. " * 4),
    ],
    "about-you": [
        ("about-you_consent", "on"),
        ("disability", "no"),
        ("age", "25-44"),
        ("languages", "english"),
        ("languages", "arabic"),
    ],
}

Timed = tuple[str, float]
Steps = Iterator[tuple[str, Callable[[], Answered], int]]


class Unexpected(RuntimeError):
    """The service answered with another status than a person who does everything right gets."""


class Journey:
    """One person's way. `waits` are the seconds each request took, by what it was for."""

    def __init__(self, port: int) -> None:
        self.phone = Phone(port)
        self.waits: list[Timed] = []

    def _open(self, what: str, path: str) -> Answered:
        return self._timed(what, 200, lambda: self.phone.open(path))

    def _send(self, what: str, path: str, form: Form) -> str:
        return self._timed(what, 303, lambda: self.phone.send(path, form)).location

    def _timed(self, what: str, status: int, ask: Callable[[], Answered]) -> Answered:
        begun = time.perf_counter()
        answered = ask()
        self.waits.append((what, time.perf_counter() - begun))
        if answered.status != status:
            raise Unexpected(f"{what}: {answered.status}")
        return answered

    def shortest(self) -> None:
        """The six requests without which no answer is sent: the first page, three pages sent, checked, sent off."""
        hidden = self._open("first page", f"{HERE}/q/repairs").hidden()
        for page, form in FORMS.items():
            self._send("answers of a page", f"{HERE}/q/{page}", hidden + form)
        hidden = self._open("check your answers", f"{HERE}/check-answers").hidden()
        self._send("send", f"{HERE}/check-answers", hidden)

    def whole(self) -> None:
        """Everything a browser asks for: the start page too, and every page that an answer leads to."""
        self._open("start page", HERE)
        page = self._open("first page", f"{HERE}/q/repairs?_capacity=for_myself&_from=")
        for name, form in FORMS.items():
            following = self._send("answers of a page", f"{HERE}/q/{name}", page.hidden() + form)
            what = "check your answers" if following.endswith("check-answers") else "next page"
            page = self._open(what, following)
        self._open("receipt", self._send("send", f"{HERE}/check-answers", page.hidden()))

    def hello(self) -> None:
        """Six requests to a site that says hello, whatever is asked."""
        for _ in range(6):
            self._open("hello", "/")
