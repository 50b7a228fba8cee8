"""A sample of a corpus's sentences, for questions about its language that need not read all of it."""

from __future__ import annotations

import numpy as np

from simcheck.corpus.tables import Reader
from simcheck.text.analyze import analyze

#: Sentences that one document gives at most, unless the corpus has too few documents.
PER_DOCUMENT = 50


def sample(reader: Reader, most: int) -> list[str]:
    """At most ``most`` normalised sentences, from documents drawn always alike and spread evenly within each; all if
    there are no more."""
    numbers = reader.numbers()
    if not len(numbers) or most < 1:
        return []
    if reader.info().sentences <= most:
        return [text for number in numbers for text in _sentences(reader, int(number))]
    each = max(PER_DOCUMENT, -(-most // len(numbers)))
    found: list[str] = []
    for number in np.random.default_rng(0).permutation(numbers):
        texts = _sentences(reader, int(number))
        count = min(each, len(texts), most - len(found))
        found += [texts[place] for place in np.arange(count) * len(texts) // max(count, 1)]
        if len(found) == most:
            break
    return found


def _sentences(reader: Reader, number: int) -> list[str]:
    return [sentence.text for sentence in analyze(reader.document(number)).sentences]
