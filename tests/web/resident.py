"""A resident with a browser that knows no JavaScript: opens pages, fills in the form, presses its buttons.

Every page that comes back is held against the rules of tests/browser.py.
"""

from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from surveys.text import direction
from tests.browser import check_page, parsed

MOST_STEPS = 8


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@dataclass
class Resident:
    """One browser. `page` is what it shows; `filled` what was typed or chosen on it and not sent yet."""

    client: FlaskClient
    language: str = "en"
    response: TestResponse = field(init=False)
    filled: dict[str, list[str]] = field(default_factory=dict)

    def open(self, address: str) -> "Resident":
        return self._take(self.client.get(address))

    def _take(self, response: TestResponse) -> "Resident":
        for _ in range(MOST_STEPS):
            if response.status_code not in {301, 302, 303}:
                break
            response = self.client.get(response.location)
        self.response, self.filled = response, {}
        if response.mimetype == "text/html":
            language = self.root.get("lang", "")
            assert language == self.language
            faults = check_page(
                response.text, language=language, direction=direction(language), resident=True
            )
            assert faults == [], f"{response.request.path}: {faults}"
        return self

    @property
    def root(self) -> Element:
        return parsed(self.response.text)[0]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return self.response.request.path

    @property
    def heading(self) -> str:
        return text_of(next(self.root.iter("h1")))

    @property
    def words(self) -> str:
        return text_of(next(self.root.iter("body")))

    def errors(self) -> list[str]:
        return [
            text_of(item)
            for summary in self.root.iter("div")
            if "govuk-error-summary" in summary.get("class", "").split()
            for item in summary.iter("li")
        ]

    def fill(self, **values: str | list[str]) -> "Resident":
        """Type or choose; names with dashes are written with underscores."""
        return self.fill_in({self._name(name): value for name, value in values.items()})

    def fill_in(self, values: dict[str, str | list[str]]) -> "Resident":
        for name, value in values.items():
            self.filled[name] = [value] if isinstance(value, str) else value
        return self

    def attach(self, **files: tuple[str, bytes]) -> "Resident":
        """Choose files, each by its name and its bytes."""
        for name, file in files.items():
            self.filled[self._name(name)] = [file]  # type: ignore[list-item]
        return self

    def _name(self, written: str) -> str:
        names = {control.get("name", "") for control in self.root.iter() if control.tag in CONTROLS}
        return next((name for name in names if name.replace("-", "_") == written), written)

    def form(self, button: Element) -> Element:
        owner = button.get("form")
        for form in self.root.iter("form"):
            if owner == form.get("id") and owner:
                return form
            if not owner and any(text_of(inner) == text_of(button) for inner in form.iter("button")):
                return form
        raise AssertionError("the button is in no form")

    def shown(self, name: str) -> list[str]:
        """What the field `name` holds on the page."""
        return [value for key, value in self._controls(next(self._all_forms())) if key == name]

    def _all_forms(self):
        return iter(sorted(self.root.iter("form"), key=lambda form: form.get("id") is None))

    def _controls(self, form: Element) -> list[tuple[str, str]]:
        found = []
        for control in form.iter():
            name, kind = control.get("name"), control.get("type", "text")
            if control.tag not in CONTROLS or not name or kind == "file":
                continue
            if control.tag == "textarea":
                found.append((name, "".join(control.itertext())))
            elif control.tag == "select":
                options = list(control.iter("option"))
                marked = [option for option in options if option.get("selected") is not None]
                found += [(name, option.get("value", "")) for option in marked or options[:1]]
            elif kind not in {"radio", "checkbox"} or control.get("checked") is not None:
                found.append((name, control.get("value", "on")))
        return found

    def press(self, words: str, *, language: str | None = None) -> "Resident":
        """Press the first visible button that says `words`, sending everything its form holds."""
        button = next(
            button
            for button in self.root.iter("button")
            if text_of(button) == words and button.get("aria-hidden") != "true"
        )
        form = self.form(button)
        sent = [(name, value) for name, value in self._controls(form) if name not in self.filled]
        sent += [(name, value) for name, values in self.filled.items() for value in values]
        if button.get("name"):
            sent.append((button.get("name", ""), button.get("value", "")))
        self.language = language or self.language
        return self.send(form.get("action") or self.path, sent, form.get("method", "get"))

    def send(self, address: str, sent: list[tuple[str, str]], method: str = "post") -> "Resident":
        data: MultiDict[str, str] = MultiDict(sent)
        if method == "get":
            return self._take(self.client.get(urlsplit(address).path, query_string=data))
        response = self.client.post(address, data=read_anew(data))
        for _ in range(MOST_STEPS):
            if response.status_code not in {307, 308}:
                break
            response = self.client.post(response.location, data=read_anew(data))
        return self._take(response)


def read_anew(data: MultiDict) -> MultiDict:
    """Return what a form sends with its files at their beginnings, as a browser that sends it once more."""
    pairs = data.items(multi=True)
    return MultiDict(
        [(name, (BytesIO(each[1]), each[0]) if isinstance(each, tuple) else each) for name, each in pairs]
    )


CONTROLS = {"input", "textarea", "select"}
