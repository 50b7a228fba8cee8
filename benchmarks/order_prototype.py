# ruff: noqa: E501, PERF401 - to be moved into simcheck/align
"""A prototype of evidence of order: does a draft follow a source's train of thought, sentence by sentence?

    python benchmarks/order_prototype.py --zh FILE --en FILE --out order.npz     makes what the model knows beforehand
    SIMCHECK_ORDER=order.npz python benchmarks/speech.py … --engine order_prototype:order

A hidden Markov model over the sentences of a source (Vogel, Ney and Tillmann, "HMM-based word alignment in statistical
translation", COLING 1996). Each sentence of the draft is the writer's own, or says what sentence j of the source says; then the
next one most likely says what sentence j + 1 does. What the draft's sentences say for that, against their being the writer's own,
is summed over all ways in which they may belong together (forward algorithm), in nats.

A pair of sentences speaks for itself only by how much closer it is than usual, on four counts, so that a common topic cancels:
the draft's sentence beside a pool of sentences that nobody owns; beside the other sentences of this source; the source's
sentence beside the other sentences of this draft; and word by word, beside what a random sentence offers for the word.
"""

from __future__ import annotations

import argparse
import functools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck import Document, Match
from simcheck.align.evidence import information, side
from simcheck.align.pairing import near_duplicates
from simcheck.check import check
from simcheck.corpus.sources import Source, Sources
from simcheck.encode import Encoder
from simcheck.judge.figures import figures
from simcheck.judge.matches import build
from simcheck.judge.quotations import quotations
from simcheck.judge.verdict import verdict
from simcheck.limits import Limits
from simcheck.text.analyze import Analyzed, analyze
from simcheck.text.background import load_background

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scoring:
    """Every number that decides what is found."""

    #: Nats for a margin as wide as the encoder's room, the margin that says nothing, and the bounds of a pair of sentences.
    slope: float = 6.8
    middle: float = 0.75
    least: float = -5.0
    most: float = 8.0
    #: What of the source sentence's and of the draft sentence's background inside the pair is taken off, and from where on.
    column: float = 0.75
    row: float = 0.15
    common: float = 0.6
    #: Ranks of the background inside a pair.
    ranks: tuple[int, int] = (2, 6)
    #: Sentences of the draft around each one that are asked too, 0 for none, and their ranks.
    near: int = 0
    near_ranks: tuple[int, int] = (2, 5)
    #: Rooms for a standard deviation of the words' evidence, on each side, and its bounds.
    words: float = 0.08
    words_least: float = -3.0
    words_most: float = 5.0
    #: ln of the chance that a copy begins at a sentence; chances that it ends, pauses, that the pause goes on, and that the
    #: copy goes on behind it; that it goes on anywhere.
    enter: float = -3.4
    leave: float = 0.08
    pause: float = 0.12
    stay: float = 0.5
    resume: float = 0.35
    anywhere: float = 0.011
    jumps: tuple[tuple[int, float], ...] = (
        (1, 0.78), (0, 0.13), (2, 0.03), (-1, 0.02), (3, 0.015), (-2, 0.007), (-3, 0.007),
    )  # fmt: skip
    #: Part of what the next best sources reach that is taken off, and how many these are.
    rival: float = 0.5
    rivals: int = 3
    #: Nats from which a source is reused, and the posterior from which a sentence of the draft is.
    accept: float = 23.0
    border: float = 0.9
    #: Sentences of a section of a source and of a draft, candidates by margins, and those that are looked at word by word.
    section: int = 60
    draft_section: int = 60
    candidates: int = 48
    verified: int = 8


DEFAULT = Scoring()
#: Ranks in the pool of what nobody owns that make up a sentence's usual best similarity.
USUAL = (1, 9)
#: Words of a sentence and nats of information per token from which it says all it can.
FULL, TRITE = 12.0, 0.5
STEP, STEPS = 0.25, 25


@dataclass(frozen=True, eq=False)
class Prior:
    """What is known beforehand, by language: unit vectors of a ``pool`` of sentences (sentences, dimension), and for each
    word of the vocabulary the similarity that a random sentence's closest word reaches with chance e^(−k/4), times 255."""

    pool: dict[str, Floats]
    quantiles: dict[str, npt.NDArray[np.uint8]]


