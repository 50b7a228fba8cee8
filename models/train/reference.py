"""The reference of the order model: what the encoder finds alike among sentences that have nothing in common.

    python models/train/reference.py --data FOLDER --out models/background/reference.npz [--besides FILE ...]

FOLDER/text holds collections of public texts, {"id", "text"} a line, and FOLDER/parallel pairs of sentences. From some
thousands of their sentences, drawn always alike, follow numbers only: the sentences' vectors in eight bits, and for
each word of the encoder how near the nearest word of such a sentence is, by quantiles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simcheck.encode import load_encoder
from simcheck.encode.static import StaticEncoder
from simcheck.text.analyze import analyze
from simcheck.types import Document

#: Sentences of each collection, and of English ones; documents that they come from at most.
CHINESE = {"city_work_reports": 1500, "news_broadcasts": 2200, "laws": 700, "national_reports": 800}
ENGLISH, DOCUMENTS = 1500, 400
#: Nats between two quantiles of a word, and how many there are.
STEP, STEPS = 0.25, 25


def sentences(folder: Path, besides: set[str]) -> list[str]:
    """Chinese sentences of all collections, none of a document among those ``besides``."""
    chance, chosen = random.Random(5), []
    for name, count in CHINESE.items():
        records = [one for one in _records(folder / f"{name}.jsonl.gz") if one["id"] not in besides]
        chance.shuffle(records)
        found: list[str] = []
        for record in records[:DOCUMENTS]:
            whole = analyze(Document(record["id"], record["text"][:6000])).sentences
            long = [one.text for one in whole if not one.heading and len(one.text) >= 12]
            found += chance.sample(long, min(len(long), max(4, count // max(1, min(len(records), DOCUMENTS)) + 1)))
        chance.shuffle(found)
        chosen += found[:count]
    return chosen


def english(path: Path) -> list[str]:
    """English sentences of official texts, long ones."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return random.Random(3).sample([row[2] for row in rows if "atoeba" not in row[0] and len(row[2]) > 60], ENGLISH)


def tails(encoder: StaticEncoder, pool: Sequence[str]) -> NDArray[np.uint8]:
    """For each word of the encoder the similarity that the best word of a random sentence reaches with the probability
    exp(−STEP·k), k from 0, in eight bits; shape (words, STEPS)."""
    cut = [words if len(words) else np.zeros(1, dtype=np.int64) for words in encoder.words(pool)]
    starts = np.cumsum([0, *(len(words) for words in cut)])[:-1]
    different, place = np.unique(np.concatenate(cut), return_inverse=True)
    vectors = encoder.word_vectors(different)
    found = np.zeros((encoder.vocabulary, STEPS), dtype=np.uint8)
    rank = np.clip((np.exp(-STEP * np.arange(STEPS)) * len(cut)).astype(int), 0, len(cut) - 1)
    for first in range(0, encoder.vocabulary, 256):
        some = np.arange(first, min(first + 256, encoder.vocabulary))
        similar = (encoder.word_vectors(some) @ vectors.T)[:, place]
        best = -np.sort(-np.maximum.reduceat(similar, starts, axis=1), axis=1)[:, rank]
        found[some] = np.clip(np.ceil(best * 255), 0, 255)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with text/ and parallel/")
    parser.add_argument("--besides", type=Path, nargs="*", default=[], help="files whose documents are left out")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    arguments = parser.parse_args()
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    besides = {record["id"] for path in arguments.besides for record in _records(path)}
    pools = {"zh": sentences(arguments.data / "text", besides), "en": english(arguments.data / "parallel/zh_en.tsv.gz")}
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, pool in pools.items():
        arrays[f"vectors_{name}"] = np.rint(encoder.encode(pool) * 127).astype(np.int8)
        arrays[f"tails_{name}"] = tails(encoder, pool)
    np.savez(arguments.out, encoder=np.array(encoder.name), **arrays)
    print(f"{arguments.out}: {', '.join(f'{len(pool)} {name}' for name, pool in pools.items())}")


def _records(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    main()
