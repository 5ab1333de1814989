"""Every setting and every command stands in the operators' guide: one that is added without it fails here."""

import re
from pathlib import Path

import click
import pytest
from pydantic_core import PydanticUndefined

from consult.cli import consult
from consult.settings import Settings

GUIDE = (Path(__file__).parents[2] / "docs" / "operators.md").read_text("utf-8")
ROW = re.compile(r"^\| `(CONSULT_[A-Z_]+)` \| ([^|]*) \|", re.MULTILINE)
WITHOUT = "none"
PROMISED_LATER = "research"


def told_default(name: str) -> str:
    """Return what the guide has to say about the default of a setting."""
    default = Settings.model_fields[name].default
    if default in {None, PydanticUndefined}:
        return WITHOUT
    return f"`{','.join(default) if isinstance(default, tuple) else default}`"


def ways() -> list[str]:
    """Return every command with its subcommands, as somebody types it."""
    found = []
    for name, later in consult.commands.items():
        command = later.itself()
        inner = command.commands if isinstance(command, click.Group) else {}
        found += [f"consult {name} {each}" for each in inner] or [f"consult {name}"]
    return found


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_in_the_guide_with_its_default(name: str) -> None:
    told = dict(ROW.findall(GUIDE))
    assert f"CONSULT_{name.upper()}" in told
    said = told[f"CONSULT_{name.upper()}"]
    assert said == told_default(name) or (told_default(name) == WITHOUT and said.startswith(f"{WITHOUT}:"))


def test_the_guide_tells_of_no_setting_there_is_not() -> None:
    assert {name for name, _ in ROW.findall(GUIDE)} == {
        f"CONSULT_{name.upper()}" for name in Settings.model_fields
    }


@pytest.mark.parametrize("way", ways())
def test_a_command_is_in_the_guide(way: str) -> None:
    assert re.search(rf"`{re.escape(way)}[` ]", GUIDE)


def test_the_guide_tells_of_no_command_there_is_not() -> None:
    groups = {way.split()[1] for way in ways() if len(way.split()) == 3}
    for name, inner in re.findall(r"`consult ([a-z]+)(?: ([a-z]+))?", GUIDE):
        way = f"consult {name} {inner}" if name in groups and inner else f"consult {name}"
        assert way in ways() or (name in groups and not inner) or name == PROMISED_LATER, way
