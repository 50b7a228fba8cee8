"""What a corpus tells about its contents: small records without behaviour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of the documents given to ``Corpus.add``; every id stands in exactly one of the first three.

    ``unchanged`` were there with the same text. ``duplicates`` are those of ``added`` and ``replaced`` whose text the
    corpus also holds under another id: they are kept, because one text on five sites is worth knowing, but often not
    meant. ``similar`` pairs those that are another version of a document added before with it.
    """

    added: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    similar: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One line of the corpus's list: sizes in code points and sentences, ``added`` as ISO 8601 in UTC.

    ``title``, ``author`` and ``date`` are those of the ``Document``.
    """

    id: str
    characters: int
    sentences: int
    added: str
    title: str | None = None
    author: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """What a corpus is pinned to: ``model`` is the encoder's identity, ``source`` its name to load (None: shipped)."""

    model: str
    source: str | None
    dimension: int
    normalization: int


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A derived file as it was published: its name inside the segment's folder, bytes, and SHA-256 in hexadecimal.

    The first ``head`` bytes, all of a small file, are compared with a digest of their own whenever it is opened.
    """

    name: str
    size: int
    sha256: str
    head: int
    head_sha256: str


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A published segment: the name of its folder and its files."""

    name: str
    files: tuple[FileRecord, ...]
