"""The cache of sources: documents that stay taken apart and embedded from one check to the next."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Hashable
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from simcheck.caching import ENTRY, MIB, LRUCache
from simcheck.corpus.sources import Source, Vectors
from simcheck.text.analyze import Analyzed

K = TypeVar("K", bound=Hashable)
Half = npt.NDArray[np.float16]

#: Bytes that a cache takes at most if nothing else is said, for some 3,000 speeches of 2,000 characters; and the part
#: of the memory that it takes where that is less.
MOST, PART = 896 * MIB, 8
#: One part in so many of the bytes is for vectors alone: two drafts' worth.
OF_VECTORS = 16
#: Bytes of memory by character (the text as it is and folded, and where the one stands in the other), by sentence and
#: by token, with what the aligner derives of them.
CHARACTER, SENTENCE, TOKEN = 14, 230, 120


class SourceCache(Generic[K]):
    """Sources by a key that says what they hold.

    Up to a number of bytes, or of characters of their texts. A part of the bytes is for the vectors of documents of
    which nothing else was asked. For any threads.
    """

    def __init__(self, maxbytes: int, maxcharacters: int | None = None) -> None:
        held: LRUCache[K, Source]
        if maxcharacters is None:
            held = LRUCache(maxbytes - maxbytes // OF_VECTORS, sizeof=_sizeof, fixed=True)
        else:
            held = LRUCache(maxcharacters, sizeof=_characters, fixed=True)
        self._held = held
        most = maxbytes // OF_VECTORS if maxcharacters is None else 0
        self._vectors: LRUCache[K, Vectors] = LRUCache(most, sizeof=lambda entry: ENTRY + entry[1].nbytes, fixed=True)

    def __len__(self) -> int:
        return len(self._held)

    @property
    def nbytes(self) -> int:
        """The bytes, or the characters, that are held."""
        return self._held.nbytes

    @property
    def full(self) -> bool:
        """Whether one more text of usual length would push another one out."""
        return len(self) > 0 and self.nbytes * (len(self) + 1) > self._held.maxbytes * len(self)

    def get(self, key: K) -> Source | None:
        """The source that was put under this key, or None."""
        return self._held.get(key)

    def vectors(self, key: K) -> Vectors | None:
        """The vectors of the source that was put under this key, or those that were put there alone, or None."""
        source = self._held.get(key)
        return self._vectors.get(key) if source is None else source.vectors

    def put_vectors(self, key: K, vectors: Half) -> Vectors:
        """Hold the vectors of a source alone, in single precision; and give them."""
        found = vectors.astype(np.float32)
        self._vectors.put(key, found)
        return found

    def put(self, key: K, analyzed: Analyzed, vectors: Half) -> Source:
        """Hold a source, its vectors in single precision: turned from half at every check they cost as much time as
        comparing them; and give it."""
        source = Source(analyzed, vectors.astype(np.float32))
        self._held.put(key, source)
        return source


def room() -> int:
    """``MOST``, or an eighth of the memory that the machine has or the container may use, if that is less."""
    known = [MOST]
    with contextlib.suppress(AttributeError, ValueError, OSError):  # not told by Windows
        known.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // PART)
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(ValueError, OSError):  # no container, or one without a limit
            known.append(int(Path(limit).read_text(encoding="ascii")) // PART)
    return min(known)


def _characters(entry: tuple[object, Source]) -> int:
    return len(entry[1].analyzed.document.text)


def _sizeof(entry: tuple[object, Source]) -> int:
    analyzed, vectors = entry[1].analyzed, entry[1].vectors
    size = CHARACTER * len(analyzed.document.text) + SENTENCE * len(analyzed.sentences) + TOKEN * len(analyzed.tokens)
    return size + vectors.nbytes
