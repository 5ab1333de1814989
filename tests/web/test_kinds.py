"""Every kind of question as residents meet it: strict pages, shown again, looked over, and by keyboard alone."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from consult import db, migrations
from consult.app import create_app
from consult.consultations import media
from consult.consultations import service as consultations
from consult.db import unit_of_work
from surveys.document import Survey
from surveys.problems import Problem, Refused
from surveys.questions import KINDS
from surveys.questions.reading import Form
from tests import builders
from tests.conftest import settings_for
from tests.journeys.residents import faults, phone
from tests.serving import serving
from tests.surveys.examples import Example, example, kinds
from tests.turning import press_continue, press_enter
from tests.web.resident import Resident, text_of

NARROWEST, WIDE = 320, 1000
ENDONYMS = {"en": "English", "ar": "العربية"}
NO_ANSWER = {"en": "No answer", "ar": "لا توجد إجابة"}
CONSENTED = "yes"  # what the box of a consent sends
MOST_DRAWS = 6
MOST_KEYS = 60

languages = pytest.mark.parametrize("language", ENDONYMS)

typed_kinds = pytest.mark.parametrize(
    "kind", [kind for kind in sorted(KINDS) if not example(kind).question.media]
)
"""The kinds that are answered by typing and choosing. Files are sent: test_public_uploading.py, test_uploading.py."""


def slug_of(kind: str, *, required: bool = False) -> str:
    return kind.replace("_", "-") + ("-required" if required else "")


def to_be_asked(each: Example, *, required: bool = False) -> Survey | None:
    """The tiny survey, and who answers it; None where the question cannot be `required`, by its kind."""
    document = each.survey.to_json()
    for page in document["pages"]:
        for question in page["questions"]:
            question["required"] = required and question["id"] == each.question.id
    who = builders.survey_document()["pages"][1]
    who["id"], who["questions"][0]["code"] = "who", "WHO"
    document["pages"].append(who)
    try:
        return Survey.from_json(document)
    except Refused:
        return None


def may_be_required(kind: str) -> bool:
    return to_be_asked(example(kind), required=True) is not None


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service with an open consultation for each kind. Pages do not differ by database: SQLite."""
    folder = tmp_path_factory.mktemp("kinds")
    url = f"sqlite:///{folder / 'kinds.db'}"
    engine = db.engine_for(url)
    migrations.upgrade(engine)
    app = create_app(settings_for(url, folder))
    app.testing = True
    with unit_of_work() as session:
        actor = builders.an_organisation(session)
        for kind, required in product(KINDS, (False, True)):
            if survey := to_be_asked(example(kind), required=required):
                slug = slug_of(kind, required=required)
                builders.a_draft_consultation(session, actor, slug, survey)
                media.add(session, actor, slug, "screen.png", builders.A_PICTURE, folder)
                consultations.publish(session, actor, slug)
    yield app
    engine.dispose()


@pytest.fixture(scope="module")
def address(service: Flask) -> Iterator[str]:
    with serving(service) as served:
        yield served


def arrived(service: Flask, kind: str, language: str, slug: str) -> Resident:
    """A resident on the page that asks the example; what stands before it is left out."""
    resident = Resident(service.test_client(), language).open(f"/{language}/consultations/{slug}")
    resident.press(START[language])
    while not resident.path.endswith(f"/q/{example(kind).page_id}"):
        resident.press(CONTINUE[language])
    return resident


START = {"en": "Start", "ar": "ابدأ"}
CONTINUE = {"en": "Continue", "ar": "متابعة"}


def forms(each: Example) -> Iterator[dict[str, list[str]]]:
    """Answers somebody might give, as they are typed; none where none can be made up."""
    for seed in range(MOST_DRAWS):
        answer = each.drawn(Random(seed))
        if answer is not None:
            yield as_typed(each, each.question.typed(answer))


