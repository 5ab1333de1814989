"""The child process: one file in on standard input, a line of JSON and the clean file out on standard output.

It takes its own limits before it looks at a byte, so that a file made to do harm costs a bounded amount of this
process, and this process is all it can harm.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from consult.attachments.cleaner.faults import Unusable
from consult.attachments.signatures import LONGEST, Form, form_of
from consult.attachments.terms import LARGEST_FILE

MOST_MEMORY = 1_000_000_000
"""Bytes of address space: 64 million pixels three times over, and the libraries."""
MOST_SECONDS = 30
LARGEST_RESULT = 4 * LARGEST_FILE
_LIMITS = (
    (resource.RLIMIT_AS, MOST_MEMORY),
    (resource.RLIMIT_CPU, MOST_SECONDS),
    (resource.RLIMIT_FSIZE, LARGEST_RESULT),
    (resource.RLIMIT_CORE, 0),
)


def main() -> None:
    """Clean what stands on standard input."""
    for name, most in _LIMITS:
        resource.setrlimit(name, (most, most))
    result = _only_ours()
    longest_side = int(sys.argv[1]) if len(sys.argv) > 1 else None
    told, content = _answer(sys.stdin.buffer.read(LARGEST_FILE + 1), longest_side)
    result.write(json.dumps(told).encode() + b"\n" + content)
    result.flush()
    os._exit(0)  # a library in disorder need not tidy up


def _only_ours() -> Any:
    """Return standard output, and give the libraries nothing to write to."""
    ours = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return ours


def _answer(content: bytes, longest_side: int | None) -> tuple[dict[str, Any], bytes]:
    form = form_of(content[:LONGEST])
    if form is None:
        return {"code": "wrong_type"}, b""
    clean = _cleaner(form, longest_side)
    try:
        cleaned, media_type = clean(content)
    except Unusable as unusable:
        return {"code": unusable.code, "limit": unusable.limit}, b""
    except Exception as broken:  # noqa: BLE001  # a hostile file may break a library in any way
        return {"code": "damaged", "kind": type(broken).__name__}, b""
    return {"media_type": media_type, "medium": form.medium.value}, cleaned


def _cleaner(form: Form, longest_side: int | None) -> Callable[[bytes], tuple[bytes, str]]:
    """Return what cleans files of this form; only the libraries it takes are loaded."""
    if form in {Form.JPEG, Form.PNG, Form.WEBP}:
        pictures = import_module("consult.attachments.cleaner.pictures")
        side = min(longest_side or pictures.LONGEST_SIDE, pictures.LONGEST_SIDE)
        return lambda content: pictures.cleaned(content, form, side)
    name = {Form.PDF: "papers", Form.MP4: "mp4"}.get(form, "sounds")
    cleaner: Callable[[bytes], tuple[bytes, str]] = import_module(
        f"consult.attachments.cleaner.{name}"
    ).cleaned
    return cleaner


if __name__ == "__main__":
    main()
