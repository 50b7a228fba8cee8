"""Likelihood: what a token says for one text having been taken from the other, as a log-likelihood ratio in nats.

A token of frequency f stands by chance somewhere in a stretch of L tokens with p0 = 1 − exp(−L·f); in a copy that
retains a share r of its words with p1 = r + (1 − r)·p0. Found, it earns ln(p1 / p0), never more than a cap nor than its
surprise, the information that it carries after its predecessors (:meth:`simcheck.text.background.Background.surprise`):
the words of a set phrase follow from each other and earn next to nothing. Missing, it costs ln(1 − r).
"""

from __future__ import annotations

import math

import numpy as np

from simcheck.align.side import Floats


def found_nats(chance: Floats, surprise: Floats, retained: float, cap: float) -> Floats:
    """Nats of tokens that were found, when chance would have found them with the probability ``chance``.

    >>> found_nats(np.array([0.001, 0.5, 1.0]), np.array([9.0, 9.0, 9.0]), 0.5, 4.0).round(2).tolist()
    [4.0, 0.41, 0.0]
    """
    return np.asarray(np.minimum(np.minimum(np.log((retained + (1 - retained) * chance) / chance), cap), surprise))


def logistic(log_odds: float) -> float:
    """The probability that belongs to log-odds in nats; what lies beyond 60 nats on either side is as good as sure.

    >>> [round(logistic(nats), 2) for nats in (-1000.0, 0.0, 1.0)]
    [0.0, 0.5, 0.73]
    """
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, log_odds))))
