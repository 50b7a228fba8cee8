"""Sentences with a heavy rewrite and a free translation, the sentences around them, and how well an encoder tells them
apart."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from data import SENTENCE_END, columns, lines
from numpy.typing import NDArray
from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
#: Collections of texts, and what stands before their documents' names in the pairs.
TEXTS = {"city_work_reports": "city/", "national_reports": "nat/", "news_broadcasts": "xwlb/", "peoples_daily": "rmrb/"}
#: Characters that a sentence of the pool has at least, and sentences of one document at most.
SHORTEST, MOST = 12, 60
#: Nearest sentences that are hard negatives, the similarity from which a sentence says the same, and how many of the
#: other sentences are the level that a pair has to stand out from.
HARD, SAME, LEVEL = 24, 0.93, 10


@dataclass(frozen=True, slots=True)
class Pairs:
    """Tokens of sentences. Number i of ``rewrites`` and of ``translations`` say what number i of ``pool`` says; behind
    these the pool holds other sentences of the same documents. ``documents`` names the document of each pair."""

    pool: list[Ints]
    rewrites: list[Ints]
    translations: list[Ints]
    documents: list[str]

    def __len__(self) -> int:
        return len(self.documents)

    def folds(self, count: int) -> Ints:
        """The fold of each pair; pairs of one document share theirs."""
        numbers = [int(hashlib.md5(name.encode()).hexdigest(), 16) % count for name in self.documents]
        return np.array(numbers, dtype=np.int64)


def read_pairs(folder: Path, besides: Sequence[Path], tokenizer: Tokenizer) -> Pairs:
    """The pairs of FOLDER/pairs/rewrites.tsv.gz, without those that stand in a text of the files ``besides``."""
    rows = list(columns(folder / "pairs" / "rewrites.tsv.gz"))
    benches = [record for path in besides for record in _records(path)]
    names, texts = {record["id"] for record in benches}, "\n".join(record["text"] for record in benches)
    rows = [row for row in rows if not {row[3], row[3].partition("/")[2]} & names and row[0] not in texts]
    own = [row[0] for row in rows]
    pool = [*own, *_around(folder / "text", {row[3] for row in rows}, own)]

    def cut(sentences: Sequence[str]) -> list[Ints]:
        found = tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        return [np.array(one.ids or [0], dtype=np.int64) for one in found]

    sides = (cut([row[side] for row in rows]) for side in (1, 2))
    return Pairs(cut(pool), *sides, [row[3] for row in rows])


def _around(folder: Path, documents: set[str], besides: Sequence[str]) -> list[str]:
    """Sentences of these documents that hold none of the others and stand in none."""
    chance, taken, whole = random.Random(1), set(besides), "\n".join(besides)
    found = []
    for name, before in TEXTS.items():
        for record in _records(folder / f"{name}.jsonl.gz"):
            known = record["id"] if record["id"].startswith(before) else before + record["id"]
            if known not in documents:
                continue
            cut = (one.strip() for one in SENTENCE_END.split(record["text"]))
            some = [one for one in cut if len(one) >= SHORTEST and one not in whole]
            chance.shuffle(some)
            for one in some[:MOST]:
                if one not in taken:
                    taken.add(one)
                    found.append(one)
    return found


def embed(vectors: Floats, sentences: Sequence[Ints]) -> Floats:
    """Unit vectors (sentences, dimension) of sentences given by their tokens."""
    means = np.stack([vectors[tokens].mean(axis=0) for tokens in sentences])
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def hard_negatives(pairs: Pairs, vectors: Floats) -> Ints:
    """For each pair the nearest other sentences of the pool, shape (3, pairs, HARD): near the sentence itself, near its
    rewrite, near its translation. Sentences that say the same are none."""
    pool, own = embed(vectors, pairs.pool), np.arange(len(pairs))
    same = pool[: len(pairs)] @ pool.T > SAME
    same[own, own] = True
    found = []
    for side in (pairs.pool[: len(pairs)], pairs.rewrites, pairs.translations):
        similar = embed(vectors, side) @ pool.T
        similar[same] = -1
        found.append(np.argpartition(-similar, HARD, axis=1)[:, :HARD])
    return np.stack(found)


def figures(pairs: Pairs, vectors: Floats, which: Ints) -> dict[str, dict[str, float]]:
    """How well the rewrites and the translations of some pairs find their sentence among the whole pool: the share that
    finds it first, the mean reciprocal rank, the mean similarity to it and to the ten nearest others, and how many
    deviations the difference of the two is."""
    pool, rows = embed(vectors, pairs.pool), np.arange(len(which))
    found = {}
    for name, side in (("rewrites", pairs.rewrites), ("translations", pairs.translations)):
        similar = embed(vectors, [side[number] for number in which]) @ pool.T
        true = similar[rows, which].copy()
        rank = (similar > true[:, None]).sum(axis=1) + 1
        similar[rows, which] = -1
        near = -np.partition(-similar, LEVEL, axis=1)[:, :LEVEL].mean(axis=1)
        found[name] = {
            "top1": float((rank == 1).mean()),
            "reciprocal_rank": float((1 / rank).mean()),
            "similarity": float(true.mean()),
            "nearest_others": float(near.mean()),
            "deviations": float((true - near).mean() / (true - near).std()),
        }
    return found


def _records(path: Path) -> Iterator[dict[str, str]]:
    for line in lines(path):
        yield json.loads(line)
