"""What people stated about themselves, in tables: where they live, for one."""

from collections.abc import Iterator

from consult.web.locale import gettext
from consult.web.officer.reach_tables import Looked
from consult.web.officer.tabled import Column, Table


def places(found: Looked) -> Iterator[Table]:
    """Yield what people stated about themselves, a table for each question: where they live, for one."""
    if found.words is None:
        return
    for number_of, (key, stated) in enumerate(found.board.about_you.items(), 1):
        question = found.words.question(key)
        options = {option.id: option.text for option in question.options}
        if stated:
            yield Table(
                f"place-{number_of}",
                str(question.text),
                (Column(gettext("Answer")), Column(gettext("Answers"), is_numeric=True)),
                tuple((options.get(one.option, one.option), one.count) for one in stated),
            )
