"""Deriving again: segments when they are damaged, vectors when model or normalisation changed, all from the texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simcheck.corpus.changes import Writer
from simcheck.corpus.embed import batches, encoded
from simcheck.corpus.files import DamagedError
from simcheck.corpus.folder import can_write, command
from simcheck.corpus.merging import LARGEST, compactable
from simcheck.corpus.publish import committing, merge, merge_due, open_index, publish
from simcheck.corpus.records import Meta
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Half
from simcheck.encode import Encoder
from simcheck.errors import CorpusError
from simcheck.text.analyze import Analyzed, analyze_source
from simcheck.text.normalize import NORMALIZATION

Progress = Callable[[int, int], None]


def rebuild(store: Store, encoder: Encoder, source: str | None, progress: Progress | None = None) -> None:
    """Derive everything from the texts again and pin the corpus to this encoder and the present normalisation.

    One transaction: a crash leaves the old state. Vectors that are sound and of the same model are kept, since encoding
    them again gives the same. Raises CorpusError naming a document whose text is damaged.
    """
    with store.writing():
        pinned = Meta(encoder.name, source, encoder.dimension, NORMALIZATION)
        _derive(store, pinned, encoder, progress)
        merge_due(store, LARGEST)


def repair(store: Store) -> None:
    """Derive the segments again if they are damaged. Raises CorpusError when the corpus cannot be written."""
    if not can_write(store.folder):
        raise CorpusError(
            f"{store.folder}: its index is damaged, or of an older simcheck, and the folder cannot be written; "
            f"run {command('rebuild', store.folder)} where it can",
            code="corpus.damaged",
        )
    with store.writing():
        maintain(store)


def compact(store: Store) -> None:
    """Merge all segments, and give the room of removed documents back; see ``Corpus.compact``."""
    with store.writing():
        maintain(store)
        while chosen := compactable(index := open_index(store)):
            if not merge(store, index, chosen):
                raise CorpusError(
                    f"{store.folder}: no room for a new index beside the old one; free some space and try again",
                    code="corpus.disk_full",
                )
        store.shrink()


def maintain(store: Store, budget: int = 0) -> None:
    """With the lock held: leave segments that fit the database, few of them, and nothing of a crash.

    ``budget`` is how many sentences in large segments may be written anew for that.
    """
    try:
        merge_due(store, budget)
    except DamagedError:
        with store.read() as reader:
            meta = reader.meta()
        _derive(store, meta, None, None)
        merge_due(store, LARGEST)


def _derive(store: Store, pinned: Meta, encoder: Encoder | None, progress: Progress | None) -> None:
    done = sentences = 0

    def tell(more: int) -> None:
        nonlocal sentences
        sentences += more
        if progress:
            progress(done, sentences)

    with committing(store) as writer:
        before = writer.meta()
        keep = (before.model, before.dimension, before.normalization) == (
            pinned.model,
            pinned.dimension,
            pinned.normalization,
        )
        if encoder is None and pinned.normalization != NORMALIZATION:
            raise _needs_rebuild(store)
        writer.pin(pinned)
        for segment in writer.segments():
            writer.withdraw(segment)
        sizes = writer.characters()
        for numbers in batches(sizes, sizes.__getitem__):
            analyzed = [analyze_source(writer.document(number)) for number in numbers]
            vectors = _vectors(store, writer, numbers, analyzed, pinned.dimension if keep else None, encoder, tell)
            publish(store, writer, numbers, analyzed, vectors)
            done += len(numbers)
            tell(0)


def _vectors(
    store: Store,
    writer: Writer,
    numbers: Sequence[int],
    analyzed: Sequence[Analyzed],
    kept: int | None,
    encoder: Encoder | None,
    tell: Callable[[int], None],
) -> list[Half]:
    """The stored vectors of dimension ``kept`` where they are sound, and the others encoded and stored.

    ``tell`` is called with how many more sentences have their vectors.
    """
    found: dict[int, Half] = {}
    for number, one in zip(numbers, analyzed, strict=True):
        stored = None if kept is None else writer.vectors(number, kept)
        if stored is not None and len(stored) == len(one.sentences):
            found[number] = stored
    tell(sum(map(len, found.values())))
    missing = [i for i, number in enumerate(numbers) if number not in found]
    if missing and encoder is None:
        raise _needs_rebuild(store)
    if missing and encoder is not None:
        fresh = encoded([analyzed[i] for i in missing], encoder, tell)
        for i, vectors in zip(missing, fresh, strict=True):
            writer.set_vectors(numbers[i], len(analyzed[i].document.text), vectors)
            found[numbers[i]] = vectors
    return [found[number] for number in numbers]


def _needs_rebuild(store: Store) -> CorpusError:
    return CorpusError(
        f"{store.folder}: its index is damaged; run {command('rebuild', store.folder)}", code="corpus.damaged"
    )
