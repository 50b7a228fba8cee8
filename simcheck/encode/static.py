"""Static encoders (one vector per token, their mean) with tokenizers and NumPy alone."""

from __future__ import annotations

import functools
import hashlib
import json
import unicodedata
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from tokenizers import Tokenizer, normalizers

from simcheck.caching import MIB, LRUCache
from simcheck.cancelling import look, looking
from simcheck.encode.protocol import Counts, Vectors
from simcheck.errors import ModelError
from simcheck.patterns import regex
from simcheck.threads import BULK, in_parts

CHUNK = 512
#: Sentences that a draft has at most as a rule.
DRAFT = 1536
#: A letter of an alphabet of the West.
LATIN = regex(r"[^\W\d_\u0250-\U0010ffff]")
CONTENT = ("model.safetensors", "tokenizer.json")
UNKNOWN = ("<unk>", "[UNK]")
SPELLED_OUT = 3.0
"""A Latin word cut into pieces of fewer letters on average is none the encoder knows."""


class StaticEncoder:
    """The mean of the vectors of a sentence's tokens, as sentence-transformers' StaticEmbedding computes it.

    >>> from simcheck.encode import load_encoder
    >>> encoder = load_encoder()
    >>> encoder.encode(["全面推进乡村振兴"]).shape
    (1, 256)
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            rows, scales = _vectors(folder / "model.safetensors")
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise ModelError(
                f"{folder}: the model is damaged ({_line(error)}); copy or install it again", code="model.damaged"
            ) from error
        except Exception as error:  # tokenizers raises plain Exception
            raise ModelError(
                f"{folder}: damaged tokenizer ({_line(error)}); copy or install it again", code="model.damaged"
            ) from error
        if len(rows) < self._tokenizer.get_vocab_size():
            raise ModelError(
                f"{folder}: tokenizer and vectors do not match; copy or install the model again", code="model.damaged"
            )
        self._folds = _take_over_folding(self._tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._rows, self._scales = rows, scales
        #: Whether a token has a letter or a character, -1 where nobody has asked: one draft has few of all tokens.
        self._lettered = np.full(len(rows), -1, dtype=np.int8)
        self._counts: LRUCache[tuple[str, ...], Counts] = LRUCache(4 * MIB)
        self._words: LRUCache[str, NDArray[np.int64]] = LRUCache(16 * MIB)
        #: Tokens that say nothing: the unknown one, and those whose vector is zero.
        self._unknown = {*map(self._tokenizer.token_to_id, UNKNOWN), *np.flatnonzero(~rows.any(axis=1)).tolist()}
        self.name = _identity(folder)
        self.dimension = int(rows.shape[1])

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors, float32 (sentences, dimension); zero where a sentence has no known token, such as 。"""
        vectors = np.zeros((len(sentences), self.dimension), dtype=np.float32)
        if len(sentences) <= DRAFT:  # whoever encodes a draft asks next what of it is unknown
            encodings = self._cut(sentences)
            tokens = [encoding.ids for encoding in encodings]
            self._mean(tokens, vectors)
            self._counts.put(tuple(sentences), self._counted(sentences, encodings))
            for sentence, ids in zip(sentences, tokens, strict=True):
                self._words.put(sentence, self._with_letters(ids))
            return vectors

        def fill(start: int) -> None:
            look()
            chunk = self._folded(sentences[start : start + CHUNK])
            encodings = self._tokenizer.encode_batch_fast(chunk, add_special_tokens=False)
            self._mean([encoding.ids for encoding in encodings], vectors[start : start + CHUNK])

        # While one thread counts, in NumPy, another cuts words, in Rust: neither holds Python's lock.
        in_parts(fill, range(0, len(sentences), CHUNK), BULK)
        return vectors

    def unknown(self, sentences: Sequence[str]) -> Counts:
        """See ``Encoder.unknown``: the letters, and those in words without a vector and in Latin words that had to be
        spelled out."""
        counts = self._counts.get(tuple(sentences))
        return self._counted(sentences, self._cut(sentences)) if counts is None else counts

    def words(self, sentences: Sequence[str]) -> list[NDArray[np.int64]]:
        """The numbers of the words of each sentence, in order; a token without a letter or a character is none.

        Sentences of earlier calls, and those encoded as a draft, are cached.
        """
        found = dict(zip(sentences, self._words.get_all(sentences), strict=True))
        new = [sentence for sentence, words in found.items() if words is None]
        encodings = self._tokenizer.encode_batch_fast(self._folded(new), add_special_tokens=False) if new else []
        for sentence, cut in zip(new, encodings, strict=True):
            found[sentence] = numbers = self._with_letters(cut.ids)
            self._words.put(sentence, numbers)
        return [words for sentence in sentences if (words := found[sentence]) is not None]

    def _with_letters(self, tokens: list[int]) -> NDArray[np.int64]:
        ids = np.array(tokens, dtype=np.int64)
        known = self._lettered[ids]
        if (known < 0).any():
            words = map(self._tokenizer.id_to_token, tokens)
            known = np.array([any(map(str.isalpha, word or "")) for word in words])
            self._lettered[ids] = known
        return ids[known > 0]

    @property
    def vocabulary(self) -> int:
        """How many words have a vector, numbered from 0."""
        return len(self._rows)

    def word_vectors(self, words: NDArray[np.int64]) -> Vectors:
        """The unit vectors of words by number, shape (words, dimension)."""
        rows, inverse = self.word_rows(words)
        return np.asarray(rows * inverse[:, None], dtype=np.float32)

    def word_rows(self, words: NDArray[np.int64]) -> tuple[NDArray[Any], Vectors]:
        """The same as the table holds it, which may be eight bits a number: rows, and one over the length of each."""
        return self._rows[words], self._inverse[words]

    @functools.cached_property
    def _inverse(self) -> Vectors:
        """One over the length of each word's vector, 0 for a vector of zeros."""
        lengths = np.concatenate(
            [np.linalg.norm(part.astype(np.float32), axis=1) for part in np.array_split(self._rows, 16)]
        )
        return np.asarray(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0))

    def _cut(self, sentences: Sequence[str]) -> list[Any]:
        return self._tokenizer.encode_batch(self._folded(sentences), add_special_tokens=False)

    def _counted(self, sentences: Sequence[str], encodings: Sequence[Any]) -> Counts:
        return np.array(list(map(self._count, looking(sentences), encodings)), dtype=np.int64).reshape(-1, 2)

    def _count(self, sentence: str, encoding: Any) -> tuple[int, int]:
        """The letters of a sentence, and how many of them are unknown."""
        if not LATIN.search(sentence) and self._unknown.isdisjoint(encoding.ids):
            return sum(end - start for start, end in encoding.offsets), 0
        letters = unknown = 0
        words: dict[int | None, list[tuple[str, bool]]] = {}
        for word, (start, end), token, number in zip(
            encoding.word_ids, encoding.offsets, encoding.tokens, encoding.ids, strict=True
        ):
            words.setdefault(word, []).append((token, number in self._unknown))
            letters += end - start
            if number in self._unknown:
                unknown += end - start
        return letters, unknown + sum(_spelled_out(pieces) for pieces in words.values())

    def _folded(self, sentences: Sequence[str]) -> list[str]:
        """The sentences in NFKC and lower case, if that is the tokenizer's own first step."""
        if not self._folds:
            return list(sentences)
        return [unicodedata.normalize("NFKC", sentence).lower() for sentence in sentences]

    def _mean(self, ids: list[list[int]], out: Vectors) -> None:
        """Adds up the vectors in lockstep: the first tokens of all sentences, the second ones, and so on."""
        sizes = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
        tokens = np.fromiter(chain.from_iterable(ids), dtype=np.int64, count=int(sizes.sum()))
        # Only the rows at hand become float32: a whole table would cost more than a draft's sentences do.
        used, tokens = np.unique(tokens, return_inverse=True)
        table = self._rows[used] * self._scales[used, None]
        order = np.argsort(-sizes, kind="stable")
        order = order[: np.count_nonzero(sizes)]
        if not len(order):
            return
        first = (np.cumsum(sizes) - sizes)[order]
        sums = table[tokens[first]]
        left = np.searchsorted(-sizes[order], -np.arange(sizes[order[0]]))
        for step in range(1, len(left)):
            sums[: left[step]] += table[tokens[first[: left[step]] + step]]
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        out[order] = np.divide(sums, lengths, out=sums, where=lengths > 0)


