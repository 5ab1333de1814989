"""What communities, questions and options are called, from the results that were compiled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.consultations.values import CommunityValue
from consult.evidence.naming import name_of
from consult.web.locale import language
from surveys.text import Said, Text


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the reader's language; where one is missing its key stands in."""

    communities: Mapping[str, Text]
    questions: Mapping[str, Mapping[str, Any]]

    def community(self, key: str) -> Said:
        """Return what a community is called."""
        return self.communities.get(key, _itself(key)).to(language())

    def question(self, question_id: str) -> Said:
        """Return the words of a question, or of a part of one."""
        named = self.questions.get(question_id)
        return _words({"text": name_of(named)} if named else {}, question_id)

    def words(self, text: Mapping[str, Any]) -> Said:
        """Return a text of the results."""
        return Text.model_validate(text).to(language())

    def code(self, question_id: str) -> str:
        """Return the short code of a question that people speak of it by."""
        return str(self.questions.get(question_id, {}).get("code", question_id))

    def options(self, question_id: str) -> Sequence[Mapping[str, Any]]:
        """Return the options of a question as the results list them."""
        listed: Sequence[Mapping[str, Any]] = self.questions.get(question_id, {}).get("options", ())
        return listed

    def option(self, question_id: str, option_id: str) -> Said:
        """Return the words of an option."""
        return _words(
            next((one for one in self.options(question_id) if one["id"] == option_id), {}), option_id
        )

    def beside(self, question_id: str, community: str) -> Mapping[str, Any]:
        """Return the results of a question beside one community."""
        listed: Sequence[Mapping[str, Any]] = self.questions[question_id]["communities"]
        return next(one for one in listed if one["key"] == community)


def names_of(communities: Sequence[CommunityValue], results: Mapping[str, Any] | None) -> Names:
    """Return the names of a consultation; questions have theirs from the results on."""
    questions = results["questions"] if results else ()
    return Names({one.key: one.name for one in communities}, {one["id"]: one for one in questions})


def _words(named: Mapping[str, Any], otherwise: str) -> Said:
    words = Text.model_validate(named["text"]) if "text" in named else _itself(otherwise)
    return words.to(language())


def _itself(key: str) -> Text:
    return Text.of({language(): key})
