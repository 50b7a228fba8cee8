"""What reading a .docx gives: its text, and which element of the file holds which stretch of it."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.readers.content import Content
from simcheck.readers.safe_xml import Element


@dataclass(frozen=True, slots=True)
class Piece:
    """The code points ``[start, end)`` of the text stand in ``element`` (``w:t``, ``w:tab``, ``w:br`` …) of ``run``.

    ``run`` is the ``w:r`` around it, or None in a formula. What belongs to no piece is a line end between paragraphs,
    or stands elsewhere in the file: the number of a list, a text in a chart.
    """

    start: int
    end: int
    run: Element | None
    element: Element


@dataclass(frozen=True, slots=True)
class Walked:
    """A text with what was left out of it, and its pieces in order. ``foreign`` names an element whose text is in
    another file, if there is one."""

    content: Content
    pieces: tuple[Piece, ...]
    foreign: str | None = None

    @property
    def text(self) -> str:
        """The text."""
        return self.content.text
