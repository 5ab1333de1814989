"""The composition root, as the command line reaches it."""

from importlib import import_module

from flask import Flask

from consult.settings import Settings


def create_app(settings: Settings) -> Flask:
    """Return the application for `settings`.

    The root stands above every door, this one too, so it is asked for by its name, as `flask --app` would.
    """
    app: Flask = import_module("consult.app").create_app(settings)
    return app
