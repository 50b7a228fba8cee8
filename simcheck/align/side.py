"""Side: one of the two texts of a pair, as the aligner sees it: tokens, and the sentence that holds each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.caching import memoize_per_object
from simcheck.text.analyze import Analyzed

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
#: First token of a stretch and the one behind its last.
Stretch = tuple[int, int]

#: Marks that belong to the words behind them, and to the words before them.
OPENING, CLOSING = "“‘「『《〈【([", "”’」』》〉】)]。.!?;…"


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One text: the sentence that holds each of its tokens, and how many tokens each sentence has."""

    analyzed: Analyzed
    sentence: Ints
    sentence_tokens: Floats

    def __len__(self) -> int:
        return len(self.sentence)

    def sentences(self, tokens: Stretch) -> slice:
        """The sentences that hold the tokens of a stretch."""
        return slice(int(self.sentence[tokens[0]]), int(self.sentence[tokens[1] - 1]) + 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the original text of the tokens ``[first, last)``, with the marks that open and close them."""
        tokens, text = self.analyzed.tokens, self.analyzed.normalized.text
        start, end = int(tokens.starts[first]), int(tokens.ends[last - 1])
        while start > 0 and text[start - 1] in OPENING:
            start -= 1
        while end < len(text) and text[end] in CLOSING:
            end += 1
        return self.analyzed.normalized.to_source(start, end)


def side(analyzed: Analyzed) -> Side:
    """Prepare one text; linear in its length."""
    return Side(analyzed, *_sentence_of_tokens(analyzed))


@memoize_per_object
def _sentence_of_tokens(analyzed: Analyzed) -> tuple[Ints, Floats]:
    """The sentence that holds each token, and how many tokens each sentence has."""
    starts = np.array([sentence.start for sentence in analyzed.sentences], dtype=np.int64)
    places = analyzed.normalized.starts[analyzed.tokens.starts]
    sentence = np.maximum(np.searchsorted(starts, places, side="right") - 1, 0)
    return sentence, np.bincount(sentence, minlength=len(starts)).astype(np.float64)
