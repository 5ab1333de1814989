"""A survey with everything the engine has: every kind, all logic, a repeat, a soft quota and random orders."""

from typing import Any

from surveys.document import Survey
from surveys.questions import KINDS
from tests import builders
from tests.surveys import household_costs, tiny
from tests.surveys.examples import example
from tests.surveys.household_costs import typed
from tests.surveys.households import both

Json = dict[str, Any]

QUOTA = "renters"
PARTS = ("kinds-1", "kinds-2", "kinds-3")
"""The pages on which every kind is asked but the one about the person. Each reader has an order of their own."""
PERSONAL = "about_you"
WISH = "rest"
CORRECTED = {"en": "What would help the most?", "ar": "ما أكثر شيء يساعد؟"}
FIRST_CORRECTED = {"en": "Is the home yours?", "ar": "هل البيت ملكك؟"}


def document() -> Json:
    """What a household costs, then every kind there is, then the person; a kind that is added is asked here too."""
    found = household_costs.document()
    found["pages"][2]["repeat"]["entry_title"] = both("Person {name}", "الشخص {name}")
    found["pages"] += [*_kinds(), _person()]
    found["shuffle"] = [list(PARTS)]
    words = both("Enough people who rent have answered.", "أجاب عدد كاف من المستأجرين.")
    found["quotas"] = [
        {"id": QUOTA, "condition": typed("${tenure} = 'renting'"), "most": 10, "mode": "soft", "words": words}
    ]
    return found


def survey() -> Survey:
    """The first version."""
    return Survey.from_json(document())


def corrected() -> Survey:
    """The second: the first question and the last one before the kinds are asked in other words."""
    found = document()
    asked = {question["id"]: question for page in found["pages"] for question in page["questions"]}
    asked["tenure"]["text"], asked[WISH]["text"] = FIRST_CORRECTED, CORRECTED
    return Survey.from_json(found)


def _kinds() -> list[Json]:
    """The example of each kind, dealt out to the pages."""
    kinds = [kind for kind in sorted(KINDS) if kind != PERSONAL]
    return [
        {
            "id": part,
            "title": both(f"Part {number}", f"الجزء {number}"),
            "questions": [_example(kind) for kind in kinds[number :: len(PARTS)]],
        }
        for number, part in enumerate(PARTS)
    ]


def _example(kind: str) -> Json:
    each = example(kind)
    pages = tiny.document(kind.replace("_", "-"))["pages"]
    found: Json = next(one for page in pages for one in page["questions"] if one["id"] == each.question.id)
    found["code"] = f"K-{kind}"
    if kind == "choose_one":
        found["order"] = "random"
    return found


def _person() -> Json:
    page: Json = builders.survey_document()["pages"][1]
    page["questions"][0]["code"] = "A1"
    return page