@functools.cache
def prior(path: str) -> Prior:
    """What the file made by this script holds."""
    with np.load(path) as data:
        return Prior(
            {one: data[f"pool_{one}"].astype(np.float32) for one in ("zh", "en")},
            {one: data[f"quantiles_{one}"] for one in ("zh", "en")},
        )


@dataclass(frozen=True, eq=False)
class Words:
    """The different words of some sentences, which one each is (``of``), and where each sentence ``starts``."""

    types: Ints
    of: Ints
    starts: Ints

    @property
    def counts(self) -> Ints:
        """Words of each sentence, at least 1."""
        return np.diff(np.append(self.starts, len(self.of)))


class Vocabulary:
    """The words of a static encoder: their unit vectors and which have letters."""

    def __init__(self, encoder: Any) -> None:
        self._encoder, self._tokenizer = encoder, encoder._tokenizer
        rows = encoder._rows.astype(np.float32)
        self.unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        tokens = [self._tokenizer.id_to_token(number) or "" for number in range(len(rows))]
        self.spoken = np.array([any(map(str.isalpha, token)) for token in tokens])

    def words(self, sentences: Sequence[str]) -> Words:
        """The words with letters of each sentence; one without any has the word 0."""
        folded = self._encoder._folded(sentences)
        lists = [one.ids for one in self._tokenizer.encode_batch_fast(folded, add_special_tokens=False)]
        kept = [ids[self.spoken[ids]] for ids in (np.array(one, dtype=np.int64) for one in lists)]
        kept = [ids if len(ids) else np.zeros(1, dtype=np.int64) for ids in kept]
        types, of = np.unique(np.concatenate(kept), return_inverse=True)
        sizes = [len(ids) for ids in kept]
        return Words(types, of, np.cumsum([0, *sizes[:-1]]))


@functools.lru_cache(maxsize=2)
def vocabulary(encoder: Encoder) -> Vocabulary:
    """The words of an encoder."""
    return Vocabulary(encoder)


def language(texts: Sequence[str]) -> str:
    """Whether some sentences are English or Chinese."""
    text = "".join(texts[:20])
    return "en" if sum(char.isascii() and char.isalpha() for char in text) > 0.5 * len(text) else "zh"


def usual(vectors: Floats, pool: Floats) -> tuple[Floats, float]:
    """Each sentence's usual best similarity with sentences that nobody owns, and the room between that and chance."""
    close = vectors @ pool.T
    best = -np.sort(-np.partition(close, -USUAL[1], axis=1)[:, -USUAL[1] :], axis=1)[:, USUAL[0] :].mean(axis=1)
    return best, max(float(np.median(best - np.median(close, axis=1))), 0.05)


def ranked(values: Floats, axis: int, ranks: tuple[int, int]) -> Floats:
    """The mean of the values ranked so along an axis; of the last one where there are too few."""
    size = values.shape[axis]
    last = min(ranks[1], size)
    first = min(ranks[0], last - 1)
    best = -np.sort(np.take(np.partition(-values, last - 1, axis=axis), range(last), axis=axis), axis=axis)
    return np.asarray(np.take(best, range(first, last), axis=axis).mean(axis=axis, keepdims=True))


def word_nats(types: Ints, similarities: Floats, quantiles: npt.NDArray[np.uint8]) -> Floats:
    """−ln of the chance that a random sentence holds a word so close, shape (types, sentences), in steps, bounded."""
    return np.asarray(
        ((similarities * 255)[:, None, :] >= quantiles[types][:, :, None]).sum(axis=1, dtype=np.float32) - 1
    ).clip(0) * np.float32(STEP)


