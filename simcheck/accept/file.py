"""The file of a baseline: TOML, one block an entry, made to be read by people and compared by version control."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from simcheck.accept.entry import Entry
from simcheck.errors import ConfigError
from simcheck.files import read_toml, write_whole
from simcheck.types import KINDS

_HEAD = """\
# 已认可的重合：写在这里的段落照样列出，但不计入。请像审核正文一样审核本文件。
# Accepted matches: shown, not counted. Written by `simcheck baseline write`; edit reason and expires as you like.
version = 1
"""
_FIELDS = {
    "id": str, "draft": str, "source": str, "source_id": str, "kind": str, "passage": list, "reason": str,
    "added": date, "expires": date,
}  # fmt: skip


def read_entries(path: Path) -> list[Entry]:
    """The entries of a file. Raises ConfigError that names the file, the entry's line, and the remedy."""
    try:
        text, data = read_toml(path, str(path), "baseline")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: there is no such baseline; make it with `simcheck baseline write`", code="config.baseline"
        ) from None
    if data.get("version") != 1:
        raise ConfigError(
            f"{path}: version {data.get('version')!r} of a baseline is unknown; is simcheck up to date?",
            code="config.baseline",
        )
    if set(data) - {"version", "accepted"} or not isinstance(data.get("accepted", []), list):
        raise ConfigError(
            f"{path}: a baseline holds version and [[accepted]] entries only; remove the rest", code="config.baseline"
        )
    lines = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*accepted", line)]
    entries: list[Entry] = []
    for number, block in enumerate(data.get("accepted", [])):
        place = f"{path}:{lines[number]}" if number < len(lines) else str(path)
        entries.append(_entry(block, place))
    return entries


def write_entries(path: Path, entries: Iterable[Entry]) -> None:
    """Write a file, all of it or nothing. Raises ConfigError that names it."""
    blocks = "".join(map(_block, entries))
    try:
        write_whole(path, _HEAD + blocks)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(
            f"{path}: the baseline cannot be written ({reason}); choose another file", code="config.baseline"
        ) from None


def draft_name(draft: Path, baseline: Path) -> str:
    """A draft as the entries of a baseline name it: by its path from the baseline's folder."""
    return Path(os.path.relpath(draft.resolve(), baseline.resolve().parent)).as_posix()


def _entry(block: Any, place: str) -> Entry:
    if not isinstance(block, Mapping):
        raise ConfigError(f"{place}: an accepted match is no table; write [[accepted]]", code="config.baseline")
    for name, value in block.items():
        kind = _FIELDS.get(name)
        if kind is None:
            raise ConfigError(
                f"{place}: {name} is no field of an accepted match; there are {', '.join(_FIELDS)}",
                code="config.baseline",
            )
        if not isinstance(value, kind) or isinstance(value, datetime):
            example = "2027-12-31" if kind is date else '["…"]' if kind is list else '"…"'
            raise ConfigError(
                f"{place}: {name} = {value!r} is not what it must be; write {name} = {example}", code="config.baseline"
            )
    missing = [name for name in _FIELDS if name not in block and name != "expires"]
    if missing:
        raise ConfigError(
            f"{place}: this accepted match has no {missing[0]}; write it again or restore the line",
            code="config.baseline",
        )
    if not block["reason"].strip():
        raise ConfigError(f"{place}: the reason is empty; say why this may stand", code="config.baseline")
    passage = block["passage"]
    if block["kind"] not in KINDS or not passage or not all(isinstance(sentence, str) for sentence in passage):
        raise ConfigError(
            f"{place}: kind or passage was damaged; restore them or remove the entry", code="config.baseline"
        )
    return Entry(**{**block, "passage": tuple(passage)})


def _block(entry: Entry) -> str:
    lines = ["", "[[accepted]]"]
    for name in _FIELDS:
        value = getattr(entry, name)
        if name == "passage":
            lines += ["passage = [", *(f"    {_quoted(sentence)}," for sentence in value), "]"]
        elif value is not None:
            lines.append(f"{name} = {value if isinstance(value, date) else _quoted(value)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A string of TOML on one line; what cannot be seen is written as its code."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cn"):
        code = ord(char)
        return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
    return char
