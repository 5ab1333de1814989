"""Names that become drawers, imports that would pull the web into survey science, times without a zone."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}
SURVEY_LIBRARIES = {"pydantic", "pydantic_core", "numpy", "scipy", "babel", "regex", "surveys"}
INTERCHANGE_LIBRARIES = {"openpyxl", "xlrd", "polib", "defusedxml"}
SURVEYS = sorted((ROOT / "surveys").rglob("*.py"))
SERVICE = sorted(path for path in (ROOT / "consult").rglob("*.py") if "node_modules" not in path.parts)


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", SURVEYS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_survey_science_imports_only_what_it_may(path: Path) -> None:
    allowed = SURVEY_LIBRARIES | (INTERCHANGE_LIBRARIES if "interchange" in path.parts else set())
    foreign = imported(path) - allowed - set(sys.stdlib_module_names)
    assert not foreign, f"{path.name} imports {', '.join(sorted(foreign))}"


def test_nothing_is_named_like_a_drawer() -> None:
    folders = [ROOT / "surveys", ROOT / "consult", ROOT / "tests", ROOT / "templates"]
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.stem.lower() in DRAWERS and "node_modules" not in path.parts
    ]
    assert not found, "name a file by the question it answers: " + ", ".join(found)


@pytest.mark.parametrize("path", SERVICE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_clock_asks_what_time_it_is(path: Path) -> None:
    if path.name == "clock.py":
        return
    asked = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date"}
    ]
    assert not asked, f"{path.name}: use consult.clock (lines {asked})"


def test_a_residents_request_never_loads_the_numbers_libraries() -> None:
    import subprocess

    code = (
        "import sys, surveys.plan, surveys.routing, surveys.answers, consult.web.public;"
        "print(sorted({'numpy', 'scipy', 'plotly', 'PIL', 'soundfile'} & set(sys.modules)))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "[]"


@pytest.mark.parametrize("path", SERVICE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_rooms_tables_are_imported_only_in_that_room(path: Path) -> None:
    room = path.relative_to(ROOT / "consult").parts[0]
    if path == ROOT / "consult" / "models.py" or room == "migrations":
        return
    foreign = [
        node.module
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.startswith("consult.")
        and node.module.endswith(".models")
        and node.module.split(".")[1] != room
    ]
    assert not foreign, f"{path.name} imports {foreign}: ask the room's queries or service"
