"""Closing: what has a ``close`` method is closed at the end of a with block."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Gives itself to a with block, and is closed at its end."""

    def close(self) -> None:
        """Let go of what is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
