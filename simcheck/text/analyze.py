"""A document taken apart once: normalised, split, tokenised, fingerprinted. What all later stages work on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look
from simcheck.text.fingerprint import fingerprints
from simcheck.text.normalize import Normalized, normalize
from simcheck.text.split import split
from simcheck.text.tokens import Tokens, tokenize
from simcheck.types import Document, Sentence


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Analyzed:
    """One document with everything that follows from its text alone; the same text always gives the same."""

    document: Document
    normalized: Normalized
    sentences: tuple[Sentence, ...]
    tokens: Tokens
    fingerprints: npt.NDArray[np.uint64]


def analyze(document: Document) -> Analyzed:
    """Take a document apart. Deterministic and linear in the length of the text."""
    normalized = normalize(document.text)
    look()
    tokens = tokenize(normalized)
    look()
    sentences = split(normalized)
    look()
    return Analyzed(document, normalized, sentences, tokens, fingerprints(tokens))
