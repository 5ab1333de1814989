"""The strict browser: what must hold on every page, whoever built it.

`check_page` reads a page as a strict HTML5 parser does and returns every fault as a sentence, so that a test says
`assert check_page(html, language="ar", direction="rtl", resident=True) == []`.
tests/web/test_browser.py shows each rule fail.
"""

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSER_MESSAGES

from surveys.text import direction as direction_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DATA_BLOCKS = {"application/json", "application/ld+json"}
LOADING = (
    ("src", None),
    ("srcset", None),
    ("poster", None),
    ("action", None),
    ("formaction", None),
    ("href", "link"),
)
"""Attributes that make the browser talk to a host without being asked; a plain link is not one."""
REFERRING = ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
NEVER_LABELLED = {"hidden", "submit", "button", "image", "reset"}
SUMMARY, MESSAGE = "govuk-error-summary", "govuk-error-message"


@dataclass(frozen=True)
class PageOnTrial:
    """One parsed page and what it claims to be."""

    root: Element
    language: str
    direction: str
    resident: bool

    @cached_property
    def elements(self) -> list[Element]:
        """Every element in the order of the document."""
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def parents(self) -> dict[Element, Element]:
        """The element each element stands in."""
        return {child: parent for parent in self.elements for child in parent}

    @cached_property
    def by_id(self) -> dict[str, Element]:
        """The elements that have an id."""
        return {element.get("id", ""): element for element in self.elements if element.get("id")}

    def named(self, *tags: str) -> list[Element]:
        """Every element called one of `tags`."""
        return [element for element in self.elements if element.tag in tags]

    def classed(self, name: str) -> list[Element]:
        """Every element of that class."""
        return [element for element in self.elements if name in element.get("class", "").split()]

    def above(self, element: Element, tag: str) -> Element | None:
        """The nearest `tag` that `element` stands in."""
        while element in self.parents:
            element = self.parents[element]
            if element.tag == tag:
                return element
        return None


@lru_cache(maxsize=4)
def parsed(html: str) -> tuple[Element, tuple[str, ...]]:
    """A page as a strict HTML5 parser reads it, and what it finds wrong. Read once, however many look at it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    faults = (
        f"HTML, line {line}: {PARSER_MESSAGES[code] % parameters}"
        for (line, _), code, parameters in parser.errors
    )
    return root, tuple(faults)


def check_page(html: str, *, language: str, direction: str, resident: bool) -> list[str]:
    """Return every fault of a page; an empty list is a good page. `resident`: it is for people without an account."""
    root, faults = parsed(html)
    page = PageOnTrial(root, language, direction, resident)
    return [*faults, *(fault for rule in RULES for fault in rule(page))]


def page_weight(html: str | bytes) -> int:
    """Return the bytes a page weighs on its way: compressed with gzip at the level the service uses."""
    return len(gzip.compress(html.encode() if isinstance(html, str) else html, 6, mtime=0))


def words(element: Element | None) -> str:
    """Return what an element says, its white space collapsed."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def says_its_language(page: PageOnTrial) -> Iterator[str]:
    html = page.named("html")[0]
    for attribute, wanted in (("lang", page.language), ("dir", page.direction)):
        if html.get(attribute) != wanted:
            yield f'<html> has {attribute}="{html.get(attribute)}" where it should be "{wanted}"'


def says_which_way_other_languages_run(page: PageOnTrial) -> Iterator[str]:
    for element in page.elements:
        language = element.get("lang")
        if language and element.get("dir") != direction_of(language):
            yield f'<{element.tag} lang="{language}"> has no dir="{direction_of(language)}"'


def has_one_heading_that_its_title_repeats(page: PageOnTrial) -> Iterator[str]:
    headings = page.named("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1 on the page, not one"
        return
    heading, title = words(headings[0]), words(next(iter(page.named("title")), None))
    if not heading or heading not in title:
        yield f"the title “{title}” does not contain the h1 “{heading}”"


def has_headings_in_order(page: PageOnTrial) -> Iterator[str]:
    summaries = [inner for summary in page.classed(SUMMARY) for inner in summary.iter()]
    last = 0
    for heading in page.named(*HEADINGS):
        level = int(heading.tag[1])
        if level > last + 1 and heading not in summaries:
            yield (
                f"the {heading.tag} “{words(heading)}” follows an h{last}"
                if last
                else (f"the first heading is the {heading.tag} “{words(heading)}”")
            )
        if heading not in summaries:
            last = level


def has_unique_ids(page: PageOnTrial) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.elements if element.get("id") is not None)
    yield from (f'the id "{value}" is given {count} times' for value, count in ids.items() if count > 1)


def refers_to_what_exists(page: PageOnTrial) -> Iterator[str]:
    for element in page.elements:
        for attribute in REFERRING:
            for target in element.get(attribute, "").split():
                if target not in page.by_id:
                    yield f'<{element.tag} {attribute}="{target}"> refers to nothing on the page'
        href = element.get("href", "")
        if href.startswith("#") and href[1:] not in page.by_id:
            yield f'the link “{words(element)}” leads to "{href}", which is nowhere on the page'


