"""At which pace a community is heard: how many of it by closing, from what anybody could see. Loads scipy.

The reminder, the dashboard and the advice all ask here, so that they never say different things.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.consultations.queries import communities
from consult.consultations.values import CommunityValue, ConsultationValue, State
from consult.outreach.history import HeardOn, history
from consult.outreach.live import Shown, shown_counts
from consult.outreach.naming import PAGES_OF_ACTIVITIES
from consult.responses.folding import STANDINGS, of_community
from surveys.live_counts import LiveCount
from surveys.representation.pace import WEEK, Forecast, Sighting, forecast

SLACK = 0.1
"""How far, as a share of the target, a forecast may fall short before anybody is told, and how much of the time must
be over before one is trusted: counts move in steps.
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """An affected community: what was heard of it, and what comes at this pace, by closing and within a week.

    `gone` is the share (0 to 1) of the time that is over; `days_left` is None where no closing day is set. There is no
    forecast before a day has passed, nor while nobody can answer.
    """

    community: CommunityValue
    heard: LiveCount
    gone: float
    days_left: int | None
    by_closing: Forecast | None
    in_a_week: Forecast | None

    @property
    def count(self) -> int:
        """What the shown count is taken for; the middle of what a few can be."""
        return self.heard.middle if self.heard.count is None else self.heard.count

    @property
    def coming(self) -> float:
        """How many more are expected by closing."""
        return max(0.0, self.by_closing.expected - self.count) if self.by_closing else 0.0

    @property
    def coming_in_a_week(self) -> float:
        """How many more are expected within a week, were it open so long."""
        return max(0.0, self.in_a_week.expected - self.count) if self.in_a_week else 0.0

    @property
    def is_behind(self) -> bool:
        """Whether so few are expected by closing that somebody should know."""
        target, ahead = self.community.target, self.by_closing
        if not target or ahead is None or self.gone <= SLACK or self.heard.most >= target:
            return False
        return ahead.expected + SLACK * target < target


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a consultation as a forecast sees them, where the authority is."""

    opened: date
    today: date
    closes: date | None
    gone: float

    @property
    def days_left(self) -> int | None:
        """How many days after today it is open."""
        return None if self.closes is None else max(0, (self.closes - self.today).days)


def pace_of(session: Session, consultation: ConsultationValue, moment: datetime) -> tuple[Pace, ...]:
    """Return the pace of every affected community at `moment`, in the order of the consultation. Three statements."""
    return paces(
        consultation,
        moment,
        communities(session, consultation.id),
        shown_counts(session, consultation, without=PAGES_OF_ACTIVITIES),
        history(session, consultation),
    )


def paces(
    consultation: ConsultationValue,
    moment: datetime,
    named: Sequence[CommunityValue],
    shown: Shown,
    kept: Mapping[str, Sequence[HeardOn]],
) -> tuple[Pace, ...]:
    """Return the pace of every affected community from what was read already; `kept` is what was shown by day."""
    span = span_of(consultation, moment)
    return tuple(
        paced(one, shown[of_community(one.key, STANDINGS[True])], kept.get(one.key, ()), span)
        for one in named
        if one.is_affected
    )


def paced(community: CommunityValue, heard: LiveCount, kept: Sequence[HeardOn], span: Span | None) -> Pace:
    """Return the pace of one community, `heard` as it is shown today; `span` is None while nobody can answer."""
    if span is None:
        return Pace(community, heard, 0.0, None, None, None)
    before = [
        Sighting((one.on - span.opened).days, one.count) for one in kept if span.opened < one.on < span.today
    ]
    seen = [*before, Sighting((span.today - span.opened).days, heard)]
    people = community.benchmark_count
    left = span.days_left
    return Pace(
        community,
        heard,
        span.gone,
        left,
        None if left is None else forecast(seen, left, people),
        forecast(seen, WEEK, people),
    )


def span_of(consultation: ConsultationValue, moment: datetime) -> Span | None:
    """Return the days it has been open and will be; None while nobody can answer."""
    opens, closes, opens_on = consultation.opens_at, consultation.closes_at, consultation.opens_on
    if opens is None or opens_on is None or consultation.state(moment) not in {State.OPEN, State.PAUSED}:
        return None
    gone = (moment - opens) / (closes - opens) if closes else 0.0
    today = moment.astimezone(ZoneInfo(consultation.time_zone)).date()
    return Span(opens_on, today, consultation.closes_on, gone)
