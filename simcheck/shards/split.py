"""Cutting a corpus into shards: ordinary corpora that keep the numbers its documents have, and with them all order."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from simcheck.corpus.disk import Disk
from simcheck.corpus.files import DamagedError
from simcheck.corpus.folder import command, disk_errors, writing
from simcheck.corpus.index import Index
from simcheck.corpus.merging import LARGEST
from simcheck.corpus.publish import committing, write_living
from simcheck.corpus.sources import Numbers
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Reader
from simcheck.errors import CorpusError
from simcheck.shards.manifest import Manifest, ShardRecord, is_sharded, publish, read_manifest

Progress = Callable[[int, int], None]
#: Which shard, from 0, the documents of these numbers go to, of so many shards.
Division = Callable[[Numbers, int], Numbers]

#: Documents copied in one transaction.
TOGETHER = 2000
VERSIONS = "versions"


def by_turns(numbers: Numbers, into: int) -> Numbers:
    """One document after the other to the next shard: equal shares, and a document never moves."""
    return numbers % into


def split(
    store: Store, folder: Path, into: int, progress: Progress | None = None, division: Division = by_turns
) -> tuple[Manifest, int]:
    """Publish what a corpus holds now as the next version of the shards in ``folder``.

    Shards whose documents did not change stay as they are. Returns the version, which is the one before where nothing
    changed, and how many shards were written. Raises CorpusError when another process writes there, or the disk fails.
    """
    prepare(folder)
    with writing(folder), disk_errors(folder):
        before = read_manifest(folder) if is_sharded(folder) else None
        if before is not None and before.grown:
            raise CorpusError(
                f"{folder}: texts were added to these shards themselves, and cutting the corpus anew would lose them; "
                "add to the shards, or cut it into another folder with --output",
                code="corpus.exists",
            )
        with Disk(store).sources():  # an index that is damaged is mended now
            pass
        with store.read() as reader:
            meta, numbers = reader.meta(), reader.numbers()
            index = _opened(store, reader, numbers)
            version = 1 if before is None else before.version + 1
            known = {} if before is None or before.meta != meta else {one.contents: one for one in before.shards}
            records, written = [], 0
            for at, among in enumerate(_parts(numbers, division(numbers, into), into)):
                info, contents = reader.info(among), reader.contents(among)
                name = f"{VERSIONS}/{version:06d}/{at + 1:03d}"
                kept = known.get(contents)
                if kept is None or not (folder / kept.folder).is_dir():
                    _write(reader, index, among, folder / name, progress)
                    written += 1
                    kept = ShardRecord(name, info.documents, info.sentences, info.characters, contents, info.classes)
                records.append(kept)
        manifest = Manifest(version, meta, tuple(records))
        if before is not None and (before.meta, before.shards) == (manifest.meta, manifest.shards):
            return before, 0
        publish(folder, manifest)
        forget(folder, manifest, before or manifest)  # those of the version before may still be checked against
    return manifest, written


def prepare(folder: Path) -> None:
    """Make the folder of shards. Raises CorpusError where it cannot be made or holds something else."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(
            f"{folder}: cannot be made a folder of shards ({error.strerror}); choose another place",
            code="corpus.not_writable",
        ) from error
    if not is_sharded(folder) and any(
        path.name not in (VERSIONS, "growing", "corpus.lock", "shards.json.new") for path in folder.iterdir()
    ):
        raise CorpusError(
            f"{folder}: holds other files; shards have a folder of their own, choose another with --output",
            code="corpus.foreign",
        )


def _opened(store: Store, reader: Reader, numbers: Numbers) -> Index:
    try:
        return Index.open(store.folder, reader.segments(), numbers)
    except DamagedError as error:
        raise CorpusError(
            f"{store.folder}: changed, or is damaged; try again, or run {command('rebuild', store.folder)}",
            code="corpus.damaged",
        ) from error


def _parts(numbers: Numbers, shard: Numbers, into: int) -> Iterator[Numbers]:
    for at in range(into):
        yield numbers[shard == at]


def _write(reader: Reader, index: Index, among: Numbers, folder: Path, progress: Progress | None) -> None:
    """Write the documents with these numbers as a corpus of their own; what a crash left there goes first."""
    shutil.rmtree(folder, ignore_errors=True)
    store = Store.create(folder, reader.meta())
    for numbers in np.split(among, range(TOGETHER, len(among), TOGETHER)):
        with store.writing(), committing(store) as writer:
            for number in numbers.tolist():
                writer.take(reader.rows(number))
        if progress:
            progress(len(numbers), 0)
    with store.writing(), committing(store) as writer:
        for part in _pieces(index, among):
            pairs = [(segment, np.isin(segment.numbers, part)) for segment in index.segments]
            for record in write_living(folder, reader, pairs):
                writer.publish(record)


def _pieces(index: Index, among: Numbers) -> Iterator[Numbers]:
    """The documents of a shard, as many at a time as one segment may hold."""
    numbers = np.concatenate([np.zeros(0, dtype=np.int64), *(segment.numbers for segment in index.segments)])
    counts = np.concatenate([np.zeros(0, dtype=np.int64), *(np.diff(segment.starts) for segment in index.segments)])
    order = np.argsort(numbers, kind="stable")
    sizes = counts[order][np.searchsorted(numbers[order], among)]
    piece = np.cumsum(sizes) // LARGEST
    for one in np.unique(piece):
        yield among[piece == one]


def forget(folder: Path, *used: Manifest) -> None:
    """Delete the shards that none of these versions names."""
    named = {record.folder for manifest in used for record in manifest.shards}
    for version in (folder / VERSIONS).iterdir():
        for shard in version.iterdir():
            if shard.relative_to(folder).as_posix() not in named:
                shutil.rmtree(shard, ignore_errors=True)
        with suppress(OSError):  # some are in use
            version.rmdir()
