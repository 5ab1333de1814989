"""What officers did can be read in words: each action written into the audit trail has some."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from consult.web.officer.actions import action_words

ROOT = Path(__file__).parents[2]
OWN_WORDS = re.compile(r'^ {8}"([a-z_.]+)": gettext', re.MULTILINE)


def recorded() -> Iterator[str]:
    """Yield each action given to record(...), as a pattern: a part that is filled in may be anything."""
    for path in (ROOT / "consult").rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "_record"}:
                action = node.args[2] if len(node.args) > 2 else None
                if isinstance(action, ast.Constant):
                    is_short = "." not in str(
                        action.value
                    )  # consultations/service._record says the noun itself
                    yield re.escape(f"consultation.{action.value}" if is_short else str(action.value))
                elif isinstance(action, ast.Name) and "tenders" in path.parts:  # what an import did
                    yield r"tender\.(imported|updated|release_kept)"
                elif isinstance(action, ast.JoinedStr):
                    yield "".join(
                        re.escape(part.value) if isinstance(part, ast.Constant) else ".+"
                        for part in action.values
                    )


def words() -> list[str]:
    return OWN_WORDS.findall((ROOT / "consult/web/officer/actions.py").read_text("utf-8"))


def test_every_recorded_action_has_words() -> None:
    actions = set(recorded())
    assert len(actions) > 25
    assert [
        action for action in sorted(actions) if not any(re.fullmatch(action, each) for each in words())
    ] == []


def test_no_words_are_kept_for_what_is_never_recorded() -> None:
    actions = set(recorded())
    assert [each for each in words() if not any(re.fullmatch(action, each) for action in actions)] == []


def test_words_are_said_and_a_name_stands_where_there_are_none(built_app: Flask) -> None:
    with built_app.test_request_context("/officer/"):
        assert all(action_words(each) != each for each in words())
        assert action_words("tea.made") == "tea.made"
