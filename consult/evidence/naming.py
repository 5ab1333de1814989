"""What an entry of the results is called: by its question's words, and where it is a part of one by its own too."""

from collections.abc import Mapping
from typing import Any


def name_of(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the words of an entry by language, as the results hold them."""
    text: Mapping[str, Any] = entry["text"]
    part: Mapping[str, Any] | None = entry.get("part")
    if part is None:
        return text
    return {
        language: {"text": f"{phrase['text']} – {part[language]['text']}"}
        for language, phrase in text.items()
        if language in part
    }


def question_of(entry: Mapping[str, Any]) -> str:
    """Return the id of the question an entry is, or is a part of."""
    return str(entry.get("question", entry["id"]))
