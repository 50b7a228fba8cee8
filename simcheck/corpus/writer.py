"""Adding documents to a corpus on disk and removing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Generic

from simcheck.corpus.changes import Writer
from simcheck.corpus.derive import maintain
from simcheck.corpus.embed import batches, encoded
from simcheck.corpus.folder import NoRoomError, command, keep_reserve, reserve_used
from simcheck.corpus.ingest import Plan, Planner, text_digest
from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.place import KnownIds, Looked, Place, S
from simcheck.corpus.prefetch import prefetched
from simcheck.corpus.publish import committing, open_index, publish
from simcheck.corpus.records import AddResult
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Half, Reader, StoredDocument
from simcheck.corpus.validation import distinct, validated
from simcheck.encode import Encoder
from simcheck.errors import CorpusError, SimcheckError, UsageError
from simcheck.text.analyze import Analyzed, analyze_source
from simcheck.text.classes import classified
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import CorpusInfo, Document, Ungiven

Progress = Callable[[int, int], None]

#: Batches whose segments are left as they are while more are added; opening takes a few files for each.
UNMERGED = 60
#: Sentences of large segments that may be written anew for each one added.
REWRITTEN = 4


def add(
    store: Store,
    documents: Iterable[Document],
    encoder: Encoder,
    progress: Progress | None = None,
    *,
    replacing: bool = True,
    duplicates: bool = True,
) -> AddResult:
    """Add documents in batches; see ``Corpus.add``."""
    refuse_two_texts(documents)
    with store.writing():
        keep_reserve(store.folder)
        maintain(store)
        return add_to(_Single(store), documents, encoder, progress, replacing=replacing, duplicates=duplicates)


def refuse_two_texts(documents: Iterable[Document]) -> None:
    """Raise UsageError for a list in which an id is given to two texts."""
    if isinstance(documents, Sequence):
        distinct(one for one in list(validated(documents)) if not one.origin)


def add_to(
    place: Place[S],
    documents: Iterable[Document],
    encoder: Encoder,
    progress: Progress | None = None,
    *,
    replacing: bool,
    duplicates: bool,
) -> AddResult:
    """Add documents in batches where the caller holds the lock; see ``Corpus.add``."""
    require_encoder(place.info(), encoder)
    planner = Planner(place.read, replacing=replacing, duplicates=duplicates)
    adding = _Adding(place, encoder, progress)
    given = map(planner.plan, batches(validated(documents), lambda document: len(document.text)))
    try:
        for prepared in prefetched(given, adding.prepare):
            adding.commit(prepared)
    except Exception:
        with suppress(SimcheckError):
            adding.finish()
        raise
    adding.finish()
    return adding.total


class _Single:
    """One corpus. A ``Place``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self) -> AbstractContextManager[Reader]:
        """See ``Place``."""
        return self._store.read()

    def info(self) -> CorpusInfo:
        """See ``Place``."""
        with self._store.read() as reader:
            return reader.info()

    def committing(self) -> AbstractContextManager[Writer]:
        """See ``Place``."""
        return committing(self._store)

    def publish(
        self, step: Writer, numbers: Sequence[int], analyzed: Sequence[Analyzed], vectors: Sequence[Half]
    ) -> None:
        """See ``Place``."""
        publish(self._store, step, numbers, analyzed, vectors)

    def maintain(self, budget: int = 0) -> None:
        """See ``Place``."""
        maintain(self._store, budget)

    def sketches(self) -> Sketches:
        """See ``Place``."""
        return Sketches.of(open_index(self._store))


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A batch of documents, with what is to be stored of those that changed."""

    plan: Plan
    analyzed: Sequence[Analyzed]
    vectors: Sequence[Half]


class _Adding(Generic[S]):
    """One call of ``add``: batches are prepared by several threads and committed by one, in their order."""

    def __init__(self, place: Place[S], encoder: Encoder, progress: Progress | None) -> None:
        self.total = AddResult()
        self._place, self._encoder, self._progress = place, encoder, progress
        self._encoding, self._counting = Lock(), Lock()
        self._sketches = place.sketches()
        self._documents = self._sentences = self._stored = self._unmerged = 0

    def prepare(self, plan: Plan) -> _Prepared:
        """Analyse and encode what is new or changed of a batch."""
        analyzed = [analyze_source(document) for document in plan.changed]
        with self._encoding:  # a model of others need not stand two threads
            vectors = encoded(analyzed, self._encoder, self._count) if analyzed else []
        return _Prepared(plan, analyzed, vectors)

    def commit(self, batch: _Prepared) -> None:
        """Store a batch and publish its segment; it is acknowledged when this returns."""
        plan = batch.plan
        duplicates, similar = self._store_batch(batch)
        self.total += AddResult(
            tuple(document.id for document in plan.changed if document.id not in plan.replaced),
            tuple(document.id for document in plan.unchanged),
            tuple(plan.replaced),
            tuple(plan.skipped),
            tuple(plan.renamed),
            duplicates,
            similar,
        )
        self._stored += sum(map(len, batch.vectors))
        self._count(0, plan.size)
        self._unmerged += bool(plan.changed)
        if self._unmerged >= UNMERGED:
            self.finish()

    def _count(self, encoded: int, kept: int = 0) -> None:
        """Count more sentences encoded and more documents kept, by whichever thread, and tell how many there are."""
        with self._counting:
            self._sentences += encoded
            self._documents += kept
            if self._progress:
                self._progress(self._documents, self._sentences)

    def finish(self) -> None:
        """Merge the segments that were added, large ones with them as far as that is in proportion."""
        self._unmerged = 0
        self._place.maintain(REWRITTEN * self._stored)

    def _store_batch(self, batch: _Prepared) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Give what is equal to another document, and pairs of what is another version of one."""
        plan = batch.plan
        with self._place.read() as reader:
            fuller = _fuller_metadata(reader, plan.unchanged)
        if not (plan.changed or plan.origins or fuller):
            return (), ()
        duplicates, numbers = [], []
        with self._place.committing() as writer:
            for number, document in fuller.items():
                writer.set_metadata(number, document)
            classes = {name: writer.source_class(number) for name, number in plan.replaced.items()}
            for number in plan.replaced.values():
                writer.delete(number)
            for given, rows in zip(plan.changed, batch.vectors, strict=True):
                kept = classes.get(given.id) if isinstance(given.source_class, Ungiven) else None
                document = classified(given if kept is None else replace(given, source_class=kept))
                if writer.ids_of_text(text_digest(document)):
                    duplicates.append(document.id)
                numbers.append(writer.insert(document, rows))
            for origin, (identity, own) in plan.origins.items():
                writer.set_origin(origin, identity, own=own)
            if numbers:
                self._place.publish(writer, numbers, batch.analyzed, batch.vectors)
            self._sketches.drop([*plan.replaced.values()])
            versions = self._sketches.add(numbers, [one.fingerprints for one in batch.analyzed])
            similar = [(writer.name(new), writer.name(old)) for new, old in sorted(versions.items())]
        return tuple(duplicates), tuple(pair for pair in similar if pair[0] not in set(duplicates))


