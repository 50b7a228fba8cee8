"""What is trained: token vectors with shared parts, their mean over a sentence, the losses, the updates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from obfuscate import Bags
from prepare import Prepared
from torch import Tensor
from torch.nn import functional

SCALE = 10.0
DECAY = (0.9, 0.99)
OWN, SHARED = 0.06, 0.15


class Rows:
    """A matrix of which each step uses and updates a few rows: Adam that leaves the rows not in use alone."""

    def __init__(self, values: Tensor) -> None:
        self.values = values
        self.first = torch.zeros_like(values)
        self.second = torch.zeros_like(values)
        self.steps = torch.zeros(len(values), 1, device=values.device)

    def use(self, which: Tensor) -> Tensor:
        """A copy of the rows that gathers a gradient."""
        return self.values[which].requires_grad_()

    def update(self, which: Tensor, gradient: Tensor, rate: float) -> None:
        """One Adam step of the given rows."""
        steps = self.steps[which] + 1
        first = self.first[which].lerp_(gradient, 1 - DECAY[0])
        second = self.second[which].lerp_(gradient.square(), 1 - DECAY[1])
        self.steps[which], self.first[which], self.second[which] = steps, first, second
        size = first / (1 - DECAY[0] ** steps) / ((second / (1 - DECAY[1] ** steps)).sqrt_() + 1e-8)
        self.values[which] = self.values[which].sub_(size, alpha=rate)

    def state(self) -> list[Tensor]:
        """What a resumed run needs."""
        return [self.values, self.first, self.second, self.steps]

    def restore(self, state: list[Tensor]) -> None:
        self.values, self.first, self.second, self.steps = state


@dataclass(frozen=True, slots=True)
class Batch:
    """The vectors of the tokens that some sentences hold, and what is needed to send a gradient back to them."""

    tokens: Tensor
    parts: Tensor
    own: Tensor
    shared: Tensor
    vectors: Tensor
    place: NDArray[np.int64]

    def embed(self, bags: Bags) -> Tensor:
        """Unit vectors (sentences, dimension): the mean over the tokens."""
        tokens = torch.from_numpy(self.place[bags.tokens]).to(self.vectors.device)
        starts = torch.from_numpy(bags.starts[:-1].copy()).to(self.vectors.device)
        return functional.normalize(functional.embedding_bag(tokens, self.vectors, starts, mode="mean"), dim=1)


class TokenVectors:
    """One vector per token: its own plus the mean of its parts (characters, letter groups), times its weight.

    So rare words start from their spelling and frequent ones count less. The random start is wide enough that equal
    words stay evidence by themselves. Token 0 is the unknown one; its weight is 0.
    """

    def __init__(self, prepared: Prepared, dimension: int, device: str, generator: torch.Generator) -> None:
        self.parts = prepared.parts
        self.device = device
        self.weights = torch.from_numpy(prepared.weights).to(device)
        self.own = Rows((torch.randn(len(self.parts), dimension, generator=generator) * OWN).to(device))
        self.shared = Rows((torch.randn(prepared.part_count, dimension, generator=generator) * SHARED).to(device))

    def batch(self, *bags: Bags) -> Batch:
        """The vectors of all tokens of the given sentences."""
        tokens = np.unique(np.concatenate([some.tokens for some in bags]))
        spelling = self.parts.take(tokens)
        parts, spelled = np.unique(spelling.tokens, return_inverse=True)
        place = np.zeros(len(self.parts), dtype=np.int64)
        place[tokens] = np.arange(len(tokens))
        which = torch.from_numpy(tokens).to(self.device)
        which_parts = torch.from_numpy(parts).to(self.device)
        own, shared = self.own.use(which), self.shared.use(which_parts)
        starts = torch.from_numpy(spelling.starts[:-1].copy()).to(self.device)
        mean = functional.embedding_bag(torch.from_numpy(spelled).to(self.device), shared, starts, mode="mean")
        return Batch(which, which_parts, own, shared, (own + mean) * self.weights[which].unsqueeze(1), place)

    def update(self, batch: Batch, rate: float) -> None:
        """Moves the vectors of the batch along the gradient that its loss has left."""
        with torch.no_grad():
            if batch.own.grad is not None and batch.shared.grad is not None:
                self.own.update(batch.tokens, batch.own.grad, rate)
                self.shared.update(batch.parts, batch.shared.grad, rate)

    def table(self) -> Tensor:
        """All finished vectors (vocabulary, dimension)."""
        with torch.no_grad():
            everything = Bags(np.arange(len(self.parts)), np.arange(len(self.parts) + 1))
            return self.batch(everything).vectors


def balance(vectors: NDArray[np.float32], rarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """The finished rows, each as long as the geometric mean of its learned length and its token's rarity.

    Training lets frequent words of everyday questions count for little; rarity puts back what tells sentences apart.
    """
    lengths = np.linalg.norm(vectors, axis=1)
    scales = np.sqrt(np.divide(rarity, lengths, out=np.zeros_like(lengths), where=lengths > 0))
    return np.asarray(vectors * scales[:, None], dtype=np.float32)


def contrast(left: Tensor, right: Tensor) -> Tensor:
    """In-batch contrastive loss in both directions: row i of both belong together, all other rows are negatives."""
    scores = left @ right.T * SCALE
    target = torch.arange(len(scores), device=scores.device)
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2
