"""Formulas: stock sentences of official speech, which are no evidence of copying whoever uses them.

The list is short and written by us, ``simcheck/data/formulas.txt``; the background learned from large collections
(:mod:`simcheck.text.background`) knows far more, but no ceremonies.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simcheck.resources import data_text
from simcheck.scoring import SCORING
from simcheck.text.fingerprint import grams
from simcheck.text.lookup import codes_of
from simcheck.text.normalize import Normalized, normalize
from simcheck.text.tokens import tokenize

#: Letters in a row of a formula that make a stretch of a draft a part of it.
RUN = SCORING.phrases.formula


@functools.cache
def formulas() -> tuple[str, ...]:
    """The stock sentences, normalised, in the order of the list."""
    lines = data_text("formulas.txt").splitlines()
    return tuple(_together([line for line in lines if line and not line.startswith("#")]).text.split("\n"))


def in_formula(units: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Which units (``Tokens.units``) stand in a run of at least ``RUN`` that a formula has too; shape (units,)."""
    inside = np.zeros(len(units), dtype=bool)
    found = np.isin(grams(units, RUN), _runs())
    for shift in range(RUN):
        inside[shift : shift + len(found)] |= found
    return inside


@functools.cache
def _runs() -> npt.NDArray[np.uint64]:
    tokens = tokenize(together := _together(formulas()))
    line = np.cumsum(codes_of(together.text) == ord("\n"))[tokens.unit_starts]
    runs = grams(tokens.units, RUN)
    return np.unique(runs[line[: len(runs)] == line[RUN - 1 :]])


def _together(lines: Sequence[str]) -> Normalized:
    """All lines as one text: every process asks for them, and one by one they took it a tenth of a second."""
    return normalize("\n".join(lines))
