"""Adding documents to a corpus on disk and removing them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

from simcheck.corpus.derive import put_in_order
from simcheck.corpus.embed import batches, encoded
from simcheck.corpus.folder import NoRoomError, command, keep_reserve, reserve_used
from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.prefetch import prefetched
from simcheck.corpus.publish import committing, open_index, publish
from simcheck.corpus.records import AddResult
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Half
from simcheck.encode import Encoder
from simcheck.errors import CorpusError, DraftError, SimcheckError, UsageError
from simcheck.text.analyze import Analyzed, analyze
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import CorpusInfo, Document

Progress = Callable[[int, int], None]

#: Batches whose segments are left as they are while more are added; opening takes a few files for each.
LOOSE = 60
#: Sentences of large segments that may be written anew for each one added.
PROPORTION = 4


def add(store: Store, documents: Iterable[Document], encoder: Encoder, progress: Progress | None = None) -> AddResult:
    """Add documents in batches; see ``Corpus.add``."""
    if isinstance(documents, Sequence):
        for _ in _sound(documents):
            pass
    with store.writing():
        keep_reserve(store.folder)
        put_in_order(store)
        with store.read() as reader:
            require_pinned(reader.info(), encoder)
        adding = _Adding(store, encoder, progress)
        given = batches(_sound(documents), lambda document: len(document.text))
        try:
            for prepared in prefetched(given, adding.prepare):
                adding.commit(prepared)
        except Exception:
            with suppress(SimcheckError):
                adding.finish()
            raise
        adding.finish()
    return adding.total


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A batch of documents, those that are there already by name, and what is to be stored of the others."""

    size: int
    unchanged: Sequence[Document]
    changed: Sequence[Document]
    replaced: Mapping[str, int]
    analyzed: Sequence[Analyzed]
    vectors: Sequence[Half]


