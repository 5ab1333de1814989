"""Problems are data, and every one of them can be said: each code in the code has a sentence."""

import ast
import re
from pathlib import Path

from consult.words.sentences import SENTENCES

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


def raised_codes() -> dict[str, str]:
    """Return each literal code given to Problem(...), with the file it stands in."""
    found = {}
    for folder in ("surveys", "consult"):
        for path in (ROOT / folder).rglob("*.py"):
            if "node_modules" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                is_problem = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"
                if is_problem and node.args and isinstance(node.args[0], ast.Constant):
                    found[str(node.args[0].value)] = path.relative_to(ROOT).as_posix()
    return found


def test_every_code_has_a_sentence() -> None:
    silent = {code: where for code, where in raised_codes().items() if code not in SENTENCES}
    assert not silent, f"no sentence for {silent}"


def test_codes_are_dotted_lower_case() -> None:
    assert not [code for code in SENTENCES if not CODE.fullmatch(code)]


def test_no_sentence_is_written_twice_under_one_noun_file() -> None:
    files = (ROOT / "consult/words/sentences").glob("*.py")
    codes = [
        code
        for path in files
        for code in re.findall(r'^    "([a-z_.]+)": _N', path.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(codes) == len(set(codes))
