"""Margins for weighting: by which question, and how many people or which share give each answer."""

import re
import uuid
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from consult.consultations import margins as service
from consult.consultations.benchmarks import files
from consult.consultations.benchmarks.choosing import chosen, people, share
from consult.consultations.benchmarks.files import FileValue
from consult.consultations.benchmarks.taking import read_from
from consult.consultations.communities import survey_of
from consult.consultations.community_details import ReadFrom
from consult.consultations.margin_details import MarginDetail
from consult.consultations.values import ConsultationValue
from consult.db import reading, unit_of_work
from consult.web.errors import status_of
from consult.web.forms.communities import MarginForm
from consult.web.forms.limits import showable
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.community_fields import basis_choices, languages_of, stating
from consult.web.officer.frame import render
from consult.web.officer.outreach import own
from surveys.faults import problems_of
from surveys.problems import Problem, Refused
from surveys.questions.asked import Asked

SIZE = "size-"
COUNTS, SHARES = "counts", "shares"
PEOPLE = re.compile(r"\d{1,10}|\d{1,3}(,\d{3}){1,3}")
"""A number of people; a comma only where it sets thousands apart, for nobody is half a person."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A consultation, the question a margin is of, the margin where there is one, and the tables to read it from."""

    value: ConsultationValue
    asked: tuple[Asked, ...]
    question: Asked | None
    kept: MarginDetail | None
    tables: tuple[FileValue, ...]


def new_margin(slug: str) -> ResponseReturnValue:
    """Ask by which question answers would be weighted; then for its sizes."""
    found = _laid(slug, None)
    if found.question is None:
        return _choose(found)
    return _page(found, _form(found, formdata=None, data={"seen": _seen(found), "unit": COUNTS}), {})


def add_margin(slug: str) -> ResponseReturnValue:
    """Add the margin, or show what is wrong."""
    return _write(_laid(slug, None))


def margin(slug: str, key: str) -> ResponseReturnValue:
    """Show one margin, to be changed."""
    found = _laid(slug, key)
    assert found.kept is not None  # _laid refuses an unknown key
    unit = SHARES if found.kept.people is None else COUNTS
    whole = found.kept.model_copy().__dict__
    data = {**whole, "basis": found.kept.basis.value, "unit": unit, "seen": _seen(found)}
    sizes = {option: str(one.count or one.percent) for one in found.kept.categories for option in one.options}
    return _page(found, _form(found, formdata=None, data=data), sizes)


def write_margin(slug: str, key: str) -> ResponseReturnValue:
    """Change the margin, or show what is wrong."""
    return _write(_laid(slug, key))


def remove_margin_now(slug: str, key: str) -> ResponseReturnValue:
    """Take a margin out: it weighs nothing by itself and can be written again."""
    with unit_of_work() as session:
        service.remove_margin(session, acting(), slug, key)
    return redirect(url_for("officer.communities", slug=slug), 303)


def _write(found: Laid) -> ResponseReturnValue:
    if found.question is None:
        return _choose(found)
    form, sizes = _form(found), _sizes(found.question)
    slug, key, status = found.value.slug, found.kept.key if found.kept else None, 422
    if form.validate():
        try:
            with unit_of_work() as session:
                form.expect(_seen(_laid(slug, key)))
                written = _detail(found, form, sizes)
                service.write_margin(session, acting(), slug, written, key=key)
            return redirect(url_for("officer.communities", slug=slug), 303)
        except Refused as refused:
            form.refuse(Refused(replace(one, where=_field(one.where)) for one in refused.problems))
            status = status_of(refused.problems[0])
    return _page(found, form, sizes, status)


def _detail(found: Laid, form: MarginForm, sizes: dict[str, str]) -> MarginDetail:
    assert found.question is not None  # asked first
    categories, origin = _categories(found, form.unit.data, sizes)
    written = {
        "key": found.kept.key if found.kept else form.key.data,
        "name": form.name.data,
        "question_id": found.question.id,
        "categories": categories,
        "source": form.source.data,
        "on": form.on.data,
        "area": form.area.data,
        "basis": form.basis.data or "resident",
        "read_from": origin,
    }
    try:
        return MarginDetail.model_validate(written)
    except ValidationError as error:
        raise Refused(problems_of(error, "details")) from None


