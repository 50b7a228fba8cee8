"""Seeds: places in the dot plots of a draft and its sources where evidence crowds more than it does elsewhere,
best first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.align import compiled
from simcheck.align.evidence import Bools, Floats, Ints, Pair, Side
from simcheck.align.semantic import Matrix, widest

#: Tokens along each side of a cell of a plot. A seed is a block of three by three cells.
CELL = 16
#: A token that occurs more than this many times across (draft × source) marks no place.
COMMON = 400
#: Nats that a block must hold, and that it must hold more than the second best rival source has anywhere for
#: the same words.
FLOOR = 28.0
MARGIN = 15.0
#: Blocks tried for the same row of the draft.
PER_ROW = 2
#: Sentences of the draft in a block of meaning, and the nats that it must hold.
SENTENCES = 3
MEANING = 36.0
#: Nats that a pair of sentences must have to mark a place among the words.
MEANT = 20.0
#: Cells of a plot that are held at once; a long draft is looked at in bands of rows.
BAND = 1 << 20
#: Stretch of tokens for which a shared token's evidence is reckoned.
NEAR = 60


class Covered:
    """The parts of one dot plot that fragments cover already, as rectangles of cells."""

    def __init__(self) -> None:
        self._boxes: list[tuple[int, int, int, int]] = []

    def add(self, draft: tuple[int, int], source: tuple[int, int]) -> None:
        """Cover the cells of a stretch of draft tokens and one of source tokens."""
        self._boxes.append((draft[0] // CELL, (draft[1] - 1) // CELL, source[0] // CELL, (source[1] - 1) // CELL))

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        return any(top <= row <= bottom and left <= column <= right for top, bottom, left, right in self._boxes)


@dataclass(frozen=True, slots=True, eq=False)
class Seed:
    """A stretch of draft tokens and one of the tokens of source ``number`` that may belong together.

    ``retained`` guesses the share of words kept; what grows from the seed is to be added to ``covered``.
    """

    number: int
    draft: tuple[int, int]
    source_stretch: tuple[int, int]
    retained: float
    covered: Covered


def seeds(pairs: Mapping[int, Pair], alike: Mapping[int, frozenset[int]] | None = None) -> Iterator[Seed]:
    """Seeds of the words first, then those of the sentences' meaning, each in falling order of evidence.

    ``alike`` names the near-duplicates of a source, which are no rivals of it.
    """
    pairs = {number: pair for number, pair in pairs.items() if len(pair.draft) and len(pair.source)}
    covered = {number: Covered() for number in pairs}
    if pairs:
        order = list(pairs)
        near = [[order.index(other) for other in (alike or {}).get(number, ()) if other in pairs] for number in order]
        yield from _by_words(pairs, covered, near)
        yield from _by_meaning(pairs, covered, near)


def _by_words(pairs: Mapping[int, Pair], covered: Mapping[int, Covered], near: list[list[int]]) -> Iterator[Seed]:
    """Blocks of cells, by what they hold beyond their rivals: a set phrase, which all sources share, gives none."""
    rows = _cells(len(next(iter(pairs.values())).draft))
    band = max(8, BAND // max(_cells(len(pair.source)) for pair in pairs.values()))
    found = [block for low in range(0, rows, band) for block in _blocks(pairs, near, low, min(low + band, rows))]
    tried = np.zeros(rows, dtype=np.int64)
    for _, number, row, column in sorted(found, key=lambda block: -block[0]):
        if tried[row] >= PER_ROW or (row, column) in covered[number]:
            continue
        pair = pairs[number]
        draft, source = _tokens(row, len(pair.draft)), _tokens(column, len(pair.source))
        covered[number].add(draft, source)
        tried[max(0, row - 1) : row + 2] += 1
        yield Seed(number, draft, source, 0.5, covered[number])


def _blocks(pairs: Mapping[int, Pair], near: list[list[int]], low: int, high: int) -> list[tuple[float, int, int, int]]:
    """(nats beyond the rivals', source, row, column) of the blocks around the rows ``[low, high)`` that are
    worth a try."""
    loops = compiled.loops()
    sums = loops.box_sums if loops else box_sums
    blocks = {number: sums(_plot(pair, low, high), FLOOR) for number, pair in pairs.items()}
    rivals = _rivals(np.stack([peaks for peaks, *_ in blocks.values()]), near)
    found: list[tuple[float, int, int, int]] = []
    for (number, (_, rows, columns, nats)), rival in zip(blocks.items(), rivals, strict=True):
        excess = nats - rival[rows]
        worth = np.flatnonzero(excess >= MARGIN)
        places = (rows[worth] + low).tolist(), columns[worth].tolist()
        found += zip(excess[worth].tolist(), [number] * len(worth), *places, strict=True)
    return found


def _by_meaning(pairs: Mapping[int, Pair], covered: Mapping[int, Covered], near: list[list[int]]) -> Iterator[Seed]:
    """Runs of ``SENTENCES`` sentences of the draft whose meaning stands close together in one source."""
    # No block has more than the best that each of its sentences finds anywhere.
    most = _around(np.stack([pair.meant for pair in pairs.values()])).sum(axis=2)
    asked = np.flatnonzero((most >= MEANING).any(axis=0))
    if not len(asked):
        return
    around = _around(np.arange(most.shape[1]), -1)[asked]
    blocks = {number: _sentence_blocks(pair.semantic, around) for number, pair in pairs.items()}
    peaks = np.stack([block.max(axis=1) for block in blocks.values()])
    found: list[tuple[float, int, int, int]] = []
    for (number, block), peak, rival in zip(blocks.items(), peaks, _rivals(peaks, near), strict=True):
        excess = peak - rival
        rows = np.flatnonzero((peak >= MEANING) & (excess >= 0))
        columns = block[rows].argmax(axis=1).tolist()
        found += zip(excess[rows].tolist(), [number] * len(rows), asked[rows].tolist(), columns, strict=True)
    tried = np.zeros(len(next(iter(pairs.values())).semantic), dtype=np.int64)
    for _, number, row, column in sorted(found, key=lambda seed: -seed[0]):
        pair = pairs[number]
        draft, source = _sentence_tokens(pair.draft, row), _sentence_tokens(pair.source, column)
        if tried[row] >= PER_ROW or draft[0] >= draft[1] or source[0] >= source[1]:
            continue
        middle = (draft[0] + draft[1]) // 2 // CELL, (source[0] + source[1]) // 2 // CELL
        if middle not in covered[number]:
            tried[max(0, row - 1) : row + 2] += 1
            yield Seed(number, draft, source, 0.1, covered[number])


def _rivals(peaks: npt.NDArray[np.floating[Any]], near: list[list[int]]) -> npt.NDArray[np.floating[Any]]:
    """What the second best source beside each one and those of one voice with it holds at most in each row, shape as
    ``peaks`` (sources, rows).

    One alone may be a second copy.
    """
    if len(peaks) < 3:
        return np.zeros_like(peaks)
    order = np.argsort(peaks, axis=0)[::-1][: max(map(len, near)) + 3]
    falling = np.take_along_axis(peaks, order, axis=0)
    leads = (order[:2, None] == np.arange(len(peaks))[:, None]).any(axis=0)
    rivals = np.where(leads, falling[2], falling[1])
    for index, voice in ((index, voice) for index, voice in enumerate(near) if voice):
        if len(peaks) - len(voice) > 2:
            beside = np.cumsum(~np.isin(order, [index, *voice]), axis=0)
            rivals[index] = np.take_along_axis(falling, np.argmax(beside == 2, axis=0)[None], axis=0)[0]
        else:
            rivals[index] = 0.0
    return np.asarray(rivals)


def _sentence_blocks(nats: Matrix, around: Ints) -> Matrix:
    """For each block of the draft's sentences ``around``, -1 for none, shape (blocks, ``SENTENCES``), and each of the
    source's sentences, what they find best within ``2 · SENTENCES − 1`` source sentences."""
    half = SENTENCES // 2
    rows, which = np.unique(around, return_inverse=True)
    wide = np.zeros((len(rows), nats.shape[1] + 4 * half), dtype=nats.dtype)
    np.maximum(nats[rows], 0, out=wide[:, 2 * half : 2 * half + nats.shape[1]])
    wide[rows < 0] = 0.0
    return np.asarray(widest(wide, 4 * half + 1)[which.reshape(around.shape)].sum(axis=1))


def _around(values: npt.NDArray[Any], outside: float = 0) -> npt.NDArray[Any]:
    """Each value of the last axis with those around it, as many as there are sentences in a block; one axis more, of
    ``SENTENCES``."""
    margin = np.full((*values.shape[:-1], SENTENCES // 2), outside, dtype=values.dtype)
    padded = np.concatenate([margin, values, margin], axis=-1)
    return np.lib.stride_tricks.sliding_window_view(padded, SENTENCES, axis=-1)


def _sentence_tokens(side: Side, sentence: int) -> tuple[int, int]:
    """Tokens of the sentences around one, as far as a block of sentences reaches."""
    low = np.searchsorted(side.sentence, sentence - SENTENCES // 2)
    return int(low), int(np.searchsorted(side.sentence, sentence + SENTENCES // 2, side="right"))


def _plot(pair: Pair, low: int, high: int) -> Floats:
    """Evidence of shared tokens and sentences by cell, shape (high − low + 2, source cells): one row more on
    either side."""
    rows, columns = high - low + 2, _cells(len(pair.source))
    first, last = max(0, (low - 1) * CELL), min(len(pair.draft), (high + 1) * CELL)
    plot = np.zeros((rows, columns))
    loops = compiled.loops()
    telling = first + np.flatnonzero(_telling(pair)[pair.draft_word[first:last]])
    (loops.mark if loops else mark)(pair, telling, pair.worth(telling, NEAR, 0.999), CELL, plot, low - 1)
    above, below = int(pair.draft.sentence[first]), int(pair.draft.sentence[last - 1]) + 1
    telling_sentences = above + np.flatnonzero(pair.meant[above:below] > MEANT)
    which, source_sentences = np.nonzero(pair.semantic[telling_sentences] > MEANT)
    draft_sentences = telling_sentences[which]
    row = _middle(pair.draft.sentence, draft_sentences) // CELL - low + 1
    inside = (row >= 0) & (row < rows)
    at = row[inside], _middle(pair.source.sentence, source_sentences[inside]) // CELL
    np.add.at(plot, at, pair.semantic[draft_sentences[inside], source_sentences[inside]])
    return plot


def _telling(pair: Pair) -> Bools:
    """Which words of the source mark a place in the plot; the last one, for words it does not have, never does."""
    return np.append((pair.in_draft > 0) & (pair.in_draft * pair.in_source <= COMMON), False)


def mark(pair: Pair, draft_at: Ints, worth: Floats, cell: int, plot: Floats, top: int) -> None:
    """Add to the cells of ``plot``, of ``cell`` tokens and the first row ``top``, what some of the draft's tokens are
    worth, wherever the source has them."""
    words = pair.draft_word[draft_at]
    times = pair.in_source[words]
    each = np.repeat(np.arange(len(draft_at)), times)
    nth = np.arange(len(each)) - np.repeat(np.cumsum(times) - times, times)
    source_at = pair.source_order[pair.source_start[words[each]] + nth]
    rows, columns = plot.shape
    cells = (draft_at[each] // cell - top) * columns + source_at // cell
    plot += np.bincount(cells, worth[each], minlength=rows * columns).reshape(rows, columns)


def _middle(sentence_of_token: Ints, sentences: Ints) -> Ints:
    first = np.searchsorted(sentence_of_token, sentences)
    last = np.searchsorted(sentence_of_token, sentences, side="right")
    return np.asarray(np.minimum((first + last) // 2, len(sentence_of_token) - 1))


def box_sums(plot: Floats, floor: float) -> tuple[Floats, Ints, Ints, Floats]:
    """Sums of three by three cells around each cell but those of the first and last row: the greatest of each row, and
    the rows, columns and values of those that reach ``floor``."""
    rows = plot[:-2] + plot[1:-1]
    rows += plot[2:]
    sums = rows.copy()
    sums[:, 1:] += rows[:, :-1]
    sums[:, :-1] += rows[:, 1:]
    at, columns = np.nonzero(sums >= floor)
    return sums.max(axis=1), at, columns, sums[at, columns]


def _cells(size: int) -> int:
    return -(-size // CELL)


def _tokens(cell: int, size: int) -> tuple[int, int]:
    return max(0, (cell - 1) * CELL), min(size, (cell + 2) * CELL)
