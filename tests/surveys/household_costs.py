"""A survey with all logic: filters, defaults, constraints, calculations, a repeat, and words that say answers again."""

import copy
from typing import Any

from surveys.document import Survey
from surveys.expressions.parsing import parse
from surveys.plan import Plan, compile_plan
from tests.surveys.households import both, question

Json = dict[str, Any]


def typed(text: str) -> Json:
    """An expression as the document keeps it."""
    found: Json = parse(text).model_dump(mode="json")
    return found


def calculation(name: str, text: str) -> Json:
    return {"id": name, "value": typed(text)}


def option(name: str, english: str, arabic: str, **others: Any) -> Json:
    return {"id": name, "text": both(english, arabic), **others}


TENURE = [option("renting", "renting", "مستأجر"), option("owning", "owning", "مالك")]
TOWNS = [
    option("ashby", "Ashby", "آشبي", properties={"region": "north"}),
    option("brook", "Brook", "بروك", properties={"region": "north"}),
    option("corley", "Corley", "كورلي", properties={"region": "south"}),
]


def home() -> Json:
    return {
        "id": "home",
        "title": both("Your home", "بيتك"),
        "questions": [
            question("tenure", "choose_one", options=TENURE, required=True),
            question(
                "region",
                "choose_one",
                options=[option("north", "North", "الشمال"), option("south", "South", "الجنوب")],
            ),
            question("rooms", "number", minimum=1, maximum=20),
        ],
        "calculations": [calculation("many_rooms", "${rooms} >= 5"), calculation("spare", "${rooms} - 1")],
    }


def town() -> Json:
    return {
        "id": "town",
        "title": both("Where you live", "أين تسكن"),
        "questions": [
            question(
                "town",
                "choose_one",
                options=TOWNS,
                choice_filter=typed("region = ${region} or ${region} = ''"),
            ),
            question("beds", "number", minimum=0, maximum=40)
            | {
                "text": both("You have {rooms} rooms. How many beds?", "لديك {rooms} غرف. كم سريرا؟"),
                "default": typed("${spare}"),
                "constraint": {
                    "that": typed(". <= ${rooms} * 4"),
                    "message": both(
                        "So many beds do not fit into {rooms, plural, one {# room} other {# rooms}}",
                        "لا تتسع {rooms, plural, zero {# غرفة} one {غرفة} two {غرفتان} few {# غرف} "
                        "many {# غرفة} other {# غرفة}} لهذا العدد",
                    ),
                },
            },
            question("why_many", "short_text", limit=80) | {"required_when": typed("${beds} > 10")},
        ],
    }


def people() -> Json:
    return {
        "id": "household",
        "title": both("About this person", "عن هذا الشخص"),
        "repeat": {
            "id": "people",
            "most": 4,
            "review_title": both("People you live with", "من يسكن معك"),
            "entry_title": both("Person", "الشخص"),
            "another": both("Add a person", "أضف شخصا"),
        },
        "questions": [
            question("name", "short_text", limit=40),
            question("cost", "number", minimum=0, maximum=900, required=True),
        ],
        "calculations": [calculation("doubled", "${cost} * 2"), calculation("place", "position()")],
    }


def after() -> Json:
    return {
        "id": "after",
        "title": both("All together", "المجموع"),
        "intro": both(
            "You are {tenure} and name {people_count, plural, =0 {nobody} one {# person} other {# people}}.",
            "أنت {tenure}، عددهم {people_count}.",
        ),
        "questions": [
            question("enough", "choose_one", options=TENURE, condition=typed("${total} > 100")),
            question("rest", "short_text", limit=40),
        ],
        "calculations": [],
    }


def document(**others: Any) -> Json:
    summing = {
        "id": "summing",
        "title": both("Sums", "حساب"),
        "intro": both("Thank you.", "شكرا."),
        "questions": [],
        "calculations": [
            calculation("people_count", "count(${people})"),
            calculation("total", "sum(${doubled})"),
            calculation("was_winter", "once(today() < '2027-01-01')"),
        ],
    }
    whole = {
        "format": 1,
        "title": both("What a household costs", "كلفة الأسرة"),
        "source_language": "en",
        "languages": ["en", "ar"],
        "pages": [home(), town(), people(), summing, after()],
        **others,
    }
    return copy.deepcopy(whole)  # tests change it


def survey(**others: Any) -> Survey:
    return Survey.from_json(document(**others))


def plan(**others: Any) -> Plan:
    return compile_plan(survey(**others))
