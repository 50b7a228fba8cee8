"""Is a small transformer worth shipping? Builds one, trains it briefly, and runs the bench with it.

    python benchmarks/transformer.py --data FOLDER --bench FOLDER [--steps 500] [--build build/transformer]

It starts from the token vectors of the shipped encoder and learns to mix them: two layers, 256 wide, the same word
lists, the same pairs. The model is saved as a sentence-transformers folder under ``build`` and never ships. Then the
whole check runs with it on kinds of the bench with no constant changed, which shows what happens with an encoder of
another scale, and how long a sentence takes. Figures go to ``benchmarks/results/transformer.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "models" / "train")]

import data  # noqa: E402
from encoder import agreement, rate, retrieval  # noqa: E402
from plagdet import Span, measure  # noqa: E402
from zh import records, spans_of  # noqa: E402

from simcheck import Corpus, Document  # noqa: E402
from simcheck.encode import load_encoder  # noqa: E402
from simcheck.resources import model_folder  # noqa: E402

LAYERS, HEADS, INNER = 2, 4, 512
LONGEST = 48
BATCH = 96
SCALE = 20.0
RATE = 4e-4
SEED = 1
#: Kinds of the bench that are run: what only meaning finds, one that is copied, and look-alikes that must not count.
KINDS = ("hand_heavy", "hand_translate_en", "verbatim", "hand_independent", "english_unrelated")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that the encoder was trained from")
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the Chinese bench")
    parser.add_argument("--steps", type=int, default=500, help="about one second each on one core")
    parser.add_argument("--sources", type=int, default=74, help="so many of the bench's sources; fewer are quicker")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "transformer")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "transformer.json")
    options = parser.parse_args()
    trained = options.build / "small-transformer"
    if not trained.is_dir():
        began = time.process_time()
        train(options.data, options.build, trained, options.steps)
        print(f"trained in {(time.process_time() - began) / 60:.1f} minutes of one core", flush=True)
    results: dict[str, Any] = {"steps": options.steps}
    for name, folder in (("static", model_folder()), ("transformer", trained)):
        results[name] = figures(folder, options)
        print(name, json.dumps(results[name], ensure_ascii=False), flush=True)
    speeds = [results[name]["sentences_per_core_second"] for name in ("static", "transformer")]
    results["slower"] = round(speeds[0] / speeds[1])
    options.out.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def figures(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Everything that is compared between the two encoders."""
    encoder = load_encoder(str(folder))
    sentences = data.sentences(options.data / "text/city_work_reports.jsonl.gz")[:2000]
    encoder.encode(sentences[:100])
    similar = encoder.encode(sentences)
    chance = (similar[:1000] * similar[1000:]).sum(axis=1)
    _, per_core = rate(encoder, sentences, runs=2)
    return {
        "model": encoder.name,
        "disk_mib": round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20, 1),
        "sentences_per_core_second": round(per_core, 1),
        "chance_similarity": {"mean": round(float(chance.mean()), 3), "deviation": round(float(chance.std()), 3)},
        "agreement": agreement(encoder, options.data),
        "retrieval": retrieval(encoder, options.data),
        "bench": bench(folder, options),
    }