def word_evidence(
    ours: Words, theirs: Words, unit: Floats, known: tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]
) -> tuple[Floats, Floats]:
    """By how many standard deviations the words of each sentence are closer to those of each of the other side than chance would
    have it; for the draft's words and for the source's, both (draft sentences, source sentences).

    ``known`` are the quantiles for sentences in the source's language, and in the draft's. Under chance the nats of a word
    have mean and variance 1 (they are −ln of a uniform number).
    """
    close = unit[ours.types] @ unit[theirs.types].T
    best = np.maximum.reduceat(close[:, theirs.of], theirs.starts, axis=1)
    said = np.add.reduceat(word_nats(ours.types, best, known[0])[ours.of], ours.starts, axis=0)
    back = np.maximum.reduceat(close[ours.of], ours.starts, axis=0)
    heard = np.add.reduceat(word_nats(theirs.types, back.T, known[1])[theirs.of], theirs.starts, axis=0).T
    mine, yours = ours.counts[:, None], theirs.counts[None, :]
    return (said - mine) / np.sqrt(mine), (heard - yours) / np.sqrt(yours)


def less_common(values: Floats, weights: Floats, scoring: Scoring, common: float) -> Floats:
    """Values less what the same sentence of the source has with the draft's other sentences, and the draft's with the
    source's: what the two texts share by their topic."""
    telling = weights > 0.3
    column = ranked(values[telling] if telling.sum() >= 8 else values, 0, scoring.ranks)
    row = ranked(values, 1, scoring.ranks)
    if scoring.near and len(values) > scoring.near:
        column = np.maximum(column, nearby(values, scoring.near, scoring.near_ranks))
    return np.asarray(
        values - scoring.column * np.maximum(column + common, 0) - scoring.row * np.maximum(row + common, 0)
    )


def nearby(values: Floats, reach: int, ranks: tuple[int, int]) -> Floats:
    """What each source sentence has with the ``reach`` draft sentences around each: subjects change within a text."""
    half = reach // 2
    padded = np.pad(values, ((half, half), (0, 0)), constant_values=-9.0)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1, axis=0)
    best = -np.partition(-windows, ranks[1] - 1, axis=2)[:, :, : ranks[1]]
    return np.asarray(np.sort(best, axis=2)[:, :, : ranks[1] - ranks[0]].mean(axis=2))


def pair_nats(
    margins: Floats, words: tuple[Floats, Floats] | None, weights: Floats, telling: Floats, scoring: Scoring
) -> Floats:
    """Nats of each pair of sentences for the one saying what the other says, shape (draft, source).

    ``weights`` is how much each sentence of the draft can say at all, ``telling`` the same of the source's.
    """
    nats = less_common(margins, weights, scoring, scoring.common) + scoring.middle
    for one in words or ():
        nats += scoring.words * np.clip(
            less_common(one, weights, scoring, 0.0), scoring.words_least, scoring.words_most
        )
    nats = np.clip(scoring.slope * nats, scoring.least, scoring.most)
    return np.where(nats > 0, nats * weights[:, None] * telling[None, :], nats)


def stack(nats: Sequence[Floats]) -> tuple[Floats, Ints]:
    """Matrices of equal height beside each other, padded with what cannot be, and their widths."""
    sizes = np.array([one.shape[1] for one in nats])
    held = np.full((len(nats), nats[0].shape[0], sizes.max()), -50.0, dtype=np.float32)
    for place, one in enumerate(nats):
        held[place, :, : one.shape[1]] = one
    return held, sizes


def _shifted(values: npt.NDArray[np.float64], jumps: tuple[tuple[int, float], ...]) -> npt.NDArray[np.float64]:
    """Chances after one jump, last axis."""
    moved = np.zeros_like(values)
    for step, chance in jumps:
        if step == 0:
            moved += chance * values
        elif 0 < step < values.shape[-1]:
            moved[..., step:] += chance * values[..., :-step]
        elif 0 < -step < values.shape[-1]:
            moved[..., :step] += chance * values[..., -step:]
    return moved


