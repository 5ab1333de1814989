"""The screen of a partner: what it does for each consultation that is not over, and what its own links led to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.codes import grouped
from consult.consultations.values import ConsultationValue, State
from consult.db import reading
from consult.outreach.partner_links import UNUSABLE
from consult.outreach.partner_screen import OwnActivity, OwnConsultation
from consult.outreach.partner_screen import partner_screen as screen_of
from consult.outreach.printing import Size
from consult.outreach.values import LinkValue
from consult.web.channels import channel_words
from consult.web.locale import gettext, language
from consult.web.materials import Goal, Piece, goal_of, pieces
from consult.web.public import not_open
from consult.web.public.dates import day, last_day
from consult.web.public.evidence.numbers import number
from consult.web.public.frame import render_private
from consult.web.public.live_words import live_words
from consult.web.public.partner import holding
from consult.web.public.start import Place, Say, contacts, voice
from consult.words.locales import languages
from surveys.problems import Refused
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class OwnLinkRow:
    """One link in words: where it leads, its code as it is read aloud, how often it was opened, what to print."""

    language: str
    code: str
    shown: str
    goal: Goal
    openings: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class OwnActivityRow:
    """One activity in words."""

    key: str
    what: Said | str | None
    channel: str
    place: Said | None
    on: str
    is_done: bool
    openings: str
    sent: str
    links: Sequence[OwnLinkRow]


@dataclass(frozen=True, slots=True)
class OwnPart:
    """One consultation: what comes next, the activities, whom to ask."""

    slug: str
    title: Said | None
    organisation: Said | None
    why_not_open: str | None
    until: str | None
    next: OwnActivityRow | None
    activities: Sequence[OwnActivityRow]
    contacts: Sequence[Place]


def partner_screen() -> ResponseReturnValue:
    """Show a partner its own activities, links and materials."""
    with reading() as session:
        found = screen_of(session, spent_link())
    spoken = dict.fromkeys(code for own in found.consultations for code in own.consultation.languages)
    return render_private(
        "partner",
        gettext("Your posters and figures"),
        spoken=tuple(code for code in spoken if code in languages()),
        name=found.name.to(language()),
        parts=[_part(own) for own in found.consultations],
    )


def spent_link() -> uuid.UUID:
    """Return the link this browser spent; Refused `partner_link.unusable` where it spent none."""
    link_id = holding.held()
    if link_id is None:
        raise Refused(UNUSABLE)
    return link_id


def _part(own: OwnConsultation) -> OwnPart:
    value, say = own.consultation, voice(own.consultation)
    state = value.state(clock.now())
    return OwnPart(
        slug=value.slug,
        title=say(value.title),
        organisation=say(value.organisation_name),
        why_not_open=None if state is State.OPEN else _why_not(value, state),
        until=last_day(value.closes_at, value.time_zone) if value.closes_at else None,
        next=_activity(own.next, say) if own.next else None,
        activities=[_activity(one, say) for one in own.activities],
        contacts=contacts(value.details.contacts, say),
    )


def _why_not(value: ConsultationValue, state: State) -> str:
    """Return that nobody can answer now: its title alone where a resident would be told of saved answers."""
    return not_open.why(value, state) if state is State.SCHEDULED else not_open.title_of(state)


def _activity(one: OwnActivity, say: Say) -> OwnActivityRow:
    on = one.done_on or one.on
    return OwnActivityRow(
        key=one.key,
        what=say(one.what) or channel_words(one.channel),
        channel=channel_words(one.channel),
        place=say(one.place),
        on=day(on) if on else gettext("no day yet"),
        is_done=one.done_on is not None,
        openings=number(sum(link.openings for link in one.links)),
        sent=live_words(one.sent),
        links=[_link(link) for link in one.links],
    )


def _link(link: LinkValue) -> OwnLinkRow:
    def address(paper: str, size: Size) -> str:
        return url_for("public.partner_material", code=link.code, paper=paper, size=size.value)

    return OwnLinkRow(
        link.language,
        link.code,
        grouped(link.code),
        goal_of(link.code),
        number(link.openings),
        pieces(address),
    )
