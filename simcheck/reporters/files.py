"""Writing a report to a file: one that cannot be written is told."""

from __future__ import annotations

from pathlib import Path

from simcheck.errors import DraftError
from simcheck.files import write_whole


def write_file(path: Path, content: str | bytes) -> None:
    """The content into a file, all of it or nothing. Raises DraftError, which names the file, when that fails."""
    try:
        write_whole(path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DraftError(
            f"{path}: the report cannot be written ({reason}); choose another file for -o", code="output.not_written"
        ) from None
