"""Writes the vectors as a sentence-transformers folder: int8 rows with a scale each, tokenizer, configuration."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

CONTENT = ("model.safetensors", "tokenizer.json")
MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.base.modules.normalize.Normalize",
    },
]


def quantize(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """(rows in -127…127, scale of each row), so that row * scale is the vector to within half a step."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / np.float32(127)
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def digest(folder: Path) -> str:
    """The short content hash that names the model: over the two files that decide every result."""
    found = hashlib.blake2b(digest_size=4)
    for name in CONTENT:
        found.update((folder / name).read_bytes())
    return found.hexdigest()


def export(folder: Path, vectors: NDArray[np.float32], tokenizer: Tokenizer, *, name: str) -> None:
    """Writes the model folder. The card is written apart, when the figures are known."""
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    rows, scales = quantize(vectors)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)  # written for the owner alone, which an installed package must not be
    _write(folder / "tokenizer.json", _rounded(json.loads(tokenizer.to_str())), indent=None)
    _write(folder / "modules.json", MODULES)
    _write(folder / "1_Normalize" / "config.json", {})
    _write(
        folder / "config_sentence_transformers.json",
        {
            "__version__": {"sentence_transformers": "6.2.0"},
            "model_type": "SentenceTransformer",
            "prompts": {},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    _write(
        folder / "simcheck.json",
        {
            "name": name,
            "hash": digest(folder),
            "bytes": sum((folder / file).stat().st_size for file in CONTENT),
            "dimension": vectors.shape[1],
            "languages": ["zh", "en"],
        },
    )


def _rounded(tokenizer: dict[str, object]) -> dict[str, object]:
    """The tokenizer with log probabilities of four decimals, which is what the training used as well."""
    model = tokenizer["model"]
    assert isinstance(model, dict)
    model["vocab"] = [[piece, round(score, 4)] for piece, score in model["vocab"]]
    return tokenizer


def _write(path: Path, value: object, indent: int | None = 2) -> None:
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    path.write_text(text + "\n", encoding="utf-8")
