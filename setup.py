"""The one step of the build that a table cannot say: the wheel carries templates/ and translations/."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = ("templates", "translations")
HERE = Path(__file__).parent


class CarryingBuild(build_py):
    """Copies what lies beside the packages into the package, where consult.files looks for it."""

    def run(self) -> None:
        """Build as ever, then copy; an editable install reads the checkout and needs no copy."""
        super().run()
        if self.editable_mode:
            return
        for folder in CARRIED:
            target = Path(self.build_lib, "consult", "_carried", folder)
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(HERE / folder, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))


setup(cmdclass={"build_py": CarryingBuild})
