"""Measures the shipped encoder: agreement with people, translations found, speed, load time, memory.

``python benchmarks/encoder.py --data FOLDER`` prints a table and writes ``benchmarks/results/encoder.json``. The folder
is the one the encoder was trained from; what is measured here was held back from training.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models" / "train")]

import data  # noqa: E402  (the split that training keeps)

from simcheck.encode import Encoder, load_encoder  # noqa: E402
from simcheck.encode.evaluate import spearman  # noqa: E402
from simcheck.resources import model_folder  # noqa: E402

CANDIDATES = 2000
SENTENCES = 20_000
SLOW_SENTENCES = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with text/, parallel/ and pairs/")
    parser.add_argument("--model", help="a model folder instead of the shipped one")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "encoder.json")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    results: dict[str, Any] = {"model": encoder.name, "dimension": encoder.dimension, "machine": _machine()}
    results |= {"agreement": agreement(encoder, options.data), "retrieval": retrieval(encoder, options.data)}
    results |= {"speed": speed(encoder, options.data), "start": start(options.model)}
    results |= {"parity": parity(encoder, options.model, options.data)}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _print(results)


def agreement(encoder: Encoder, folder: Path) -> dict[str, float]:
    """Spearman's correlation, times 100, of cosine and human label; none of these pairs was trained on."""
    found = {}
    for name in ("stsb_zh_dev", "lcqmc_dev"):
        pairs = list(data.labelled(folder / f"pairs/{name}.tsv.gz"))
        left, right = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
        labels = np.array([pair[2] for pair in pairs])
        found[name] = round(100 * spearman((left * right).sum(axis=1), labels), 2)
    return found


def retrieval(encoder: Encoder, folder: Path) -> dict[str, dict[str, float]]:
    """The share of held-back sentences whose own translation is nearest, in %.

    Where fewer than 2,000 pairs are held back, sentences of the training part fill up the candidates.
    """
    found = {}
    fill, held = data.parallel(folder, held=False), data.parallel(folder, held=True)
    for origin in ("report", "tatoeba"):
        pairs = [pair for pair in held if pair[0] == origin]
        others = [pair for pair in fill if pair[0] == origin][: max(CANDIDATES - len(pairs), 0)]
        zh, en = (encoder.encode([pair[side] for pair in [*pairs, *others]]) for side in (1, 2))
        own = np.arange(len(pairs))
        found[origin] = {
            "queries": len(pairs),
            "candidates": len(zh),
            "zh_en": round(100 * float(((zh[own] @ en.T).argmax(axis=1) == own).mean()), 2),
            "en_zh": round(100 * float(((en[own] @ zh.T).argmax(axis=1) == own).mean()), 2),
        }
    return found


def speed(encoder: Encoder, folder: Path) -> dict[str, float]:
    """Sentences per second (the best run) of the encoder and of a transformer of MiniLM-L12's shape, random weights."""
    sentences = data.sentences(folder / "text/city_work_reports.jsonl.gz")[:SENTENCES]
    encoder.encode(sentences[:100])
    fast, fast_core = rate(encoder, sentences, runs=7)
    with tempfile.TemporaryDirectory() as scratch:
        slow = _minilm(Path(scratch) / "minilm", sorted(set("".join(sentences))))
        slow.encode(sentences[:8])
        slow_rate, slow_core = rate(slow, sentences[:SLOW_SENTENCES], runs=2)
    return {
        "sentences": len(sentences),
        "characters_per_sentence": round(float(np.mean([len(sentence) for sentence in sentences])), 1),
        "sentences_per_second": round(fast),
        "sentences_per_core_second": round(fast_core),
        "minilm_l12_sentences_per_second": round(slow_rate, 1),
        "minilm_l12_sentences_per_core_second": round(slow_core, 1),
        "ratio": round(fast / slow_rate),
        "ratio_per_core_second": round(fast_core / slow_core),
    }


def parity(encoder: Encoder, model: str | None, folder: Path) -> dict[str, float]:
    """How far the cosines of sentence pairs by NumPy are from those by sentence-transformers, at most."""
    from sentence_transformers import SentenceTransformer

    sentences = [text for pair in data.parallel(folder, held=True)[:1000] for text in pair[1:]]
    reference = SentenceTransformer(str(model or model_folder()), device="cpu").encode(sentences)
    ours, theirs = encoder.encode(sentences), np.asarray(reference)
    return {"sentences": len(sentences), "largest_difference": float(np.abs(ours @ ours.T - theirs @ theirs.T).max())}


def rate(encoder: Encoder, sentences: list[str], *, runs: int) -> tuple[float, float]:
    """Sentences per second of the clock, and per second of a core, which other work on the machine does not change."""
    clock, core = [], []
    for _ in range(runs):
        began = time.perf_counter(), time.process_time()
        encoder.encode(sentences)
        clock.append(time.perf_counter() - began[0])
        core.append(time.process_time() - began[1])
    return len(sentences) / min(clock), len(sentences) / min(core)


def _minilm(folder: Path, characters: list[str]) -> Encoder:
    """A transformer of 12 layers, 384 wide, as paraphrase-multilingual-MiniLM-L12 is, one token a character."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters]
    tokenizer = Tokenizer(models.WordPiece({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), behavior="isolated")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
    )
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    BertModel(config).save_pretrained(folder / "bert")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=128)
    model = SentenceTransformer(modules=[transformer, Pooling(384, pooling_mode="mean")], device="cpu")
    model.save(str(folder / "model"))
    return load_encoder(str(folder / "model"))


def start(model: str | None) -> dict[str, float]:
    """Milliseconds to import and load in a fresh process (median of 5), MiB that it takes (Linux only), MiB on disk."""
    program = (
        "import os, sys, time, numpy;"
        "pages = lambda: int(open('/proc/self/statm').read().split()[1]); before = pages();"
        "began = time.perf_counter(); from simcheck.encode import load_encoder;"
        "encoder = load_encoder(sys.argv[1] or None); encoder.encode(['现在，我代表市人民政府报告工作。']);"
        "spent = time.perf_counter() - began;"
        "print(spent * 1000, (pages() - before) * os.sysconf('SC_PAGE_SIZE') / 2**20)"
    )
    runs = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", program, model or ""],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        runs.append([float(value) for value in done.stdout.split()])
    milliseconds, memory = np.median(runs, axis=0)
    folder = Path(model) if model else ROOT / "models" / "static-zh-en"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "load_ms": round(float(milliseconds)),
        "memory_mib": round(float(memory), 1),
        "disk_mib": round(size / 2**20, 2),
    }


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _print(results: dict[str, Any]) -> None:
    print(f"{results['model']}, {results['dimension']} dimensions")
    rows = [(f"{name}, Spearman × 100", value) for name, value in results["agreement"].items()]
    for origin, row in results["retrieval"].items():
        rows += [
            (f"{origin} {way}, top 1 % of {row['queries']} among {row['candidates']}", row[way])
            for way in ("zh_en", "en_zh")
        ]
    rows += [*results["speed"].items(), *results["start"].items(), *results["parity"].items()]
    for name, value in rows:
        print(f"{name:56} {value:>10}")


if __name__ == "__main__":
    main()