def labels_every_control(page: PageOnTrial) -> Iterator[str]:
    labelled = {label.get("for") for label in page.named("label") if words(label)}
    for control in page.named("input", "select", "textarea"):
        kind = control.get("type", "text")
        if kind in NEVER_LABELLED:
            continue
        around = page.above(control, "label")
        if not (control.get("id") in labelled or words(around) or control.get("aria-label")):
            yield f'the {control.tag} "{control.get("name")}" has no label'
        if kind == "radio" and not _has_legend(page.above(control, "fieldset")):
            yield f'the radio button "{control.get("name")}" is in no fieldset with a legend'


def _has_legend(fieldset: Element | None) -> bool:
    return fieldset is not None and any(words(legend) for legend in fieldset.iter("legend"))


def links_every_error(page: PageOnTrial) -> Iterator[str]:
    summaries, messages = page.classed(SUMMARY), page.classed(MESSAGE)
    if messages and not summaries:
        yield "there are error messages and no error summary"
    linked = {link.get("href", "") for summary in summaries for link in summary.iter("a")}
    described = {id_ for element in page.elements for id_ in element.get("aria-describedby", "").split()}
    for message in messages:
        own = message.get("id", "")
        if f"#{own.removesuffix('-error')}" not in linked and summaries:
            yield f"the error “{words(message)}” is not linked from the error summary"
        if own not in described:
            yield f"the error “{words(message)}” belongs to no control (aria-describedby)"
    if summaries and words(page.named("title")[0]).startswith(words(next(iter(page.named("h1")), None))):
        yield "there are errors, and the title does not begin with saying so"


def has_no_inline_code(page: PageOnTrial) -> Iterator[str]:
    for element in page.elements:
        if element.tag == "style" or element.get("style") is not None:
            yield f"there is inline style on <{element.tag}>"
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA_BLOCKS:
            yield "there is inline script"
        for attribute, value in element.attrib.items():
            if str(attribute).startswith("on"):
                yield f"<{element.tag}> has the attribute {attribute}"
            elif str(value).strip().lower().startswith("javascript:"):
                yield f"<{element.tag} {attribute}> holds script"


def talks_to_no_other_host(page: PageOnTrial) -> Iterator[str]:
    for element in page.elements:
        for attribute, only in LOADING:
            value = element.get(attribute, "")
            if only in (None, element.tag) and re.search(r"(^|[\s,])(https?:)?//", value):
                yield f"<{element.tag} {attribute}> talks to {urlsplit(value.split()[0]).netloc}"
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield "the page reloads or leaves by itself"


def goes_on_with_the_first_button(page: PageOnTrial) -> Iterator[str]:
    if not page.resident:
        return
    for form in page.named("form"):
        buttons = [button for button in page.named("button", "input") if _submits(page, button, form)]
        name = form.get("id") or form.get("action") or "without a name"
        if not buttons:
            yield f"the form {name} has no button"
        elif buttons[0].get("data-continue") is None:
            yield f"the first button of the form {name} is “{words(buttons[0])}”, not the one that goes on"


def _submits(page: PageOnTrial, button: Element, form: Element) -> bool:
    kinds = {"button": ("submit",), "input": ("submit", "image")}[str(button.tag)]
    if button.get("type", "submit" if button.tag == "button" else "text") not in kinds:
        return False
    owner = page.by_id.get(button.get("form", "")) if button.get("form") else page.above(button, "form")
    return owner is form


def describes_every_picture(page: PageOnTrial) -> Iterator[str]:
    for image in page.named("img"):
        if image.get("alt") is None:
            yield f'the image "{image.get("src")}" has no alt'
    for drawing in (element for element in page.elements if element.tag.endswith("}svg")):
        is_named = drawing.get("role") == "img" and (
            drawing.get("aria-label") or drawing.get("aria-labelledby")
        )
        if drawing.get("aria-hidden") != "true" and not is_named:
            yield "a drawing is neither hidden (aria-hidden) nor named (role and aria-label)"


def names_every_link_and_button(page: PageOnTrial) -> Iterator[str]:
    for element in page.named("a", "button", "summary"):
        alternatives = " ".join(image.get("alt", "") for image in element.iter("img")).strip()
        if not (words(element) or element.get("aria-label") or alternatives):
            yield f"a <{element.tag}> says nothing"
        if element.tag == "a" and not element.get("href"):
            yield f"the link “{words(element)}” leads nowhere"


def heads_every_table(page: PageOnTrial) -> Iterator[str]:
    for table in page.named("table"):
        caption = words(next(table.iter("caption"), None))
        if not caption:
            yield "a table has no caption"
        for header in table.iter("th"):
            if header.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield f"the header “{words(header)}” of the table “{caption}” has no scope"


def can_be_enlarged(page: PageOnTrial) -> Iterator[str]:
    settings = [meta.get("content", "") for meta in page.named("meta") if meta.get("name") == "viewport"]
    if len(settings) != 1 or "width=device-width" not in settings[0]:
        yield "the viewport is not the width of the device"
    elif re.search(r"maximum-scale|user-scalable", settings[0]):
        yield "the page forbids enlarging"


RULES: tuple[Callable[[PageOnTrial], Iterator[str]], ...] = (
    says_its_language,
    says_which_way_other_languages_run,
    has_one_heading_that_its_title_repeats,
    has_headings_in_order,
    has_unique_ids,
    refers_to_what_exists,
    labels_every_control,
    links_every_error,
    has_no_inline_code,
    talks_to_no_other_host,
    goes_on_with_the_first_button,
    describes_every_picture,
    names_every_link_and_button,
    heads_every_table,
    can_be_enlarged,
)
