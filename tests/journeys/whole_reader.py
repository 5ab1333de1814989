"""Somebody who answers the whole survey in a real browser, and what their browser showed them."""

from dataclasses import dataclass, field
from random import Random

from playwright.sync_api import Locator, Page

from surveys.plan import compile_plan
from tests.journeys import whole
from tests.journeys.residents import faults
from tests.media import a_picture, an_mp4_recording
from tests.surveys.examples import example
from tests.turning import press, press_continue

MOST_PAGES = 40
PEOPLE = [("آن", "40"), ("Bo", "12")]
FILES = {"photo": ("Amina.jpg", a_picture), "story": ("Amina.m4a", an_mp4_recording)}
TOO_MANY = {"en": "So many beds do not fit into 4 rooms", "ar": "لا تتسع 4 غرف لهذا العدد"}
NEEDED = "why_many"
SUM = {"en": "You are \u2068renting\u2069 and name 2 people.", "ar": "أنت \u2068مستأجر\u2069، عددهم 2."}
PLAN = compile_plan(whole.survey())


@dataclass(frozen=True)
class Read:
    """What somebody had before them when they answered: the words of the page, choices and statements in order."""

    words: str
    order: list[str]
    statements: list[str]


@dataclass
class Reader:
    """Somebody who answers, and what their browser showed: by question, or by question and entry of a repeat."""

    page: Page
    language: str
    scripts: bool
    chance: Random
    read: dict[tuple[str, int | None], Read] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    forms: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    told_of: int = 0

    @property
    def at(self) -> str:
        """The id of the page they are on."""
        return self.page.url.partition("?")[0].rpartition("/q/")[2].partition("/")[0]

    def answer_until(self, last: str) -> None:
        """Answer page after page until one has `last` in its address."""
        for _ in range(MOST_PAGES):
            if last in self.page.url:
                return
            self.found += faults(self.page, scripts=self.scripts)
            self.answer_page()
        raise AssertionError(f"{last} was not reached, but {self.page.url}")

    def answer_page(self) -> None:
        """Answer the page they are on, and go on."""
        another = self.page.locator("button[name=_another]")
        if another.count() and self.told_of < len(PEOPLE):
            press(another)
            return
        if not another.count():
            OWN.get(self.at, Reader.tell_examples)(self)
            self.look()
        self.go_on()

    def look(self) -> None:
        """Keep in mind what the page says, and in which order."""
        place = self.told_of if self.at == "household" else None
        if self.at not in self.pages:
            self.pages.append(self.at)
        words = " ".join((self.page.locator("main").text_content() or "").split())
        for question in PLAN.page(self.at).questions:
            self.read[question.id, place] = Read(
                words, order_of(self.page, question.id), statements_of(self.page, question.id)
            )

    def go_on(self) -> None:
        press_continue(self.page)

    def tell_home(self) -> None:
        self.page.check("input[name=tenure][value=renting]")
        self.page.check("input[name=region][value=north]")
        self.page.fill("input[name=rooms]", "٤")

    def tell_town(self) -> None:
        """Choose of what is on offer, change what is filled in, and be told twice what is wrong with it."""
        assert order_of(self.page, "town") == ["ashby", "brook"]
        assert self.page.input_value("input[name=beds]") == "3"
        self.page.check("input[name=town][value=ashby]")
        self.page.fill("input[name=beds]", "17")
        self.page.fill(f"input[name={NEEDED}]", "")
        self.go_on()
        summary = self.page.locator(".govuk-error-summary")
        assert TOO_MANY[self.language] in summary.inner_text()
        self.found += faults(self.page, scripts=self.scripts)
        self.page.fill("input[name=beds]", "12")
        self.go_on()
        assert summary.locator("a").count() == 1
        assert TOO_MANY[self.language] not in summary.inner_text()
        self.page.fill(f"input[name={NEEDED}]", "We share. نتقاسم")

    def tell_of_somebody(self) -> None:
        name, cost = PEOPLE[self.told_of]
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=cost]", cost)
        self.told_of += 1

    def read_the_sum(self) -> None:
        """Nothing is asked here."""

    def tell_after(self) -> None:
        assert SUM[self.language] in self.page.inner_text("main")
        self.page.check("input[name=enough][value=owning]")
        self.page.fill("input[name=rest]", "دفء")

    def tell_about_themselves(self) -> None:
        self.page.check("input[name=about-you_consent]")
        self.page.check("input[name=disability][value=no]")

    def tell_examples(self) -> None:
        """Answer every question of the page as its kind makes it up."""
        for planned in PLAN.page(self.at).questions:
            if planned.id in FILES:
                name, content = FILES[planned.id]
                file = {"name": name, "mimeType": "application/octet-stream", "buffer": content()}
                self.page.set_input_files(f"input[name={planned.id}]", file)
                continue
            each = example(KIND_OF[planned.id])
            answer = each.drawn(self.chance)
            form = each.question.typed(answer) if answer is not None else None
            self.forms[planned.id] = {name: list(values) for name, values in (form or {}).items()}
            for name, values in self.forms[planned.id].items():
                for value in values:
                    give(self.page.locator(f'main [name="{name}"]'), value)


OWN = {
    "home": Reader.tell_home,
    "town": Reader.tell_town,
    "household": Reader.tell_of_somebody,
    "summing": Reader.read_the_sum,
    "after": Reader.tell_after,
    "about-you": Reader.tell_about_themselves,
}
KIND_OF = {
    question.id: question.kind
    for page in whole.survey().pages
    if page.id in whole.PARTS
    for question in page.questions
}


def give(control: Locator, value: str) -> None:
    """Give this value to a control of whatever sort, or to the one of several that stands for it."""
    sort = control.first.evaluate("e => e.type ?? ''")
    if sort in {"radio", "checkbox"}:
        control.and_(control.page.locator(f'[value="{value}"]')).check()
    elif sort.startswith("select"):
        control.select_option(value)
    else:
        control.fill(value)


def order_of(page: Page, name: str) -> list[str]:
    """The values of the boxes of one question, in the order shown."""
    boxes = page.locator(f'main input[name="{name}"]:is([type=radio], [type=checkbox])')
    return [str(box.get_attribute("value")) for box in boxes.all()]


def statements_of(page: Page, name: str) -> list[str]:
    """The names of the rows of boxes of one question, in the order shown."""
    boxes = page.locator(f'main input[type=radio][name^="{name}."]')
    return list(dict.fromkeys(str(box.get_attribute("name")) for box in boxes.all()))
