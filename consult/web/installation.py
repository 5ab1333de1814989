"""What every view may ask of the installation it runs in."""

from dataclasses import dataclass

from flask import current_app

from consult.codes import CodeKeys
from consult.settings import Settings


@dataclass(frozen=True, slots=True)
class Installation:
    """The settings of this process and the keys made from them."""

    settings: Settings
    keys: CodeKeys


def installation() -> Installation:
    """Return the installation of the running app."""
    found: Installation = current_app.extensions["consult"]
    return found
