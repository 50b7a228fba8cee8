"""All shards as one corpus: whichever holds a document answers, and a step of change goes to those that it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace

from simcheck.corpus.changes import Writer
from simcheck.corpus.publish import committing, publish
from simcheck.corpus.tables import Half, Metadata, Reader, StoredDocument
from simcheck.shards.copies import Copies
from simcheck.text.analyze import Analyzed
from simcheck.types import Document, SourceClass


class Among:
    """All shards as they are read: whichever holds a document answers."""

    def __init__(self, readers: Mapping[int, Reader]) -> None:
        self._readers = readers

    def find(self, document_id: str) -> StoredDocument | None:
        """See ``Reader.find``."""
        found = (reader.find(document_id) for reader in self._readers.values())
        return next((one for one in found if one is not None), None)

    def origin(self, origin: str) -> tuple[str | None, bool]:
        """See ``Reader.origin``."""
        found = (reader.origin(origin) for reader in self._readers.values())
        return next((one for one in found if one[0] is not None), (None, False))

    def ids_of_text(self, digest: bytes) -> list[str]:
        """See ``Reader.ids_of_text``."""
        names = [name for reader in self._readers.values() for name in reader.ids_of_text(digest)]
        found = [(one.number, name) for name in names if (one := self.find(name)) is not None]
        return [name for _, name in sorted(found)]

    def name(self, number: int) -> str:
        """See ``Reader.name``."""
        return self._holder(number).name(number)

    def metadata(self, number: int) -> Metadata:
        """See ``Reader.metadata``."""
        return self._holder(number).metadata(number)

    def meta_of(self, number: int) -> dict[str, str]:
        """See ``Reader.meta_of``."""
        return self._holder(number).meta_of(number)

    def source_class(self, number: int) -> SourceClass:
        """See ``Reader.source_class``."""
        return self._holder(number).source_class(number)

    def _holder(self, number: int) -> Reader:
        return self._readers[self._at(number)]

    def _at(self, number: int) -> int:
        return next(at for at, reader in self._readers.items() if reader.seal(number))


class Changes(Among):
    """All shards in one step of change: the ones that it touches are copied and opened for writing as it does."""

    def __init__(self, copies: Copies, readers: dict[int, Reader], stack: ExitStack) -> None:
        super().__init__(readers)
        self._copies, self._all, self._stack = copies, readers, stack
        self._target = copies.least()
        self._writers: dict[int, Writer] = {}

    def set_metadata(self, number: int, document: Document) -> None:
        """See ``Writer.set_metadata``."""
        self._writer(self._at(number)).set_metadata(number, document)

    def classify(self, number: int, source_class: SourceClass) -> None:
        """Give a document a class."""
        writer = self._writer(self._at(number))
        writer.set_metadata(number, replace(writer.document(number), source_class=source_class))

    def delete(self, number: int) -> None:
        """See ``Writer.delete``."""
        self._writer(self._at(number)).delete(number)

    def insert(self, document: Document, vectors: Half) -> int:
        """See ``Writer.insert``; its number is greater than that of any document in any shard."""
        writer = self._writer(self._target)
        writer.number_after(self._copies.last)
        self._copies.last = writer.insert(document, vectors)
        return self._copies.last

    def set_origin(self, origin: str, document_id: str, *, own: bool) -> None:
        """See ``Writer.set_origin``; a place is kept once among all shards."""
        found = self.find(document_id)
        if found is None:
            return
        holder = self._at(found.number)
        for at, reader in self._all.items():
            if at != holder and reader.origin(origin)[0] is not None:
                self._writer(at).drop_origin(origin)
        self._writer(holder).set_origin(origin, document_id, own=own)

    def publish(self, numbers: Sequence[int], analyzed: Sequence[Analyzed], vectors: Sequence[Half]) -> None:
        """Write the segment of the new documents."""
        publish(self._copies.stores[self._target], self._writer(self._target), numbers, analyzed, vectors)

    def _writer(self, at: int) -> Writer:
        if at not in self._writers:
            if self._writers:
                self._copies.tear()
            store = self._copies.writable(at)
            self._writers[at] = self._all[at] = self._stack.enter_context(committing(store))
        return self._writers[at]
