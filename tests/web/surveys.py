"""A survey with every kind of question, and a page that the first answer decides about."""

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.details import ConsultationDetails
from surveys.document import Survey
from tests import builders

DEMONSTRATION = Path(__file__).parents[2] / "consult" / "cli" / "demonstration"


def housing_repairs(session: Session, actor: Actor) -> None:
    """Open the demonstration's consultation: a real survey in three languages, with everything people are told."""
    builders.an_open_consultation(
        session,
        actor,
        "housing-repairs",
        Survey.from_json((builders.LIBRARY / "housing-repairs-need.json").read_bytes()),
        details=ConsultationDetails.read((DEMONSTRATION / "consultation-open.json").read_bytes()),
    )


def both(english: str, arabic: str) -> dict[str, str]:
    return {"en": english, "ar": arabic}


def options(*names: str, **marks: Any) -> list[dict[str, Any]]:
    return [
        {"id": name, "text": both(name.capitalize(), f"خيار {name}"), **marks.get(name, {})} for name in names
    ]


def question(name: str, kind: str, **others: Any) -> dict[str, Any]:
    return {
        "id": name, "code": name.upper(), "kind": kind, "text": both(f"Question {name}?", f"سؤال {name}؟"), **others,
    }  # fmt: skip


def equals(name: str, value: Any) -> dict[str, Any]:
    return {"op": "==", "args": [{"answer": name}, {"value": value}]}


def every_kind() -> Survey:
    """First a page that decides whether the second is asked, then every kind, then the person."""
    labels = {"yes": both("Yes", "نعم"), "no": both("No", "لا"), "unsure": both("Not sure", "لست متأكدا")}
    pages = [
        {
            "id": "first",
            "title": both("First page", "الصفحة الأولى"),
            "questions": [
                question("damp", "choose_one", required=True, options=options("wet", "dry")),
            ],
        },
        {
            "id": "only-wet",
            "title": both("Only for some", "للبعض فقط"),
            "condition": equals("damp", "wet"),
            "questions": [
                question("rooms", "number", minimum=1, maximum=20, required=True),
                question("since", "short_text", limit=10),
            ],
        },
        {
            "id": "kinds",
            "title": both("Every kind", "كل الأنواع"),
            "questions": [
                question(
                    "effects", "choose_many", max=2,
                    options=options("cold", "cost", "noise", "none", none={"exclusive": True}),
                ),
                question("feeling", "scale", points=options("bad", "fair", "good"), outside=options("unknown")),
                question("complain", "yes_no_unsure", labels=labels),
                question("litres", "number", decimals=1, minimum=0, maximum=100, unit=both("litres", "لتر")),
                question("more", "long_text", limit=50),
            ],
        },
        {
            "id": "about-you",
            "title": both("About you", "عنك"),
            "about_you": {
                "why": both("To see who was heard.", "لنرى من سمعنا."),
                "consent": both("I agree.", "أوافق."),
            },
            "questions": [
                {**question("disability", "about_you", options=options("yes", "no")),
                 "prefer_not_to_say": both("Prefer not to say", "أفضل عدم الإجابة")},
                {**question("languages", "about_you", several=True, options=options("english", "arabic")),
                 "prefer_not_to_say": both("Prefer not to say", "أفضل عدم الإجابة")},
            ],
        },
    ]  # fmt: skip
    return Survey.from_json(
        {
            "format": 1,
            "title": both("Every kind", "كل الأنواع"),
            "source_language": "en",
            "languages": ["en", "ar"],
            "pages": pages,
        }
    )


def easy(usual: str, easy_read: str, **others: str) -> dict[str, Any]:
    """Return a phrase with an Easy Read form, and perhaps recordings."""
    return {"text": usual, "variants": {"easy_read": easy_read, **others}}


def in_easy_read() -> Survey:
    """One question with Easy Read words in English, then one without; none in Arabic."""
    document = builders.survey_document()
    proposal, about_you = document["pages"]
    proposal["title"]["en"] = easy("The proposal", "The plan")
    proposal["questions"][0]["text"]["en"] = easy("Should it go ahead?", "Should we do it?")
    more = {
        "id": "more",
        "title": {**both("More", "المزيد"), "en": easy("Further remarks", "More")},
        "questions": [
            question("why", "long_text", text=both("Please elaborate", "يرجى التوضيح"), limit=50),
            question(
                "how", "choose_many", text=both("By what means?", "بأي وسيلة؟"), options=options("a", "b")
            ),
        ],
    }
    return Survey.from_json({**document, "pages": [proposal, more, about_you]})
