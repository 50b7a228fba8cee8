"""Seeds: places in the dot plots of a draft and its sources where evidence crowds more than it does elsewhere,
best first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.align.evidence import Floats, Ints, Pair, Side

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
BAND = 1 << 21
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
    blocks = {number: _box_sum(_plot(pair, low, high)) for number, pair in pairs.items()}
    peaks = np.stack([block.max(axis=1) for block in blocks.values()])
    found: list[tuple[float, int, int, int]] = []
    for index, (number, block) in enumerate(blocks.items()):
        excess = block - _rival(peaks, [index, *near[index]])[:, None]
        rows, columns = np.nonzero((block >= FLOOR) & (excess >= MARGIN))
        nats = excess[rows, columns].tolist()
        found += zip(nats, [number] * len(rows), (rows + low).tolist(), columns.tolist(), strict=True)
    return found


def _by_meaning(pairs: Mapping[int, Pair], covered: Mapping[int, Covered], near: list[list[int]]) -> Iterator[Seed]:
    """Runs of ``SENTENCES`` sentences of the draft whose meaning stands close together in one source."""
    blocks = {number: _sentence_blocks(pair.semantic) for number, pair in pairs.items()}
    peaks = np.stack([block.max(axis=1) for block in blocks.values()])
    found: list[tuple[float, int, int, int]] = []
    for index, (number, block) in enumerate(blocks.items()):
        excess = peaks[index] - _rival(peaks, [index, *near[index]])
        rows = np.flatnonzero((peaks[index] >= MEANING) & (excess >= 0))
        columns = block[rows].argmax(axis=1)
        found += zip(excess[rows].tolist(), [number] * len(rows), rows.tolist(), columns.tolist(), strict=True)
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


def _rival(peaks: Floats, voice: list[int]) -> Floats:
    """What the second best source beside those of one voice holds at most in each row.

    One alone may be a second copy.
    """
    others = np.sort(np.delete(peaks, voice, axis=0), axis=0)
    return np.asarray(others[-2]) if len(others) > 1 else np.zeros(peaks.shape[1])


def _sentence_blocks(nats: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """For each pair of sentences, what ``SENTENCES`` draft sentences around it find best within ``2 · SENTENCES
    − 1`` source sentences."""
    half = SENTENCES // 2
    rows, columns = nats.shape
    wide = np.zeros((rows, columns + 4 * half), dtype=nats.dtype)
    wide[:, 2 * half : 2 * half + columns] = np.maximum(nats, 0)
    best = np.zeros((rows + 2 * half, columns), dtype=nats.dtype)
    best[half : half + rows] = np.maximum.reduce([wide[:, at : at + columns] for at in range(4 * half + 1)])
    total = best[:rows].copy()
    for at in range(1, 2 * half + 1):
        total += best[at : at + rows]
    return total


def _sentence_tokens(side: Side, sentence: int) -> tuple[int, int]:
    """Tokens of the sentences around one, as far as a block of sentences reaches."""
    low = np.searchsorted(side.sentence, sentence - SENTENCES // 2)
    return int(low), int(np.searchsorted(side.sentence, sentence + SENTENCES // 2, side="right"))


def _plot(pair: Pair, low: int, high: int) -> Floats:
    """Evidence of shared tokens and sentences by cell, shape (high − low + 2, source cells): one row more on
    either side."""
    rows, columns = high - low + 2, _cells(len(pair.source))
    first, last = max(0, (low - 1) * CELL), min(len(pair.draft), (high + 1) * CELL)
    telling = np.append((pair.in_draft > 0) & (pair.in_draft * pair.in_source <= COMMON), False)
    draft_at = first + np.flatnonzero(telling[pair.draft_word[first:last]])
    words = pair.draft_word[draft_at]
    start = np.concatenate([[0], np.cumsum(pair.in_source)])
    times = pair.in_source[words]
    each = np.repeat(np.arange(len(draft_at)), times)
    nth = np.arange(len(each)) - np.repeat(np.cumsum(times) - times, times)
    source_at = pair.source_order[start[words[each]] + nth]
    nats = pair.worth((first, last), NEAR, 0.999)[draft_at[each] - first]
    cells = (draft_at[each] // CELL - low + 1) * columns + source_at // CELL
    plot = np.bincount(cells, weights=nats, minlength=rows * columns).astype(np.float64).reshape(rows, columns)
    above, below = int(pair.draft.sentence[first]), int(pair.draft.sentence[last - 1]) + 1
    draft_sentences, source_sentences = np.nonzero(pair.semantic[above:below] > MEANT)
    row = _middle(pair.draft.sentence, draft_sentences + above) // CELL - low + 1
    inside = (row >= 0) & (row < rows)
    at = row[inside], _middle(pair.source.sentence, source_sentences[inside]) // CELL
    np.add.at(plot, at, pair.semantic[draft_sentences[inside] + above, source_sentences[inside]])
    return plot


def _middle(sentence_of_token: Ints, sentences: Ints) -> Ints:
    first = np.searchsorted(sentence_of_token, sentences)
    last = np.searchsorted(sentence_of_token, sentences, side="right")
    return np.asarray(np.minimum((first + last) // 2, len(sentence_of_token) - 1))


def _box_sum(plot: Floats) -> Floats:
    """Sums of three by three cells around each cell but those of the first and last row."""
    rows = plot[:-2] + plot[1:-1] + plot[2:]
    wide = np.zeros((rows.shape[0], rows.shape[1] + 2))
    wide[:, 1:-1] = rows
    return np.asarray(wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:])


def _cells(size: int) -> int:
    return -(-size // CELL)


def _tokens(cell: int, size: int) -> tuple[int, int]:
    return max(0, (cell - 1) * CELL), min(size, (cell + 2) * CELL)
