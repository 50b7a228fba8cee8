"""The file with the settings: ``simcheck.toml``, or ``[tool.simcheck]`` of ``pyproject.toml``, above a draft."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from simcheck.errors import ConfigError
from simcheck.files import home, read_toml
from simcheck.patterns import regex

OWN_FILE, SHARED_FILE = "simcheck.toml", "pyproject.toml"
_HEAD = regex(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY = regex(r"\s*([\w\"'.\- ]+?)\s*=")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file with settings, its table, and where the table begins: the names before those of the settings. ``ours``
    tells a table of no settings from a ``pyproject.toml`` that has none for simcheck."""

    path: Path
    table: Mapping[str, object]
    text: str
    prefix: str = ""
    ours: bool = True

    def place(self, name: str) -> str:
        """The file, and the line where a setting stands if that can be told, as ``simcheck.toml:3``."""
        line = line_of(self.text, self.prefix + name)
        shown = _near(self.path)
        return f"{shown}:{line}" if line else shown


def folders_above(start: Path) -> Iterator[Path]:
    """The folder of ``start`` and those above it, up to the root of a repository or the user's home.

    A repository that begins below the working folder ends nothing: whoever writes a draft could make one around it, so
    that the settings of those who run the check would not be found.
    """
    place = Path(os.path.normpath(start.absolute()))
    folder = place if place.is_dir() else place.parent
    working = Path.cwd()
    for one in (folder, *folder.parents):
        yield one
        if one == home() or ((one / ".git").exists() and working not in one.parents):
            return


def find(start: Path) -> tuple[SettingsFile, ...]:
    """The files with settings above a draft, the outermost first; of the two in one folder ``simcheck.toml`` alone.

    Raises ConfigError for a file that cannot be read or is no TOML.
    """
    found: list[SettingsFile] = []
    for folder in folders_above(start):
        own, shared = folder / OWN_FILE, folder / SHARED_FILE
        if own.is_file():
            found.append(read(own))
        elif shared.is_file() and (other := read(shared)).ours:
            found.append(other)
    return tuple(reversed(found))


def read(path: Path) -> SettingsFile:
    """The settings in one file; of ``pyproject.toml`` those under ``[tool.simcheck]``."""
    try:
        text, table = read_toml(path, _near(path), "settings")
    except FileNotFoundError:
        raise ConfigError(f"{_near(path)}: no such file; check the path given for --config") from None
    if path.name != SHARED_FILE:
        found = SettingsFile(path, table, text)
        if "tool" in table:
            place = found.place("tool.simcheck")
            raise ConfigError(f"{place}: tool.simcheck is for pyproject.toml; in this file leave the heading out")
        if "simcheck" in table:
            raise ConfigError(f"{found.place('simcheck')}: in this file no heading is needed; leave simcheck out")
        return found
    tool = table.get("tool", {})
    ours = isinstance(tool, dict) and "simcheck" in tool
    inner = tool["simcheck"] if ours else {}
    if not isinstance(inner, dict):
        raise ConfigError(f"{_near(path)}: tool.simcheck is no table; write [tool.simcheck]")
    return SettingsFile(path, inner, text, "tool.simcheck.", ours)


def default_corpus() -> Path:
    """The user's own corpus: a folder in the data folder of the system. Raises ConfigError for a user without one."""
    from platformdirs import user_data_path

    with contextlib.suppress(RuntimeError):  # what some versions raise, while others leave ~ where it is
        path = user_data_path("simcheck", appauthor=False)
        if path.parts[:1] != ("~",):
            return path / "corpus"
    raise ConfigError("this user has no home folder and so no corpus; name one with --corpus or SIMCHECK_CORPUS")


def named(path: Path) -> SettingsFile:
    """The settings in a file that somebody named, so that there must be some."""
    found = read(path)
    if path.name == SHARED_FILE and not found.table:
        raise ConfigError(f"{_near(path)}: there is no [tool.simcheck] in it; write one, or name another file")
    return found


def line_of(text: str, name: str) -> int | None:
    """The line, from 1, of the setting with the whole name; an inline table stands for all that is in it.

    >>> line_of('corpus = "库"\\n[severity]\\nmax_run = "note"', "severity.max_run")
    3
    """
    best: tuple[int, int] | None = None
    prefix = ""
    for number, line in enumerate(text.splitlines(), 1):
        head = _HEAD.match(line)
        key = None if head else _KEY.match(line)
        if head:
            prefix = _plain(head[1]) + "."
        whole = prefix.rstrip(".") if head else prefix + _plain(key[1]) if key else ""
        if whole and (name == whole or name.startswith(whole + ".")):
            best = max(best or (0, 0), (len(whole), number))
    return best[1] if best else None


def _plain(key: str) -> str:
    return re.sub(r"[\"' ]", "", key)


def _near(path: Path) -> str:
    """A path as people would type it from here."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
