"""From the data folder to what training draws from: tokenizer, sentences as token ids, tables of replacements."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import align
import data
import lexicon
import numpy as np
import vocabulary
from numpy.typing import NDArray
from obfuscate import Bags, Disguiser, Table
from tokenizers import Tokenizer

TEXTS = {"city_work_reports": 3.0, "national_reports": 2.0, "news_broadcasts": 4.0, "laws": 1.0}
"""How often a batch of sentences comes from each text."""
SAME = {"chinese_sts": 4.5, "pawsx_zh_dev": 1.0, "atec_train": 1.0}
"""Labelled pairs, and the label from which on a pair says the same."""
ORIGINS = ("report", "tatoeba")
SAMPLE = 80_000
"""Sentences of a text whose words are counted for the vocabulary."""
FREQUENT = 0.005
"""A token that makes up this share of everyday text counts half."""
NUMBERS = 20
"""Other numbers that may stand in for a number."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything as token ids.

    ``parts`` are the pieces whose shared vectors make up each token's vector, ``weights`` what each token counts,
    ``rarity`` how few sentences hold it. ``words`` are groups of words, each with the starts of its groups.
    """

    tokenizer: str
    texts: dict[str, Bags]
    parallel: dict[str, tuple[Bags, Bags]]
    same: dict[str, tuple[Bags, Bags]]
    words: dict[str, tuple[Bags, NDArray[np.int64]]]
    names: tuple[Bags, Bags]
    disguiser: Disguiser
    parts: Bags
    part_count: int
    weights: NDArray[np.float32]
    rarity: NDArray[np.float32]


def prepare(folder: Path, *, size: int, seed: int) -> Prepared:
    """Reads the data folder, chooses ``size`` tokens, and turns all text into token ids (three to five minutes)."""
    chance = random.Random(seed)
    texts = {name: data.sentences(folder / f"text/{name}.jsonl.gz") for name in TEXTS}
    pairs = {origin: [] for origin in ORIGINS} | _by_origin(data.parallel(folder, held=False))
    labelled = {name: list(data.labelled(folder / f"pairs/{name}.tsv.gz")) for name in SAME}
    synonyms = data.synonym_groups(folder)
    entries = [*lexicon.listed(), *lexicon.numbers()]
    known, made_up = lexicon.names(chance, size)

    counts: Counter[str] = Counter()
    for lines in texts.values():
        sample = lines if len(lines) <= SAMPLE else chance.sample(lines, SAMPLE)
        vocabulary.count_words(sample, weight=1, into=counts)
    for lines in pairs.values():
        vocabulary.count_words((text for pair in lines for text in pair), weight=3, into=counts)
    for rows in labelled.values():
        vocabulary.count_words((text for row in rows for text in row[:2]), weight=1, into=counts)
    extra = [word for entry in [*entries, *known] for word in (*entry.zh, *entry.words())]
    extra += _common(word for group in synonyms for word in group)
    pieces = vocabulary.choose(counts, extra, size=size - 1)
    tokenizer = vocabulary.build(pieces)

    parallel = {origin: _both(tokenizer, rows) for origin, rows in pairs.items()}
    parts, part_count = _parts(tokenizer)
    everyday = _bags(tokenizer, [row[0] for row in labelled["chinese_sts"]])
    size = tokenizer.get_vocab_size()
    same = {
        name: _both(tokenizer, [(left, right) for left, right, label in rows if label >= SAME[name]])
        for name, rows in labelled.items()
    }
    groups = {
        "synonyms": synonyms,
        "lexicon": [[*entry.zh, *entry.en] for entry in entries if len(entry.zh) + len(entry.en) > 1],
    }
    return Prepared(
        tokenizer=tokenizer.to_str(),
        texts={name: _bags(tokenizer, lines, least=3) for name, lines in texts.items()},
        parallel=parallel,
        same=same,
        words={name: _grouped(tokenizer, rows) for name, rows in groups.items()},
        names=_both(tokenizer, [(entry.zh[0], entry.en[0]) for entry in [*known, *made_up]]),
        disguiser=_disguiser(tokenizer, synonyms, [*entries, *known], parallel, chance),
        parts=parts,
        part_count=part_count,
        weights=_weights([*parallel["tatoeba"], everyday], size=size),
        rarity=_rarity([*parallel["tatoeba"], *parallel["report"], everyday], size=size),
    )


def _weights(bags: list[Bags], *, size: int) -> NDArray[np.float32]:
    """What each token counts: a / (a + p), p its share of the text in which it is most frequent; 0 for the unknown one.

    The formula is that of Arora et al., "A simple but tough-to-beat baseline for sentence embeddings" (2017).
    """
    share = np.max([np.bincount(some.tokens, minlength=size) / len(some.tokens) for some in bags], axis=0)
    weights = FREQUENT / (FREQUENT + share)
    weights[0] = 0.0
    return weights.astype(np.float32)


def _rarity(bags: list[Bags], *, size: int) -> NDArray[np.float32]:
    """Inverse document frequency in (0, 1]: log of sentences per sentence with the token, 1 for a token never seen."""
    held = sum(np.bincount(np.unique(some.rows() * size + some.tokens) % size, minlength=size) for some in bags)
    rarity = np.log((sum(map(len, bags)) + 1) / (held + 1))
    return (rarity / rarity.max()).astype(np.float32)


def _grouped(tokenizer: Tokenizer, groups: list[list[str]]) -> tuple[Bags, NDArray[np.int64]]:
    """The words of all groups one after another, and where each group starts."""
    return _bags(tokenizer, [word for group in groups for word in group]), np.cumsum([0, *map(len, groups)])


def _by_origin(pairs: Iterable[tuple[str, str, str]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for origin, zh, en in pairs:
        found.setdefault(origin, []).append((zh, en))
    return found


def _common(words: Iterable[str], *, least: int = 50, longest: int = 4) -> list[str]:
    """The words that jieba's dictionary has seen often enough, the most frequent first."""
    import jieba

    jieba.initialize()
    frequency = jieba.dt.FREQ
    common = {word for word in words if frequency.get(word, 0) >= least and len(word) <= longest}
    return sorted(common, key=lambda word: (-frequency[word], word))


