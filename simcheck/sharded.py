"""A folder of shards in one process: drafts checked against all of them as against the corpus they were cut from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np

from simcheck.accept import Acceptance, with_strangers
from simcheck.arguments import Model, document_of, encoder_of, lasting_name, refuse_foreign
from simcheck.cancelling import Cancel, cancellable
from simcheck.check import Watch, check, unwatched
from simcheck.closing import Closing
from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.publish import open_index
from simcheck.corpus.records import AddResult, DocumentInfo, Meta, Twins
from simcheck.corpus.source_cache import room
from simcheck.corpus.store import Store
from simcheck.corpus.writer import Progress, require_encoder
from simcheck.encode import Encoder
from simcheck.errors import CorpusError
from simcheck.limits import Limits
from simcheck.report import Report
from simcheck.shards import growing
from simcheck.shards.ask import Ask
from simcheck.shards.manifest import Manifest, read_manifest
from simcheck.shards.sources import Held, ShardedSources, Together, numbers_of
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import CorpusInfo, Document, Identity, SourceClass


class Checking:
    """Checks of drafts against one version of shards, however these are reached. For any threads."""

    def __init__(self, folder: Path, manifest: Manifest, ask: Ask, model: Model = None) -> None:
        """``model`` as for ``Corpus.open``. Raises CorpusError when the shards are empty, damaged or do not answer, or
        were made with another model, and ModelError when that cannot be loaded."""
        if not manifest.info(folder).documents:
            raise CorpusError(
                f"{folder}: the shards are empty; add speeches to the corpus and cut it again", code="corpus.empty"
            )
        if model is None:
            refuse_foreign(folder, manifest.meta.source)
        self.encoder: Encoder = encoder_of(manifest.meta.source if model is None else model)
        require_encoder(manifest.info(folder), self.encoder)
        held = Held(folder, manifest, numbers_of(manifest, ask), room())
        self.sources = ShardedSources(held, ask)

    def check(
        self,
        draft: Document | str,
        *,
        limits: Limits | None = None,
        acceptance: Acceptance | None = None,
        watch: Watch = unwatched,
        identity: Identity | None = None,
        cancel: Cancel | None = None,
    ) -> Report:
        """See ``Corpus.check``."""
        document = document_of(draft)
        with cancellable(cancel, document.id):
            report = check(
                document,
                self.sources,
                self.encoder,
                limits=limits,
                acceptance=acceptance,
                watch=watch,
                identity=identity,
            )
        return self._finished(report, acceptance)

    def _finished(self, report: Report, _acceptance: Acceptance | None) -> Report:
        """The report with what is told besides by who holds all of the corpus."""
        return report


class Shards(Closing):
    """A folder of shards to be added to; every change is the next version, and shards that did not change stay."""

    def __init__(self, path: str | Path, model: Model = None, *, wait: float | None = None) -> None:
        """``model`` and ``wait`` as for ``Corpus.open``. Raises CorpusError when there are no shards in the folder."""
        self.path, self._model, self._wait = Path(path), model, wait
        self._meta = read_manifest(self.path).meta

    @classmethod
    def create(cls, path: str | Path, into: int, model: Model = None, *, wait: float | None = None) -> Self:
        """Make so many empty shards. Raises CorpusError where there are some already."""
        encoder = encoder_of(model)
        meta = Meta(encoder.name, lasting_name(model), encoder.dimension, NORMALIZATION)
        growing.create(Path(path), meta, into)
        return cls(path, model, wait=wait)

    @property
    def info(self) -> CorpusInfo:
        """The counts of the newest version."""
        return read_manifest(self.path).info(self.path)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """See ``Corpus.documents``."""
        found: list[tuple[int, DocumentInfo]] = []
        for record in read_manifest(self.path).shards:
            with Store(self.path / record.folder).read() as reader:
                found += zip(reader.numbers().tolist(), reader.documents(), strict=True)
        return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))

    def versions(self) -> dict[str, str]:
        """See ``Corpus.versions``."""
        stores = [Store(self.path / record.folder) for record in read_manifest(self.path).shards]
        found = Sketches.joined(Sketches.of(open_index(store)).samples for store in stores).versions()
        names: dict[int, str] = {}
        for store in stores:
            with store.read() as reader:
                held = np.intersect1d(reader.numbers(), [number for pair in found.items() for number in pair])
                names |= {number: reader.name(number) for number in held.tolist()}
        return {names[new]: names[old] for new, old in sorted(found.items())}

    def add(
        self,
        documents: Iterable[Document],
        progress: Progress | None = None,
        *,
        replace: bool = True,
        duplicates: bool = True,
    ) -> AddResult:
        """See ``Corpus.add``. The texts are checked against when this returns, all at once; as many as were added when
        it fails. New ones go to the shard that holds least, of which a copy is made for that."""
        encoder = encoder_of(self._meta.source if self._model is None else self._model)
        return growing.add(
            self.path, documents, encoder, progress, replacing=replace, duplicates=duplicates, wait=self._wait
        )

    def remove(self, ids: Iterable[str]) -> int:
        """See ``Corpus.remove``."""
        return growing.remove(self.path, [ids] if isinstance(ids, str) else ids, self._wait)

    def classify(self, ids: Iterable[str], source_class: SourceClass) -> int:
        """See ``Corpus.classify``."""
        return growing.classify(self.path, [ids] if isinstance(ids, str) else ids, source_class, self._wait)


class ShardedCorpus(Checking, Closing):
    """A folder of shards, all of them open in this process, in the version that was the newest when it was opened."""

    def __init__(self, path: str | Path, model: Model = None) -> None:
        """Raises what ``Checking`` raises, and CorpusError when there are no shards in the folder ``path``."""
        folder = Path(path)
        self._folder, self.manifest = folder, read_manifest(folder)
        self._shards = Together(folder, self.manifest)
        super().__init__(folder, self.manifest, self._shards, model)

    def _finished(self, report: Report, acceptance: Acceptance | None) -> Report:
        return with_strangers(report, acceptance.authors if acceptance else (), self._authors)

    def _authors(self) -> Iterable[str]:
        for record in self.manifest.shards:
            with Store(self._folder / record.folder).read() as reader:
                yield from reader.authors()

    @property
    def info(self) -> CorpusInfo:
        """The counts of all shards together, and what they are pinned to."""
        return self.sources.info

    def twins(self, least: float = 0.5) -> tuple[Twins, ...]:
        """See ``Corpus.twins``."""
        return self.sources.twins(least)

    def close(self) -> None:
        """Let go of the mapped files."""
        self._shards.close()
