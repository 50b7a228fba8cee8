"""One command from the data folder to the finished model folder."""

from __future__ import annotations

import argparse
import ctypes
import pickle
import platform
import sys
import time
from pathlib import Path

import torch
from encoder import balance
from export import export
from loop import Plan, train
from prepare import Prepared, prepare
from tokenizers import Tokenizer


def main() -> None:
    """Reads the command line, trains, writes the folder."""
    options = _options()
    _keep_freed_memory()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    prepared = _prepared(options)
    print(f"prepared after {time.monotonic() - began:.0f} s", flush=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    plan = Plan(options.steps, options.minutes, options.dimension, options.batch, options.rate, options.seed, device)
    vectors = balance(train(prepared, plan, options.work), prepared.rarity)
    export(options.out, vectors, Tokenizer.from_str(prepared.tokenizer), name=options.out.name)
    print(f"wrote {options.out} after {time.monotonic() - began:.0f} s", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Trains the static Chinese-English encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder with text/, parallel/, pairs/ and lexicon/")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument(
        "--work", type=Path, default=Path("build/encoder"), help="state and log; a cut-short run goes on here"
    )
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=55, help="training ends then at the latest")
    parser.add_argument("--vocabulary", type=int, default=60_000)
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=0.005)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def _prepared(options: argparse.Namespace) -> Prepared:
    """The prepared data, kept in the work folder for a run that is cut short."""
    kept: Path = options.work / f"prepared-{options.vocabulary}-{options.seed}.pickle"
    if kept.is_file():
        return pickle.loads(kept.read_bytes())
    prepared = prepare(options.data, size=options.vocabulary, seed=options.seed)
    kept.write_bytes(pickle.dumps(prepared))
    return prepared


def _keep_freed_memory() -> None:
    """Tells glibc to reuse large blocks: each step would else spend most of its time on page faults."""
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(-4, 0)  # M_MMAP_MAX
        libc.mallopt(-1, 2**31 - 1)  # M_TRIM_THRESHOLD


if __name__ == "__main__":
    main()
