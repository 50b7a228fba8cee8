"""Adding documents to a corpus on disk and removing them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from simcheck.corpus.derive import make_ready
from simcheck.corpus.folder import writing
from simcheck.corpus.publish import batches, committing, encoded, publish
from simcheck.corpus.records import AddResult
from simcheck.corpus.store import Store
from simcheck.encode import Encoder
from simcheck.errors import CorpusError, DraftError, UsageError
from simcheck.text.analyze import analyze
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import CorpusInfo, Document

Progress = Callable[[int, int], None]


def add(store: Store, documents: Iterable[Document], encoder: Encoder, progress: Progress | None = None) -> AddResult:
    """Add documents in batches; see ``Corpus.add``."""
    if isinstance(documents, Sequence):
        for _ in _sound(documents):
            pass
    total = AddResult()
    done = sentences = 0
    with writing(store.folder):
        make_ready(store)
        with store.read() as reader:
            require_pinned(reader.info(), encoder)
        for batch in batches(_sound(documents), lambda document: len(document.text)):
            result, encoded_now = _add_batch(store, batch, encoder)
            total = AddResult(
                total.added + result.added,
                total.unchanged + result.unchanged,
                total.replaced + result.replaced,
                total.duplicates + result.duplicates,
            )
            done += len(batch)
            sentences += encoded_now
            if progress:
                progress(done, sentences)
    return total


def remove(store: Store, ids: Iterable[str]) -> int:
    """Remove documents, all or none; see ``Corpus.remove``."""
    wanted = dict.fromkeys(ids)
    with writing(store.folder):
        with committing(store) as writer:
            for document_id in wanted:
                found = writer.find(document_id)
                if found is None:
                    raise UsageError(
                        f"{store.folder}: no document {document_id}; see `simcheck corpus list --corpus {store.folder}`"
                    )
                writer.delete(found[0])
        make_ready(store)
    return len(wanted)


def require_pinned(info: CorpusInfo, encoder: Encoder) -> None:
    """Raise CorpusError unless the corpus was made with this encoder and the present normalisation."""
    rebuild = f"run `simcheck corpus rebuild --corpus {info.path}`"
    if info.normalization != NORMALIZATION:
        raise CorpusError(
            f"{info.path}: was made with normalisation {info.normalization}, not {NORMALIZATION}; {rebuild}"
        )
    if (info.model, info.dimension) != (encoder.name, encoder.dimension):
        raise CorpusError(f"{info.path}: was made with the model {info.model}, not with {encoder.name}; {rebuild}")


def require_sound(document: Document) -> None:
    """Raise UsageError or DraftError naming the document when it cannot stand in a corpus."""
    if not isinstance(document, Document):
        raise UsageError(f"a corpus takes Documents, not {type(document).__name__}; write Document(id, text)")
    if not document.id.strip():
        raise UsageError("a document without an id cannot be found again; give it one, such as its file name")
    if not any(map(str.isalpha, document.text)):
        raise DraftError(f"{document.id}: holds no letter; leave it out")
    try:
        document.id.encode("utf-8")
        document.text.encode("utf-8")
        "".join(filter(None, (document.title, document.author, document.date))).encode("utf-8")
    except UnicodeEncodeError as error:
        raise DraftError(
            f"{document.id!a}: holds half a character at {error.start}; decode or rename the file as UTF-8"
        ) from error


def require_all_sound(documents: Iterable[Document]) -> list[Document]:
    """The documents, each once. Raises UsageError or DraftError at the first that cannot stand in a corpus."""
    return list(_sound(documents))


def _sound(documents: Iterable[Document]) -> Iterator[Document]:
    """Each document once. Raises at the first that cannot be added, or has the id of an earlier one with other text."""
    seen: dict[str, bytes] = {}
    for document in documents:
        require_sound(document)
        digest = _digest(document)
        earlier = seen.setdefault(document.id, digest)
        if earlier != digest:
            raise UsageError(f"{document.id}: two different texts have this id; rename one")
        if earlier is digest:
            yield document


def _add_batch(store: Store, batch: Sequence[Document], encoder: Encoder) -> tuple[AddResult, int]:
    """Commit what is new or changed of the batch, with its segment; also gives how many sentences were encoded."""
    with store.read() as reader:
        present = {document.id: reader.find(document.id) for document in batch}
    same = [document.id for document in batch if (found := present[document.id]) and found[1] == _digest(document)]
    changed = [document for document in batch if document.id not in set(same)]
    _describe(store, [document for document in batch if document.id in set(same)])
    if not changed:
        return AddResult(unchanged=tuple(same)), 0
    analyzed = [analyze(document) for document in changed]
    vectors = encoded(analyzed, encoder)
    duplicates = []
    numbers = []
    with committing(store) as writer:
        for found in filter(None, map(present.__getitem__, (document.id for document in changed))):
            writer.delete(found[0])
        for document, rows in zip(changed, vectors, strict=True):
            if writer.holds(_digest(document), other_than=document.id):
                duplicates.append(document.id)
            numbers.append(writer.insert(document, rows))
        publish(store, writer, numbers, analyzed, vectors)
    make_ready(store)
    new = tuple(document.id for document in changed if not present[document.id])
    replaced = tuple(document.id for document in changed if present[document.id])
    return AddResult(new, tuple(same), replaced, tuple(duplicates)), sum(map(len, vectors))


def _describe(store: Store, documents: Sequence[Document]) -> None:
    """Keep title, author and date where documents that are there with the same text now tell them."""
    told = [one for one in documents if one.title or one.author or one.date]
    with store.read() as reader:
        numbers = {one.id: found[0] for one in told if (found := reader.find(one.id))}
        about = {name: reader.about(number) for name, number in numbers.items()}
    new = [one for one in told if (one.title, one.author, one.date) != about[one.id]]
    if new:
        with committing(store) as writer:
            for document in new:
                writer.describe(numbers[document.id], document, writer.meta().dimension)


def _digest(document: Document) -> bytes:
    return hashlib.sha256(document.text.encode("utf-8")).digest()
