"""Name: what a text calls by a name, where it stands, and what kind of leftover it would be."""

from __future__ import annotations

from typing import NamedTuple

from simcheck.types import LeftoverKind


class Name(NamedTuple):
    """A name ``text[start:end]``, and what kind of leftover it would be."""

    start: int
    end: int
    kind: LeftoverKind
