"""docs/survey-document.md tells every field of every kind, with its default, and no field there is not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from surveys.document import AboutYouPage, Page, Survey
from surveys.questions import KINDS, Asked, Choice, Option, Part
from surveys.questions.asked import GoingAhead, Listed
from surveys.repeats import Repeat
from surveys.text import Phrase

GUIDE = (Path(__file__).parents[2] / "docs" / "survey-document.md").read_text("utf-8")
ROW = re.compile(r"^\| `([a-z_.]+)` \| .+ \| (.+) \|$", re.MULTILINE)
NEEDED, NOTHING = "must be there", "none"
SHARED: dict[str, type[BaseModel]] = {
    "Phrase": Phrase,
    "Survey": Survey,
    "Page": Page,
    "About-you page": AboutYouPage,
    "What every question has": Asked,
    "What a question of choices has": Choice,
    "What a list of options has": Listed,
    "Going ahead": GoingAhead,
    "Repeat": Repeat,
    "Option": Option,
}
"""Parts that are told once, under a heading of their own."""


def told(heading: str) -> dict[str, str]:
    """The rows under a heading of the guide: field and default."""
    _, found, section = GUIDE.partition(f"\n### {heading}\n")
    assert found, f"docs/survey-document.md has no section “{heading}”"
    return dict(ROW.findall(re.split(r"^##", section, maxsplit=1, flags=re.MULTILINE)[0]))


def default_of(field: FieldInfo) -> str:
    if field.is_required():
        return NEEDED
    default = field.get_default(call_default_factory=True)
    written = json.dumps(to_jsonable_python(default))
    return NOTHING if default is None else f"`{written}`"


def parts_in(annotation: Any) -> Iterator[type[Part]]:
    """The classes of parts somewhere in a type, such as in `tuple[Option, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in get_args(annotation):
        yield from parts_in(inner)


def fields_of(part: type[BaseModel], prefix: str = "") -> dict[str, str]:
    """The fields a section must tell: those of the class that no shared section tells, and those of parts in them."""
    shared = [other for other in SHARED.values() if issubclass(part, other) and part is not other]
    rows = {}
    for name, field in part.model_fields.items():
        inherited = (other.model_fields.get(name) for other in shared)
        if any(other and (name == "kind" or repr(other) == repr(field)) for other in inherited):
            continue
        rows[prefix + name] = default_of(field)
        for inner in parts_in(field.annotation):
            if inner not in SHARED.values() and not issubclass(inner, Asked):
                rows |= fields_of(inner, f"{prefix}{name}.")
    return rows


@pytest.mark.parametrize("heading", SHARED)
def test_the_guide_tells_every_field_of_what_is_shared(heading: str) -> None:
    assert told(heading) == fields_of(SHARED[heading])


@pytest.mark.parametrize("kind", KINDS)
def test_the_guide_tells_every_field_of_every_kind(kind: str) -> None:
    assert told(f"`{kind}`") == fields_of(KINDS[kind])


def test_the_guide_tells_of_no_kind_there_is_not() -> None:
    assert set(re.findall(r"^### `([a-z_]+)`$", GUIDE, re.MULTILINE)) == set(KINDS)


def test_the_example_in_the_guide_is_a_survey() -> None:
    whole, condition = re.findall(r"^```json\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    document = json.loads(whole)
    second = {**document["pages"][0], "id": "second", "condition": json.loads(condition)}
    second["questions"] = [{**second["questions"][0], "id": "other", "code": "Q2"}]
    from surveys.publishing import check

    survey = Survey.from_json({**document, "pages": [*document["pages"], second]})
    assert check(survey, survey.languages) == []
