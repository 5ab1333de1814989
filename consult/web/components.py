"""What templates/ may ask for besides words: the addresses of built assets, and the token of officers' forms."""

import json
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask
from flask_wtf.csrf import generate_csrf

STATIC = Path(__file__).parents[1] / "static"
"""What the build of consult/frontend writes."""
ADDRESS = "/static/"
_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z]+$")


class AssetsMissing(RuntimeError):
    """The style sheets were never built, or not the one that is asked for."""


def asset(name: str) -> str:
    """Return the address of an asset by the name it has in consult/frontend, such as `public.css`.

    Raises AssetsMissing when it was not built: a page without its style sheet would be a silent fault.
    """
    try:
        return ADDRESS + manifest()[name]
    except KeyError:
        raise AssetsMissing(
            f"no asset is called {name}; the manifest lists {', '.join(manifest())}"
        ) from None


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Return the file name, with its hash, of every asset. Read once: assets change only with a new process."""
    try:
        listed: dict[str, str] = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        raise AssetsMissing("the assets are not built yet: run `make assets`") from None
    return listed


def is_hashed(path: str, url: str) -> bool:
    """Say whether a static file carries its hash in its name, so that browsers may keep it for good."""
    del path
    return _HASHED.search(url) is not None


def prepare(app: Flask) -> None:
    """Give the templates of `app` their functions."""
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["csrf_token"] = generate_csrf  # officers' forms only: it sets a cookie
