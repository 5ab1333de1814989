"""Budgets: a smell detector. Split by meaning, never by line count."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("surveys", "consult")
    for path in (ROOT / folder).rglob("*.py")
    if not {"node_modules", "versions"} & set(path.relative_to(ROOT).parts)
)
LONGEST_FUNCTION = 40
LONGEST_VIEW = 25
LONGEST_MODULE = 300
LONGEST_INTERCHANGE_MODULE = 400


def functions(module: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("module", MODULES)
def test_no_function_outgrows_its_budget(module: str) -> None:
    is_door = module.startswith("consult/web/")
    budget = LONGEST_VIEW if is_door and "/forms/" not in module else LONGEST_FUNCTION
    too_long = [
        f"{found.name} ({length(found)} lines)" for found in functions(module) if length(found) > budget
    ]
    assert not too_long, f"{module}: over {budget} lines: {', '.join(too_long)}"


@pytest.mark.parametrize("module", MODULES)
def test_no_module_outgrows_its_budget(module: str) -> None:
    budget = LONGEST_INTERCHANGE_MODULE if "/interchange/" in module else LONGEST_MODULE
    lines = len((ROOT / module).read_text("utf-8").splitlines())
    assert lines <= budget, f"{module} has {lines} lines; the budget is {budget}"


def test_there_are_modules_to_measure() -> None:
    assert len(MODULES) > 20