def as_typed(each: Example, form: Form | None) -> dict[str, list[str]]:
    """A form with the consent its page may need."""
    assert form is not None
    consent = each.plan.page(each.page_id).consent_key
    return {
        **({consent: [CONSENTED]} if consent else {}),
        **{name: list(values) for name, values in form.items()},
    }


def shown_answer(resident: Resident, each: Example) -> str:
    """What "check your answers" says of the example."""
    local = each.plan.words(resident.language).question(each.question.id)
    for row in resident.root.iter("div"):
        if "govuk-summary-list__row" in row.get("class", "").split():
            name = text_of(next(row.iter("dt")))
            if name == str(local.text):
                return text_of(next(row.iter("dd")))
    raise AssertionError(f"{each.question.id} is not among the answers")


@typed_kinds
@languages
def test_it_is_asked_and_asked_again_with_what_is_wrong(service: Flask, kind: str, language: str) -> None:
    each = example(kind)
    resident = arrived(service, kind, language, slug_of(kind))
    hostile = as_typed(each, {field: ["\0"] for field in each.question.fields})
    resident.fill_in({**hostile}).press(CONTINUE[language])
    if isinstance(each.read(hostile), Problem):
        assert resident.status == 422
        assert len(resident.errors()) == 1


@kinds
@languages
def test_where_it_must_be_answered_nothing_typed_is_told_at_its_first_field(
    service: Flask, kind: str, language: str
) -> None:
    if not may_be_required(kind):
        pytest.skip("this kind never has to be answered")
    resident = arrived(service, kind, language, slug_of(kind, required=True)).press(CONTINUE[language])
    assert resident.status == 422
    assert len(resident.errors()) == 1


@typed_kinds
@languages
def test_an_answer_is_kept_shown_again_and_looked_over(service: Flask, kind: str, language: str) -> None:
    each = example(kind)
    for form in forms(each):
        resident = arrived(service, kind, language, slug_of(kind))
        page = resident.path
        resident.fill_in({**form}).press(CONTINUE[language])
        assert resident.path != page, resident.errors()
        resident.open(page)
        assert {field: resident.shown(field) for field in form} == form
        resident.open(page.partition("/q/")[0] + "/check-answers")
        assert shown_answer(resident, each) not in {"", NO_ANSWER[language]}
        break


@typed_kinds
def test_different_answers_are_told_apart_when_looked_over(service: Flask, kind: str) -> None:
    each = example(kind)
    resident = arrived(service, kind, "en", slug_of(kind))
    page, said = resident.path, {}
    for form in forms(each):
        resident.open(page).fill_in({field: [] for field in each.question.fields})
        resident.fill_in({**form}).press("Continue")
        resident.open(page.partition("/q/")[0] + "/check-answers")
        said.setdefault(shown_answer(resident, each), form)
        assert said[shown_answer(resident, each)] == form


@typed_kinds
def test_switching_the_language_keeps_what_was_typed(service: Flask, kind: str) -> None:
    each = example(kind)
    for form in forms(each):
        resident = arrived(service, kind, "en", slug_of(kind))
        resident.fill_in({**form}).press(ENDONYMS["ar"], language="ar")
        assert {field: resident.shown(field) for field in form} == form
        break


@kinds
@languages
def test_it_is_printed_with_everything_that_can_be_chosen(service: Flask, kind: str, language: str) -> None:
    each = example(kind)
    resident = Resident(service.test_client(), language)
    resident.open(f"/{language}/consultations/{slug_of(kind)}/paper")
    local = each.plan.words(language).question(each.question.id)
    for words in (local.text, *(option.text for option in local.options)):
        assert " ".join(str(words).split()) in resident.words


