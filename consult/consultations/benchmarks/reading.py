"""A file of populations, whatever its layout, as numbers with their places."""

from consult.consultations.benchmarks import long, simple, wide
from consult.consultations.benchmarks.figures import Figure, Layout, Sheet, bounded, repeated
from consult.consultations.benchmarks.grid import Grid, grid
from surveys.problems import Problem, Refused

LONGEST_TITLE = 300


def sheet(content: bytes) -> Sheet:
    """Read a file: a simple CSV, a table of Nomis or Eurostat, long or wide. Every fault has its row and column.

    Raises Refused where nothing can be read of it: it is too large, is no text, or has no numbers of people.
    """
    found = grid(content)
    if not found.rows:
        raise Refused(Problem("benchmarks.unknown_layout"))
    layout, figures, faults, title = _read(found)
    if all(figure.count is None and figure.percent is None for figure in figures):
        raise Refused([Problem("benchmarks.nothing_read"), *bounded(faults)])
    return Sheet(layout, figures, bounded((*found.faults, *faults, *repeated(figures))), title)


def _read(found: Grid) -> tuple[Layout, tuple[Figure, ...], list[Problem], str]:
    header, rows = found.rows[0], found.rows[1:]
    if wide.is_eurostat(header):
        eurostat = wide.EurostatReader(header)
        return "eurostat", tuple(eurostat.figures(rows)), eurostat.faults, ""
    if (layout := long.layout(header)) is not None:
        reader = long.Reader(header)
        return layout, tuple(reader.figures(rows)), reader.faults, ""
    if (columns := simple.columns(header)) is not None:
        plain = simple.Reader(header, columns)
        return "simple", tuple(plain.figures(rows)), plain.faults, ""
    begins = wide.export_begins(found.rows)
    if begins is None:
        raise Refused(Problem("benchmarks.unknown_layout"))
    above = (" ".join(filter(None, row.cells)) for row in found.rows[:begins])
    title = ", ".join(above)[:LONGEST_TITLE]
    export = wide.ExportReader(found.rows[begins])
    return "nomis_export", tuple(export.figures(found.rows[begins + 1 :])), export.faults, title
