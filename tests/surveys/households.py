"""A survey that asks about each person in a household, and what follows it."""

from typing import Any

from surveys.document import Survey
from surveys.plan import Plan, compile_plan

Json = dict[str, Any]


def both(english: str, arabic: str) -> Json:
    return {"en": english, "ar": arabic}


def options(*names: str, **marks: Json) -> list[Json]:
    return [
        {"id": name, "text": both(name.capitalize(), f"خيار {name}"), **marks.get(name, {})} for name in names
    ]


def question(name: str, kind: str, **others: Any) -> Json:
    words = both(f"Question {name}?", f"سؤال {name}؟")
    return {"id": name, "code": name.upper(), "kind": kind, "text": words, **others}


def equals(name: str, value: Any) -> Json:
    return {"op": "==", "args": [{"answer": name}, {"value": value}]}


def repeat(**others: Any) -> Json:
    return {
        "id": "people",
        "most": 3,
        "review_title": both("People who live with you", "الأشخاص الذين يعيشون معك"),
        "entry_title": both("Person", "الشخص"),
        "another": both("Add another person", "أضف شخصا آخر"),
        **others,
    }


def document(**of_repeat: Any) -> Json:
    """First a page that decides whether one of the questions is asked, then the repeat, then a page after it."""
    effects = options("cold", "noise", "none", none={"exclusive": True})
    asked = [
        question("age", "number", minimum=0, maximum=120, required=True),
        question("effects", "choose_many", max=2, options=effects),
        question("mould", "choose_one", options=options("much", "little"), condition=equals("damp", "wet")),
        question("said", "short_text", limit=40),
    ]
    pages = [
        {
            "id": "home",
            "title": both("Your home", "بيتك"),
            "questions": [question("damp", "choose_one", required=True, options=options("wet", "dry"))],
        },
        {
            "id": "household",
            "title": both("About this person", "عن هذا الشخص"),
            "repeat": repeat(**of_repeat),
            "questions": asked,
        },
        {
            "id": "after",
            "title": both("And then", "وبعد ذلك"),
            "questions": [question("more", "long_text", limit=50)],
        },
    ]
    return {
        "format": 1,
        "title": both("A household", "أسرة"),
        "source_language": "en",
        "languages": ["en", "ar"],
        "pages": pages,
    }


def about_you() -> Json:
    """A page about the person, which comes last."""
    asked = question("disability", "about_you", options=options("yes", "no"))
    return {
        "id": "about-you",
        "title": both("About you", "عنك"),
        "about_you": {
            "why": both("To see who was heard.", "لنرى من سمعنا."),
            "consent": both("I agree.", "أوافق."),
        },
        "questions": [{**asked, "prefer_not_to_say": both("Prefer not to say", "أفضل عدم الإجابة")}],
    }


def whole_survey(**of_repeat: Any) -> Survey:
    """As a consultation asks it: with the page about the person."""
    asked = document(**of_repeat)
    return Survey.from_json({**asked, "pages": [*asked["pages"], about_you()]})


def survey(**of_repeat: Any) -> Survey:
    return Survey.from_json(document(**of_repeat))


def plan(**of_repeat: Any) -> Plan:
    return compile_plan(survey(**of_repeat))
