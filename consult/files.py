"""Files that travel with the service: where templates, translations, static files and the survey library lie."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def project_folder(name: str) -> Path:
    """Return the folder `name` (templates, translations): beside the packages in a checkout, inside them in a wheel."""
    installed = _PACKAGE / "_carried" / name
    return installed if installed.is_dir() else _CHECKOUT / name


def project_file(folder: str, *parts: str) -> Path:
    """Return one file of such a folder."""
    return project_folder(folder).joinpath(*parts)
