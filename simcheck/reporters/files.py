"""Writing a report to a file: all of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path

from simcheck.errors import DraftError


def write_file(path: Path, content: str | bytes) -> None:
    """The content, text as UTF-8, into a file: the old one stays until the new one is complete.

    Raises DraftError, which names the file, when it cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():  # /dev/null, a pipe: nothing to replace
            target.write_bytes(data)
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            beside.write_bytes(data)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DraftError(f"{path}: the report cannot be written ({reason}); choose another file for -o") from None
