"""Documents that were taken apart and are kept for the next check, the least recently used going first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from simcheck.corpus.sources import Source


class Kept:
    """Sources by document number, up to ``characters`` of text in all. Shared by threads.

    Each stands under the document's seal, so that a document that changed is never found.
    """

    def __init__(self, characters: int) -> None:
        self._room = characters
        self._lock = Lock()
        self._held: OrderedDict[int, tuple[bytes, Source]] = OrderedDict()

    def get(self, number: int, seal: bytes) -> Source | None:
        """The document ``number`` as it was put there under this seal."""
        with self._lock:
            found = self._held.get(number)
            if found is None or found[0] != seal:
                return None
            self._held.move_to_end(number)
            return found[1]

    def put(self, number: int, seal: bytes, source: Source) -> None:
        """Keep a document, and let go of others if there is no room."""
        with self._lock:
            if number in self._held:
                self._let_go(number)
            self._held[number] = seal, source
            self._room -= len(source.analyzed.document.text)
            while self._room < 0 and self._held:
                self._let_go(next(iter(self._held)))

    def _let_go(self, number: int) -> None:
        _, source = self._held.pop(number)
        self._room += len(source.analyzed.document.text)
