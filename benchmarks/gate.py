"""Whole drafts before the gate: corpora in memory that share what was worked out of their texts, and an engine that can
be exchanged for a prototype.

Taking 2,700 documents apart takes longer than checking a draft against them, so it is done once; a corpus is then a
choice of them.
"""

from __future__ import annotations

import functools
import importlib
import multiprocessing
import os
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from engine import one_thread

from simcheck import Document, Match
from simcheck.check import check
from simcheck.corpus.embed import encoded
from simcheck.corpus.memory import MemorySources, memory_sources
from simcheck.corpus.sources import Fingerprints, Numbers, Source, Sources
from simcheck.encode import Encoder, load_encoder
from simcheck.text.analyze import analyze
from simcheck.text.classes import classified
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import CorpusInfo

__all__ = ["Checked", "Engine", "Library", "Stock", "Told", "checked", "memory_sources", "wrong"]

#: Documents of a prepared collection that are encoded at once.
BATCH = 200


class Told(Protocol):
    """What of a report counts here; ``simcheck.Report`` has it, and so must what a prototype returns."""

    @property
    def matches(self) -> Sequence[Match]:
        """As in ``Report``."""

    @property
    def verdict(self) -> Any:
        """``verdict.decision`` is "pass" or "fail"."""

    @property
    def figures(self) -> Any:
        """``figures.overlap`` is the share of the draft that counts."""


#: What checks a draft.
Engine = Callable[[Document, Sources, Encoder], Told]


class Stock(MemorySources):
    """Sources in memory; which documents share fingerprints is looked up in one sorted table."""

    def __init__(self, sources: Sequence[Source], info: CorpusInfo) -> None:
        super().__init__(sources, info)
        prints = [source.analyzed.fingerprints for source in sources]
        every, owner = np.concatenate(prints), np.repeat(np.arange(len(prints)), [len(one) for one in prints])
        order = np.argsort(every, kind="stable")
        self._prints, self._holders = every[order], owner[order]

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``."""
        low, high = (np.searchsorted(self._prints, fingerprints, side=side) for side in ("left", "right"))
        counts = high - low
        queries = np.repeat(np.arange(len(fingerprints)), counts)
        places = np.arange(counts.sum()) + np.repeat(low - np.cumsum(counts) + counts, counts)
        return queries, self._holders[places]


def _of_class(source: Source, document: Document) -> Source:
    """The source as of the class that the document has."""
    return replace(source, analyzed=replace(source.analyzed, document=document))


class Library:
    """Documents taken apart and encoded once; kept in the file ``cache`` if one is given."""

    def __init__(self, documents: Iterable[Document], cache: Path | None = None) -> None:
        self.encoder = load_encoder()
        known: dict[str, Source] = pickle.loads(cache.read_bytes()) if cache and cache.is_file() else {}
        wanted = [classified(document) for document in documents]
        new = [document for document in wanted if document.id not in known]
        for start in range(0, len(new), BATCH):
            analyzed = [analyze(document) for document in new[start : start + BATCH]]
            vectors = encoded(analyzed, self.encoder)
            known |= {
                one.document.id: Source(one, rows.astype(np.float32))
                for one, rows in zip(analyzed, vectors, strict=True)
            }
        if cache and new:
            cache.write_bytes(pickle.dumps(known, protocol=5))
        self.sources = {document.id: _of_class(known[document.id], document) for document in wanted}

    def corpus(self, ids: Iterable[str]) -> Stock:
        """The corpus of the documents with these ids, in this order."""
        chosen = [self.sources[name] for name in ids]
        info = CorpusInfo(
            path=None,
            documents=len(chosen),
            sentences=sum(len(source.vectors) for source in chosen),
            characters=sum(len(source.analyzed.document.text) for source in chosen),
            model=self.encoder.name,
            dimension=self.encoder.dimension,
            normalization=NORMALIZATION,
        )
        return Stock(chosen, info)

    def nearest(self, text: str, among: Sequence[str]) -> list[str]:
        """``among`` in the order of how much they speak of the same as ``text``: the best of its sentences, summed."""
        vectors = self.encoder.encode([sentence.text for sentence in analyze(Document("", text)).sentences])
        closeness = {name: float((vectors @ self.sources[name].vectors.T).max(axis=1).mean()) for name in among}
        return sorted(among, key=lambda name: -closeness[name])


@dataclass(frozen=True, slots=True)
class Checked:
    """What the gate says of a draft: ``marked`` are the spans that count, with kind and source."""

    draft: str
    fails: bool
    overlap: float
    marked: tuple[tuple[int, int, str, str], ...]

    def mask(self, size: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which of ``size`` characters count."""
        mask = np.zeros(size, dtype=bool)
        for start, end, _, _ in self.marked:
            mask[start:end] = True
        return mask

    def kind(self) -> str:
        """The kind that most of what counts is of, "" for nothing."""
        sizes: Counter[str] = Counter()
        for start, end, kind, _ in self.marked:
            sizes[kind] += end - start
        return max(sizes, key=lambda kind: sizes[kind], default="")


def named(name: str | Engine | None) -> Engine:
    """The engine called ``module:function``; the product's own without a name; one that is there already, as it is."""
    if not name:
        return check
    if not isinstance(name, str):
        return name
    module, _, function = name.partition(":")
    engine: Engine = getattr(importlib.import_module(module), function)
    return engine


#: What the workers of ``checked`` share with the process that they were split off from.
_shared: dict[str, Any] = {}


def checked(
    library: Library,
    drafts: Sequence[Mapping[str, Any]],
    corpora: Mapping[str, Sequence[str]],
    engine: str | Engine | None,
    jobs: int,
) -> list[Checked]:
    """Each draft (id, text) checked against the corpus of the ids that ``corpora`` has for it."""
    _shared.update(library=library, corpora=corpora, engine=engine)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    _corpus.cache_clear()
    if len(set(map(tuple, corpora.values()))) == 1:  # built here, so that all workers have it
        _corpus(tuple(corpora[drafts[0]["id"]]))
    if jobs == 1:
        return [_check(draft) for draft in drafts]
    with multiprocessing.get_context("fork").Pool(jobs, one_thread) as pool:
        return pool.map(_check, drafts, chunksize=2)


@functools.lru_cache(maxsize=1)
def _corpus(ids: tuple[str, ...]) -> Stock:
    library: Library = _shared["library"]
    return library.corpus(ids)


def _check(draft: Mapping[str, Any]) -> Checked:
    corpus = _corpus(tuple(_shared["corpora"][draft["id"]]))
    told = named(_shared["engine"])(Document(draft["id"], draft["text"]), corpus, _shared["library"].encoder)
    return told_of(draft["id"], told)


def told_of(draft: str, report: Told) -> Checked:
    """What a report says of a draft."""
    marked = [
        (match.draft.start, match.draft.end, match.kind, match.source.document_id)
        for match in report.matches
        if match.ignored is None
    ]
    return Checked(draft, report.verdict.decision == "fail", report.figures.overlap, tuple(marked))


def wrong(listed: Iterable[Checked]) -> dict[str, int]:
    """How many of some honest drafts fail, by the kind that most of what counts is of."""
    return dict(sorted(Counter(one.kind() for one in listed if one.fails).items()))
