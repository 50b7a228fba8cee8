"""Any other sentence-transformers model; the only file that imports sentence-transformers, and only when it must."""

from __future__ import annotations

import hashlib
import math
import os
import socket
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from simcheck.encode.protocol import Counts, Vectors
from simcheck.errors import ModelError

INSTALL = "pip install 'simcheck[transformers]'"
REMEDY = "give the folder of a sentence-transformers model, or a name on the hub while online"


class TransformerEncoder:
    """A sentence-transformers model by folder or hub name, on the GPU where there is one.

    A sentence longer than the model reads at once is cut into windows of about equal size, whose vectors are averaged.
    For any threads, one after the other: fast tokenizers take settings anew at each call, and refuse two at once.
    """

    def __init__(self, name: str) -> None:
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"{name}: needs sentence-transformers ({error}); {INSTALL}", code="model.needs_transformers"
            ) from error
        self._lock = threading.Lock()
        device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        try:
            self._model = SentenceTransformer(name, device=device, local_files_only=not _to_fetch(name))
            self.dimension = len(self._vectors(["文"])[0])
        except Exception as error:  # the loaders of many libraries stand behind this call
            reason = str(error).strip().partition("\n")[0] or type(error).__name__
            raise ModelError(f"{name}: cannot be loaded as a model ({reason}); {REMEDY}") from error
        self._batch = 32 if device == "cpu" else 256
        called = Path(name).resolve().name if Path(name).is_dir() else name
        self.name = f"{called}:{_weights_hash(self._model)}"

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors, float32 (sentences, dimension)."""
        pieces: list[str] = []
        owners: list[int] = []
        for number, windows in enumerate(self._windows(list(sentences))):
            pieces += windows
            owners += [number] * len(windows)
        vectors = np.zeros((len(sentences), self.dimension), dtype=np.float32)
        if pieces:
            np.add.at(vectors, owners, self._vectors(pieces))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        result: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return result

    def unknown(self, sentences: Sequence[str]) -> Counts:
        """See ``Encoder.unknown``: the tokens, and those that are the unknown one; none for a tokenizer that can spell
        everything."""
        unknown = self._unknown_token()
        counts = [
            (len(row), sum(token == unknown for token in row)) for row in self._tokens(list(sentences), special=False)
        ]
        return np.array(counts, dtype=np.int64).reshape(-1, 2)

    def _vectors(self, texts: list[str]) -> Vectors:
        with self._lock:
            vectors = self._model.encode(
                texts,
                batch_size=getattr(self, "_batch", 1),
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(vectors, dtype=np.float32)

    def _tokens(self, texts: list[str], *, special: bool) -> list[list[int]]:
        if not texts:
            return []
        tokenizer: Any = self._model.tokenizer
        if not callable(tokenizer):  # the plain tokenizer of token vectors with more modules behind them
            return [list(row.ids) for row in tokenizer.encode_batch_fast(texts, add_special_tokens=special)]
        with self._lock:
            found: Any = tokenizer(texts, add_special_tokens=special, truncation=False, verbose=False)
        return [list(row) for row in found["input_ids"]]

    def _unknown_token(self) -> int | None:
        """The number of the token for what the tokenizer does not know, None if it can spell everything."""
        tokenizer: Any = self._model.tokenizer
        if callable(tokenizer):
            return getattr(tokenizer, "unk_token_id", None)
        numbers = (tokenizer.token_to_id(name) for name in ("<unk>", "[UNK]"))
        return next((number for number in numbers if number is not None), None)

    def _windows(self, texts: list[str]) -> list[list[str]]:
        """Each text in as many pieces of equal length as it takes for all of them to fit the model."""
        limit = self._model.max_seq_length
        if limit is None or math.isinf(limit):
            return [[text] for text in texts]
        return [
            [text] if len(tokens) <= limit else self._cut(text, math.ceil(len(tokens) / limit), int(limit))
            for text, tokens in zip(texts, self._tokens(texts, special=True), strict=True)
        ]

    def _cut(self, text: str, pieces: int, limit: int) -> list[str]:
        """The text in at least ``pieces`` pieces that fit; a single character always counts as fitting."""
        size = max(math.ceil(len(text) / pieces), 1)
        parts = [text[start : start + size] for start in range(0, len(text), size)]
        fitting = max(map(len, self._tokens(parts, special=True))) <= limit or size == 1
        return parts if fitting else self._cut(text, pieces + 1, limit)


def _to_fetch(name: str) -> bool:
    """Whether the model stands neither in a folder nor in the hub's cache, and the hub answers."""
    if Path(name).is_dir():
        return False
    from huggingface_hub import snapshot_download

    try:
        snapshot_download(name, local_files_only=True)
    except Exception:  # not in the cache, or no name of a repository
        return _hub_answers()
    return False


def _hub_answers(patience: float = 3.0) -> bool:
    """One quick try: the hub's own client would go on trying for minutes."""
    if os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy"):
        return True
    hub = urlsplit(os.environ.get("HF_ENDPOINT", "https://huggingface.co"))
    try:
        socket.create_connection((hub.hostname or "", hub.port or 443), timeout=patience).close()
    except OSError:
        return False
    return True


def _weights_hash(model: Any) -> str:
    """Eight hexadecimal digits over all parameters, so that a retrained model has another name."""
    found = hashlib.blake2b(digest_size=4)
    for name, tensor in sorted(model.state_dict().items()):
        found.update(name.encode())
        found.update(tensor.detach().cpu().float().contiguous().numpy().data)
    return found.hexdigest()
