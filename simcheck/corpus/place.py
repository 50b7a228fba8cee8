"""Where documents are added, a corpus or shards: what adding asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.tables import Half, Metadata, StoredDocument
from simcheck.text.analyze import Analyzed
from simcheck.types import CorpusInfo, Document, SourceClass


class KnownIds(Protocol):
    """Which documents are there."""

    def find(self, document_id: str) -> StoredDocument | None:
        """See ``Reader.find``."""

    def origin(self, origin: str) -> tuple[str | None, bool]:
        """See ``Reader.origin``."""

    def ids_of_text(self, digest: bytes) -> list[str]:
        """See ``Reader.ids_of_text``."""


class Looked(KnownIds, Protocol):
    """And what is known of them."""

    def name(self, number: int) -> str:
        """See ``Reader.name``."""

    def metadata(self, number: int) -> Metadata:
        """See ``Reader.metadata``."""

    def meta_of(self, number: int) -> dict[str, str]:
        """See ``Reader.meta_of``."""

    def source_class(self, number: int) -> SourceClass:
        """See ``Reader.source_class``."""


class Changed(Looked, Protocol):
    """One step of change."""

    def set_metadata(self, number: int, document: Document) -> None:
        """See ``Writer.set_metadata``."""

    def delete(self, number: int) -> None:
        """See ``Writer.delete``."""

    def insert(self, document: Document, vectors: Half) -> int:
        """See ``Writer.insert``."""

    def set_origin(self, origin: str, document_id: str, *, own: bool) -> None:
        """See ``Writer.set_origin``."""


S = TypeVar("S", bound=Changed)


class Place(Protocol[S]):
    """A corpus, or shards. The caller holds its lock."""

    def info(self) -> CorpusInfo:
        """What it is pinned to."""

    def read(self) -> AbstractContextManager[Looked]:
        """What is there."""

    def committing(self) -> AbstractContextManager[S]:
        """One step of change, whole or not at all."""

    def publish(self, step: S, numbers: Sequence[int], analyzed: Sequence[Analyzed], vectors: Sequence[Half]) -> None:
        """Write the segment of documents that a step inserted."""

    def maintain(self, budget: int = 0) -> None:
        """See ``derive.maintain``."""

    def sketches(self) -> Sketches:
        """The samples of all that is there."""