@typed_kinds
def test_it_is_answered_by_keyboard_in_both_directions_on_the_narrowest_phone(
    chromium: Browser, address: str, kind: str
) -> None:
    each, found = example(kind), []
    slug = slug_of(kind, required=may_be_required(kind))
    for language in ENDONYMS:
        with phone(chromium, width=NARROWEST) as context:
            page = context.new_page()
            page.goto(f"{address}/{language}/consultations/{slug}")
            while not page.url.partition("?")[0].endswith(f"/q/{each.page_id}"):
                press_continue(page)
            found += faults(page, scripts=False)
            if may_be_required(kind):
                press_continue(page)
                page.locator(".govuk-error-summary:focus").wait_for()
                tab_to(page, ".govuk-error-summary a")
                page.keyboard.press("Enter")
                assert page.locator("[name]:focus").get_attribute("name") == each.question.fields[0]
            found += faults(page)
            for form in forms(each):
                type_in(page, form)
                break
            tab_to(page, "main [data-continue]")
            press_enter(page)
            page.goto(f"{address}/{language}/consultations/{slug}/check-answers")
            found += faults(page, scripts=False)
    assert found == []


def type_in(page: Page, form: dict[str, list[str]]) -> None:
    """Give these answers with the keyboard, from the top of the page."""
    page.evaluate("document.activeElement.blur()")
    for name, values in form.items():
        for value in values:
            control = f'[name="{name}"]'
            kind = page.locator(control).first.evaluate("e => e.type ?? ''")
            if kind == "checkbox":
                tab_to(page, f'{control}[value="{value}"]')
                page.keyboard.press("Space")
            elif kind == "radio":
                tab_to(page, control)
                page.keyboard.press("Space")
                press_until(page, "ArrowDown", f'{control}[value="{value}"]:checked')
            elif kind.startswith("select"):
                tab_to(page, control)
                press_until(page, "ArrowDown", f'{control} option[value="{value}"]:checked')
            else:
                tab_to(page, control)
                page.keyboard.type(value)


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until the focus is on what is meant."""
    press_until(page, "Tab", f"{selector}:focus")


def press_until(page: Page, key: str, selector: str) -> None:
    for _ in range(MOST_KEYS):
        if page.locator(selector).count():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not reach {selector}")


@languages
def test_a_matrix_is_a_table_where_there_is_room_and_one_row_after_the_other_on_a_phone(
    chromium: Browser, address: str, language: str
) -> None:
    first, last = {"en": ("Never", "I do not know"), "ar": ("أبدًا", "لا أعرف")}[language]
    for width in (WIDE, NARROWEST):
        with phone(chromium, width=width) as context:
            page = context.new_page()
            page.goto(f"{address}/{language}/consultations/matrix/q/repairs")
            boxes = [
                page.locator(f"[name='repairs.speed'][value='{point}']").bounding_box()
                for point in ("never", "sometimes", "always", "do-not-know")
            ]
            across = [box["x"] for box in boxes if box]
            down = [box["y"] for box in boxes if box]
            is_table = width == WIDE
            assert (len(set(down)) == 1) is is_table
            assert (len(set(across)) == 1) is not is_table
            if is_table:
                assert across == sorted(across, reverse=language == "ar")
            assert page.locator("thead").is_visible() is is_table
            row = example("matrix").plan.words(language).question("repairs").own.rows[0].text
            for point in (first, last):
                assert page.get_by_role("radio", name=f"{row}: {point}", exact=True).count() == 1
            assert page.get_by_role("row").count() == (4 if is_table else 3)
            assert faults(page) == []


def test_statements_come_in_an_order_of_each_readers_own_that_stays(service: Flask) -> None:
    def statements(resident: Resident) -> list[str]:
        return [text_of(head) for head in resident.root.iter("th") if head.get("scope") == "row"]

    orders = set()
    for _ in range(12):
        resident = arrived(service, "statements", "en", "statements")
        before, page = statements(resident), resident.path
        resident.fill_in({"views.told": "agree"}).press("Continue")
        assert statements(resident.open(page)) == before
        assert resident.shown("views.told") == ["agree"]
        orders.add(tuple(before))
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1
