"""Tables of populations: upload, see what was read, say which rows are which community, save."""

import uuid
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.benchmarks import files
from consult.consultations.benchmarks.figures import Figure, Sheet
from consult.consultations.benchmarks.files import FileValue
from consult.consultations.benchmarks.grid import LARGEST_BYTES, MEGABYTE
from consult.consultations.benchmarks.taking import Choice, Origin, by_key, take
from consult.consultations.terms import BenchmarkBasis
from consult.consultations.values import ConsultationValue
from consult.db import reading, unit_of_work
from consult.web.errors import status_of
from consult.web.forms.communities import TableForm, TakeForm
from consult.web.forms.limits import showable
from consult.web.locale import gettext, language
from consult.web.officer.access import acting
from consult.web.officer.cells import DASH
from consult.web.officer.community_fields import basis_choices
from consult.web.officer.figures import number
from consult.web.officer.frame import render
from consult.web.officer.outreach import own
from consult.words.problems import sentence
from surveys.problems import Problem, Refused

MOST_SHOWN = 200
"""Rows on a page; whoever looks for others writes a word of their name."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A table of a consultation, and what was read in it."""

    value: ConsultationValue
    file: FileValue
    sheet: Sheet
    content: bytes


def tables(slug: str) -> ResponseReturnValue:
    """Ask for a table."""
    with reading() as session:
        value = own(session, slug)
    return _upload(value, TableForm(formdata=None))


def add_table(slug: str) -> ResponseReturnValue:
    """Keep the table, or say what is wrong with the file."""
    with reading() as session:
        value = own(session, slug)
    form = TableForm()
    try:
        name, content = _uploaded(form)
        with unit_of_work() as session:
            kept = files.keep(session, acting(), slug, name, content)
        return redirect(url_for("officer.table", slug=slug, file_id=kept.id), 303)
    except Refused as refused:
        form.refuse(refused, {"benchmarks": "table", "file": "table"})
        return _upload(value, form, status_of(refused.problems[0]))


def table(slug: str, file_id: uuid.UUID) -> ResponseReturnValue:
    """Show what was read in a table, and ask which rows are which community."""
    found = _laid(slug, file_id)
    keys = frozenset(one.key for one in found.value.details.communities)
    suggested = by_key(found.sheet, keys)
    typed = {f"rows-{key}": choice.rows for key, choice in suggested.items()}
    return _choose(found, _form(found, formdata=None, data={"seen": "table"}), typed)


def take_from_table(slug: str, file_id: uuid.UUID) -> ResponseReturnValue:
    """Make the chosen rows the benchmarks of communities, or show what is wrong at each box."""
    found = _laid(slug, file_id)
    form = _form(found)
    typed = {
        name: showable(value) for name, value in request.form.items() if name.startswith(("rows-", "of-"))
    }
    errors: dict[str, str] = {}
    status = 422
    if form.validate():
        try:
            with unit_of_work() as session:
                choices = _choices(found.value, typed)
                reason = form.reason.data or ""
                take(session, acting(), slug, file_id, choices, _origin(form), reason=reason)
            return redirect(url_for("officer.communities", slug=slug), 303)
        except Refused as refused:
            status = status_of(refused.problems[0])
            errors = _at_boxes(form, refused, typed.keys())
    return _choose(found, form, typed, errors, status)


def table_file(slug: str, file_id: uuid.UUID) -> ResponseReturnValue:
    """Return a table byte for byte as it came in."""
    found = _laid(slug, file_id)
    headers = {"Content-Disposition": f'attachment; filename="{file_id}.txt"', "Cache-Control": "no-store"}
    return Response(found.content, mimetype="application/octet-stream", headers=headers)


def _uploaded(form: TableForm) -> tuple[str, bytes]:
    if not form.table.data:
        raise Refused(Problem("file.missing", "table"))
    with closing(form.table.data) as file:
        content = file.read(LARGEST_BYTES + 1)
    if not content:
        raise Refused(Problem("benchmarks.unknown_layout", "table"))
    return form.table.data.filename or "", content


def _laid(slug: str, file_id: uuid.UUID) -> Laid:
    with reading() as session:
        value = own(session, slug)
        return Laid(value, *files.one(session, value.id, file_id))


def _choices(value: ConsultationValue, typed: dict[str, str]) -> dict[str, Choice]:
    keys = [one.key for one in value.details.communities]
    return {key: Choice(typed.get(f"rows-{key}", ""), typed.get(f"of-{key}", "")) for key in keys}


def _origin(form: TakeForm) -> Origin:
    basis = BenchmarkBasis(form.basis.data) if form.basis.data else None
    return Origin(form.source.data, form.on.data, form.area.data, basis)


def _at_boxes(form: TakeForm, refused: Refused, boxes: Any) -> dict[str, str]:
    """Put what is about a box of the form at it; return what is about the rows, by the name of the box."""
    at_rows = [problem for problem in refused.problems if problem.where in boxes]
    others = [problem for problem in refused.problems if problem.where not in boxes]
    if others:
        form.refuse(Refused(others))
    return {problem.where: sentence(problem, language(), "officer") for problem in reversed(at_rows)}


def _form(found: Laid, **given: Any) -> TakeForm:
    form = TakeForm(languages=tuple(dict.fromkeys((language(), *found.value.languages))), **given)
    form.basis.choices = basis_choices()
    return form


def _upload(value: ConsultationValue, form: TableForm, status: int = 200) -> ResponseReturnValue:
    limit = LARGEST_BYTES // MEGABYTE
    return render("table_upload", gettext("Add a table"), status, value=value, form=form, limit=limit)


def _choose(
    found: Laid,
    form: TakeForm,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    wanted = showable(request.args.get("find", ""))[:80].strip()
    figures = [one for one in found.sheet.figures if wanted.casefold() in f"{one.name} {one.area}".casefold()]
    return render(
        "table",
        gettext("What was read in the table"),
        status,
        found=found,
        value=found.value,
        form=form,
        rows=[_row(one) for one in figures[:MOST_SHOWN]],
        left_out=max(0, len(figures) - MOST_SHOWN),
        wanted=wanted,
        faults=[(fault.where, sentence(fault, language(), "officer")) for fault in found.sheet.faults],
        named=[(one.key, one.name.to(language())) for one in found.value.details.communities],
        typed=typed,
        errors=errors or {},
    )


def _row(one: Figure) -> tuple[str, ...]:
    size = DASH if one.count is None else number(one.count)
    if one.percent is not None and one.count is None:
        size = gettext("%(share)s per cent", share=number(float(one.percent)))
    beside = ", ".join(dict.fromkeys(part for part in (one.area, one.period, one.flags) if part))
    return (str(one.number), one.name or DASH, size, beside or DASH)
