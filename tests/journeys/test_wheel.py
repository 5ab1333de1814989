"""The wheel, installed somewhere else, is the whole service."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "templates": "consult/_carried/templates",
    "translations": "consult/_carried/translations",
    "consult/static": "consult/static",
    "surveys/library": "surveys/library",
    "consult/migrations/versions": "consult/migrations/versions",
    "consult/cli/demonstration": "consult/cli/demonstration",
}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked in it; what it depends on comes from the tests' own environment."""
    folder = tmp_path_factory.mktemp("wheel")
    unwanted = shutil.ignore_patterns(".*", "node_modules", "var", "build", "*.egg-info", "__pycache__")
    source = shutil.copytree(ROOT, folder / "source", ignore=unwanted)  # a build leaves things in its folder
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *arguments: str, **surroundings: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(installed),
        "PYTHONSAFEPATH": "1",
        **surroundings,
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def carried(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_wheel_carries_every_file_of(installed: Path, folder: str) -> None:
    inside = carried(installed / FOLDERS[folder])
    assert inside
    missing = {name for name in carried(ROOT / folder) - inside if not name.endswith("README.md")}
    assert not missing


def test_the_wheel_carries_no_source_of_the_assets(installed: Path) -> None:
    assert not (installed / "consult" / "frontend").exists()


def test_the_command_line_works_from_the_wheel(installed: Path) -> None:
    where = run(installed, "-c", "import consult; print(consult.__file__)")
    assert where.stdout.startswith(str(installed))
    shown = run(installed, "-m", "consult.cli", "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "serve" in shown.stdout


def test_the_wheel_answers_with_its_own_words_and_looks(installed: Path, tmp_path: Path) -> None:
    asking = """
from consult import migrations, settings
from consult.app import create_app
from consult.db import engine_for
chosen = settings.load()
migrations.upgrade(engine_for(chosen.database_url))
client = create_app(chosen).test_client()
page = client.get("/en/")
assert page.status_code == 200, page.status
import re
sheet = re.search(r'href="(/static/[^"]+[.]css)"', page.text)[1]
assert client.get(sheet).status_code == 200, sheet
assert 'dir="rtl"' in client.get("/ar/").text
"""
    answered = run(
        installed,
        "-c",
        asking,
        CONSULT_SECRET_KEY="long enough " * 4,
        CONSULT_CODE_KEYS="1:" + "33" * 32,
        CONSULT_DATABASE_URL=f"sqlite:///{tmp_path / 'consult.db'}",
        CONSULT_DATA_DIR=str(tmp_path),
    )
    assert answered.returncode == 0, answered.stderr