def bench(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The measures of each kind, and the share of characters that are counted though nothing was copied there."""
    drafts, sources = sample(options.bench, options.sources)
    cases: dict[str, list[Span]] = defaultdict(list)
    found: dict[str, list[Span]] = defaultdict(list)
    marked: dict[str, list[NDArray[np.bool_]]] = defaultdict(list)
    began = time.process_time()
    with tempfile.TemporaryDirectory() as scratch, Corpus.create(Path(scratch) / "corpus", str(folder)) as corpus:
        corpus.add(sources)
        filled = time.process_time() - began
        for draft in drafts:
            kind, report = draft["kind"], corpus.check(Document(draft["id"], draft["text"]))
            counted = [(match.draft, match.source) for match in report.counted]
            cases[kind] += spans_of(draft)
            found[kind] += [
                Span(draft["id"], ours.start, ours.end, theirs.document_id, theirs.start, theirs.end)
                for ours, theirs in counted
            ]
            marked[kind].append(innocent(draft, [(ours.start, ours.end) for ours, _ in counted]))
    return {
        "sources": len(sources),
        "drafts": len(drafts),
        "plagdet": {kind: round(measure(cases[kind], found[kind]).plagdet, 4) for kind in cases if cases[kind]},
        "recall": {kind: round(measure(cases[kind], found[kind]).recall, 4) for kind in cases if cases[kind]},
        "counted_though_not_copied": {
            kind: round(float(np.concatenate(rows).mean()), 4) for kind, rows in marked.items()
        },
        "corpus_core_seconds": round(filled, 1),
        "core_seconds_per_draft": round((time.process_time() - began - filled) / len(drafts), 2),
    }


def sample(folder: Path, count: int) -> tuple[list[dict[str, Any]], list[Document]]:
    """Sources of the bench, first those that drafts of the first two kinds were taken from, and the drafts that need no
    others."""
    drafts = [draft for draft in records(folder / "drafts.jsonl.gz") if draft["kind"] in KINDS]
    needed = {case["source"] for draft in drafts if draft["kind"] in KINDS[:2] for case in draft["cases"]}
    sources = sorted(records(folder / "sources.jsonl.gz"), key=lambda one: (one["id"] not in needed, one["id"]))
    chosen = [Document(one["id"], one["text"]) for one in sources[:count]]
    there = {one.id for one in chosen}
    return [draft for draft in drafts if all(case["source"] in there for case in draft["cases"])], chosen


def innocent(draft: dict[str, Any], counted: list[tuple[int, int]]) -> NDArray[np.bool_]:
    """Of the characters of a draft that are no copy, which are counted all the same."""
    marked = np.zeros(len(draft["text"]), dtype=bool)
    for start, end in counted:
        marked[start:end] = True
    copied = np.zeros_like(marked)
    for case in draft["cases"]:
        copied[case["draft_offset"] : case["draft_offset"] + case["draft_length"]] = True
    return marked[~copied]


def train(folder: Path, build: Path, target: Path, steps: int) -> None:
    """Trains the transformer and saves it in ``target``."""
    import torch
    from torch.nn import functional

    torch.manual_seed(SEED)
    model = untrained(build / "bert")
    pairs = training_pairs(folder)
    weights = np.sqrt([len(rows) for rows in pairs])
    model.train()
    for name, value in model.named_parameters():  # the word vectors stay as they are: a step takes half the time
        value.requires_grad_("word_embeddings" not in name)
    trained = [value for value in model.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RATE)
    random = np.random.default_rng(SEED)
    for step in range(steps):
        rows = pairs[int(random.choice(len(pairs), p=weights / weights.sum()))]
        chosen = [rows[number] for number in random.integers(0, len(rows), BATCH)]
        left, right = (
            model(model.preprocess([pair[side] for pair in chosen]))["sentence_embedding"] for side in (0, 1)
        )
        scores = functional.normalize(left, dim=1) @ functional.normalize(right, dim=1).T * SCALE
        own = torch.arange(BATCH)
        loss = (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 50) * (1 - step / steps)
        optimizer.step()
        if step % 20 == 19:
            print(f"step {step + 1} of {steps}, loss {loss.item():.3f}", flush=True)
    model.eval()
    model.save(str(target))


def untrained(folder: Path) -> Any:
    """A transformer whose tokens and token vectors are those of the shipped encoder, the rest random."""
    import torch
    from safetensors.numpy import load_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    stored = load_file(model_folder() / "model.safetensors")
    rows = stored["embeddings"].astype(np.float32) * stored["weights"][:, None]
    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    special = {"pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    tokenizer.add_special_tokens(list(special.values()))
    ids = {name: tokenizer.token_to_id(name) for name in special.values()}
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"]))
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=rows.shape[1],
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        max_position_embeddings=512,
        pad_token_id=ids["[PAD]"],
    )
    bert = BertModel(config)
    with torch.no_grad():
        bert.embeddings.word_embeddings.weight[: len(rows)] = torch.from_numpy(rows)
    bert.save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>", **special).save_pretrained(folder)
    transformer = Transformer(str(folder), max_seq_length=LONGEST)
    pooling = Pooling(rows.shape[1], pooling_mode="mean")
    return SentenceTransformer(modules=[transformer, pooling], device="cpu")


def training_pairs(folder: Path) -> list[list[tuple[str, str]]]:
    """Sets of pairs that belong together: translations, questions that mean the same, sentences and their rewriting."""
    random = np.random.default_rng(SEED)
    pairs = data.parallel(folder, held=False)
    sets = [[(zh, en) for origin, zh, en in pairs if origin == name] for name in ("report", "tatoeba")]
    same = data.labelled(folder / "pairs/atec_train.tsv.gz")
    sets.append([(left, right) for left, right, label in same if label >= 1])
    graded = data.labelled(folder / "pairs/chinese_sts.tsv.gz")
    sets.append([(left, right) for left, right, label in graded if label >= 4.5])
    sentences = data.sentences(folder / "text/city_work_reports.jsonl.gz")
    return [*sets, [(sentence, rewritten(sentence, random)) for sentence in sentences]]


def rewritten(sentence: str, random: np.random.Generator) -> str:
    """The clauses in another order, every fifth character or so left out."""
    clauses = sentence.split("，")
    text = "，".join(clauses[number] for number in random.permutation(len(clauses)))
    return "".join(letter for letter in text if random.random() > 0.2) or sentence


if __name__ == "__main__":
    main()
