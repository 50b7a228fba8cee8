"""The corpus of speeches as callers of the library have it: filled, asked, and checked against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Self

from simcheck.accept import Acceptance, with_strangers
from simcheck.arguments import Model, document_of, encoder_of, lasting_name, name_of
from simcheck.cancelling import Cancel, cancellable
from simcheck.check import Explained, Watch, check, explain, unwatched
from simcheck.closing import Closing
from simcheck.corpus import derive, writer
from simcheck.corpus.disk import Disk
from simcheck.corpus.filters import Filter
from simcheck.corpus.records import AddResult, Meta
from simcheck.corpus.search import Found, search
from simcheck.corpus.sources import Sources
from simcheck.corpus.store import Store
from simcheck.corpus.writer import Progress
from simcheck.errors import CorpusError, UsageError
from simcheck.forks import first_time, under_way
from simcheck.library.awaited import awaited
from simcheck.library.checkable import Checkable, joined
from simcheck.library.documents import Documents
from simcheck.limits import Limits
from simcheck.report import Report
from simcheck.signatures import as_annotated
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import Document, Identity

#: A draft that takes a check through all of its stages.
_SAMPLE = (
    "各位代表：现在，我代表市人民政府向大会报告工作，请予审议。过去一年，全市上下坚持稳中求进，各项工作取得新的成效。"
)


class Corpus(Documents, Closing):
    """Speeches in a folder on disk, to check drafts against; a container of ``Document`` by id.

    Made by ``create``, ``open`` or ``open_or_create``; usable by several threads. Many processes may read while one
    writes; every call sees the newest state. What ``add`` or ``remove`` has returned from survives a crash. All methods
    raise CorpusError with a remedy when the corpus is damaged.

    >>> with Corpus.create("讲话库") as corpus:                                       # doctest: +SKIP
    ...     corpus.add([Document("2024.txt", "各位代表：现在，我代表市人民政府报告工作。")])
    ...     report = corpus.check("现在我代表市人民政府，向大会报告工作。")
    ...     "2024.txt" in corpus, len(corpus), [document.id for document in corpus]
    (True, 1, ['2024.txt'])
    """

    def __init__(self, disk: Disk, model: Model) -> None:
        super().__init__(disk)
        self._checkable = Checkable(disk, model)

    @classmethod
    @as_annotated("model")
    def create(cls, path: str | Path, model: Model = None, *, wait: float | None = None) -> Self:
        """Make an empty corpus in the folder ``path``, pinned to ``model``; ``wait`` as for ``open``.

        Raises CorpusError if one is there already or the folder cannot be made, ModelError if the model cannot be
        loaded.
        """
        encoder = encoder_of(model)
        meta = Meta(encoder.name, lasting_name(model), encoder.dimension, NORMALIZATION)
        return cls(Disk(Store.create(Path(path), meta, wait)), model)

    @classmethod
    @as_annotated("model")
    def open(
        cls,
        path: str | Path,
        model: Model = None,
        *,
        wait: float | None = None,
        cache_bytes: int | None = None,
        cache_characters: int | None = None,
    ) -> Self:
        """Open the corpus in the folder ``path``. Raises CorpusError if there is none that this version can read.

        A change waits so many seconds for another process that is writing, ``math.inf`` for as long as it takes; by
        default five.

        The model is loaded when it is first needed; without ``model`` it is the one that the corpus was made with.
        Another one is refused then, by ``add`` and ``check``.

        Documents that a check read stay in memory for the next one, up to ``cache_bytes``: some 150 bytes a character,
        more with a model of more dimensions. By default 896 MiB, for 3,000 speeches, or an eighth of the memory that
        there is. ``cache_characters`` says instead how many characters their texts may have together.
        """
        if cache_bytes is not None and cache_characters is not None:
            raise UsageError("cache_bytes and cache_characters both bound the same cache; give one of the two")
        if (cache_bytes or 0) < 0 or (cache_characters or 0) < 0:
            raise UsageError("a cache of less than nothing; give 0 to keep no document in memory")
        if model is not None and not isinstance(model, str):
            encoder_of(model)  # an object that is no encoder is told here
        return cls(Disk(Store(Path(path), wait), cache_bytes, cache_characters), model)

    @classmethod
    @as_annotated("model")
    def open_or_create(cls, path: str | Path, model: Model = None, *, wait: float | None = None) -> Self:
        """Open the corpus in the folder ``path``, or make an empty one there; also when others do so at the same time.

        Raises what ``open`` and ``create`` raise.
        """
        if not cls.exists(path):
            try:
                return cls.create(path, model, wait=wait)
            except CorpusError as error:
                if error.code != "corpus.exists":
                    raise
        return cls.open(path, model, wait=wait)

    @property
    def model(self) -> str | None:
        """The name that loads the model of the corpus, None for the one that ships; its identity is in ``info``."""
        return name_of(self._checkable.model())

    @first_time("Corpus.add")
    @as_annotated("model")
    def add(
        self,
        documents: Iterable[Document],
        progress: Progress | None = None,
        *,
        replace: bool = True,
        duplicates: bool = True,
    ) -> AddResult:
        """Add documents; one that is there with the same text is no work, one with another text is replaced.

        Without ``replace`` another text of the same id is only replaced when it is an update, its ``origin`` being the
        only one of the text that is there; else the new one is kept too, under an id with the names of its folders
        before it, or a number behind. Without ``duplicates`` texts that the corpus holds under another id are left out.

        Works in batches, so ``documents`` may be a generator over any number. ``progress`` is called with how many
        documents are kept, whatever happens then, and how many sentences are encoded; while a batch is encoded, by
        another thread. Raises UsageError for a missing id, or one given to two texts, and DraftError for a text without
        a letter: before anything is written if ``documents`` is a list, else before its batch is. Raises CorpusError
        when another process is writing, when the corpus was made with another model, or when the disk is full.
        """
        return writer.add(
            self._store,
            documents,
            self._checkable.encoder(self._checkable.model()),
            progress,
            replacing=replace,
            duplicates=duplicates,
        )

    @under_way("Corpus.check")
    @as_annotated("draft", "where", "cancel")
    def check(
        self,
        draft: Document | str,
        *,
        limits: Limits | None = None,
        acceptance: Acceptance | None = None,
        where: Filter | None = None,
        incremental: bool = False,
        watch: Watch = unwatched,
        identity: Identity | None = None,
        cancel: Cancel | None = None,
    ) -> Report:
        """Which passages of the draft closely reuse which passages of the corpus.

        A plain text is reported under the id "draft". ``acceptance`` says what does not count although it is reuse;
        without it the marks in the draft are obeyed. With ``where`` the report is that of a corpus that holds only the
        documents which the filter lets through. ``identity`` says of which place and year the draft is, so that
        ``Report.leftovers`` need not tell it from the draft. An ``incremental`` check gives the same report, but
        encodes and looks up only what is new since the last one of the same draft id, as for ``Session``.

        ``watch`` is called with the name of each stage before it begins; what it raises ends the check. ``cancel`` is
        an event, or a function, that is looked at all along: once it is set the check raises Cancelled within moments.

        Raises CorpusError for an empty corpus, DraftError for a draft without a letter, UsageError for what is neither
        a document nor a text, such as the name of a file.
        """
        document = document_of(draft)
        with cancellable(cancel, document.id), self._checkable.opened(where) as (sources, encoder):
            seen: Sources = sources
            known = encoder
            if incremental:
                seen, known = self._checkable.remembering(sources, encoder, document.id)
            report = check(document, seen, known, limits=limits, acceptance=acceptance, watch=watch, identity=identity)
        return with_strangers(report, acceptance.authors if acceptance else (), self._checkable.authors)

    @under_way("Corpus.search")
    @as_annotated()
    def search(self, wanted: str, most: int = 20) -> tuple[Found, ...]:
        """The sentences that say ``wanted``: first those with its very words, then the closest by meaning.

        Reads all texts. Raises UsageError when there is no letter in ``wanted``, CorpusError for an empty corpus.
        """
        with self._checkable.opened() as (sources, encoder), self._store.read() as reader:
            texts = ((number, reader.document(number)) for number in sources.numbers().tolist())
            return search(sources, texts, encoder, wanted, most)

    async def acheck(
        self,
        draft: Document | str,
        *,
        limits: Limits | None = None,
        acceptance: Acceptance | None = None,
        where: Filter | None = None,
        incremental: bool = False,
        watch: Watch = unwatched,
        identity: Identity | None = None,
        cancel: Cancel | None = None,
    ) -> Report:
        """``check`` in a thread of the event loop's, which meanwhile goes on; ``watch`` is called by that thread.

        When the task that awaits it is cancelled, so is the check. Raises what ``check`` raises.
        """
        doing = partial(
            self.check,
            draft,
            limits=limits,
            acceptance=acceptance,
            where=where,
            incremental=incremental,
            watch=watch,
            identity=identity,
        )
        return await awaited(lambda given_up: doing(cancel=given_up), cancel)

    @first_time("Corpus.load")
    @as_annotated("model")
    def load(self, *, documents: bool = False) -> Self:
        """Load now what the first check would have to: the model, the index, the word lists; and give the corpus.

        With ``documents`` all of them are taken apart too, as far as the cache has room, so that no check has to. An
        empty corpus loads the model alone. Raises what ``check`` raises.
        """
        if not len(self):
            self._checkable.encoder(self._checkable.model())
            return self
        self.check(_SAMPLE)
        if documents:
            with self._disk.sources() as sources:
                for number in sources.numbers().tolist():
                    if self._disk.full:
                        break
                    sources.source(number)
        return self

    @as_annotated("draft", "where", "cancel")
    def explain(self, draft: Document | str, place: int, *, marks: bool = True) -> Explained:
        """Why a match of a draft has its score: ``place`` counts from 0 through the matches of its report, in which
        ``marks`` in the draft were obeyed or not.

        Raises UsageError when the report has not so many, and what ``check`` raises.
        """
        with self._checkable.opened() as (sources, encoder):
            return explain(document_of(draft), sources, encoder, place, marks=marks)

    @staticmethod
    @under_way("Corpus.check")
    @as_annotated("draft")
    def check_together(
        corpora: Mapping[str, Corpus],
        draft: Document | str,
        *,
        limits: Limits | None = None,
        acceptance: Acceptance | None = None,
        watch: Watch = unwatched,
        identity: Identity | None = None,
    ) -> Report:
        """Check a draft against several corpora, by name, as if they were one: their documents are ``NAME/id``.

        Raises CorpusError when they were made with different models, and what ``check`` raises.
        """
        parts = {name: corpus._checkable for name, corpus in corpora.items()}  # noqa: SLF001
        with joined(parts) as (sources, encoder):
            document = document_of(draft)
            report = check(
                document, sources, encoder, limits=limits, acceptance=acceptance, watch=watch, identity=identity
            )
        everybody = (name for one in parts.values() for name in one.authors())
        return with_strangers(report, acceptance.authors if acceptance else (), lambda: everybody)

    @as_annotated("model")
    def rebuild(self, model: Model = None, progress: Progress | None = None) -> None:
        """Derive everything from the texts again, with ``model`` or else the one the corpus was made with, and pin it.

        What is damaged, missing or out of date in the index, the vectors or the normalisation is right afterwards. A
        crash leaves the old state. Raises CorpusError naming a document whose own text is damaged.
        """
        chosen = model if model is not None else self._checkable.model()
        encoder = encoder_of(chosen)
        derive.rebuild(self._store, encoder, lasting_name(chosen), progress)
        self._checkable.named = chosen

    def close(self) -> None:
        """Let go of mapped files, caches and the model; a later call takes them up again."""
        self._checkable.close()
