"""Adding straight into shards: the ones that change are copied, changed beside the others, and published all at once.

New documents go to the shard that holds least, so that a few of them change one shard only. What is there already, its
name and its text, is looked up in all of them, and numbers go on from the greatest of all: so shards hold what one
corpus would hold, in the same order. Who checks meanwhile sees the version before.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from simcheck.corpus.derive import maintain
from simcheck.corpus.folder import disk_errors, sync_folder, writing
from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.publish import open_index
from simcheck.corpus.records import AddResult, Meta
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Half, Reader
from simcheck.corpus.writer import Progress, add_to, looked_up
from simcheck.encode import Encoder
from simcheck.errors import CorpusError
from simcheck.shards import manifest as manifests
from simcheck.shards.copies import Copies
from simcheck.shards.manifest import Manifest, ShardRecord, read_manifest
from simcheck.shards.split import VERSIONS, forget, prepare
from simcheck.shards.step import Among, Changes
from simcheck.text.analyze import Analyzed
from simcheck.types import CorpusInfo, Document, SourceClass, Ungiven


def create(folder: Path, meta: Meta, into: int) -> Manifest:
    """Make so many empty shards. Raises CorpusError where there are some, or where they cannot be made."""
    prepare(folder)
    with writing(folder), disk_errors(folder):
        if manifests.is_sharded(folder):
            raise CorpusError(f"{folder}: already holds shards; add to them", code="corpus.exists")
        records = []
        for at in range(into):
            name = f"{VERSIONS}/{1:06d}/{at + 1:03d}"
            shutil.rmtree(folder / name, ignore_errors=True)
            with Store.create(folder / name, meta).read() as reader:
                records.append(_record(name, reader))
        made = Manifest(1, meta, tuple(records), grown=True)
        manifests.publish(folder, made)
    return made


def add(
    folder: Path,
    documents: Iterable[Document],
    encoder: Encoder,
    progress: Progress | None = None,
    *,
    replacing: bool = True,
    duplicates: bool = True,
    wait: float | None = None,
) -> AddResult:
    """Add documents to the shards in a folder as ``Corpus.add`` does to a corpus; they are the next version when this
    returns, and as far as they were added when it fails."""
    with changing(folder, wait) as growing:
        return add_to(growing, documents, encoder, progress, replacing=replacing, duplicates=duplicates)


def remove(folder: Path, ids: Iterable[str], wait: float | None = None) -> int:
    """Remove documents, all or none. Raises UsageError for an unknown id."""
    wanted = dict.fromkeys(ids)
    with changing(folder, wait) as growing, growing.committing() as among:
        for document_id in wanted:
            among.delete(looked_up(among, folder, document_id).number)
    return len(wanted)


def classify(folder: Path, ids: Iterable[str], source_class: SourceClass, wait: float | None = None) -> int:
    """Give documents a class, all or none; see ``Corpus.classify``."""
    changed = 0
    with changing(folder, wait) as growing, growing.committing() as among:
        for document_id in dict.fromkeys(ids):
            number = looked_up(among, folder, document_id).number
            known = among.source_class(number)
            if known != source_class or isinstance(known, Ungiven):
                among.classify(number, source_class)
                changed += known != source_class
    return changed


@contextmanager
def changing(folder: Path, wait: float | None = None) -> Iterator[Growing]:
    """The shards to be changed by the only writer; what was changed is published when the block ends, also by an error.

    Raises CorpusError when another process writes.
    """
    with writing(folder, wait), disk_errors(folder):
        growing = Growing(folder, read_manifest(folder))
        try:
            yield growing
        finally:
            growing.finish()


class Growing:
    """Shards of which some are copies that are being changed. A ``Place`` of ``corpus.writer``."""

    def __init__(self, folder: Path, base: Manifest) -> None:
        self.folder, self._base, self._copies = folder, base, Copies(folder, base)

    def info(self) -> CorpusInfo:
        """What all shards are pinned to, and what the version before held."""
        return self._base.info(self.folder)

    @contextmanager
    def read(self) -> Iterator[Among]:
        """All shards as they are now."""
        with ExitStack() as stack:
            yield Among(self._opened(stack))

    @contextmanager
    def committing(self) -> Iterator[Changes]:
        """One step of change, whole or not at all."""
        with ExitStack() as readers:
            opened = self._opened(readers)
            with ExitStack() as writers:
                yield Changes(self._copies, opened, writers)
        self._copies.whole()

    def _opened(self, stack: ExitStack) -> dict[int, Reader]:
        return {at: stack.enter_context(store.read()) for at, store in enumerate(self._copies.stores)}

    def maintain(self, budget: int = 0) -> None:
        """Merge segments of the shards that changed."""
        for at in sorted(self._copies.changed):
            maintain(self._copies.stores[at], budget)

    def sketches(self) -> Sketches:
        """The samples of all shards."""
        return Sketches.joined(Sketches.of(open_index(store)).samples for store in self._copies.stores)

    def publish(
        self, step: Changes, numbers: Sequence[int], analyzed: Sequence[Analyzed], vectors: Sequence[Half]
    ) -> None:
        """Write the segment of documents that a step inserted."""
        step.publish(numbers, analyzed, vectors)

    def finish(self) -> None:
        """Make what was changed the next version. Where a step was cut off in the middle nothing is published."""
        if self._copies.changed and not self._copies.torn:
            base = self._base
            records = list(base.shards)
            for at in sorted(self._copies.changed):
                records[at] = self._moved(at, base.version + 1)
            if tuple(records) != base.shards:
                made = Manifest(base.version + 1, base.meta, tuple(records), grown=True)
                manifests.publish(self.folder, made)
                forget(self.folder, made, base)  # the version before may still be checked against
        self._copies.forget()

    def _moved(self, at: int, version: int) -> ShardRecord:
        """A copy put into the folder of the next version."""
        name = f"{VERSIONS}/{version:06d}/{at + 1:03d}"
        with self._copies.stores[at].read() as reader:
            record = _record(name, reader)
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(place, ignore_errors=True)
        self._copies.place(at).rename(place)
        sync_folder(place.parent)
        return record


def _record(name: str, reader: Reader) -> ShardRecord:
    info = reader.info()
    return ShardRecord(name, info.documents, info.sentences, info.characters, reader.contents(), info.classes)
