"""The corpus of speeches as callers of the library have it: filled, asked, and checked against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, overload

from simcheck.accept import Acceptance
from simcheck.arguments import Model, document_of, encoder_of, lasting_name, name_of
from simcheck.cancelling import Cancel, cancellable
from simcheck.check import Explained, Watch, check, explain, unwatched
from simcheck.corpus import derive, writer
from simcheck.corpus.disk import Disk
from simcheck.corpus.filters import Filter
from simcheck.corpus.folder import DATABASE
from simcheck.corpus.ingest import text_digest
from simcheck.corpus.phrases import Phrase, phrases
from simcheck.corpus.records import AddResult, DocumentInfo, Meta, Twins
from simcheck.corpus.sample import sample
from simcheck.corpus.search import Found, search
from simcheck.corpus.sources import Sources
from simcheck.corpus.store import Store
from simcheck.corpus.verify import verify
from simcheck.errors import CorpusError, UsageError
from simcheck.library.awaited import awaited
from simcheck.library.checkable import Checkable, joined
from simcheck.limits import Limits
from simcheck.readers import read
from simcheck.report import Report
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import SOURCE_CLASSES, CorpusInfo, Document, Identity, SourceClass

#: Called with the documents and the sentences handled so far.
Progress = Callable[[int, int], None]

D = TypeVar("D")
#: A draft that takes a check through all of its stages.
_SAMPLE = (
    "各位代表：现在，我代表市人民政府向大会报告工作，请予审议。过去一年，全市上下坚持稳中求进，各项工作取得新的成效。"
)


class Corpus:
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
        self._disk = disk
        self._store = disk.store
        self._checkable = Checkable(disk, model)

    @classmethod
    def create(cls, path: str | Path, model: Model = None, *, wait: float | None = None) -> Self:
        """Make an empty corpus in the folder ``path``, pinned to ``model``; ``wait`` as for ``open``.

        Raises CorpusError if one is there already or the folder cannot be made, ModelError if the model cannot be
        loaded.
        """
        encoder = encoder_of(model)
        meta = Meta(encoder.name, lasting_name(model), encoder.dimension, NORMALIZATION)
        return cls(Disk(Store.create(Path(path), meta, wait)), model)

    @classmethod
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

    @staticmethod
    def exists(path: str | Path) -> bool:
        """Whether ``path`` holds a corpus, sound or not; otherwise ``create`` may make one there."""
        return (Path(path) / DATABASE).exists()

    @property
    def path(self) -> Path:
        """The folder of the corpus, absolute."""
        return self._store.folder.absolute()

    def __len__(self) -> int:
        """How many documents there are."""
        return self.info.documents

    def __bool__(self) -> bool:
        """True: an empty corpus is a corpus too."""
        return True

    def __contains__(self, document: object) -> bool:
        """Whether there is a document with this id; for a ``Document``, one with its id and its text."""
        identity = document.id if isinstance(document, Document) else document
        if not isinstance(identity, str):
            return False
        with self._store.read() as reader:
            found = reader.find(identity)
        return found is not None and (not isinstance(document, Document) or found.digest == text_digest(document))

    def __iter__(self) -> Iterator[Document]:
        """All documents with their texts, in the order they were added, of one state of the corpus.

        That state is held until the iteration ends, whatever is written meanwhile.
        """
        with self._store.read() as reader:
            for number in reader.numbers().tolist():
                yield reader.document(number)

    @overload
    def get(self, document_id: str) -> Document | None: ...
    @overload
    def get(self, document_id: str, default: D) -> Document | D: ...
    def get(self, document_id: str, default: D | None = None) -> Document | D | None:
        """A document by its id, as it was added; ``default`` for an unknown id."""
        with self._store.read() as reader:
            found = reader.find(document_id)
            return default if found is None else reader.document(found.number)

    @property
    def info(self) -> CorpusInfo:
        """Counts, and what the corpus is pinned to."""
        with self._store.read() as reader:
            return reader.info()

    def state(self) -> tuple[object, ...]:
        """Something that is equal for two calls when nobody has changed the corpus in between."""
        with self._store.read() as reader:
            return (reader.generation(), *(record.name for record in reader.segments()))

    def documents(self) -> tuple[DocumentInfo, ...]:
        """What is known of all documents but their texts, in the order they were added, of one state of the corpus.

        ``for document in corpus`` gives them with their texts.
        """
        with self._store.read() as reader:
            return reader.documents()

    @property
    def model(self) -> str | None:
        """The name that loads the model of the corpus, None for the one that ships; its identity is in ``info``."""
        return name_of(self._checkable.model())

    def sample(self, most: int) -> list[str]:
        """At most ``most`` sentences, normalised, from documents drawn always alike; all if there are no more."""
        with self._store.read() as reader:
            return sample(reader, most)

    def document(self, document_id: str) -> Document:
        """A document by its id, as it was added. Raises UsageError for an unknown id; ``get`` does not."""
        with self._store.read() as reader:
            found = reader.find(document_id)
            if found is None:
                raise UsageError(f"{self._store.folder}: no document {document_id}", code="corpus.unknown_document")
            return reader.document(found[0])

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

    def remove(self, ids: Iterable[str]) -> int:
        """Remove documents by id and return how many. Raises UsageError for an unknown id and then removes none."""
        return writer.remove(self._store, [ids] if isinstance(ids, str) else ids)

    def classify(self, ids: Iterable[str], source_class: SourceClass) -> int:
        """Say what documents are to those who write drafts, and return for how many that is new.

        Raises UsageError for an unknown id, or a class that is none, and then changes nothing.
        """
        if source_class not in SOURCE_CLASSES:
            raise UsageError(f"{source_class!r} is no class of sources; classes are {', '.join(SOURCE_CLASSES)}")
        return writer.classify(self._store, [ids] if isinstance(ids, str) else ids, source_class)

    def compact(self) -> None:
        """Write the index anew as one piece, without what was removed, and give the space back to the disk.

        ``add`` keeps pieces few by itself; after many small changes this makes checks a little faster. Raises
        CorpusError when there is no room for the new index beside the old one.
        """
        derive.compact(self._store)

    def versions(self) -> dict[str, str]:
        """The documents that are another version of one added before, by id, each with the id of that one.

        They share more than half of the smaller one's fingerprints. Texts of less than about 400 characters are only
        told when they are equal, by ``add``.
        """
        with self._disk.sources() as sources:
            return sources.versions()

    def twins(self, least: float = 0.5) -> tuple[Twins, ...]:
        """All pairs of near-duplicates: the longer text holds more than ``least`` of the shorter one's fingerprints, as
        estimated from one in 32 of them. The closest pair comes first.

        Texts of less than about 400 characters are not compared.
        """
        with self._disk.sources() as sources:
            pairs = sources.sketches().pairs(least)
            known = sorted({number for new, old, _ in pairs for number in (new, old)})
            names = dict(zip(known, sources.names(known), strict=True))
            return tuple(Twins(names[new], names[old], share) for new, old, share in pairs)

    def phrases(self, least: int = 3) -> tuple[Phrase, ...]:
        """What at least ``least`` documents say word for word, the most common first; versions of one text count once.

        Reads all texts.
        """
        copies = set(self.versions())
        with self._store.read() as reader:
            numbers = [number for number in reader.numbers().tolist() if reader.name(number) not in copies]
            return phrases(lambda: map(reader.document, numbers), least)

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
            return check(document, seen, known, limits=limits, acceptance=acceptance, watch=watch, identity=identity)

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

    def explain(self, draft: Document | str, place: int) -> Explained:
        """Why a match of a draft has its score: ``place`` counts from 0 through the matches of its report.

        Raises UsageError when the report has not so many, and what ``check`` raises.
        """
        with self._checkable.opened() as (sources, encoder):
            return explain(document_of(draft), sources, encoder, place)

    @staticmethod
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
            return check(
                document, sources, encoder, limits=limits, acceptance=acceptance, watch=watch, identity=identity
            )

    def rebuild(self, model: Model = None, progress: Progress | None = None) -> None:
        """Derive everything from the texts again, with ``model`` or else the one the corpus was made with, and pin it.

        What is damaged, missing or out of date in the index, the vectors or the normalisation is right afterwards. A
        crash leaves the old state. Raises CorpusError naming a document whose own text is damaged.
        """
        chosen = model if model is not None else self._checkable.model()
        encoder = encoder_of(chosen)
        derive.rebuild(self._store, encoder, lasting_name(chosen), progress)
        self._checkable.named = chosen

    def verify(self, progress: Progress | None = None) -> list[str]:
        """All problems found by reading every byte, one line each; empty when the corpus is sound."""
        return verify(self._store, progress)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Within it nobody changes the corpus, so that its folder can be copied. Waits as ``open`` says."""
        with self._store.writing():
            yield

    def close(self) -> None:
        """Let go of mapped files, caches and the model; a later call takes them up again."""
        self._checkable.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_file(
    path: str | Path,
    corpus: Corpus | str | Path,
    *,
    limits: Limits | None = None,
    acceptance: Acceptance | None = None,
    where: Filter | None = None,
    cancel: Cancel | None = None,
) -> Report:
    """Check the file ``path`` against a corpus, open or a folder. Raises DraftError for a file that cannot be read."""
    draft = read(path)
    if isinstance(corpus, Corpus):
        return corpus.check(draft, limits=limits, acceptance=acceptance, where=where, cancel=cancel)
    with Corpus.open(corpus) as opened:
        return opened.check(draft, limits=limits, acceptance=acceptance, where=where, cancel=cancel)
