"""Disguises of a sentence, done on token ids: what a copier does to the words, as far as a bag of tokens can see it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """For each token some replacements: those of token t are ``values[starts[t]:starts[t + 1]]``."""

    starts: Ints
    values: Ints

    @classmethod
    def of(cls, lists: list[list[int]]) -> Table:
        starts = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(entry) for entry in lists], out=starts[1:])
        return cls(starts, np.array([value for entry in lists for value in entry], dtype=np.int64))

    def sizes(self, tokens: Ints) -> Ints:
        return self.starts[tokens + 1] - self.starts[tokens]

    def pick(self, tokens: Ints, random: np.random.Generator) -> Ints:
        """One random replacement of each token; every token must have one."""
        return self.values[self.starts[tokens] + (random.random(len(tokens)) * self.sizes(tokens)).astype(np.int64)]


@dataclass(frozen=True, slots=True)
class Bags:
    """Sentences as bags of tokens: those of sentence i are ``tokens[starts[i]:starts[i + 1]]``."""

    tokens: Ints
    starts: Ints

    @classmethod
    def of(cls, lists: list[list[int]]) -> Bags:
        table = Table.of(lists)
        return cls(table.values, table.starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def rows(self) -> Ints:
        """The sentence of each token."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def take(self, which: Ints) -> Bags:
        """The given sentences, in the given order."""
        sizes = (self.starts[1:] - self.starts[:-1])[which]
        starts = np.zeros(len(which) + 1, dtype=np.int64)
        np.cumsum(sizes, out=starts[1:])
        places = np.arange(starts[-1]) - np.repeat(starts[:-1], sizes) + np.repeat(self.starts[which], sizes)
        return Bags(self.tokens[places], starts)


def gather(tokens: Ints, rows: Ints, sentences: int) -> Bags:
    """Bags from tokens and the sentence of each, in any order."""
    order = np.argsort(rows, kind="stable")
    starts = np.zeros(sentences + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=sentences), out=starts[1:])
    return Bags(tokens[order], starts)


@dataclass(frozen=True, slots=True)
class Disguiser:
    """The tables a disguise draws from: synonyms, the characters of a word, other numbers and names, translations."""

    synonyms: Table
    spellings: Table
    swaps: Table
    translations: Table

    def disguise(self, bags: Bags, random: np.random.Generator) -> Bags:
        """Synonyms, misspellings, swapped numbers, dropped and added words, each as strong as chance has it."""
        rows, tokens = bags.rows(), bags.tokens.copy()
        self._replace(self.synonyms, tokens, rows, self._strength(bags, random, 0.8), random)
        self._replace(self.swaps, tokens, rows, self._strength(bags, random, 0.5), random)
        spelled = random.random(len(tokens)) < self._strength(bags, random, 0.3)[rows]
        spelled &= self.spellings.sizes(tokens) > 0
        split, split_rows = self._expand(self.spellings, tokens[spelled], rows[spelled])
        keep = (random.random(len(tokens)) >= self._strength(bags, random, 0.5)[rows]) & ~spelled
        keep |= ~np.isin(rows, rows[keep]) & ~spelled
        added = random.random(len(tokens)) < self._strength(bags, random, 0.3)[rows]
        extra = random.permutation(tokens)[added]
        return gather(
            np.concatenate([tokens[keep], split, extra]),
            np.concatenate([rows[keep], split_rows, rows[added]]),
            len(bags),
        )

    def translate(self, bags: Bags, random: np.random.Generator, share: float = 1.0) -> Bags:
        """Tokens that have translations become one of them (that ``share``); most others are dropped."""
        rows, tokens = bags.rows(), bags.tokens.copy()
        able = self.translations.sizes(tokens) > 0
        chosen = able & (random.random(len(tokens)) < share)
        tokens[chosen] = self.translations.pick(tokens[chosen], random)
        keep = chosen | (random.random(len(tokens)) < (0.1 if share == 1.0 else 0.9))
        keep |= ~np.isin(rows, rows[keep])
        return gather(tokens[keep], rows[keep], len(bags))

    @staticmethod
    def _strength(bags: Bags, random: np.random.Generator, most: float) -> Floats:
        return np.asarray(random.random(len(bags)) ** 2 * most)

    @staticmethod
    def _replace(table: Table, tokens: Ints, rows: Ints, strength: Floats, random: np.random.Generator) -> None:
        chosen = (random.random(len(tokens)) < strength[rows]) & (table.sizes(tokens) > 0)
        tokens[chosen] = table.pick(tokens[chosen], random)

    @staticmethod
    def _expand(table: Table, tokens: Ints, rows: Ints) -> tuple[Ints, Ints]:
        sizes = table.sizes(tokens)
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        return table.values[places + np.repeat(table.starts[tokens], sizes)], np.repeat(rows, sizes)
