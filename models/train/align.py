"""Word translations learned from sentence pairs: IBM model 1 in both directions, the agreed part of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from obfuscate import Bags, Table

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def _links(left: Bags, right: Bags) -> tuple[Ints, Ints, Ints]:
    """(left token, right token, pair) of every token pair that stands in one sentence pair."""
    lefts, rights, pairs = [], [], []
    for number in range(len(left)):
        a = left.tokens[left.starts[number] : left.starts[number + 1]]
        b = right.tokens[right.starts[number] : right.starts[number + 1]]
        lefts.append(np.repeat(a, len(b)))
        rights.append(np.tile(b, len(a)))
        pairs.append(np.full(len(a) * len(b), number))
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(pairs)


def _model_one(given: Ints, wanted: Ints, pairs: Ints, cell: Ints, cells: int, rounds: int = 6) -> Floats:
    """p(wanted | given) of every cell of co-occurring tokens, by expectation and maximisation."""
    width = int(max(given.max(), wanted.max())) + 1
    chance = np.ones(cells)
    place = pairs * width + wanted
    _, place = np.unique(place, return_inverse=True)
    cell_given = np.zeros(cells, dtype=np.int64)
    cell_given[cell] = given
    for _ in range(rounds):
        link = chance[cell]
        link = link / np.bincount(place, weights=link)[place]
        count = np.bincount(cell, weights=link, minlength=cells)
        chance = count / np.bincount(cell_given, weights=count, minlength=width)[cell_given]
    return chance


def translations(zh: Bags, en: Bags, vocabulary: int, *, most: int = 4, least: float = 0.08) -> Table:
    """For each token up to ``most`` tokens of the other language that both directions agree on, in both directions."""
    left, right, pairs = _links(zh, en)
    width = vocabulary
    keys, cell = np.unique(left * width + right, return_inverse=True)
    forward = _model_one(left, right, pairs, cell, len(keys))
    backward = _model_one(right, left, pairs, cell, len(keys))
    seen = np.bincount(cell)
    agreed = np.sqrt(forward * backward) * np.where(seen > 1, 1.0, 0.5)
    found: list[list[int]] = [[] for _ in range(vocabulary)]
    for number in np.argsort(-agreed):
        if agreed[number] < least:
            break
        a, b = divmod(int(keys[number]), width)
        for one, other in ((a, b), (b, a)):
            if one != other and len(found[one]) < most:
                found[one].append(other)
    return Table.of(found)


def spread(translations: list[list[int]], synonyms: list[list[int]], *, most: int = 3) -> list[list[int]]:
    """The translations, and for tokens that have none up to ``most`` of their synonyms' first ones."""
    return [
        found or list(dict.fromkeys(translations[other][0] for other in synonyms[token] if translations[other]))[:most]
        for token, found in enumerate(translations)
    ]
