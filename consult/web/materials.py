"""A poster, a flyer or a sheet of cards as PDF: a consultation in the words of one language, and how to get there.

Both officers and partners print them, so this belongs to no door. Nothing is written for it: the words are the
consultation's own, and sentences of the residents' pages.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, g

from consult.consultations.details import Contact
from consult.consultations.values import ConsultationValue
from consult.outreach.house_style import HouseStyleValue
from consult.outreach.printing import CARDS, FORMATS, Format, Size
from consult.outreach.qr import qr_svg
from consult.web.days import day
from consult.web.installation import installation
from consult.web.locale import gettext, speak
from consult.web.typesetting import LettersMissing, typeset
from consult.web.uses import use_words
from consult.words.locales import endonym, languages
from surveys.problems import Problem, Refused
from surveys.text import Said, Text, direction

MOST_KEPT = 16
UNBROKEN = "\N{NO-BREAK SPACE}"
REGION = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Goal:
    """Where what is printed leads: the address as a telephone reads it, and as it is typed; `code` is its end."""

    base_url: str
    code: str
    shown: str

    @property
    def address(self) -> str:
        """The address in the QR code."""
        return f"{self.base_url.rstrip('/')}/go/{self.code}"

    @property
    def before_code(self) -> str:
        """What is typed before the code: nobody has to type the name of a protocol."""
        return f"{self.base_url.rstrip('/').partition('://')[2]}/go/"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to print: what it is, and the addresses of its files by size."""

    words: str
    hint: str
    href: str
    large_href: str


def pieces(address: Callable[[str, Size], str]) -> tuple[Piece, ...]:
    """Return everything there is to print; `address` says where the file of a format is, in a size."""
    words = format_words()
    return tuple(Piece(*words[key], address(key, Size.USUAL), address(key, Size.LARGE)) for key in FORMATS)


def printed(
    consultation: ConsultationValue,
    goals: Sequence[Goal],
    language: str,
    paper: Format,
    size: Size,
    style: HouseStyleValue,
) -> bytes:
    """Return the PDF: one piece that leads to each of `goals`, or a sheet full of the same where there is one.

    Raises Refused `material.unprintable` where a word has letters that our fonts lack.
    """
    with _speaking(language):
        data = {
            **_words(consultation, language),
            "layout": paper.layout,
            "paper": paper.paper,
            "is_large": size is Size.LARGE,
            "copies": paper.on_a_sheet(size) if len(goals) == 1 else 1,
            "goals": [_goal(goal) for goal in goals],
            "colour": style.colour,
            "logo": _logo(style, paper),
        }
    return _typeset(json.dumps(data, ensure_ascii=False, sort_keys=True))


def goal_of(code: str, shown: str | None = None) -> Goal:
    """Return where a code leads in this installation; `shown` is how it is printed, where that is otherwise."""
    return Goal(installation().settings.base_url, code, shown or code)


def format_words() -> dict[str, tuple[str, str]]:
    """Return what each format is called, and what one needs to know to print it."""
    return {
        "poster-a3": (gettext("Poster, A3"), gettext("for halls and windows")),
        "poster-a4": (gettext("Poster, A4"), gettext("for doors and notice boards")),
        "flyer-a5": (gettext("Flyer, A5"), gettext("to hand out; large print has two sides")),
        "cards-a4": (gettext("Cards on an A4 sheet"), gettext("10 to cut out; 4 in large print")),
    }


def download(body: bytes, media_type: str, name: str) -> Response:
    """Return a file to keep, which no cache keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, mimetype=media_type, headers=headers)


@lru_cache(maxsize=MOST_KEPT)
def _typeset(data: str) -> bytes:
    try:
        return typeset(("materials", "materials.typ"), {"data": data})
    except LettersMissing:
        raise Refused(Problem("material.unprintable")) from None


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Speak as residents' pages do in `language`, in English where there are no such pages; then as before."""
    before = {name: g.get(name) for name in ("language", "domain")}
    speak(language if language in languages() else "en")
    try:
        yield
    finally:
        for name, value in before.items():
            g.pop(name) if value is None else setattr(g, name, value)


def _words(consultation: ConsultationValue, language: str) -> dict[str, Any]:
    def say(text: Text | None) -> dict[str, Any] | None:
        return _said(text.to(language, consultation.languages)) if text else None

    details, name = consultation.details, consultation.organisation_name.to(language, consultation.languages)
    chrome = language if language in languages() else "en"
    return {
        **_tag(language),
        "chrome": _tag(chrome),
        "document_title": str(consultation.title.to(language, consultation.languages)),
        "author": str(name),
        "organisation": _said(name),
        "heading": say(consultation.title),
        "summary": say(details.summary),
        "have_your_say": gettext("Have your say"),
        "until": _until(consultation),
        "scan": gettext("Scan this with the camera of a telephone"),
        "type": gettext("Or type this address"),
        "no_name": gettext("You do not have to give your name"),
        "ask_title": gettext("Where to ask"),
        "ask": [_contact(one, say) for one in _nearest(details.contacts, language)],
        "never_title": gettext("What your answers may never be used for"),
        "never": [use_words(use.purpose) or say(use.text) for use in details.never_used_for],
        "in_languages": [{"text": endonym(code), **_tag(code)} for code in consultation.languages],
    }


def _until(consultation: ConsultationValue) -> str | None:
    """Return the last day on which people can answer."""
    last = consultation.closes_on
    if last is None:
        return None
    return gettext("You can answer until %(date)s", date=day(last).replace(" ", UNBROKEN))


def _nearest(contacts: Sequence[Contact], language: str) -> list[Contact]:
    """Return where to ask in this language; everywhere, where it has nowhere of its own."""
    reachable = [one for one in contacts if one.is_reachable]
    return [one for one in reachable if one.language == language] or reachable


def _contact(contact: Contact, say: Any) -> dict[str, Any]:
    return {
        "language": endonym(contact.language),
        "phone": contact.phone,
        "email": contact.email,
        "place": say(contact.place),
        "hours": say(contact.hours),
    }


def _goal(goal: Goal) -> dict[str, str]:
    label = gettext("QR code for %(address)s", address=goal.address)
    return {
        "qr": qr_svg(goal.address, label).decode(),
        "alt": label,
        "before_code": goal.before_code,
        "code": goal.shown,
    }


def _logo(style: HouseStyleValue, paper: Format) -> list[int] | None:
    """Return the bytes of the logo; on a card there is no room for it."""
    return None if style.logo is None or paper == CARDS else [*style.logo]


def _said(words: Said) -> dict[str, Any]:
    return {"text": words.text, **_tag(words.language)}


def _tag(code: str) -> dict[str, str | None]:
    """Return a language as the document names it: code and region apart."""
    main, *rest = code.split("-")
    region = next((part for part in rest if REGION.fullmatch(part)), None)
    return {"language": main, "region": region, "direction": direction(code)}