class _Adding:
    """One call of ``add``: batches are prepared by several threads and committed by one, in their order."""

    def __init__(self, store: Store, encoder: Encoder, progress: Progress | None) -> None:
        self.total = AddResult()
        self._store, self._encoder, self._progress = store, encoder, progress
        self._encoding, self._telling = Lock(), Lock()
        self._sketches = Sketches.of(open_index(store))
        self._documents = self._sentences = self._stored = self._loose = 0

    def prepare(self, batch: Sequence[Document]) -> _Prepared:
        """Take apart and encode what is new or changed of the batch."""
        with self._store.read() as reader:
            present = {document.id: reader.find(document.id) for document in batch}
        same = [document for document in batch if (found := present[document.id]) and found[1] == _digest(document)]
        there = {document.id for document in same}
        changed = [document for document in batch if document.id not in there]
        replaced = {document.id: found[0] for document in changed if (found := present[document.id])}
        analyzed = [analyze(document) for document in changed]
        with self._encoding:  # a model of others need not stand two threads
            vectors = encoded(analyzed, self._encoder, self._tell) if changed else []
        return _Prepared(len(batch), same, changed, replaced, analyzed, vectors)

    def commit(self, batch: _Prepared) -> None:
        """Store a batch and publish its segment; it is acknowledged when this returns."""
        _describe(self._store, batch.unchanged)
        duplicates, similar = self._store_changed(batch) if batch.changed else ((), ())
        added = tuple(document.id for document in batch.changed if document.id not in batch.replaced)
        self.total = AddResult(
            self.total.added + added,
            self.total.unchanged + tuple(document.id for document in batch.unchanged),
            self.total.replaced + tuple(batch.replaced),
            self.total.duplicates + duplicates,
            self.total.similar + similar,
        )
        self._stored += sum(map(len, batch.vectors))
        self._tell(0, batch.size)
        self._loose += bool(batch.changed)
        if self._loose >= LOOSE:
            self.finish()

    def _tell(self, encoded: int, kept: int = 0) -> None:
        """Count more sentences encoded and more documents kept, by whichever thread, and tell how many there are."""
        with self._telling:
            self._sentences += encoded
            self._documents += kept
            if self._progress:
                self._progress(self._documents, self._sentences)

    def finish(self) -> None:
        """Merge the segments that were added, large ones with them as far as that is in proportion."""
        self._loose = 0
        put_in_order(self._store, PROPORTION * self._stored)

    def _store_changed(self, batch: _Prepared) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Give what is equal to another document, and pairs of what is another version of one."""
        duplicates = []
        numbers = []
        with committing(self._store) as writer:
            for number in batch.replaced.values():
                writer.delete(number)
            for document, rows in zip(batch.changed, batch.vectors, strict=True):
                if writer.holds(_digest(document), other_than=document.id):
                    duplicates.append(document.id)
                numbers.append(writer.insert(document, rows))
            publish(self._store, writer, numbers, batch.analyzed, batch.vectors)
            self._sketches.drop([*batch.replaced.values()])
            versions = self._sketches.add(numbers, [one.fingerprints for one in batch.analyzed])
            similar = [(writer.name(new), writer.name(old)) for new, old in sorted(versions.items())]
        return tuple(duplicates), tuple(pair for pair in similar if pair[0] not in set(duplicates))


def remove(store: Store, ids: Iterable[str]) -> int:
    """Remove documents, all or none; see ``Corpus.remove``."""
    wanted = dict.fromkeys(ids)
    with store.writing():
        try:
            _delete(store, wanted)
        except NoRoomError:
            with reserve_used(store.folder):
                _delete(store, wanted)
                store.shrink()
        with suppress(NoRoomError):  # they are removed; the index is put in order when there is room
            put_in_order(store)
            store.shrink()
            keep_reserve(store.folder)
    return len(wanted)


def _delete(store: Store, ids: Iterable[str]) -> None:
    with committing(store) as writer:
        for document_id in ids:
            found = writer.find(document_id)
            if found is None:
                raise UsageError(f"{store.folder}: no document {document_id}; see {command('list', store.folder)}")
            writer.delete(found[0])


def require_pinned(info: CorpusInfo, encoder: Encoder) -> None:
    """Raise CorpusError unless the corpus was made with this encoder and the present normalisation."""
    rebuild = f"run {command('rebuild', info.path)}"
    if info.normalization != NORMALIZATION:
        raise CorpusError(
            f"{info.path}: was made with normalisation {info.normalization}, not {NORMALIZATION}; {rebuild}"
        )
    if (info.model, info.dimension) != (encoder.name, encoder.dimension):
        raise CorpusError(f"{info.path}: was made with the model {info.model}, not with {encoder.name}; {rebuild}")


def require_sound(document: Document) -> None:
    """Raise UsageError or DraftError naming the document when it cannot stand in a corpus."""
    if not isinstance(document, Document):
        raise UsageError(f"a corpus takes Documents, not {type(document).__name__}; write Document(id, text)")
    if not isinstance(document.text, str):
        raise UsageError(f"{document.id}: its text is {type(document.text).__name__}, not str; decode it first")
    if not document.id.strip():
        raise UsageError("a document without an id cannot be found again; give it one, such as its file name")
    if not any(map(str.isalpha, document.text)):
        raise DraftError(f"{document.id}: holds no letter; leave it out")
    try:
        document.id.encode("utf-8")
        document.text.encode("utf-8")
        "".join(filter(None, (document.title, document.author, document.date))).encode("utf-8")
    except UnicodeEncodeError as error:
        raise DraftError(
            f"{document.id!a}: holds half a character at {error.start}; decode or rename the file as UTF-8"
        ) from error


def require_all_sound(documents: Iterable[Document]) -> list[Document]:
    """The documents, each once. Raises UsageError or DraftError at the first that cannot stand in a corpus."""
    return list(_sound(documents))


def _sound(documents: Iterable[Document]) -> Iterator[Document]:
    """Each document once. Raises at the first that cannot be added, or has the id of an earlier one with other text."""
    seen: dict[str, bytes] = {}
    for document in documents:
        require_sound(document)
        digest = _digest(document)
        earlier = seen.setdefault(document.id, digest)
        if earlier != digest:
            raise UsageError(f"{document.id}: two different texts have this id; rename one")
        if earlier is digest:
            yield document


def _describe(store: Store, documents: Sequence[Document]) -> None:
    """Keep title, author and date where documents that are there with the same text now tell them."""
    told = [one for one in documents if one.title or one.author or one.date]
    with store.read() as reader:
        numbers = {one.id: found[0] for one in told if (found := reader.find(one.id))}
        about = {name: reader.about(number) for name, number in numbers.items()}
    new = [one for one in told if (one.title, one.author, one.date) != about[one.id]]
    if new:
        with committing(store) as writer:
            for document in new:
                writer.describe(numbers[document.id], document, writer.meta().dimension)


def _digest(document: Document) -> bytes:
    return hashlib.sha256(document.text.encode("utf-8")).digest()
