"""libcoveocds, the public validator of OCDS packages: in a process of its own, without a network."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from tests.ocds_data import STANDARD


def verdict(package: bytes, folder: Path) -> dict[str, Any]:
    """Return what libcoveocds says of `package`; `folder` takes its files.

    For a record package it would fetch the schema of versioned releases from the network. We publish none, so the
    schema it is given does without that field.
    """
    written = folder / "package.json"
    written.write_bytes(package)
    standard = folder / "standard.zip"
    with zipfile.ZipFile(STANDARD) as given, zipfile.ZipFile(standard, "w") as kept:
        for entry in given.namelist():
            content = given.read(entry)
            if entry.endswith("/record-package-schema.json"):
                schema = json.loads(content)
                del schema["definitions"]["record"]["properties"]["versionedRelease"]
                content = json.dumps(schema).encode()
            kept.writestr(entry, content)
    tool = Path(sys.executable).with_name("libcoveocds")
    ran = subprocess.run(
        [tool, "--standard-zip", standard.resolve(), written], capture_output=True, text=True, check=True
    )
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def faults(package: bytes, folder: Path) -> list[Any]:
    """Return everything that makes `package` unsound (libcoveocds always exits with 0)."""
    said = verdict(package, folder)
    return [
        *said["validation_errors"],
        *said["additional_closed_codelist_values"].items(),
        *([said["json_deref_error"]] if said.get("json_deref_error") else []),
    ]
