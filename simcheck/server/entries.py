"""Entries of the baseline as plain data, and what is plain data an entry again."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from simcheck.accept import Entry

_FIELDS = frozenset(one.name for one in fields(Entry))


def plain_entry(entry: Entry) -> dict[str, Any]:
    """An entry as JSON has it: days as ISO 8601."""
    expires = entry.expires.isoformat() if entry.expires else None
    return {**asdict(entry), "passage": list(entry.passage), "added": entry.added.isoformat(), "expires": expires}


def entry_of(data: dict[str, Any]) -> Entry:
    """The entry that ``plain_entry`` gave; what else the server keeps with it is left out."""
    data = {name: value for name, value in data.items() if name in _FIELDS}
    expires = date.fromisoformat(data["expires"]) if data["expires"] else None
    added = date.fromisoformat(data["added"])
    return Entry(**{**data, "passage": tuple(data["passage"]), "added": added, "expires": expires})
