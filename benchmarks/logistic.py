"""Logistic functions whose weights have a sign, fitted by maximum likelihood and judged on drafts not fitted on."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FOLDS = 5


def logistic(logits: Floats) -> Floats:
    """1 / (1 + exp(−logits)), without overflow."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -60.0, 60.0))))


def folds_of(drafts: Iterable[str]) -> Ints:
    """The fold of each row, by the id of its draft."""
    return np.array([zlib.crc32(name.encode()) % FOLDS for name in drafts], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Model:
    """What is known of the weights before: the sign of each, 0 for either one, and a prior of mean 0 whose precision is
    ``ridge``, which keeps the fit finite where rows can be told apart."""

    signs: tuple[int, ...]
    ridge: float

    def fit(self, columns: Floats, real: Floats) -> Floats:
        """The weights by maximum likelihood (Newton's method), shape (columns,).

        A weight of the wrong sign is set to 0 and the rest fitted again.
        """
        scale = np.maximum(np.abs(columns).max(axis=0), 1e-9)
        free = np.ones(columns.shape[1], dtype=bool)
        while True:
            scaled, part = columns[:, free] / scale[free], np.zeros(int(free.sum()))
            for _ in range(200):
                chance = logistic(scaled @ part)
                slope = scaled.T @ (real - chance) - self.ridge * part
                bend = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + self.ridge * np.eye(len(part))
                step = np.linalg.solve(bend, slope)
                part = part + step / max(1.0, float(np.abs(step).max()) / 5)
                if float(np.abs(step).max()) < 1e-8:
                    break
            weights = np.zeros(columns.shape[1])
            weights[free] = part / scale[free]
            wrong = weights * np.array(self.signs) < 0
            if not wrong.any():
                return weights
            free &= ~wrong

    def held_out(self, columns: Floats, real: Floats, folds: Ints) -> Floats:
        """The probability of each row by the weights fitted on the other folds, shape (rows,)."""
        scores = np.zeros(len(columns))
        for fold in np.unique(folds):
            here = folds == fold
            scores[here] = logistic(columns[here] @ self.fit(columns[~here], real[~here]))
        return scores
