"""A line of a page: pieces that are seen or not, white space folded as a browser folds it."""

from __future__ import annotations

import re

from simcheck.readers.wraps import glue
from simcheck.readers.written import Written
from simcheck.types import HiddenReason

_WHITE = re.compile(r"[ \t\r\n\f]+")
_WRAP = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")


class Line:
    """Collects a line and writes it down when it ends; ``furniture`` is how many letters one of those has at least that
    are repeated on pages."""

    def __init__(self, written: Written, furniture: int) -> None:
        self._written, self._furniture = written, furniture
        self._pieces: list[tuple[str, HiddenReason | None]] = []
        self._any = self._quiet = False

    def add(self, text: str, reason: HiddenReason | None, *, quiet: bool = False) -> None:
        """A piece of the line."""
        if text:
            self._quiet = quiet if not self._pieces else self._quiet and quiet
            self._pieces.append((text, reason))

    def end(self) -> None:
        """Write the line down unless it is empty."""
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        seen = [text for text, reason in pieces if reason in (None, "pale")]
        line = folded("".join(seen))
        if self._quiet and sum(map(str.isalnum, line)) < self._furniture:
            return
        if line:
            self._written.add("\n" if self._any else "")
            self._any = True
        if len(seen) == len(pieces) and all(reason is None for _, reason in pieces):
            self._written.add(line)
            return
        raw, at = "", 0
        for text, reason in pieces:
            if reason not in (None, "pale"):
                self._written.hide(text, reason)
                continue
            raw += text
            upto = min(len(folded(raw)), len(line)) if len(raw) < sum(map(len, seen)) else len(line)
            (self._written.doubt if reason == "pale" else self._written.add)(line[at:upto])
            at = upto


def folded(line: str) -> str:
    """A line without white space at its ends, and with one space for several."""
    return re.sub(r" {2,}", " ", line).strip(" \t\r\f")


def unwrapped(text: str) -> str:
    """Running text as a browser shows it: a line end in the source is a space, and nothing between Chinese characters.

    >>> unwrapped("稳中\\n  求进 and\\nmore")
    '稳中求进 and more'
    """
    parts = _WRAP.split(text)
    if len(parts) == 1:
        return _WHITE.sub(" ", text)
    joined = parts[0]
    for part in parts[1:]:
        joined += (glue(joined, part) if joined and part else " ") + part
    return _WHITE.sub(" ", joined)
