"""Texts against texts: the check without a corpus on disk, of one draft or of several against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from simcheck.accept import Acceptance, with_strangers
from simcheck.arguments import Model, document_of, encoder_of, refuse_path
from simcheck.cancelling import Cancel, cancellable
from simcheck.check import check
from simcheck.corpus.memory import memory_sources
from simcheck.corpus.validation import distinct
from simcheck.errors import UsageError
from simcheck.forks import under_way
from simcheck.limits import Limits
from simcheck.report import Matrix, Report
from simcheck.signatures import as_annotated, require
from simcheck.types import Document, Identity


@under_way("compare")
@as_annotated("draft", "sources", "model", "cancel")
def compare(
    draft: Document | str,
    sources: Mapping[str, str] | Iterable[Document],
    *,
    model: Model = None,
    limits: Limits | None = None,
    acceptance: Acceptance | None = None,
    identity: Identity | None = None,
    cancel: Cancel | None = None,
) -> Report:
    """Check a draft against texts by id, or documents, without a corpus on disk; the same check as ``Corpus.check``.

    Raises CorpusError without any source, DraftError for a text without a letter, UsageError for an id given twice.

    >>> draft = "让我们更加紧密地团结在以习近平同志为核心的党中央周围，奋力前行。"
    >>> report = compare(draft, {"2024": "同志们，让我们更加紧密地团结在以习近平同志为核心的党中央周围！"})
    >>> report.matches[0].ignored
    'set_phrase'
    """
    require("sources", sources, Mapping[str, object] | Iterable[object])
    encoder, document = encoder_of(model), document_of(draft)
    if isinstance(sources, Mapping):
        for text in sources.values():
            if isinstance(text, str):
                refuse_path(text)
    given = (Document(*item) for item in sources.items()) if isinstance(sources, Mapping) else sources
    with cancellable(cancel, document.id):
        texts = distinct(given)
        held = memory_sources(texts, encoder)
        report = check(document, held, encoder, limits=limits, acceptance=acceptance, identity=identity)
        authors = [one.author for one in texts if one.author]
        return with_strangers(report, acceptance.authors if acceptance else (), lambda: authors)


@under_way("matrix")
@as_annotated("model")
def matrix(
    documents: Iterable[Document],
    *,
    model: Model = None,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Matrix:
    """Check documents against each other, each pair by itself; ``progress`` is called with the checks done and to do.

    By itself, since what ten drafts copied from each other is reuse between any two of them, although it would be a set
    phrase among ten sources. Raises UsageError for fewer than two documents or an id given twice, DraftError for a text
    without a letter.

    >>> texts = [Document("甲", "坚持稳中求进工作总基调。"), Document("乙", "坚持稳中求进工作总基调。")]
    >>> [len(row) for row in matrix(texts).reports]
    [2, 2]
    """
    given = distinct(documents)
    if len(given) < 2:
        raise UsageError("a matrix compares drafts with each other; name at least two", code="usage.matrix")
    encoder = encoder_of(model)
    # Each is the others' peer, also where it has the form of a law.
    peers = [replace(one, source_class="peer") if one.source_class == "peer" else one for one in given]
    alone = [memory_sources([document], encoder) for document in peers]
    size, done = len(given), 0
    rows: list[tuple[Report | None, ...]] = []
    for at, document in enumerate(given):
        row: list[Report | None] = []
        for other in range(size):
            if other == at:
                row.append(None)
                continue
            row.append(check(document, alone[other], encoder, limits=limits))
            done += 1
            if progress is not None:
                progress(done, size * (size - 1))
        rows.append(tuple(row))
    return Matrix(tuple(given), tuple(rows))
