"""Changes to the rows of a corpus's database, inside one transaction; each document is sealed anew."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime

from simcheck.corpus.records import Meta, SegmentRecord
from simcheck.corpus.seals import meta_seal, seal_of
from simcheck.corpus.tables import OF_DOCUMENTS, Half, Reader
from simcheck.text.classes import RULES
from simcheck.types import Document
from simcheck.types.kinds import Ungiven

#: How hard zlib works: a text takes a third of its bytes at a hundred million bytes a second or so.
PACKED = 3


class Writer(Reader):
    """A state of the corpus that is being changed. Only valid inside the block of ``Store.write``."""

    def insert(self, document: Document, vectors: Half) -> int:
        """Add a document and give its number, which was never used before."""
        text = document.text.encode("utf-8")
        digest = hashlib.sha256(text).digest()
        added = datetime.now(UTC).isoformat(timespec="seconds")
        query = "INSERT INTO documents (id, digest, characters, sentences, added, seal) VALUES (?, ?, ?, ?, ?, x'')"
        row = (document.id, digest, len(document.text), len(vectors), added)
        self._connection.execute(query, row)
        number = int(self._connection.execute("SELECT last_insert_rowid()").fetchone()[0])
        self._connection.execute("INSERT INTO texts VALUES (?, ?)", (number, zlib.compress(text, PACKED)))
        self._set_about(number, document)
        self.set_vectors(number, len(document.text), vectors)
        return number

    def number_after(self, number: int) -> None:
        """Let the next document have a greater number than this one."""
        known = self.last_number()
        if known < number:
            self._connection.execute("DELETE FROM sqlite_sequence WHERE name = 'documents'")
            self._connection.execute("INSERT INTO sqlite_sequence VALUES ('documents', ?)", (number,))

    def drop_origin(self, origin: str) -> None:
        """Forget that a text was read there."""
        self._connection.execute("DELETE FROM origins WHERE origin = ?", (origin,))

    def take(self, rows: Mapping[str, Sequence[tuple[object, ...]]]) -> None:
        """Add a document that another corpus holds as these ``rows``, under its number there."""
        for table, found in rows.items():
            for row in found:
                places = ", ".join("?" * len(row))
                self._connection.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608

    def set_vectors(self, number: int, characters: int, vectors: Half) -> None:
        """Give a document these sentence vectors, and seal it."""
        blob = vectors.astype("<f2").tobytes()
        query = "UPDATE documents SET characters = ?, sentences = ? WHERE number = ?"
        self._connection.execute(query, (characters, len(vectors), number))
        query = "SELECT id, digest, characters, sentences, added FROM documents WHERE number = ?"
        row = self._connection.execute(query, (number,)).fetchone()
        seal = seal_of((number, *row, *self.sealed_metadata([number])[number]), blob)
        self._connection.execute("UPDATE documents SET seal = ? WHERE number = ?", (seal, number))
        self._connection.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?)", (number, blob))

    def set_metadata(self, number: int, document: Document) -> None:
        """Give a document, whose text stays, the title, author, date and class of ``document``; nothing if it
        is damaged."""
        vectors = self.vectors(number, self.meta().dimension)
        if vectors is not None:
            self._set_about(number, document)
            self.set_vectors(number, len(document.text), vectors)

    def settle(self, number: int, rules: int | None) -> None:
        """Keep that the class of a document is what these rules tell; None: that somebody gave it."""
        self._connection.execute("DELETE FROM told WHERE number = ?", (number,))
        if rules is not None:
            self._connection.execute("INSERT INTO told VALUES (?, ?)", (number, rules))

    def set_origin(self, origin: str, document_id: str, *, own: bool) -> None:
        """Keep that the text of a document was read there, under a name of its ``own`` or only under another's."""
        query = "INSERT OR REPLACE INTO origins SELECT ?, number, ? FROM documents WHERE id = ?"
        self._connection.execute(query, (origin, own, document_id))

    def _set_about(self, number: int, document: Document) -> None:
        self._connection.execute("DELETE FROM about WHERE number = ?", (number,))
        about = document.title, document.author, document.date
        if any(about):
            self._connection.execute("INSERT INTO about VALUES (?, ?, ?, ?)", (number, *about))
        self._connection.execute("DELETE FROM classes WHERE number = ?", (number,))
        if document.source_class != "peer":
            self._connection.execute("INSERT INTO classes VALUES (?, ?)", (number, str(document.source_class)))
        self.settle(number, RULES if isinstance(document.source_class, Ungiven) else None)
        self._connection.execute("DELETE FROM more WHERE number = ?", (number,))
        more = [(number, name, value) for name, value in document.meta.items()]
        self._connection.executemany("INSERT INTO more VALUES (?, ?, ?)", more)

    def delete(self, number: int) -> None:
        """Remove a document."""
        for table in OF_DOCUMENTS:
            self._connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608

    def publish(self, segment: SegmentRecord) -> None:
        """List a segment, whose files are already synced to disk."""
        rows = [(segment.name, *astuple(file)) for file in segment.files]
        self._connection.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)

    def withdraw(self, segment: SegmentRecord) -> None:
        """Take a segment off the list; its files go after the commit."""
        self._connection.execute("DELETE FROM files WHERE segment = ?", (segment.name,))

    def pin(self, meta: Meta) -> None:
        """Pin the corpus to another model or normalisation."""
        query = "INSERT OR REPLACE INTO meta VALUES (1, ?, ?, ?, ?, coalesce((SELECT generation FROM meta), 0), x'')"
        self._connection.execute(query, (meta.model, meta.source, meta.dimension, meta.normalization))

    def stamp(self) -> None:
        """Count this write and seal the row of meta; the last thing before a commit."""
        generation = self.generation() + 1
        seal = meta_seal(self.meta(), generation)
        self._connection.execute("UPDATE meta SET generation = ?, seal = ?", (generation, seal))
