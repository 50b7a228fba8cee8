"""Search: the sentences of a corpus that say something, in the same words or in others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from simcheck.corpus.sources import Sources
from simcheck.encode import Encoder, vectors_of
from simcheck.errors import UsageError
from simcheck.scoring import SCORING
from simcheck.text.normalize import normalize
from simcheck.types import Document

_DEPTH = SCORING.searching.depth


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of a document, ``text[start:end]`` there. ``score`` is its similarity to what was asked, in [-1, 1];
    ``words`` says that it has what was asked word for word, which gives 1."""

    document: str
    start: int
    end: int
    text: str
    score: float
    words: bool
    title: str | None = None
    author: str | None = None
    date: str | None = None


def search(
    sources: Sources, texts: Iterable[tuple[int, Document]], encoder: Encoder, wanted: str, most: int = 20
) -> tuple[Found, ...]:
    """The sentences that come closest to ``wanted``, the closest first, those with its very words before all others.

    ``texts`` are all documents with their numbers. Raises UsageError when there is no letter in ``wanted``.
    """
    sought = normalize(wanted).text.strip()
    if not any(map(str.isalpha, sought)):
        raise UsageError("there is no letter in what is searched for; write some words")
    if most < 1:
        raise UsageError(f"most is {most}; ask for one sentence or more", code="usage.argument")
    by_words = [one for number, document in texts for one in _by_words(sources, number, document, sought)]
    seen = {(one.document, one.start) for one in by_words}
    near = (one for one in _by_meaning(sources, encoder, sought, most) if (one.document, one.start) not in seen)
    return tuple(
        sorted([*by_words, *near], key=lambda one: (not one.words, -one.score, one.document, one.start))[:most]
    )


def _by_words(sources: Sources, number: int, document: Document, sought: str) -> Iterator[Found]:
    if sought not in normalize(document.text).text:
        return
    for sentence in sources.source(number).analyzed.sentences:
        if sought in sentence.text:
            yield _found(document, sentence.start, sentence.end, 1.0, words=True)


def _by_meaning(sources: Sources, encoder: Encoder, sought: str, most: int) -> Iterator[Found]:
    vector = vectors_of(encoder, [sought])
    _, numbers = sources.nearest_documents(vector, most * _DEPTH, most)
    for number in numbers[0][numbers[0] >= 0].tolist():
        source = sources.source(number)
        similarities = source.vectors.astype(np.float32) @ vector[0]
        for at in np.argsort(-similarities, kind="stable")[:_DEPTH].tolist():
            sentence = source.analyzed.sentences[at]
            if not sentence.heading:
                score = float(np.clip(similarities[at], -1, 1))
                yield _found(source.analyzed.document, sentence.start, sentence.end, score, words=False)


def _found(document: Document, start: int, end: int, score: float, *, words: bool) -> Found:
    about = document.title, document.author, document.date
    return Found(document.id, start, end, document.text[start:end], round(score, 6), words, *about)