def _ids(tokenizer: Tokenizer, texts: Iterable[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


def _bags(tokenizer: Tokenizer, texts: Iterable[str], *, least: int = 0) -> Bags:
    return Bags.of([row for row in _ids(tokenizer, texts) if len(row) >= least])


def _both(tokenizer: Tokenizer, pairs: list[tuple[str, str]]) -> tuple[Bags, Bags]:
    return _bags(tokenizer, [pair[0] for pair in pairs]), _bags(tokenizer, [pair[1] for pair in pairs])


def _disguiser(
    tokenizer: Tokenizer,
    groups: list[list[str]],
    entries: list[lexicon.Entry],
    parallel: dict[str, tuple[Bags, Bags]],
    chance: random.Random,
) -> Disguiser:
    number_of = tokenizer.get_vocab()
    size = len(number_of)
    synonyms: list[list[int]] = [[] for _ in range(size)]
    for group in [*groups, *(list(entry.zh) for entry in entries)]:
        known = [number_of[word] for word in group if word in number_of]
        for token in known:
            synonyms[token] += [other for other in known if other != token]
    spellings: list[list[int]] = [[] for _ in range(size)]
    swaps: list[list[int]] = [[] for _ in range(size)]
    numbers = sorted(token for word, token in number_of.items() if word[0].isdigit())
    for word, token in sorted(number_of.items()):
        if len(word) > 1 and vocabulary.HAN_RUN.fullmatch(word):
            spellings[token] = [number_of[letter] for letter in word if letter in number_of]
        if word[0].isdigit():
            swaps[token] = chance.sample(numbers, NUMBERS)
    zh, en = (_join([parallel[origin][side] for origin in ORIGINS]) for side in (0, 1))
    learned = align.translations(zh, en, size)
    translations = align.spread(_listed(tokenizer, entries, learned), synonyms)
    return Disguiser(Table.of(synonyms), Table.of(spellings), Table.of(swaps), Table.of(translations))


def _listed(tokenizer: Tokenizer, entries: list[lexicon.Entry], learned: Table) -> list[list[int]]:
    """The learned translations, and those that the entries list: for a phrase each of its words."""
    found = [learned.values[a:b].tolist() for a, b in pairwise(learned.starts)]
    for entry in entries:
        zh = [row[0] for row in _ids(tokenizer, entry.zh) if len(row) == 1]
        en = [token for row in _ids(tokenizer, entry.en) if len(row) < 4 for token in row]
        for token in zh:
            found[token] += [other for other in en if other != token and other not in found[token]]
        for token in en:
            found[token] += [other for other in zh if other != token and other not in found[token]]
    return found


def _join(bags: list[Bags]) -> Bags:
    sizes = np.concatenate([np.diff(some.starts) for some in bags])
    return Bags(np.concatenate([some.tokens for some in bags]), np.concatenate([[0], np.cumsum(sizes)]))


def _parts(tokenizer: Tokenizer) -> tuple[Bags, int]:
    """The parts that tokens share: characters of Chinese words, groups of 3–5 letters of English ones."""
    names: list[list[str]] = []
    for number in range(tokenizer.get_vocab_size()):
        word = tokenizer.id_to_token(number)
        if vocabulary.HAN_RUN.fullmatch(word):
            names.append(list(word))
        elif vocabulary.LATIN_WORD.fullmatch(word) and len(word) > 2:
            marked = f"<{word}>"
            names.append([marked[i : i + n] for n in (3, 4, 5) for i in range(len(marked) - n + 1)])
        else:
            names.append([])
    uses = Counter(name for row in names for name in dict.fromkeys(row))
    numbers = {name: number for number, name in enumerate(name for name, count in uses.items() if count > 1)}
    return Bags.of([[numbers[name] for name in row if name in numbers] for row in names]), len(numbers)
