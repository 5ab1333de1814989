"""A sealed record as a file to keep and to print: PDF/UA-1 and PDF/A-3a, with the sealed JSON inside it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from consult.evidence.verification import sealed_file
from consult.web.locale import gettext, language
from consult.web.public.evidence import records, seals
from consult.web.public.evidence.findings import Decision, Finding, Session
from consult.web.public.evidence.heard import Headline
from consult.web.public.evidence.labels import labels
from consult.web.public.evidence.numbers import number as written
from consult.web.public.evidence.questions import Question
from consult.web.public.evidence.records import Opened
from consult.web.public.evidence.seals import Asked, Seal
from consult.web.public.evidence.signs import Sign
from consult.web.public.evidence.voices import Voice
from consult.web.typesetting import LettersMissing, typeset
from surveys.problems import Problem, Refused
from surveys.text import Said, direction

MOST_KEPT = 8
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
REGION = re.compile(r"[A-Z]{2}")


def evidence_paper(number: int) -> ResponseReturnValue:
    """Return a sealed record as PDF in the reader's language."""
    opened = records.opened(number)
    sealed, at = sealed_file(opened.record.body).decode(), opened.record.sealed_at.replace(microsecond=0)
    body = printed(json.dumps(_document(opened), ensure_ascii=False, sort_keys=True), sealed, at)
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="evidence-{number}-{language()}.pdf"'
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _document(opened: Opened) -> dict[str, Any]:
    """Return everything the document says, as JSON can hold it."""
    content, zone = opened.record.content, opened.consultation.time_zone
    say = Voice(tuple(content["consultation"]["languages"]))
    found = records.told(opened.record, say)
    return {
        **_data(found),
        **_around(seals.asked(content, say, zone), seals.seal(opened.record, opened.records, zone)),
        **_summary(found["headline"], found["decision"]),
        "words": labels(),
    }


@lru_cache(maxsize=MOST_KEPT)
def printed(data: str, sealed: str, sealed_at: datetime) -> bytes:
    """Return the document; the same words and figures give the same bytes.

    Refused `evidence.unprintable` where the record has letters that our fonts lack: nothing is ever left out of it.
    """
    try:
        return typeset(
            ("evidence", "evidence.typ"),
            {"data": data, "sealed": sealed},
            standards=("ua-1", "a-3a"),
            timestamp=sealed_at,
        )
    except LettersMissing:
        raise Refused(Problem("evidence.unprintable")) from None


def _summary(headline: Headline, decision: Decision) -> dict[str, Any]:
    behind = gettext("Furthest behind: %(group)s (%(heard)s).")
    furthest = _pieces(behind, group=headline.behind, heard=headline.behind_words) if headline.behind else ()
    return {
        "furthest": [_data(piece) for piece in furthest],
        "decided": gettext("The decision: %(words)s.", words=decision.words),
    }


def _around(asked: Asked, seal: Seal) -> dict[str, Any]:
    """Return what stands before and after the figures."""
    caption = gettext("Evidence record %(number)s", number=written(seal.number))
    return {
        "title": f"{caption}: {asked.title}",
        "caption": caption,
        "heading": _data(asked.title),
        "organisation": str(asked.organisation),
        **_tag(language()),
        "file": seal.file,
        "notices": list(_notices(asked, seal)),
        "facts": [_data(fact) for fact in _facts(asked)],
        "sealed": gettext(
            "This record was sealed on %(date)s. Nobody can change it since then.", date=seal.sealed_on
        ),
        "marks": [{"key": key, "value": value} for key, value in _marks(asked, seal)],
    }


def _notices(asked: Asked, seal: Seal) -> Iterator[Mapping[str, str]]:
    if seal.newer:
        words = gettext("Evidence record %(number)s", number=written(seal.newer))
        yield {"title": gettext("There is a newer record"), "words": words}
    if seal.is_interim:
        yield {
            "title": gettext("This record is interim"),
            "words": gettext("Some answers of the public body still need more work. A final record follows."),
        }
    if asked.has_moved_on:
        words = gettext(
            "When this record was sealed, the purchase had already gone on to a later step: %(stage)s.",
            stage=asked.stage,
        )
        yield {"title": gettext("The purchase moved on first"), "words": words}


def _facts(asked: Asked) -> Iterator[Mapping[str, Any]]:
    yield {"key": gettext("Asked by"), "value": asked.organisation}
    yield {"key": gettext("About"), "value": asked.purpose}
    if asked.opened_on and asked.closed_on:
        when = gettext("From %(first)s until %(last)s", first=asked.opened_on, last=asked.closed_on)
        yield {"key": gettext("When"), "value": when}
    yield {"key": gettext("For this purchase"), "value": asked.tender_title}


