"""From a file to a Document: one reader a format. So far there is plain text."""

from __future__ import annotations

from simcheck.readers.plain import MAX_BYTES, STDIN, quoted, read, shown

__all__ = ["MAX_BYTES", "STDIN", "quoted", "read", "shown"]
