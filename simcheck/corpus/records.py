"""What a corpus tells about its contents: small records without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from simcheck.types import SourceClass


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of the documents given to ``Corpus.add``; every id stands in exactly one of the first four.

    ``unchanged`` were there with the same text. ``skipped`` pairs those that were left out, because the corpus holds
    the same text under another id, with that id. ``renamed`` pairs ids as given with those of ``added`` that documents
    got instead, because another text has the id. ``duplicates`` are those of ``added`` and ``replaced`` whose text the
    corpus also holds under another id. ``similar`` pairs those that are another version of a document added before with
    it.
    """

    added: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    duplicates: tuple[str, ...] = ()
    similar: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: AddResult) -> AddResult:
        return AddResult(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Reclassified:
    """What became of classes that an earlier simcheck told, each an id with the class that its text has by the present
    rules: ``changed`` were told it, ``kept`` have another one that somebody may have given."""

    changed: tuple[tuple[str, SourceClass], ...] = ()
    kept: tuple[tuple[str, SourceClass], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One line of the corpus's list: sizes in code points and sentences, ``added`` as ISO 8601 in UTC.

    ``title``, ``author``, ``date``, ``source_class`` and ``meta`` are those of the ``Document``, ``origins`` where this
    text was read.
    """

    id: str
    characters: int
    sentences: int
    added: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    origins: tuple[str, ...] = ()
    source_class: SourceClass = "peer"
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Twins:
    """Two near-duplicates by their ids, ``document`` the one added later, and the estimated share of the smaller one's
    fingerprints that the other one holds too."""

    document: str
    other: str
    share: float


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
