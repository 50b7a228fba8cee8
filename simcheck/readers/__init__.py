"""From a file to a Document: one reader a format, those of untrusted binary formats in a process of their own."""

from __future__ import annotations

from simcheck.readers.kinds import SUFFIXES
from simcheck.readers.progress import listening
from simcheck.readers.read import MAX_BYTES, STDIN, by_plugin, expect, quoted, raw, read, read_bytes, shown

__all__ = [
    "MAX_BYTES",
    "STDIN",
    "SUFFIXES",
    "by_plugin",
    "expect",
    "listening",
    "quoted",
    "raw",
    "read",
    "read_bytes",
    "shown",
]
