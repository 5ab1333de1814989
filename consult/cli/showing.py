"""`responses show`: single answers exactly as they were asked, for those who may read them."""

from collections.abc import Iterator

import click

from consult.cli.commands import Command, json_option, print_json
from consult.cli.operator import acting, organisation_option, ready
from consult.consultations.queries import own_consultation
from consult.responses.showing import AT_ONCE, ShownAnswer, shown_answers


@click.command(cls=Command)
@click.argument("slug")
@click.option(
    "--from", "first", type=click.IntRange(0), default=0, help="Begin at this number.", show_default=True
)
@click.option(
    "--most", type=click.IntRange(1, 10_000), default=AT_ONCE, show_default=True, help="At most so many."
)
@organisation_option
@json_option
def show(slug: str, first: int, most: int, organisation: str | None, *, as_json: bool) -> None:
    """Show sent answers of SLUG as they were asked: wording, language, version, variant. That is recorded."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = own_consultation(session, actor.organisation_id, slug)
        answers = shown_answers(session, actor, consultation, first, most)
    if as_json:
        print_json({"slug": slug, "first": first, "answers": [answer.to_json() for answer in answers]})
        return
    for number, answer in enumerate(answers, first):
        for written in _lines(number, answer):
            click.echo(written)


def _lines(number: int, answer: ShownAnswer) -> Iterator[str]:
    told = answer.to_json()
    yield f"answer {number}: {told['mode']}, {told['capacity']}, week of {told['week']}"
    for page in told["pages"]:
        for question in page["questions"]:
            if question["answer"] is not None:
                asked = question["asked"]
                yield f"  [version {asked['version']}, {asked['language']}, {asked['variant']}] {question['text']}"
                yield f"    {', '.join(question['chosen']) or question['answer']}"
