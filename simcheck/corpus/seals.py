"""Seals: what a row of the database says, so that a changed byte is found.

SQLite finds broken structure but not a changed byte inside a text. So each document carries the digest of its text and
a seal over everything else it has, and the row of meta carries one as well.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple

from simcheck.corpus.records import Meta


def meta_seal(meta: Meta, generation: int) -> bytes:
    """The seal of the row of meta."""
    return hashlib.sha256(repr((*astuple(meta), generation)).encode("utf-8")).digest()


def seal_of(row: tuple[object, ...], vectors: bytes) -> bytes:
    """The seal of a document: of its row, with what is known about it, and its vectors as they are stored."""
    sealed = hashlib.sha256(repr(row).encode("utf-8"))
    sealed.update(vectors)
    return sealed.digest()
