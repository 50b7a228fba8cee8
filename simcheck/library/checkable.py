"""A corpus on disk with the model that it is checked with: what a check needs, or why there can be none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from simcheck.arguments import Model, encoder_of, refuse_foreign
from simcheck.corpus import writer
from simcheck.corpus.cached import CachedSources, SourcesCache
from simcheck.corpus.disk import Disk, DiskSources
from simcheck.corpus.filters import Filter
from simcheck.corpus.folder import command
from simcheck.corpus.joined import JoinedSources
from simcheck.encode import Encoder
from simcheck.encode.cached import CachedEncoder
from simcheck.errors import CorpusError, UsageError


class Checkable:
    """What is held between checks: the disk's files, the encoder, and what incremental checks encoded and looked up.

    ``named`` is the model that was given when the corpus was opened, None for the one that it was made with.
    """

    def __init__(self, disk: Disk, named: Model) -> None:
        self.disk = disk
        self.named = named
        self._encoder: Encoder | None = None
        self._incremental: CachedEncoder | None = None
        self._answers = SourcesCache()

    def model(self) -> Model:
        """The model that was named, or else the one that the corpus was made with."""
        if self.named is not None:
            return self.named
        with self.disk.store.read() as reader:
            return reader.meta().source

    def encoder(self, source: Model) -> Encoder:
        """The encoder that was named, or else ``source``; held, so that it stays loaded."""
        if self.named is None:
            refuse_foreign(self.disk.store.folder, source)
        self._encoder = encoder = encoder_of(self.named if self.named is not None else source)
        return encoder

    def authors(self) -> tuple[str, ...]:
        """The authors of the documents, each once."""
        with self.disk.store.read() as reader:
            return reader.authors()

    @contextmanager
    def opened(self, where: Filter | None = None) -> Iterator[tuple[DiskSources, Encoder]]:
        """The corpus as sources, with its encoder; refused when it is empty or was made with another one."""
        folder = self.disk.store.folder
        if where is not None and not isinstance(where, Filter):
            raise UsageError(f"where is {where!r}; write Filter(ids=['2024.txt'])", code="usage.filter")
        with self.disk.sources(where) as sources:
            if where is not None and not sources.info.documents:
                raise CorpusError(
                    f"{folder}: no document passes the filter {where}; check its names and days", code="corpus.empty"
                )
            if not sources.info.documents:
                raise CorpusError(
                    f"{folder}: the corpus is empty; add speeches with {command('add PATH', folder)}",
                    code="corpus.empty",
                )
            encoder = self.encoder(sources.model)
            writer.require_encoder(sources.info, encoder)
            yield sources, encoder

    def remembering(self, sources: DiskSources, encoder: Encoder, draft: str) -> tuple[CachedSources, CachedEncoder]:
        """The same sources and encoder, which answer from memory what the last check of this draft asked."""
        if self._incremental is None or self._incremental.encoder is not encoder:
            self._incremental = CachedEncoder(encoder)
        return CachedSources(sources, (encoder.name, *sources.state), draft, self._answers), self._incremental

    def close(self) -> None:
        """Let go of mapped files, caches and the model; a later call takes them up again."""
        self.disk.close()
        self._encoder = self._incremental = None
        self._answers = SourcesCache()


@contextmanager
def joined(corpora: Mapping[str, Checkable]) -> Iterator[tuple[JoinedSources, Encoder]]:
    """Several corpora by name as one, whose documents are ``NAME/id``. Raises CorpusError where models differ."""
    with ExitStack() as stack:
        parts = {name: stack.enter_context(one.opened()) for name, one in corpora.items()}
        encoders = [encoder for _, encoder in parts.values()]
        if len({encoder.name for encoder in encoders}) != 1:
            raise CorpusError(f"{', '.join(corpora)}: made with different models; rebuild them with one")
        yield JoinedSources({name: sources for name, (sources, _) in parts.items()}), encoders[0]