def forward(nats: Floats, sizes: Ints, places: Ints, scoring: Scoring, back: bool = False) -> tuple[Any, Any]:
    """Nats for each candidate that the draft follows it somewhere, against all its sentences being the writer's own, and
    with ``back`` the chance that each sentence says what each of the source's does, shape as ``nats``.

    ``sizes`` are the widths, ``places`` the sentences of the whole source, among which a copy may begin.
    """
    count, rows, width = nats.shape
    odds = np.exp(nats.astype(np.float64)) * (np.arange(width)[None, :] < sizes[:, None])[:, None, :]
    enter, on = np.exp(scoring.enter), 1 - scoring.leave - scoring.pause
    somewhere = 1.0 / places[:, None]
    copy, pause, own = np.zeros((count, width)), np.zeros((count, width)), np.ones(count)
    total = np.zeros(count)
    kept: list[tuple[Any, Any, Any]] = []
    scale = np.zeros((rows, count))
    for row in range(rows):
        going = on * copy + scoring.resume * pause
        reached = _shifted(going, scoring.jumps)
        reached += (scoring.anywhere * going.sum(axis=1) + enter * own)[:, None] * somewhere
        ended = scoring.leave * copy.sum(axis=1) + (1 - scoring.stay - scoring.resume) * pause.sum(axis=1)
        pause = scoring.pause * copy + scoring.stay * pause
        own = own * (1 - enter) + ended
        copy = reached * odds[:, row]
        scale[row] = copy.sum(axis=1) + pause.sum(axis=1) + own
        copy, pause, own = copy / scale[row][:, None], pause / scale[row][:, None], own / scale[row]
        total += np.log(scale[row])
        if back:
            kept.append((copy, pause, own))
    total -= rows * np.log1p(-enter)
    if not back:
        return total, None
    chances = np.zeros(nats.shape)
    copy_b, pause_b, own_b = np.ones((count, width)), np.ones((count, width)), np.ones(count)
    mirrored = tuple((-step, chance) for step, chance in scoring.jumps)
    for row in range(rows - 1, -1, -1):
        chances[:, row] = kept[row][0] * copy_b
        if row:
            told = copy_b * odds[:, row]
            near = _shifted(told, mirrored) + scoring.anywhere * (told.sum(axis=1) / places)[:, None]
            fresh = enter * told.sum(axis=1) / places
            copy_b, pause_b, own_b = (
                (on * near + scoring.pause * pause_b + scoring.leave * own_b[:, None]) / scale[row][:, None],
                (scoring.resume * near + scoring.stay * pause_b + (1 - scoring.stay - scoring.resume) * own_b[:, None])
                / scale[row][:, None],
                ((1 - enter) * own_b + fresh) / scale[row],
            )
    return total, chances


def sections(size: int, length: int) -> Iterator[slice]:
    """Overlapping stretches of a text of ``size`` sentences, all of it if it is short."""
    if size <= 1.25 * length:
        yield slice(0, size)
        return
    for start in range(0, size - length // 2, length // 2):
        yield slice(start, min(size, start + length))


@dataclass(frozen=True, eq=False)
class Followed:
    """A source that a draft may follow: its nats, and for its best section the chances (draft sentences, source sentences)."""

    number: int
    nats: float
    chances: Floats
    offset: int
    net: float = 0.0
    copied: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))


def weights_of(draft: Analyzed, words: Words) -> Floats:
    """How much each sentence of the draft can say: nothing for headings, formulas, attributed quotations and bare numbers."""
    ours = side(draft)
    tokens = ours.sentence_tokens
    known = information(draft, load_background())
    surprise = np.bincount(ours.sentence, weights=known.surprise, minlength=len(tokens)) / np.maximum(tokens, 1.0)
    said = np.minimum(tokens / FULL, 1.0) * np.clip(surprise - TRITE, 0.0, 1.0) * np.minimum(words.counts / 4.0, 1.0)
    spans = quotations(draft.document.text)
    for place, sentence in enumerate(draft.sentences):
        quoted = sum(max(0, min(sentence.end, end) - max(sentence.start, start)) for start, end in spans)
        if sentence.heading or quoted > 0.5 * (sentence.end - sentence.start):
            said[place] = 0.0
    return said.astype(np.float32)


