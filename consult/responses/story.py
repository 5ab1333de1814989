"""How people who do not exist behave: `simulation` in consult/cli/demonstration/README.md."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from surveys.faults import problems_of
from surveys.problems import Refused

Share = Annotated[float, Field(ge=0, le=1)]
Weights = Mapping[str, Annotated[float, Field(ge=0)]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LinkShare(_Part):
    """Which share of the sent answers came by a link, and how often it was opened."""

    link: str
    share: Share
    openings: Annotated[int, Field(ge=0)] = 0


class Leaning(_Part):
    """How a community (None: everybody) leans in a question. Options without a weight are never chosen."""

    community: str | None = None
    question_id: str
    weights: Weights


class OpenAnswer(_Part):
    """Invented words."""

    language: str
    text: str


class Story(_Part):
    """How the simulated people behave. `unfinished`: how many more begin and do not send."""

    people: Annotated[int, Field(ge=1, le=1_000_000)]
    seed: int
    unfinished: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    shares: Mapping[str, Share] = {}
    not_stated: Share = 0.08
    languages: Mapping[str, Share] = {}
    languages_of: Mapping[str, Mapping[str, Share]] = {}
    links: tuple[LinkShare, ...] = ()
    leanings: tuple[Leaning, ...] = ()
    words: Mapping[str, tuple[OpenAnswer, ...]] = {}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """Return the story in `simulation` of story.json. Raises Refused, codes `simulation.<what>`, with pointers."""
        try:
            return cls.model_validate(document)
        except ValidationError as error:
            raise Refused(problems_of(error, "simulation")) from None
