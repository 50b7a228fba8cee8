"""The rows of a corpus's database: reading and writing them inside one transaction, each document under a seal.

SQLite finds broken structure but not a changed byte inside a text. So each document carries the digest of its text and
a seal over everything else it has, and the row of meta carries one as well.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from simcheck.corpus.database import Connection, is_older
from simcheck.corpus.filters import Filter
from simcheck.corpus.records import DocumentInfo, FileRecord, Meta, SegmentRecord
from simcheck.corpus.sources import Numbers
from simcheck.errors import CorpusError
from simcheck.types import SOURCE_CLASSES, CorpusInfo, Document, SourceClass

Half = npt.NDArray[np.float16]

#: How hard zlib works: a text takes a third of its bytes at a hundred million bytes a second or so.
PACKED = 3

Metadata = tuple[str | None, str | None, str | None]


class Found(NamedTuple):
    """A document as it is looked up by its id; ``origins`` says in how many places its text was read."""

    number: int
    id: str
    digest: bytes
    origins: int


#: The tables that hold something of a document, by its number.
_OF_DOCUMENTS = ("documents", "texts", "vectors", "about", "origins", "more", "classes")
_STRAYS = """SELECT 1 FROM
             (SELECT number FROM texts UNION ALL SELECT number FROM vectors UNION ALL SELECT number FROM about
              UNION ALL SELECT number FROM origins UNION ALL SELECT number FROM more
              UNION ALL SELECT number FROM classes)
             WHERE number NOT IN (SELECT number FROM documents)"""


class Reader:
    """One unchanging state of the corpus. Only valid inside the block of ``Store.read`` or ``Store.write``."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def meta(self) -> Meta:
        """What the corpus is pinned to."""
        row = self._connection.execute("SELECT model, source, dimension, normalization FROM meta").fetchone()
        if row is None:
            raise CorpusError(
                f"{self._folder}: the database is damaged (no row in meta); restore it from a copy",
                code="corpus.damaged",
            )
        return Meta(*row)

    def older(self) -> bool:
        """Whether the corpus is of an older format, so that it has no index of this one."""
        return is_older(self._connection)

    def generation(self) -> int:
        """A number that grows with each write."""
        return int(self._connection.execute("SELECT generation FROM meta").fetchone()[0])

    def info(self, among: Numbers | None = None) -> CorpusInfo:
        """Counts, of all documents or of those with these numbers, and pins."""
        meta = self.meta()
        query = "SELECT count(*), coalesce(sum(sentences), 0), coalesce(sum(characters), 0) FROM documents"
        if among is None:
            documents, sentences, characters = self._connection.execute(query).fetchone()
        else:
            rows = self._connection.execute("SELECT number, sentences, characters FROM documents ORDER BY number")
            counts = np.array(rows.fetchall(), dtype=np.int64).reshape(-1, 3)
            counts = counts[np.isin(counts[:, 0], among)]
            documents, (sentences, characters) = len(counts), counts[:, 1:].sum(axis=0).tolist()
        pins = meta.model, meta.dimension, meta.normalization
        classes = self._classes(documents, among)
        return CorpusInfo(str(self._folder), documents, sentences, characters, *pins, classes)

    def _classes(self, documents: int, among: Numbers | None) -> dict[SourceClass, int]:
        """How many of so many documents are of each class; peers are not written down."""
        rows = self._connection.execute("SELECT number, class FROM classes").fetchall()
        kept = None if among is None else set(among.tolist())
        counts = Counter(name for number, name in rows if kept is None or number in kept)
        counts["peer"] = documents - counts.total()
        return {name: counts[name] for name in SOURCE_CLASSES if counts[name]}

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents in the order they were added."""
        origins: dict[int, list[str]] = {}
        for number, origin in self._connection.execute("SELECT number, origin FROM origins ORDER BY rowid"):
            origins.setdefault(number, []).append(origin)
        query = """SELECT number, id, characters, sentences, added, title, author, date
                   FROM documents LEFT JOIN about USING (number) ORDER BY number"""
        classes = dict(self._connection.execute("SELECT number, class FROM classes"))
        rows = self._connection.execute(query)
        more = self._more()
        return tuple(
            DocumentInfo(*[*row, tuple(origins.get(number, ())), classes.get(number, "peer"), more.get(number, {})])
            for number, *row in rows
        )

    def matching(self, where: Filter) -> Numbers:
        """The numbers of the documents that a filter lets through, ascending."""
        more = self._more() if where.meta or where.class_ is not None else {}
        classes = dict(self._connection.execute("SELECT number, class FROM classes"))
        query = "SELECT number, id, author, date FROM documents LEFT JOIN about USING (number) ORDER BY number"
        passing = (
            number
            for number, identity, author, date in self._connection.execute(query)
            if where.passes(identity, author, date, {"class": classes.get(number, "peer"), **more.get(number, {})})
        )
        return np.fromiter(passing, dtype=np.int64)

    def _more(self) -> dict[int, dict[str, str]]:
        """What else is known of the documents, by number; those of which nothing is are left out."""
        found: dict[int, dict[str, str]] = {}
        for number, name, value in self._connection.execute("SELECT number, name, value FROM more"):
            found.setdefault(number, {})[name] = value
        return found

    def meta_of(self, number: int) -> dict[str, str]:
        """What else is known of a document (``Document.meta``)."""
        return dict(self._connection.execute("SELECT name, value FROM more WHERE number = ?", (number,)))

    def metadata(self, number: int) -> Metadata:
        """Title, author and date of a document."""
        query = "SELECT title, author, date FROM about WHERE number = ?"
        title, author, date = self._connection.execute(query, (number,)).fetchone() or (None, None, None)
        return title, author, date

    def source_class(self, number: int) -> SourceClass:
        """The class of a document."""
        row = self._connection.execute("SELECT class FROM classes WHERE number = ?", (number,)).fetchone()
        return row[0] if row else "peer"

    def numbers(self) -> Numbers:
        """The numbers of all documents, ascending."""
        rows = self._connection.execute("SELECT number FROM documents ORDER BY number")
        return np.fromiter((row[0] for row in rows), dtype=np.int64)

    def last_number(self) -> int:
        """The greatest number that a document ever had here."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'documents'").fetchone()
        return int(row[0]) if row else 0

    def characters(self) -> dict[int, int]:
        """The length of each document's text, by number."""
        return dict(self._connection.execute("SELECT number, characters FROM documents ORDER BY number"))

    def segments(self) -> tuple[SegmentRecord, ...]:
        """The published segments, oldest first."""
        files: dict[str, list[FileRecord]] = {}
        for segment, *file in self._connection.execute("SELECT * FROM files ORDER BY rowid"):
            files.setdefault(segment, []).append(FileRecord(*file))
        return tuple(SegmentRecord(name, tuple(found)) for name, found in files.items())

    def find(self, document_id: str) -> Found | None:
        """The document with this id, however its characters are composed."""
        query = """SELECT number, id, digest, (SELECT count(*) FROM origins WHERE number = documents.number)
                   FROM documents WHERE id IN (?, ?, ?) ORDER BY id <> ?"""
        forms = document_id, normalize("NFC", document_id), normalize("NFD", document_id), document_id
        row = self._connection.execute(query, forms).fetchone()
        return Found(*row) if row else None

    def name(self, number: int) -> str:
        """The id of the document with this number."""
        return str(self._connection.execute("SELECT id FROM documents WHERE number = ?", (number,)).fetchone()[0])

    def id_of_text(self, digest: bytes) -> str | None:
        """The id of the first document with this text."""
        query = "SELECT id FROM documents WHERE digest = ? ORDER BY number"
        row = self._connection.execute(query, (digest,)).fetchone()
        return str(row[0]) if row else None

    def origin(self, origin: str) -> tuple[str | None, bool]:
        """The id of the document that was read there, and whether this is the name of that file's own."""
        query = "SELECT id, own FROM origins JOIN documents USING (number) WHERE origin = ?"
        row = self._connection.execute(query, (origin,)).fetchone()
        return (str(row[0]), bool(row[1])) if row else (None, False)

    def document(self, number: int) -> Document:
        """A document by its number. Raises CorpusError when its text is not what was added."""
        query = """SELECT id, digest, typeof(text), CAST(text AS BLOB)
                   FROM documents LEFT JOIN texts USING (number) WHERE number = ?"""
        found = self._connection.execute(query, (number,)).fetchone()
        document_id, digest, kind, stored = found or (f"document {number}", b"", "", None)
        text = None if stored is None else _plain(kind, stored)
        if text is None or hashlib.sha256(text).digest() != digest:
            raise CorpusError(
                f"{self._folder}: the text of {document_id} is damaged; `simcheck corpus remove` it and add it again",
                code="corpus.damaged",
            )
        title, author, date = self.metadata(number)
        source_class = self.source_class(number)
        return Document(
            document_id, text.decode("utf-8"), title, author, date, source_class=source_class, meta=self.meta_of(number)
        )

    def seal(self, number: int) -> bytes:
        """What a document is sealed with: another one for other text or vectors."""
        found = self._connection.execute("SELECT seal FROM documents WHERE number = ?", (number,)).fetchone()
        return bytes(found[0]) if found else b""

    def contents(self, among: Numbers | None = None) -> str:
        """A digest of all documents, or of those with these numbers: equal where each of them is, number, text,
        vectors and what is known about it."""
        rows = self._connection.execute("SELECT number, seal FROM documents ORDER BY number")
        wanted = None if among is None else set(among.tolist())
        seals = (seal for number, seal in rows if wanted is None or number in wanted)
        return hashlib.sha256(b"".join(seals)).hexdigest()

    def rows(self, number: int) -> dict[str, list[tuple[object, ...]]]:
        """All that is stored of a document, by table, as it is."""
        return {
            table: self._connection.execute(f"SELECT * FROM {table} WHERE number = ?", (number,)).fetchall()  # noqa: S608
            for table in _OF_DOCUMENTS
        }

    def vectors(self, number: int, dimension: int) -> Half | None:
        """A document's sentence vectors, shape (sentences, dimension); None if they or its row are not as written."""
        query = """SELECT id, digest, characters, sentences, added, seal, vectors
                   FROM documents LEFT JOIN vectors USING (number) WHERE number = ?"""
        found = self._connection.execute(query, (number,)).fetchone()
        if found is None or found[-1] is None:
            return None
        *row, seal, blob = found
        if seal != _seal((number, *row, *self._sealed_metadata(number)), blob) or len(blob) != 2 * dimension * row[3]:
            return None
        return np.frombuffer(blob, dtype="<f2").reshape(-1, dimension)

    def _sealed_metadata(self, number: int) -> tuple[object, ...]:
        """What is known about a document, as it goes into the seal; nothing known seals as in format 1."""
        metadata, more = self.metadata(number), sorted(self.meta_of(number).items())
        known = self.source_class(number)
        return (
            *(metadata if any(metadata) else ()),
            *((more,) if more else ()),
            *((known,) if known != "peer" else ()),
        )

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the database's structure, and a changed row of meta."""
        rows = self._connection.execute("PRAGMA integrity_check(20)").fetchall()
        problems = [str(row[0]) for row in rows if row[0] != "ok"]
        if self._connection.execute("SELECT seal FROM meta").fetchone()[0] != meta_seal(self.meta(), self.generation()):
            problems.append("the table meta was changed")
        if self._connection.execute(_STRAYS).fetchone():
            problems.append("there are texts, vectors or origins of no document")
        return problems


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
        seal = _seal((number, *row, *self._sealed_metadata(number)), blob)
        self._connection.execute("UPDATE documents SET seal = ? WHERE number = ?", (seal, number))
        self._connection.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?)", (number, blob))

    def set_metadata(self, number: int, document: Document) -> None:
        """Give a document, whose text stays, the title, author, date and class of ``document``; nothing if it
        is damaged."""
        vectors = self.vectors(number, self.meta().dimension)
        if vectors is not None:
            self._set_about(number, document)
            self.set_vectors(number, len(document.text), vectors)

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
            self._connection.execute("INSERT INTO classes VALUES (?, ?)", (number, document.source_class))
        self._connection.execute("DELETE FROM more WHERE number = ?", (number,))
        more = [(number, name, value) for name, value in document.meta.items()]
        self._connection.executemany("INSERT INTO more VALUES (?, ?, ?)", more)

    def delete(self, number: int) -> None:
        """Remove a document."""
        for table in _OF_DOCUMENTS:
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


def _plain(kind: str, stored: bytes) -> bytes | None:
    """A text as it was added, from how it is stored; None if that is damaged. Format 1 did not compress."""
    if kind == "text":
        return stored
    try:
        return zlib.decompress(stored)
    except zlib.error:
        return None


def meta_seal(meta: Meta, generation: int) -> bytes:
    """The seal of the row of meta."""
    return hashlib.sha256(repr((*astuple(meta), generation)).encode("utf-8")).digest()


def _seal(row: tuple[object, ...], vectors: bytes) -> bytes:
    sealed = hashlib.sha256(repr(row).encode("utf-8"))
    sealed.update(vectors)
    return sealed.digest()