def candidates(vectors: Floats, weights: Floats, known: Prior, sources: Sources, most: int) -> list[int]:
    """The documents with the greatest sum of margins in six neighbouring sentences of the draft."""
    numbers = sources.numbers()
    if len(numbers) <= most:
        return list(map(int, numbers))
    best, documents = sources.nearest_documents(vectors, 100, 60)
    level, room = usual(vectors, known.pool["zh"])
    gain = np.clip((best - level[:, None]) / room, 0, 1.5) * weights[:, None]
    row, column = np.nonzero((documents >= 0) & np.isfinite(best))
    names, which = np.unique(documents[row, column], return_inverse=True)
    table = np.zeros((len(vectors) + 1, len(names)))
    table[row + 1, which] = gain[row, column]
    table = np.cumsum(table, axis=0)
    width = min(6, len(vectors))
    reached = (table[width:] - table[:-width]).max(axis=0)
    return [int(number) for number in names[np.argsort(-reached, kind="stable")[:most]]]


def follow(
    draft: Analyzed, vectors: Floats, part: slice, sources: Sources, encoder: Encoder, known: Prior, scoring: Scoring
) -> list[Followed]:
    """The sources that a stretch of a draft may follow, most likely first, with what speaks for each beyond its rivals."""
    texts = [sentence.text for sentence in draft.sentences[part]]
    lexicon = vocabulary(encoder)
    words, mine = lexicon.words(texts), language(texts)
    weights, vectors = weights_of(draft, lexicon.words([s.text for s in draft.sentences]))[part], vectors[part]
    if not (weights > 0).any():
        return []
    level = {tongue: usual(vectors, pool) for tongue, pool in known.pool.items()}
    found: dict[int, Source] = {
        number: sources.source(number) for number in candidates(vectors, weights, known, sources, scoring.candidates)
    }
    pieces: list[tuple[int, slice, Floats, Floats, str]] = []
    for number, source in found.items():
        sentences = source.analyzed.sentences
        tongue = language([sentence.text for sentence in sentences])
        best, room = level[tongue]
        margins = (vectors @ source.vectors.T - best[:, None]) / room
        telling = np.array([not sentence.heading for sentence in sentences], dtype=np.float32)
        for stretch in sections(len(sentences), scoring.section):
            pieces.append((number, stretch, margins[:, stretch], telling[stretch], tongue))
    if not pieces:
        return []
    nats, sizes = stack([pair_nats(margins, None, weights, telling, scoring) for _, _, margins, telling, _ in pieces])
    places = np.array([len(found[number].vectors) for number, *_ in pieces])
    rough, _ = forward(nats, sizes, places, scoring)
    order = np.argsort(-rough, kind="stable")
    chosen = list(dict.fromkeys(pieces[at][0] for at in order))[: scoring.verified]
    at = [k for k in order if pieces[k][0] in chosen][: 2 * scoring.verified]
    exact = []
    for k in at:
        number, stretch, margins, telling, tongue = pieces[k]
        theirs = lexicon.words([sentence.text for sentence in found[number].analyzed.sentences[stretch]])
        said = word_evidence(words, theirs, lexicon.unit, (known.quantiles[tongue], known.quantiles[mine]))
        exact.append(pair_nats(margins, said, weights, telling, scoring))
    nats, sizes = stack(exact)
    total, chances = forward(nats, sizes, places[at], scoring, back=True)
    alike = near_duplicates({one: found[one] for one in chosen})
    followed: dict[int, Followed] = {}
    for k in np.argsort(-total, kind="stable"):
        number, stretch = pieces[at[k]][:2]
        if number not in followed:
            kept = chances[k][:, : sizes[k]]
            rivals = [
                max(float(nats), 0.0)
                for nats, (other, there) in zip(total, (pieces[one][:2] for one in at), strict=True)
                if nats <= total[k]
                and other not in alike[number]
                and not (other == number and _overlap(stretch, there))
            ]
            worth = float(total[k]) - scoring.rival * sum(sorted(rivals)[-scoring.rivals :]) / scoring.rivals
            followed[number] = Followed(number, float(total[k]), kept, stretch.start, worth, kept.sum(axis=1))
    return sorted(followed.values(), key=lambda one: -one.net)


def _overlap(one: slice, other: slice) -> bool:
    return one.start < other.stop and other.start < one.stop