def _marks(asked: Asked, seal: Seal) -> Iterator[tuple[str, str]]:
    yield gettext("Number of the record"), str(seal.number)
    yield gettext("Number of the purchase (OCID):"), asked.ocid
    if seal.corrects:
        corrected = gettext(
            "It takes the place of evidence record %(number)s.", number=written(seal.corrects)
        )
        yield corrected, str(seal.corrects)
    yield gettext("Fingerprint"), seal.fingerprint
    if seal.previous:
        yield gettext("Fingerprint of the record before it"), seal.previous
    for one in seal.inputs:
        yield one.words, one.fingerprint


def _data(value: Any) -> Any:
    """Return a page value as JSON can hold it; words keep the language they are in."""
    if isinstance(value, Said):
        return {"text": value.text, **_tag(value.language)}
    if isinstance(value, Mapping):
        return {key: _data(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_data(part) for part in value]
    if is_dataclass(value):
        own = {field.name: _data(getattr(value, field.name)) for field in fields(value)}
        return {**own, **_data(_more(value))}
    return value


def _more(value: Any) -> Mapping[str, Any]:
    """Return what a page's template says of some values by itself."""
    if isinstance(value, Sign):
        return {"line": list(_line(value))}
    if isinstance(value, Finding):
        one_group = len(value.departing) == 1
        return {
            "label": gettext("Finding %(number)s", number=value.number),
            "departs": gettext("This group answered differently from the others.")
            if one_group
            else gettext("These groups answered differently from the others."),
            "departures": value.departures,
            "other_signs": value.other_signs,
            "due": list(_due(value)),
        }
    if isinstance(value, Question) and not value.rows:
        return {"told": list(_told(value))}
    if isinstance(value, Session):
        return {"met": gettext("People: %(count)s", count=value.people)}
    return {}


def _told(question: Question) -> Iterator[str | Said]:
    count = question.answered.cells[0].text
    yield from _pieces(gettext("Answered this question: %(count)s."), count=count)
    yield " "
    if question.kind == "number":
        yield gettext("People gave a number. The numbers are not shown here.")
    else:
        yield gettext("People wrote in their own words. What they wrote is not shown here.")


def _due(finding: Finding) -> Iterator[str | Said]:
    answer = finding.answer
    if answer.owner is not None:
        message = gettext("Still to be done by %(owner)s until %(date)s.")
        yield from _pieces(message, owner=answer.owner, date=answer.due_on)


def _line(sign: Sign) -> Iterator[str | Said]:
    if sign.kind == "not_heard":
        yield sign.words
        return
    if sign.question is not None and sign.question.words is not None:
        yield sign.question.words
        yield " "
    yield from _pieces(_message(sign), option=sign.option, here=sign.here, there=sign.there)
    if sign.apart:
        yield " " + gettext("That is %(apart)s.", apart=sign.apart)
    if sign.kind == "divergence" and not sign.is_clear:
        yield " " + gettext("The difference is large, but could be chance.")


def _message(sign: Sign) -> str:
    if sign.kind == "objection":
        if sign.group is None:
            return gettext("Some of those who answered chose an answer against going ahead.")
        if sign.here:
            return gettext("%(here)s chose an answer against going ahead.")
        return gettext("Some chose an answer against going ahead.")
    if sign.apart:
        return gettext(
            "“%(option)s”: %(here)s of this group, %(there)s of those who said they do not belong to it."
        )
    if sign.is_closer:
        return gettext(
            "The answers of this group lie closer to “%(option)s” than those of people who said they do not belong to "
            "it."
        )
    return gettext(
        "The answers of this group lie further from “%(option)s” than those of people who said they do not belong to "
        "it."
    )


def _pieces(message: str, **values: str | Said | None) -> Iterator[str | Said]:
    """Give a sentence in pieces, so that words in another language stay marked as such."""
    for place, piece in enumerate(_PLACEHOLDER.split(message)):
        found = values[piece] if place % 2 else piece
        if found:
            yield found


def _tag(code: str) -> dict[str, str | None]:
    """Return a language as the document names it: code and region apart."""
    main, *rest = code.split("-")
    region = next((part for part in rest if REGION.fullmatch(part)), None)
    return {"language": main, "region": region, "direction": direction(code)}
