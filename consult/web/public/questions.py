"""A question as markup. Without a value or a problem it is made once for each version and language, and kept."""

from collections.abc import Mapping, Sequence

from flask import current_app
from markupsafe import Markup

from consult.consultations.plans import Recent
from consult.web.locale import language
from consult.web.public.sentences import ShownProblem, control_id
from surveys.local_plan import LocalPage, LocalQuestion
from surveys.plan import Plan

MOST_KEPT = 4096

_kept: Recent[tuple[str, str, str, str], Markup] = Recent(MOST_KEPT)


def asked(
    plan: Plan,
    page: LocalPage,
    on_path: frozenset[str],
    raw: Mapping[str, Sequence[str]],
    problems: Sequence[ShownProblem] = (),
    first: int = 1,
) -> list[Markup]:
    """Return the questions of a page that are asked, in order, with what was typed and what is wrong with it.

    `first` is the number the first question has where several pages stand on one.
    """
    wrong = {problem.id: problem.text for problem in problems}
    return [
        _markup(plan, question, control_id(number), raw.get(question.id, ()), wrong.get(control_id(number)))
        for number, question in enumerate(page.questions, first)
        if question.id in on_path
    ]


def _markup(
    plan: Plan, question: LocalQuestion, control: str, values: Sequence[str], error: str | None
) -> Markup:
    if values or error:
        return _rendered(question, control, values, error)
    name = (plan.fingerprint, language(), question.id, control)
    return _kept.found(name, lambda: _rendered(question, control, (), None))


def _rendered(question: LocalQuestion, control: str, values: Sequence[str], error: str | None) -> Markup:
    # Not flask.render_template: its context processors look for an officer's session, which no resident has.
    template = current_app.jinja_env.get_template(f"public/questions/{question.kind}.html")
    return Markup(template.render(question=question, id=control, values=values, error=error))  # noqa: S704  # autoescaped