def stretches(copied: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Runs of sentences that are copied."""
    edge = np.diff(np.concatenate([[0], copied.astype(np.int8), [0]]))
    yield from zip(np.flatnonzero(edge == 1).tolist(), np.flatnonzero(edge == -1).tolist(), strict=True)


def matches_of(
    draft: Analyzed, part: slice, followed: Sequence[Followed], sources: Sources, scoring: Scoring
) -> Iterator[Match]:
    """The passages of the sources that are accepted, best first, each sentence of the draft once."""
    taken = np.zeros(len(draft.sentences[part]), dtype=bool)
    for one in followed:
        if one.net < scoring.accept:
            continue
        source = sources.source(one.number).analyzed
        copied = (one.copied >= scoring.border) & ~taken
        taken |= copied
        for first, last in stretches(copied):
            at = one.chances[first:last].argmax(axis=1) + one.offset
            start, end = draft.sentences[part.start + first].start, draft.sentences[part.start + last - 1].end
            low, high = source.sentences[int(at.min())].start, source.sentences[int(at.max())].end
            score = float(1 / (1 + np.exp(-(one.net - scoring.accept) / 8)))
            yield build(draft, source, (start, end), (low, high), score=score, reason=None, also_in=())


def ordered(draft: Document, sources: Sources, encoder: Encoder, scoring: Scoring = DEFAULT) -> list[Match]:
    """The passages that the model of order finds."""
    analyzed = analyze(draft)
    known = prior(os.environ["SIMCHECK_ORDER"])
    vectors = encoder.encode([sentence.text for sentence in analyzed.sentences])
    found: list[Match] = []
    for part in sections(len(analyzed.sentences), scoring.draft_section):
        followed = follow(analyzed, vectors, part, sources, encoder, known, scoring)
        found += matches_of(analyzed, part, followed, sources, scoring)
    return found


def _told(draft: Document, matches: Sequence[Match]) -> Any:
    totals = figures(draft.text, tuple(matches), quotations(draft.text))
    return SimpleNamespace(matches=list(matches), figures=totals, verdict=verdict(totals, matches, Limits()))


def order(draft: Document, sources: Sources, encoder: Encoder) -> Any:
    """Evidence of order alone."""
    return _told(draft, ordered(draft, sources, encoder))


def both(draft: Document, sources: Sources, encoder: Encoder) -> Any:
    """The present engine's copies, and what the model of order finds beside them.

    Of the engine's passages those count that are believed by their words, and paraphrases that the order confirms.
    """
    present = check(draft, sources, encoder)
    found = ordered(draft, sources, encoder)
    kept = [
        match
        for match in present.matches
        if match.ignored is not None or match.verbatim >= WORDED or match.kind == "translation"
    ]
    return _told(draft, [*kept, *found])


WORDED = 0.4


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--zh", type=Path, required=True, help="Chinese sentences that nobody owns, one a line")
    parser.add_argument("--en", type=Path, required=True, help="English ones")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    from simcheck.encode import load_encoder

    encoder = load_encoder()
    lexicon = vocabulary(encoder)
    held: dict[str, Any] = {}
    for tongue in ("zh", "en"):
        sentences = getattr(arguments, tongue).read_text(encoding="utf-8").splitlines()
        held[f"pool_{tongue}"] = encoder.encode(sentences).astype(np.float16)
        words = lexicon.words([sentences[k] for k in np.random.default_rng(0).permutation(len(sentences))[:1500]])
        table = np.full((len(lexicon.unit), STEPS), 255, dtype=np.uint8)
        ranks = np.clip((np.exp(-STEP * np.arange(STEPS)) * len(words.starts)).astype(int), 0, len(words.starts) - 1)
        for start in range(0, len(table), 128):
            close = (lexicon.unit[start : start + 128] @ lexicon.unit[words.types].T)[:, words.of]
            best = -np.sort(-np.maximum.reduceat(close, words.starts, axis=1), axis=1)[:, ranks]
            table[start : start + 128] = np.clip(np.ceil(best * 255), 0, 255)
        held[f"quantiles_{tongue}"] = table
    np.savez_compressed(arguments.out, **held)


if __name__ == "__main__":
    _main()
