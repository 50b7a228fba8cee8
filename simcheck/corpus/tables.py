"""The rows of a corpus's database, as they are read inside one transaction; ``changes`` writes them."""

from __future__ import annotations

import hashlib
import itertools
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look
from simcheck.corpus.database import UNKNOWN, Connection, is_older
from simcheck.corpus.filters import Filter
from simcheck.corpus.records import DocumentInfo, FileRecord, Meta, SegmentRecord
from simcheck.corpus.seals import meta_seal, seal_of
from simcheck.corpus.sources import Numbers
from simcheck.errors import CorpusError
from simcheck.types import SOURCE_CLASSES, CorpusInfo, Document, SourceClass
from simcheck.types.kinds import ungiven

Half = npt.NDArray[np.float16]

Metadata = tuple[str | None, str | None, str | None]


class StoredDocument(NamedTuple):
    """A document as it is looked up by its id; ``origins`` says in how many places its text was read."""

    number: int
    id: str
    digest: bytes
    origins: int


#: Documents that are asked for in one question.
TOGETHER = 100
#: The tables that hold something of a document, by its number.
OF_DOCUMENTS = ("documents", "texts", "vectors", "about", "origins", "more", "classes", "told")
_STRAYS = """SELECT 1 FROM
             (SELECT number FROM texts UNION ALL SELECT number FROM vectors UNION ALL SELECT number FROM about
              UNION ALL SELECT number FROM origins UNION ALL SELECT number FROM more
              UNION ALL SELECT number FROM classes UNION ALL SELECT number FROM told)
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

    def authors(self) -> tuple[str, ...]:
        """The authors of the documents, each once; those of which none is told are left out."""
        return tuple(name for (name,) in self._connection.execute("SELECT DISTINCT author FROM about") if name)

    def source_class(self, number: int) -> SourceClass:
        """The class of a document; an ``Ungiven`` one where the program told it."""
        row = self._connection.execute("SELECT class FROM classes WHERE number = ?", (number,)).fetchone()
        told = self._connection.execute("SELECT rules FROM told WHERE number = ?", (number,)).fetchone()
        name: SourceClass = row[0] if row else "peer"
        return ungiven(name) if told and told[0] != UNKNOWN else name

    def told_before(self, rules: int) -> dict[int, bool]:
        """The documents whose class was told by rules before these, by number, and whether nobody gave it; False is not
        known."""
        rows = self._connection.execute("SELECT number, rules FROM told WHERE rules < ? ORDER BY number", (rules,))
        return {number: known != UNKNOWN for number, known in rows}

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

    def find(self, document_id: str) -> StoredDocument | None:
        """The document with this id, however its characters are composed."""
        query = """SELECT number, id, digest, (SELECT count(*) FROM origins WHERE number = documents.number)
                   FROM documents WHERE id IN (?, ?, ?) ORDER BY id <> ?"""
        forms = document_id, normalize("NFC", document_id), normalize("NFD", document_id), document_id
        row = self._connection.execute(query, forms).fetchone()
        return StoredDocument(*row) if row else None

    def name(self, number: int) -> str:
        """The id of the document with this number."""
        return str(self._connection.execute("SELECT id FROM documents WHERE number = ?", (number,)).fetchone()[0])

    def ids_of_text(self, digest: bytes) -> list[str]:
        """The ids of the documents with this text, the first one first."""
        query = "SELECT id FROM documents WHERE digest = ? ORDER BY number"
        return [str(row[0]) for row in self._connection.execute(query, (digest,))]

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
        return self.seals([number]).get(number, b"")

    def seals(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """``seal`` of several documents, by number, without those that are not there."""
        parts = (self._of("SELECT number, seal FROM documents", some) for some in _parts(numbers))
        return {number: bytes(seal) for number, seal in itertools.chain.from_iterable(parts)}

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
            for table in OF_DOCUMENTS
        }

    def vectors(self, number: int, dimension: int) -> Half | None:
        """A document's sentence vectors, shape (sentences, dimension); None if they or its row are not as written."""
        return self.several_vectors([number], dimension).get(number)

    def several_vectors(self, numbers: Sequence[int], dimension: int) -> dict[int, Half]:
        """``vectors`` of several documents, in a few questions for all; without those that are not as written."""
        query = """SELECT number, id, digest, characters, sentences, added, seal, vectors
                   FROM documents JOIN vectors USING (number)"""
        found: dict[int, Half] = {}
        for some in _parts(numbers):
            known = self.sealed_metadata(some)
            for number, *row, seal, blob in self._of(query, some):
                look()
                whole = len(blob) == 2 * dimension * row[3]
                if whole and seal == seal_of((number, *row, *known[number]), blob):
                    found[number] = np.frombuffer(blob, dtype="<f2").reshape(-1, dimension)
        return found

    def sealed_metadata(self, numbers: Sequence[int]) -> dict[int, tuple[object, ...]]:
        """What is known about documents, by number, as it goes into the seal; nothing known seals as in format 1."""
        known: dict[int, tuple[object, ...]] = dict.fromkeys(numbers, ())
        more: dict[int, list[tuple[str, str]]] = {}
        for number, *about in self._of("SELECT number, title, author, date FROM about", numbers):
            known[number] += tuple(about) if any(about) else ()
        for number, name, value in self._of("SELECT number, name, value FROM more", numbers):
            more.setdefault(number, []).append((name, value))
        for number, pairs in more.items():
            known[number] += (sorted(pairs),)
        for number, name in self._of("SELECT number, class FROM classes", numbers):
            known[number] += (name,) if name != "peer" else ()
        return known

    def _of(self, query: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """The rows that a query finds of a few documents."""
        return self._connection.execute(f"{query} WHERE number IN ({','.join('?' * len(numbers))})", numbers)

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the database's structure, and a changed row of meta."""
        rows = self._connection.execute("PRAGMA integrity_check(20)").fetchall()
        problems = [str(row[0]) for row in rows if row[0] != "ok"]
        if self._connection.execute("SELECT seal FROM meta").fetchone()[0] != meta_seal(self.meta(), self.generation()):
            problems.append("the table meta was changed")
        if self._connection.execute(_STRAYS).fetchone():
            problems.append("there are texts, vectors or origins of no document")
        return problems


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[at : at + TOGETHER] for at in range(0, len(numbers), TOGETHER))


def _plain(kind: str, stored: bytes) -> bytes | None:
    """A text as it was added, from how it is stored; None if that is damaged. Format 1 did not compress."""
    if kind == "text":
        return stored
    try:
        return zlib.decompress(stored)
    except zlib.error:
        return None
