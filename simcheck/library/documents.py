"""The documents of a corpus as a container, and what else needs no model: looking at them, removing, keeping order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, overload

from simcheck.corpus import classes, derive, writer
from simcheck.corpus.disk import Disk
from simcheck.corpus.folder import DATABASE
from simcheck.corpus.ingest import text_digest
from simcheck.corpus.phrases import Phrase, phrases
from simcheck.corpus.records import DocumentInfo, Reclassified, Twins
from simcheck.corpus.sample import sample
from simcheck.corpus.verify import verify
from simcheck.corpus.writer import Progress
from simcheck.errors import UsageError
from simcheck.signatures import as_annotated, require
from simcheck.text.classes import RULES
from simcheck.types import SOURCE_CLASSES, CorpusInfo, Document, SourceClass

D = TypeVar("D")


class Documents:
    """The documents in a corpus's folder on disk: a container of ``Document`` by id."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._store = disk.store

    @staticmethod
    @as_annotated()
    def exists(path: str | Path) -> bool:
        """Whether ``path`` holds a corpus, sound or not; otherwise ``create`` may make one there."""
        return (Path(path) / DATABASE).exists()

    @property
    def path(self) -> Path:
        """The folder of the corpus, absolute."""
        return self._store.folder.absolute()

    def __len__(self) -> int:
        """How many documents there are."""
        return self.info.documents

    def __bool__(self) -> bool:
        """True: an empty corpus is a corpus too."""
        return True

    def __contains__(self, document: object) -> bool:
        """Whether there is a document with this id; for a ``Document``, one with its id and its text."""
        identity = document.id if isinstance(document, Document) else document
        if not isinstance(identity, str):
            return False
        with self._store.read() as reader:
            found = reader.find(identity)
        return found is not None and (not isinstance(document, Document) or found.digest == text_digest(document))

    def __iter__(self) -> Iterator[Document]:
        """All documents with their texts, in the order they were added, of one state of the corpus.

        That state is held until the iteration ends, whatever is written meanwhile.
        """
        with self._store.read() as reader:
            for number in reader.numbers().tolist():
                yield reader.document(number)

    @overload
    def get(self, document_id: str) -> Document | None: ...
    @overload
    def get(self, document_id: str, default: D) -> Document | D: ...
    @as_annotated("default")
    def get(self, document_id: str, default: D | None = None) -> Document | D | None:
        """A document by its id, as it was added; ``default`` for an unknown id."""
        with self._store.read() as reader:
            found = reader.find(document_id)
            return default if found is None else reader.document(found.number)

    @property
    def info(self) -> CorpusInfo:
        """Counts, and what the corpus is pinned to."""
        with self._store.read() as reader:
            return reader.info()

    def state(self) -> tuple[object, ...]:
        """Something that is equal for two calls when nobody has changed the corpus in between."""
        with self._store.read() as reader:
            return (reader.generation(), *(record.name for record in reader.segments()))

    def documents(self) -> tuple[DocumentInfo, ...]:
        """What is known of all documents but their texts, in the order they were added, of one state of the corpus.

        ``for document in corpus`` gives them with their texts.
        """
        with self._store.read() as reader:
            return reader.documents()

    @as_annotated()
    def sample(self, most: int) -> list[str]:
        """At most ``most`` sentences, normalised, from documents drawn always alike; all if there are no more."""
        with self._store.read() as reader:
            return sample(reader, most)

    @as_annotated()
    def document(self, document_id: str) -> Document:
        """A document by its id, as it was added. Raises UsageError for an unknown id; ``get`` does not."""
        with self._store.read() as reader:
            found = reader.find(document_id)
            if found is None:
                raise UsageError(f"{self._store.folder}: no document {document_id}", code="corpus.unknown_document")
            return reader.document(found[0])

    @as_annotated("ids")
    def remove(self, ids: Iterable[str]) -> int:
        """Remove documents by id and return how many. Raises UsageError for an unknown id and then removes none."""
        given = [ids] if isinstance(ids, str) else ids
        require("ids", given, Iterable[str])
        return writer.remove(self._store, given)

    @as_annotated("source_class")
    def classify(self, ids: str | Iterable[str], source_class: SourceClass) -> int:
        """Say what documents are to those who write drafts, and return for how many that is new.

        Raises UsageError for an unknown id, or a class that is none, and then changes nothing.
        """
        if source_class not in SOURCE_CLASSES:
            raise UsageError(f"{source_class!r} is no class of sources; classes are {', '.join(SOURCE_CLASSES)}")
        return classes.classify(self._store, [ids] if isinstance(ids, str) else ids, source_class)

    def reclassify(self) -> Reclassified:
        """Tell the classes anew that an earlier simcheck told from a text's form and that its rules tell otherwise now;
        what somebody gave stays. A corpus of before format 6 does not say which those are: of them the ids come back
        once, as ``kept``."""
        return classes.tell_anew(self._store)

    def reclassifiable(self) -> int:
        """How many documents ``reclassify`` would look at."""
        with self._store.read() as reader:
            return len(reader.told_before(RULES))

    def compact(self) -> None:
        """Write the index anew as one piece, without what was removed, and give the space back to the disk.

        ``add`` keeps pieces few by itself; after many small changes this makes checks a little faster. Raises
        CorpusError when there is no room for the new index beside the old one.
        """
        derive.compact(self._store)

    def versions(self) -> dict[str, str]:
        """The documents that are another version of one added before, by id, each with the id of that one.

        They share more than half of the smaller one's fingerprints. Texts of less than about 400 characters are only
        told when they are equal, by ``add``.
        """
        with self._disk.sources() as sources:
            return sources.versions()

    @as_annotated()
    def twins(self, least: float = 0.5) -> tuple[Twins, ...]:
        """All pairs of near-duplicates: the longer text holds more than ``least`` of the shorter one's fingerprints, as
        estimated from one in 32 of them. The closest pair comes first.

        Texts of less than about 400 characters are not compared.
        """
        with self._disk.sources() as sources:
            pairs = sources.sketches().pairs(least)
            known = sorted({number for new, old, _ in pairs for number in (new, old)})
            names = dict(zip(known, sources.names(known), strict=True))
            return tuple(Twins(names[new], names[old], share) for new, old, share in pairs)

    @as_annotated()
    def phrases(self, least: int = 3) -> tuple[Phrase, ...]:
        """What at least ``least`` documents say word for word, the most common first; versions of one text count once.

        Reads all texts.
        """
        copies = set(self.versions())
        with self._store.read() as reader:
            numbers = [number for number in reader.numbers().tolist() if reader.name(number) not in copies]
            return phrases(lambda: map(reader.document, numbers), least)

    @as_annotated()
    def verify(self, progress: Progress | None = None) -> list[str]:
        """All problems found by reading every byte, one line each; empty when the corpus is sound."""
        return verify(self._store, progress)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Within it nobody changes the corpus, so that its folder can be copied. Waits as ``open`` says."""
        with self._store.writing():
            yield
