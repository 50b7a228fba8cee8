"""The vocabulary and the tokenizer: Chinese words and characters, English words and pieces, numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from string import ascii_lowercase

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "<unk>"
LONGEST = 16
LONGEST_CHINESE = 8
LETTER_GROUPS = 2000
WORD = r"\p{Han}+|[\p{L}\p{M}]+|\p{N}+(?:\.\p{N}+)?|%"
HAN_RUN = re.compile(r"[㐀-鿿𠀀-𯿿]+")
LATIN_WORD = re.compile(r"[a-z]+")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def count_words(texts: Iterable[str], *, weight: int, into: Counter[str]) -> None:
    """Adds the Chinese words (by jieba's dictionary), Chinese characters, English words and numbers of folded texts."""
    import jieba

    jieba.setLogLevel("ERROR")
    for text in texts:
        for run in HAN_RUN.findall(text):
            for word in jieba.cut(run, HMM=False):
                into[word] += weight
        for word in LATIN_WORD.findall(text):
            into[word] += weight
        for number in NUMBER.findall(text):
            into[number] += weight


def choose(counts: Counter[str], extra: Iterable[str], *, size: int) -> dict[str, float]:
    """The ``size`` pieces and their log probabilities.

    First what anything can be spelled with, then ``extra`` words, then the most frequent words.
    """
    pieces = _spelling(counts)
    for word in extra:
        if len(word) <= (LONGEST if word.isascii() else LONGEST_CHINESE):
            pieces.setdefault(word, max(counts[word], 1))
    for word, count in counts.most_common():
        if len(pieces) >= size or count < 2:
            break
        if len(word) <= LONGEST:
            pieces.setdefault(word, count)
    total = math.log(sum(counts.values()))
    # four decimals: what the model folder stores
    return {piece: round(math.log(count) - total, 4) for piece, count in islice(pieces.items(), size)}


def _spelling(counts: Counter[str]) -> dict[str, float]:
    """Characters, letters, groups of 2–4 letters and short numbers, with counts that lose to any whole word."""
    characters: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for word, count in counts.items():
        if HAN_RUN.fullmatch(word):
            for character in word:
                characters[character] += count
        elif LATIN_WORD.fullmatch(word):
            groups.update(word[i : i + width] for width in (2, 3, 4) for i in range(len(word) - width + 1))
    pieces = {character: max(count * 0.02, 0.1) for character, count in characters.items()}
    pieces |= dict.fromkeys([*ascii_lowercase, *map(str, range(100)), *(f"0{n}" for n in range(10)), ".", "%"], 0.1)
    for group, count in groups.most_common(LETTER_GROUPS):
        pieces.setdefault(group, 0.1 + 1e-4 * count)
    return pieces


def build(pieces: dict[str, float]) -> Tokenizer:
    """A Unigram tokenizer over the pieces. Punctuation and white space give no token.

    Its normalizer does NFKC and lower case, so that raw text gives nearly what simcheck's own normalisation gives.
    """
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, 0.0), *pieces.items()], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORD), behavior="removed", invert=True)
    return tokenizer
