"""A survey with something of every sort in it, and random corrections of it that an officer may publish."""

from copy import deepcopy
from random import Random
from typing import Any

from surveys.document import Survey
from surveys.identity import reused
from surveys.publishing import check

Json = dict[str, Any]
LANGUAGES = ("en", "ar")


def text(words: str) -> Json:
    return {
        "en": {"text": words, "variants": {"easy_read": f"{words} (easy)"}},
        "ar": {"text": f"{words} بالعربية"},
    }


def option(name: str, **others: Any) -> Json:
    return {"id": name, "text": text(f"Option {name}"), **others}


def question(name: str, kind: str, **others: Any) -> Json:
    return {"id": name, "code": name, "kind": kind, "text": text(f"Question {name}?"), **others}


def first_version() -> Json:
    wet = {"op": "==", "args": [{"answer": "damp"}, {"value": "wet"}]}
    none = option("none", exclusive=True)
    return {
        "format": 1,
        "title": text("Repairs"),
        "source_language": "en",
        "languages": list(LANGUAGES),
        "pages": [
            {"id": "home", "title": text("Home"), "questions": [
                question("damp", "choose_one", required=True, options=[option("wet"), option("dry"), option("unsure")]),
                question(
                    "effects", "choose_many", max=2, options=[option("cold"), option("cost"), option("noise"), none],
                ),
                question("more", "short_text", limit=60),
            ]},
            {"id": "rooms", "title": text("Rooms"), "condition": wet, "questions": [
                question("count", "number", minimum=0, maximum=50, unit=text("rooms")),
                question("feeling", "scale", points=[option("bad"), option("fair"), option("good")]),
            ]},
            {"id": "wishes", "title": text("Wishes"), "questions": [question("wish", "short_text", limit=60)]},
            {"id": "you", "title": text("You"), "about_you": {"why": text("To see."), "consent": text("I agree.")},
             "questions": [
                {**question("disability", "about_you", options=[option("yes"), option("no")]),
                 "prefer_not_to_say": text("Prefer not to say")},
             ]},
        ],
    }  # fmt: skip


class Corrections:
    """One officer, who makes one random correction after another."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.versions = [Survey.from_json(first_version())]
        self.made = 0

    def corrected(self) -> Survey:
        """Return the next version: different from the one before, and such that it may be published."""
        while True:
            if len(self.versions) > 1 and self.chance.random() < 0.15:
                survey = self.chance.choice(self.versions)
            else:
                survey = self._edited(deepcopy(self.versions[-1].to_json()))
            earlier = self.versions[::-1]
            is_sound = not check(survey, LANGUAGES) and not reused(earlier, survey)
            if is_sound and survey.fingerprint != earlier[0].fingerprint:
                self.versions.append(survey)
                return survey

    def _edited(self, document: Json) -> Survey:
        for _ in range(self.chance.randint(1, 3)):
            self.made += 1
            page = self.chance.choice(document["pages"])
            self.chance.choice((self._reword, self._reword, self._options, self._questions, self._limits))(
                document, page
            )
        return Survey.from_json(document)

    def _reword(self, _document: Json, page: Json) -> None:
        texts = [part["text"] for part in page["questions"]]
        texts += [
            each["text"] for part in page["questions"] for each in part.get("options", part.get("points", ()))
        ]
        texts += list(page.get("about_you", {}).values())
        if texts:
            words = self.chance.choice(texts)
            words[self.chance.choice(LANGUAGES)]["text"] += f" {self.made}"

    def _options(self, _document: Json, page: Json) -> None:
        for part in page["questions"]:
            options = part.get("options", part.get("points"))
            if options is None or self.chance.random() < 0.5:
                continue
            what = self.chance.random()
            if what < 0.4 and len(options) > 2:
                options.remove(self.chance.choice(options))
            elif what < 0.7:
                options.insert(self.chance.randrange(len(options) + 1), option(f"more{self.made}"))
            else:
                self.chance.shuffle(options)

    def _questions(self, document: Json, page: Json) -> None:
        what = self.chance.random()
        if what < 0.4 and page["questions"]:
            page["questions"].remove(self.chance.choice(page["questions"]))
        elif what < 0.6 and "about_you" not in page:
            page["questions"].append(question(f"added{self.made}", "short_text", limit=60))
        elif what < 0.8 and len(document["pages"]) > 2:
            first = [each for each in document["pages"] if "about_you" not in each]
            self.chance.shuffle(first)
            document["pages"] = [*first, *(each for each in document["pages"] if "about_you" in each)]
        else:
            self.chance.shuffle(page["questions"])

    def _limits(self, document: Json, _page: Json) -> None:
        for part in (part for page in document["pages"] for part in page["questions"]):
            if "limit" in part:
                part["limit"] = self.chance.choice((5, 20, 60))
            if "maximum" in part:
                part["maximum"] = self.chance.choice((2, 10, 50))
            if "max" in part:
                part["max"] = self.chance.choice((1, 2))
