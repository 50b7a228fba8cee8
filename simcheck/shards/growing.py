"""Adding straight into shards: the ones that change are copied, changed beside the others, and published all at once.

New documents go to the shard that holds least, so that a few of them change one shard only. What is there already, its
name and its text, is looked up in all of them, and numbers go on from the greatest of all: so shards hold what one
corpus would hold, in the same order. Who checks meanwhile sees the version before.

What was cut off goes on: the changed copies stay in their folder until they are published.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from simcheck.corpus.derive import maintain
from simcheck.corpus.folder import DATABASE, SEGMENTS, disk_errors, sync_file, sync_folder, writing
from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.publish import committing, open_index, publish
from simcheck.corpus.records import AddResult, Meta
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Found, Half, Metadata, Reader, Writer
from simcheck.corpus.writer import Progress, add_to
from simcheck.encode import Encoder
from simcheck.errors import CorpusError, UsageError
from simcheck.shards import manifest as manifests
from simcheck.shards.manifest import Manifest, ShardRecord, read_manifest
from simcheck.shards.split import VERSIONS, forget, prepare
from simcheck.text.analyze import Analyzed
from simcheck.types import CorpusInfo, Document, SourceClass

#: The folder of the changed copies; in it the number of the version that they are to follow, and what is there while
#: several of them are being changed by one step.
GROWING, BASE, TORN = "growing", "base", "torn"


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
            among.delete(_found(among, folder, document_id).number)
    return len(wanted)


def classify(folder: Path, ids: Iterable[str], source_class: SourceClass, wait: float | None = None) -> int:
    """Give documents a class, all or none; see ``Corpus.classify``."""
    changed = 0
    with changing(folder, wait) as growing, growing.committing() as among:
        for document_id in dict.fromkeys(ids):
            number = _found(among, folder, document_id).number
            if among.source_class(number) != source_class:
                among.classify(number, source_class)
                changed += 1
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


class Among:
    """All shards as they are read: whichever holds a document answers."""

    def __init__(self, readers: Mapping[int, Reader]) -> None:
        self._readers = readers

    def find(self, document_id: str) -> Found | None:
        """See ``Reader.find``."""
        found = (reader.find(document_id) for reader in self._readers.values())
        return next((one for one in found if one is not None), None)

    def origin(self, origin: str) -> tuple[str | None, bool]:
        """See ``Reader.origin``."""
        found = (reader.origin(origin) for reader in self._readers.values())
        return next((one for one in found if one[0] is not None), (None, False))

    def id_of_text(self, digest: bytes) -> str | None:
        """See ``Reader.id_of_text``."""
        names = [name for reader in self._readers.values() if (name := reader.id_of_text(digest)) is not None]
        found = [(one.number, name) for name in names if (one := self.find(name)) is not None]
        return min(found)[1] if found else None

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

    def __init__(self, growing: Growing, readers: dict[int, Reader], stack: ExitStack) -> None:
        super().__init__(readers)
        self._growing, self._all, self._stack = growing, readers, stack
        self._target = growing.least()
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
        writer.number_after(self._growing.last)
        self._growing.last = writer.insert(document, vectors)
        return self._growing.last

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
        publish(self._growing.store(self._target), self._writer(self._target), numbers, analyzed, vectors)

    def _writer(self, at: int) -> Writer:
        if at not in self._writers:
            if self._writers:
                self._growing.tear()
            store = self._growing.writable(at)
            self._writers[at] = self._all[at] = self._stack.enter_context(committing(store))
        return self._writers[at]


class Growing:
    """Shards of which some are copies that are being changed. A ``Place`` of ``corpus.writer``."""

    def __init__(self, folder: Path, base: Manifest) -> None:
        self.folder, self._base = folder, base
        self._work = folder / GROWING
        self._go_on()
        copies = {at for at in range(len(base.shards)) if self._copy(at).exists()}
        self._stores = [
            Store(self._copy(at) if at in copies else folder / record.folder) for at, record in enumerate(base.shards)
        ]
        self._changed = copies
        self.last = 0
        self._sizes = []
        for store in self._stores:
            with store.read() as reader:
                self.last = max(self.last, reader.last_number())
                self._sizes.append(reader.info().sentences)

    def info(self) -> CorpusInfo:
        """What all shards are pinned to, and what the version before held."""
        return self._base.info(self.folder)

    @contextmanager
    def read(self) -> Iterator[Among]:
        """All shards as they are now."""
        with ExitStack() as stack:
            yield Among({at: stack.enter_context(store.read()) for at, store in enumerate(self._stores)})

    @contextmanager
    def committing(self) -> Iterator[Changes]:
        """One step of change, whole or not at all."""
        with ExitStack() as readers:
            opened = {at: readers.enter_context(store.read()) for at, store in enumerate(self._stores)}
            with ExitStack() as writers:
                changes = Changes(self, opened, writers)
                yield changes
            (self._work / TORN).unlink(missing_ok=True)
        for at in self._changed:
            with self._stores[at].read() as reader:
                self._sizes[at] = reader.info().sentences

    def maintain(self, budget: int = 0) -> None:
        """Merge segments of the shards that changed."""
        for at in sorted(self._changed):
            maintain(self._stores[at], budget)

    def sketches(self) -> Sketches:
        """The samples of all shards."""
        return Sketches.joined(Sketches.of(open_index(store)).samples for store in self._stores)

    def least(self) -> int:
        """The shard that holds least."""
        return min(range(len(self._sizes)), key=self._sizes.__getitem__)

    def store(self, at: int) -> Store:
        """A shard as it is now."""
        return self._stores[at]

    def writable(self, at: int) -> Store:
        """The copy of a shard, made when it is first changed."""
        if at not in self._changed:
            place = self._copy(at)
            fresh = place.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            _copy(self.folder / self._base.shards[at].folder, fresh)
            fresh.rename(place)
            sync_folder(self._work)
            self._stores[at] = Store(place)
            self._changed.add(at)
        return self._stores[at]

    def tear(self) -> None:
        """Note that several shards are being changed: should this be cut off, none of the copies can be used."""
        (self._work / TORN).touch()
        sync_folder(self._work)

    def publish(
        self, step: Changes, numbers: Sequence[int], analyzed: Sequence[Analyzed], vectors: Sequence[Half]
    ) -> None:
        """Write the segment of documents that a step inserted."""
        step.publish(numbers, analyzed, vectors)

    def finish(self) -> None:
        """Make what was changed the next version. Where a step was cut off in the middle nothing is published."""
        if not self._changed or (self._work / TORN).exists():
            shutil.rmtree(self._work, ignore_errors=True)
            return
        base, version = self._base, self._base.version + 1
        records = list(base.shards)
        for at in sorted(self._changed):
            name = f"{VERSIONS}/{version:06d}/{at + 1:03d}"
            with self._stores[at].read() as reader:
                record = _record(name, reader)
            if record.contents == base.shards[at].contents:
                continue
            records[at] = record
            place = self.folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(place, ignore_errors=True)
            self._copy(at).rename(place)
            sync_folder(place.parent)
        if tuple(records) != base.shards:
            made = Manifest(version, base.meta, tuple(records), grown=True)
            manifests.publish(self.folder, made)
            forget(self.folder, made, base)  # the version before may still be checked against
        shutil.rmtree(self._work, ignore_errors=True)

    def _copy(self, at: int) -> Path:
        return self._work / f"{at + 1:03d}"

    def _go_on(self) -> None:
        """Keep copies that a run before made of this version, unless they do not fit each other."""
        mark, version = self._work / BASE, str(self._base.version)
        if mark.exists() and mark.read_text(encoding="ascii") == version and not (self._work / TORN).exists():
            return
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir()
        mark.write_text(version, encoding="ascii")
        sync_file(mark)


def _record(name: str, reader: Reader) -> ShardRecord:
    info = reader.info()
    return ShardRecord(name, info.documents, info.sentences, info.characters, reader.contents(), info.classes)


def _copy(shard: Path, place: Path) -> None:
    """A shard that may be changed: its database copied, its segments, which never change, linked where that is
    possible."""
    place.mkdir()
    shutil.copyfile(shard / DATABASE, place / DATABASE)
    sync_file(place / DATABASE)
    if (shard / SEGMENTS).is_dir():
        shutil.copytree(shard / SEGMENTS, place / SEGMENTS, copy_function=_linked)
        sync_folder(place / SEGMENTS)
    sync_folder(place)


def _linked(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # a file system that knows no links
        shutil.copyfile(source, target)
        sync_file(Path(target))


def _found(among: Among, folder: Path, document_id: str) -> Found:
    found = among.find(document_id)
    if found is None:
        raise UsageError(f"{folder}: no document {document_id}", code="corpus.unknown_document")
    return found
