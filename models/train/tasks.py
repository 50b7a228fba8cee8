"""What a training step is about: which sentences are drawn, and what belongs together in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from obfuscate import Bags
from prepare import TEXTS, Prepared

WEIGHTS = {
    "disguise": 3, "translate": 3, "report": 2, "tatoeba": 2, "synonyms": 1.5, "lexicon": 1.5, "names": 0.5, "same": 2,
}  # fmt: skip
"""How often each task comes up; the card says what each is worth."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Row i of ``left`` and row i of ``right`` say the same, and nothing else in the batch does."""

    task: str
    left: Bags
    right: Bags


class Tasks:
    """Draws batches, always the same ones for the same random state."""

    def __init__(self, prepared: Prepared, batch: int) -> None:
        self._from = prepared
        self._batch = batch
        self._names = list(WEIGHTS)
        weights = np.array(list(WEIGHTS.values()), dtype=float)
        self._weights = weights / weights.sum()

    def draw(self, random: np.random.Generator) -> Draw:
        """The next batch."""
        task = str(random.choice(self._names, p=self._weights))
        if task in self._from.parallel:
            return self._parallel(task, random)
        if task in self._from.words:
            return self._words(task, random)
        if task == "names":
            zh, en = self._from.names
            which = random.permutation(len(zh))[: self._batch]
            return Draw(task, zh.take(which), en.take(which))
        if task == "same":
            return self._same(random)
        sentences = self._sentences(random)
        disguiser = self._from.disguiser
        disguised = disguiser.disguise(sentences, random)
        if task == "disguise":
            return Draw(task, sentences, disguised)
        return Draw(task, sentences, disguiser.translate(disguised if random.random() < 0.5 else sentences, random))

    def _sentences(self, random: np.random.Generator) -> Bags:
        """Sentences of one text, at times of everyday Chinese."""
        if random.random() < 0.15:
            return self._some(self._from.parallel["tatoeba"][0], random)
        weights = np.array(list(TEXTS.values()))
        return self._some(self._from.texts[str(random.choice(list(TEXTS), p=weights / weights.sum()))], random)

    def _some(self, bags: Bags, random: np.random.Generator) -> Bags:
        return bags.take(random.integers(0, len(bags), self._batch))

    def _parallel(self, origin: str, random: np.random.Generator) -> Draw:
        zh, en = self._from.parallel[origin]
        which = random.permutation(len(zh))[: self._batch]
        if origin == "tatoeba":  # too short to lose a word
            return Draw(origin, zh.take(which), en.take(which))
        disguise = self._from.disguiser.disguise
        return Draw(origin, disguise(zh.take(which), random), disguise(en.take(which), random))

    def _words(self, task: str, random: np.random.Generator) -> Draw:
        """Two words of each of some groups."""
        words, groups = self._from.words[task]
        which = random.permutation(len(groups) - 1)[: self._batch]
        sizes = groups[which + 1] - groups[which]
        one = (random.random(len(which)) * sizes).astype(np.int64)
        other = (one + 1 + (random.random(len(which)) * (sizes - 1)).astype(np.int64)) % sizes
        return Draw(task, words.take(groups[which] + one), words.take(groups[which] + other))

    def _same(self, random: np.random.Generator) -> Draw:
        """Pairs that people called the same, of one set; larger sets come up more often, by the root of their size."""
        sets = list(self._from.same.values())
        weights = np.sqrt([len(left) for left, _ in sets])
        left, right = sets[int(random.choice(len(sets), p=weights / weights.sum()))]
        which = random.permutation(len(left))[: self._batch]
        return Draw("same", left.take(which), right.take(which))
