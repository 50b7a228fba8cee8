"""Files of people's own: where they lie, who reads them, written whole or not at all, and TOML that says what is wrong
with it."""

from __future__ import annotations

import contextlib
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simcheck.errors import ConfigError, UsageError


def home() -> Path | None:
    """The user's home folder; None for a user without one, such as a number that a container was given."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def expanded(path: Path | str) -> Path:
    """A path with the home folder in the place of ``~``. Raises UsageError where there is none."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise UsageError(f"{path}: this user has no home folder; write the whole path") from None


def write_whole(path: Path, content: str | bytes) -> None:
    """The content, text as UTF-8, into a file: the old one stays until the new one is complete.

    A link is followed, and what is no file, such as /dev/null or a pipe, is written to as it is. Raises OSError.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def read_toml(path: Path, name: str, what: str) -> tuple[str, dict[str, Any]]:
    """The text and the table of a file. Raises FileNotFoundError if there is none, and ConfigError, which calls the
    file ``name`` and its content ``what``, for one that cannot be read or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise ConfigError(f"{name}: the {what} cannot be read ({reason}); mend or remove the file") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: the {what} cannot be read as TOML ({error}); mend that line") from None


@contextlib.contextmanager
def private() -> Iterator[None]:
    """What this process writes meanwhile is its user's alone, from its first byte on."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