def _spelled_out(pieces: list[tuple[str, bool]]) -> int:
    """The letters of a Latin word that was cut into small pieces, else 0."""
    word = "".join(piece for piece, unknown in pieces if not unknown)
    if len(pieces) < 2 or not all(character < "\u0250" for character in word):
        return 0
    return len(word) if word.isalpha() and len(word) / len(pieces) < SPELLED_OUT else 0


def _take_over_folding(tokenizer: Tokenizer) -> bool:
    """Whether the tokenizer folds by NFKC and lower case; if so it stops: Python does the same 20 times faster."""
    if repr(tokenizer.normalizer) != repr(normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])):
        return False
    tokenizer.normalizer = None
    return True


def _vectors(path: Path) -> tuple[NDArray[Any], NDArray[np.float32]]:
    """(rows, scale of each row): ``embedding.weight`` are plain rows, ``embeddings`` int8 ones with ``weights``."""
    with safe_open(path, framework="np") as file:
        names = set(file.keys())
        if "embedding.weight" in names:
            rows = file.get_tensor("embedding.weight")
            return rows, np.ones(len(rows), dtype=np.float32)
        rows = file.get_tensor("embeddings")
        if "mapping" in names:
            rows = rows[file.get_tensor("mapping")]
        scales = file.get_tensor("weights") if "weights" in names else np.ones(len(rows))
        return rows, np.asarray(scales, dtype=np.float32)


def _identity(folder: Path) -> str:
    """The name and short content hash: as simcheck.json says, or counted anew for a folder that was trained on."""
    card = folder / "simcheck.json"
    if card.is_file():
        try:
            about = json.loads(card.read_text(encoding="utf-8"))
            if about["bytes"] == sum((folder / name).stat().st_size for name in CONTENT):
                return f"{about['name']}:{about['hash']}"
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{card}: not readable; copy or install the model again", code="model.damaged") from error
    return f"{folder.resolve().name}:{content_hash(folder)}"


def content_hash(folder: Path) -> str:
    """Eight hexadecimal digits over the vectors and the tokenizer, the two files that decide every result."""
    found = hashlib.blake2b(digest_size=4)
    for name in CONTENT:
        found.update((folder / name).read_bytes())
    return found.hexdigest()


def _line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
