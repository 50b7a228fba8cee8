"""A line of a page: pieces that are seen or not, white space folded as a browser folds it."""

from __future__ import annotations

from simcheck.patterns import regex
from simcheck.readers.wraps import glue
from simcheck.readers.written import Written
from simcheck.types import HiddenReason

_WHITE = regex(r"[ \t\r\n\f]+")
_SPACES = regex(" {2,}")
_WRAP = regex(r"[ \t\r\f]*\n[ \t\r\n\f]*")


class Line:
    """Collects a line and writes it down when it ends; ``furniture`` is how many letters one of those has at least that
    are repeated on pages."""

    def __init__(self, written: Written, furniture: int) -> None:
        self._written, self._furniture = written, furniture
        self._pieces: list[tuple[str, HiddenReason | None]] = []
        self._any = self._quiet = self._quoted = self._plain = False

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the line."""
        return not self._pieces

    def add(self, text: str, reason: HiddenReason | None, *, quiet: bool = False, quoted: bool = False) -> None:
        """A piece of the line; ``quiet`` is what pages repeat, ``quoted`` what stands in a block quotation."""
        if text:
            first = not self._pieces
            self._quiet = quiet and (first or self._quiet)
            self._quoted = quoted and (first or self._quoted)
            self._plain = reason is None and (first or self._plain)
            self._pieces.append((text, reason))

    def end(self) -> None:
        """Write the line down unless it is empty."""
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        seen = [text for text, reason in pieces if reason is None or reason == "pale"]
        line = folded(seen[0] if len(seen) == 1 else "".join(seen))
        if self._quiet and sum(map(str.isalnum, line)) < self._furniture:
            return
        before = "" if not line else ("\n> " if self._quoted else "\n") if self._any else "> " if self._quoted else ""
        self._any = self._any or bool(line)
        if self._plain:
            self._written.add(before + line)
            return
        self._written.add(before)
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
    return (_SPACES.sub(" ", line) if "  " in line else line).strip(" \t\r\f")


def unwrapped(text: str) -> str:
    """Running text as a browser shows it: a line end in the source is a space, and nothing between Chinese characters.

    >>> unwrapped("稳中\\n  求进 and\\nmore")
    '稳中求进 and more'
    """
    if "\n" not in text:
        return text if text.isprintable() and "  " not in text else _WHITE.sub(" ", text)
    parts = _WRAP.split(text)
    joined = parts[0]
    for part in parts[1:]:
        joined += (glue(joined, part) if joined and part else " ") + part
    return _WHITE.sub(" ", joined)