def _categories(
    found: Laid, unit: str, sizes: dict[str, str]
) -> tuple[list[dict[str, Any]], ReadFrom | None]:
    """Return the size of each answer that has one: as typed, or read in the table that `unit` names."""
    given = _grouped(found.kept, sizes)
    if unit in {COUNTS, SHARES}:
        return [{"options": options, **_typed(size, unit)} for options, size in given.items()], None
    with reading() as session:
        file, sheet, _ = files.one(session, found.value.id, uuid.UUID(unit))
    figures = {options: chosen(sheet, rows, "unit") for options, rows in given.items()}
    sized: list[dict[str, Any]] = []
    for options, rows in figures.items():
        is_share = any(one.count is None for one in rows)
        size = {"percent": share(rows, "unit")} if is_share else {"count": people(rows, "unit")}
        sized.append({"options": options, **size})
    every = tuple(one for rows in figures.values() for one in rows)
    return sized, read_from(file, every) if every else None


def _grouped(kept: MarginDetail | None, sizes: dict[str, str]) -> dict[tuple[str, ...], str]:
    """Return the answers that have a size: those that were one category stay one while the same stands at each."""
    together = [one.options for one in kept.categories] if kept else []
    still = [options for options in together if len({sizes.get(option) for option in options}) == 1]
    of = {option: tuple(options) for options in still for option in options}
    return {of.get(option, (option,)): size for option, size in sizes.items() if size}


def _typed(size: str, unit: str) -> dict[str, Any]:
    digits = size.replace(",", ".").removesuffix("%").strip()
    if unit == COUNTS and PEOPLE.fullmatch(size):
        return {"count": int(size.replace(",", ""))}
    if unit == SHARES and digits.replace(".", "", 1).isdecimal():
        return {"percent": Decimal(digits)}
    raise Refused(Problem("benchmarks.not_a_number", "unit", {"given": size[:40]}))


def _sizes(question: Asked) -> dict[str, str]:
    return {one.id: showable(request.form.get(SIZE + one.id, "")).strip()[:80] for one in question.choices}


def _field(where: str) -> str:
    named = where.removeprefix("/").split("/")[0]
    return {"categories": "unit", "question_id": "unit"}.get(named, named)


def _seen(found: Laid) -> str:
    return found.kept.model_dump_json() if found.kept else str(len(found.value.details.margins))


def _laid(slug: str, key: str | None) -> Laid:
    with reading() as session:
        value = own(session, slug)
        asked = tuple(one for one in stating(survey_of(session, value)) if not one.takes_several)
        tables = files.kept(session, value.id)
    kept = next((one for one in value.details.margins if one.key == key), None)
    if key is not None and kept is None:
        raise Refused(Problem("margin.unknown", "", {"key": key}))
    wanted = kept.question_id if kept else request.values.get("question", "")
    return Laid(value, asked, next((one for one in asked if one.id == wanted), None), kept, tables)


def _choose(found: Laid) -> ResponseReturnValue:
    questions = [(one.id, one.text.to(language())) for one in found.asked]
    title = gettext("Add a weighting table")
    return render("choose_question", title, found=found, questions=questions, groups=())


def _form(found: Laid, **given: Any) -> MarginForm:
    kept = found.kept
    written = languages_of((kept.name, kept.source, kept.area)) if kept else ()
    spoken = (language(), *found.value.languages, *written)
    form = MarginForm(languages=tuple(dict.fromkeys(spoken)), **given)
    form.basis.choices = basis_choices()
    tables = [(str(one.id), gettext("rows of %(file)s", file=one.name)) for one in found.tables]
    form.unit.choices = [
        (COUNTS, gettext("numbers of people")),
        (SHARES, gettext("shares in per cent")),
        *tables,
    ]
    return form


def _page(found: Laid, form: MarginForm, sizes: dict[str, str], status: int = 200) -> ResponseReturnValue:
    title = gettext("Change a weighting table") if found.kept else gettext("Add a weighting table")
    return render(
        "margin", title, status, found=found, value=found.value, form=form, sizes=sizes, prefix=SIZE
    )
