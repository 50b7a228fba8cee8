"""Names across scripts: one that is spelled in letters (Qingxi) here and in characters (清溪) there is one word."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simcheck.align.side import Ints, Side, side
from simcheck.align.vocabulary import vocabulary_of
from simcheck.caching import memoize_per_object
from simcheck.text.analyze import Analyzed
from simcheck.text.names import names_of, spelled
from simcheck.text.tokens import WORDS


def join_names(draft: Side, source: Side, draft_word: Ints, words: int) -> Ints:
    """The draft's words in the source's vocabulary of ``words`` words, names in the other script joined to theirs.

    ``draft_word`` is ``words`` for a token that the source has nowhere.
    """
    if _has_characters(source):
        names = names_of(draft.analyzed)
        for token, name in zip(names.token.tolist(), names.words, strict=True):
            if (spelling := _word_spelled(source.analyzed, name)) is not None:
                draft_word[token] = spelling
    if _has_characters(draft) and len(names_of(source.analyzed).words):
        ours, theirs = vocabulary_of(draft.analyzed), vocabulary_of(source.analyzed)
        ids, token = _in_characters(source.analyzed)
        at = np.minimum(np.searchsorted(ours.ids, ids), len(ours.ids) - 1)
        if len(known := np.flatnonzero(ours.ids[at] == ids)):
            word = np.full(len(ours.ids), words)
            word[at[known]] = theirs.of_token[token[known]]
            draft_word = np.where(draft_word == words, word[ours.of_token], draft_word)
    return draft_word


@memoize_per_object
def words_in_source(draft: Analyzed, source: Analyzed) -> Ints:
    """The draft's tokens as words of the source's vocabulary, its size for those that the source has nowhere."""
    ours, theirs = vocabulary_of(draft), vocabulary_of(source)
    word = np.full(len(ours.ids), len(theirs.ids))
    _, mine, other = np.intersect1d(ours.ids, theirs.ids, assume_unique=True, return_indices=True)
    word[mine] = other
    return join_names(side(draft), side(source), word[ours.of_token], len(theirs.ids))


@memoize_per_object
def _word_spelled(text: Analyzed, name: str) -> int | None:
    """Which word of a text a name in letters is: of the pairs of characters that it may spell, the one that the text
    has most often; None for none."""
    vocabulary, ids = vocabulary_of(text), spelled(name)
    at = np.minimum(np.searchsorted(vocabulary.ids, ids), len(vocabulary.ids) - 1)
    known = at[vocabulary.ids[at] == ids]
    return int(known[np.argsort(vocabulary.counts[known], kind="stable")[-1]]) if len(known) else None


@memoize_per_object
def _in_characters(text: Analyzed) -> tuple[npt.NDArray[np.uint64], Ints]:
    """The pairs of characters that a text's names may be, as token ids, ascending, and the last token that may be
    each."""
    names = names_of(text)
    last = dict(zip(names.words, names.token.tolist(), strict=True))
    # Falling, so that of equal ids, of which the first one is found, the last token's is.
    falling = sorted(last, key=lambda name: -last[name])
    ids = [spelled(name) for name in falling]
    token = np.repeat([last[name] for name in falling], [len(one) for one in ids]).astype(np.int64)
    different, at = np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *ids]), return_index=True)
    return different, token[at]


def _has_characters(text: Side) -> bool:
    """Whether a text has Chinese characters, which are the smallest units."""
    units = text.analyzed.tokens.units
    return bool(len(units)) and bool(units.min() < WORDS)
