"""Writing the margins that answers can be weighted to afterwards: until the closing, and never by the results."""

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations import margin_details
from consult.consultations.communities import changing, note, rewrite, survey_people_answer
from consult.consultations.community_checks import questions
from consult.consultations.margin_details import MarginDetail
from surveys.problems import Problem, Refused


def write_margin(
    session: Session, actor: Actor, slug: str, margin: MarginDetail, *, key: str | None = None
) -> None:
    """Write a margin: in place of the one that is called `key`, else as one more.

    Raises Refused, each problem at a pointer into the margin: `margin.unknown`, `margin.key_taken`, `closing.already`,
    and where it does not fit the survey or does not add up.
    """
    draft, details = changing(session, actor, slug)
    known = {one.key for one in details.margins}
    if key is not None and key not in known:
        raise Refused(Problem("margin.unknown", "", {"key": key}))
    if margin.key != key and margin.key in known:
        raise Refused(Problem("margin.key_taken", "/key", {"key": margin.key}))
    found = (
        *margin_details.loose_ends(margin, ()),
        *margin_details.unfitting(margin, questions(survey_people_answer(session, draft)), ()),
    )
    if found:
        raise Refused(found)
    margins = tuple(margin if one.key == key else one for one in details.margins)
    if key is None:
        margins = (*margins, margin)
    if margins == details.margins:
        return
    rewrite(session, draft, details.model_copy(update={"margins": margins}))
    note(session, actor, draft, "margin_written", key=margin.key, question=margin.question_id)


def remove_margin(session: Session, actor: Actor, slug: str, key: str) -> None:
    """Take a margin out; Refused `margin.unknown`, `closing.already`."""
    draft, details = changing(session, actor, slug)
    left = tuple(one for one in details.margins if one.key != key)
    if left == details.margins:
        raise Refused(Problem("margin.unknown", "", {"key": key}))
    rewrite(session, draft, details.model_copy(update={"margins": left}))
    note(session, actor, draft, "margin_removed", key=key)
