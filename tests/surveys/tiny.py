"""Tiny surveys, one feature each, from fixtures/ or made on the spot."""

import json
from pathlib import Path
from typing import Any

from surveys.document import Survey
from surveys.plan import Plan, compile_plan
from surveys.problems import Problem, Refused

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))

Json = dict[str, Any]


def document(name: str) -> Json:
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


def survey(name: str) -> Survey:
    return Survey.from_json((FIXTURES / f"{name}.json").read_bytes())


def plan(name: str) -> Plan:
    return compile_plan(survey(name))


def page(page_id: str, *questions: Json, **others: Any) -> Json:
    return {"id": page_id, "title": {"en": "Page"}, "questions": list(questions), **others}


def yes_or_no(question_id: str, **others: Any) -> Json:
    options = [{"id": "yes", "text": {"en": "Yes"}}, {"id": "no", "text": {"en": "No"}}]
    return {"id": question_id, "code": question_id.upper(), "kind": "choose_one", "text": {"en": "?"}} | {
        "options": options,
        **others,
    }


def of_pages(*pages: Json, **others: Any) -> Json:
    languages = {"source_language": "en", "languages": ["en"]}
    return {"format": 1, "title": {"en": "A tiny survey"}, **languages, "pages": list(pages), **others}


def refusals(source: Any) -> tuple[Problem, ...]:
    """What reading this as a survey document is refused for; nothing if it is read."""
    try:
        Survey.from_json(source)
    except Refused as refused:
        return refused.problems
    return ()


def is_answered_yes(question_id: str) -> Json:
    return {"op": "==", "args": [{"answer": question_id}, {"value": "yes"}]}


def compiled(source: Json) -> Plan:
    return compile_plan(Survey.from_json(source))
