"""A document taken apart once: normalised, split, tokenised, fingerprinted. What all later stages work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from simcheck.caching import memoize_per_object, unremembered
from simcheck.cancelling import look
from simcheck.text.fingerprint import fingerprints
from simcheck.text.normalize import Normalized, normalize
from simcheck.text.split import split
from simcheck.text.tokens import WORDS, Tokens, tokenize
from simcheck.types import Document, Sentence

Script = Literal["zh", "en"]


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


def analyze_source(document: Document) -> Analyzed:
    """``analyze`` for a text that nobody is writing at: its paragraphs are not held for the next time, in the place of
    those of a draft."""
    with unremembered():
        return analyze(document)


@memoize_per_object
def script_of(text: Analyzed) -> Script:
    """Whether a text is written in characters or in letters."""
    return "en" if len(text.tokens.units) and (text.tokens.units >= WORDS).mean() > 0.5 else "zh"
