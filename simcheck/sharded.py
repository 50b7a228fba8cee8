"""A folder of shards in one process: drafts checked against all of them as against the corpus they were cut from."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from simcheck.accept import Acceptance
from simcheck.arguments import Model, document_of, encoder_of, refuse_foreign
from simcheck.cancelling import Cancel, cancellable
from simcheck.check import Watch, check, unwatched
from simcheck.corpus.records import Twins
from simcheck.corpus.source_cache import room
from simcheck.corpus.writer import require_encoder
from simcheck.encode import Encoder
from simcheck.errors import CorpusError
from simcheck.limits import Limits
from simcheck.report import Report
from simcheck.shards.ask import Ask
from simcheck.shards.manifest import Manifest, read_manifest
from simcheck.shards.sources import Held, ShardedSources, Together, numbers_of
from simcheck.types import CorpusInfo, Document, Identity


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
            return check(
                document,
                self.sources,
                self.encoder,
                limits=limits,
                acceptance=acceptance,
                watch=watch,
                identity=identity,
            )


class ShardedCorpus(Checking):
    """A folder of shards, all of them open in this process, in the version that was the newest when it was opened."""

    def __init__(self, path: str | Path, model: Model = None) -> None:
        """Raises what ``Checking`` raises, and CorpusError when there are no shards in the folder ``path``."""
        folder = Path(path)
        self.manifest = read_manifest(folder)
        self._shards = Together(folder, self.manifest)
        super().__init__(folder, self.manifest, self._shards, model)

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