def _fuller_metadata(reader: Looked, unchanged: Sequence[Document]) -> dict[int, Document]:
    """Documents that are there with the same text and now tell more beside it, by number; what was told stays."""
    fuller = {}
    for document in unchanged:
        told = document.title, document.author, document.date, document.meta
        given = not isinstance(document.source_class, Ungiven)
        if (any(told) or given) and (found := reader.find(document.id)):
            (title, author, date), meta = reader.metadata(found.number), reader.meta_of(found.number)
            known = reader.source_class(found.number)
            now = replace(
                document,
                title=document.title or title,
                author=document.author or author,
                date=document.date or date,
                source_class=document.source_class if given else known,
                meta={**meta, **document.meta},
            )
            settled = given and isinstance(known, Ungiven)
            before = title, author, date, meta, known
            if settled or (now.title, now.author, now.date, now.meta, now.source_class) != before:
                fuller[found.number] = now
    return fuller


def looked_up(known: KnownIds, folder: Path, document_id: str) -> StoredDocument:
    """A document by its id. Raises UsageError where there is none."""
    found = known.find(document_id)
    if found is None:
        raise UsageError(
            f"{folder}: no document {document_id}; see {command('list', folder)}", code="corpus.unknown_document"
        )
    return found


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
            maintain(store)
            store.shrink()
            keep_reserve(store.folder)
    return len(wanted)


def _delete(store: Store, ids: Iterable[str]) -> None:
    with committing(store) as writer:
        for document_id in ids:
            writer.delete(looked_up(writer, store.folder, document_id).number)


def require_encoder(info: CorpusInfo, encoder: Encoder) -> None:
    """Raise CorpusError unless the corpus was made with this encoder and the present normalisation."""
    rebuild = command("rebuild", info.path)
    if info.normalization != NORMALIZATION:
        raise CorpusError(
            f"{info.path}: was made by another simcheck (normalisation {info.normalization}, not {NORMALIZATION}); "
            f"run {rebuild}",
            code="corpus.outdated",
        )
    if (info.model, info.dimension) != (encoder.name, encoder.dimension):
        raise CorpusError(
            f"{info.path}: was made with the model {info.model}, not with {encoder.name}; run {rebuild}",
            code="corpus.other_model",
        )
