"""A question as markup. Without a value or a problem it is made once for each version, language and variant, and kept.

One that each reader may see differently, in an order of their own or with other choices, is never kept.
"""

from collections.abc import Mapping, Sequence

from flask import current_app
from markupsafe import Markup

from consult.consultations.plans import Recent
from consult.web.locale import language
from consult.web.public.sentences import ShownProblem, by_control, control_id, field_ids
from surveys.local_plan import LocalPage, LocalQuestion
from surveys.plan import Plan

MOST_KEPT = 4096

_kept: Recent[tuple[str, str, str | None, str, str], Markup] = Recent(MOST_KEPT)


def asked(
    plan: Plan,
    page: LocalPage,
    on_path: frozenset[str],
    raw: Mapping[str, Sequence[str]],
    problems: Sequence[ShownProblem] = (),
    first: int = 1,
) -> list[Markup]:
    """Return the questions of a page that are asked, in order, with what was typed and what is wrong with it.

    A question that was answered is shown, asked or not. `first` is the number the first question has where several
    pages stand on one.
    """
    wrong = by_control(problems)
    markup = []
    for number, question in enumerate(page.questions, first):
        ids = field_ids(question, number)
        typed = {field: raw[field] for field in ids if raw.get(field)}
        if question.id in on_path or typed:
            errors = {field: wrong[control] for field, control in ids.items() if control in wrong}
            name = (plan.fingerprint, language(), page.variant, question.id, control_id(number))
            markup.append(_markup(name, question, number, typed, errors))
    return markup


def _markup(
    name: tuple[str, str, str | None, str, str],
    question: LocalQuestion,
    number: int,
    typed: Mapping[str, Sequence[str]],
    errors: Mapping[str, str],
) -> Markup:
    if typed or errors or question.is_personal:
        return _rendered(question, number, typed, errors)
    return _kept.found(name, lambda: _rendered(question, number, {}, {}))


def _rendered(
    question: LocalQuestion,
    number: int,
    typed: Mapping[str, Sequence[str]],
    errors: Mapping[str, str],
) -> Markup:
    """Return the markup of one question.

    Its template gets `id`, `values` and `error` of the first field; and `ids`, `typed` and `errors` by field.
    """
    ids = field_ids(question, number)
    # Not flask.render_template: its context processors look for an officer's session, which no resident has.
    own = f"public/questions/{question.kind}.html"
    names = ("public/questions/_recordings.html", own) if question.recordings else (own,)
    first = next(iter(ids), "")  # a note has no field
    said = {"id": control_id(number), "values": typed.get(first, ()), "error": errors.get(first)}
    return Markup(  # noqa: S704  # autoescaped
        "".join(
            current_app.jinja_env.get_template(name).render(
                question=question, ids=ids, typed=typed, errors=errors, **said
            )
            for name in names
        )
    )
