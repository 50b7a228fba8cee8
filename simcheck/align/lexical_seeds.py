"""Lexical seeds: blocks of the dot plot where shared words crowd more than in any rival source."""

from __future__ import annotations

import numpy as np

from simcheck.align.loops import box_sums, mark
from simcheck.align.pair import Pair
from simcheck.align.pairs import Pairs
from simcheck.align.seeds import Duplicates, Seed, rival_peaks
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Ints, Stretch
from simcheck.cancelling import look, looking
from simcheck.scoring import Seeding

#: Cells of a plot that are held at once; a long draft is looked at in bands of rows.
BAND = 1 << 20


def lexical_seeds(pairs: Pairs, duplicates: Duplicates, scoring: Seeding) -> tuple[Seed, ...]:
    """Blocks of three by three cells, by what they hold beyond their rivals; a set phrase, which all sources share,
    gives none."""
    if not pairs:
        return ()
    rows = _cells(len(next(iter(pairs.values())).draft), scoring.cell)
    band = max(8, BAND // max(_cells(len(pair.source), scoring.cell) for pair in pairs.values()))
    bands = ((low, min(low + band, rows)) for low in range(0, rows, band))
    found = [block for low, high in bands for block in _blocks(pairs, duplicates, low, high, scoring)]
    return tuple(
        Seed(
            "lexical",
            number,
            _tokens(row, len(pairs[number].draft), scoring.cell),
            _tokens(column, len(pairs[number].source), scoring.cell),
            scoring.lexical_retained,
            row,
            (row, column),
        )
        for _, number, row, column in looking(sorted(found, key=lambda block: -block[0]), 1024)
    )


def _blocks(
    pairs: Pairs, duplicates: Duplicates, low: int, high: int, scoring: Seeding
) -> list[tuple[float, int, int, int]]:
    """(nats beyond the rivals', source, row, column) of the blocks around the rows ``[low, high)`` that are
    worth a try."""
    blocks = {number: box_sums(_plot(pair, low, high, scoring), scoring.block) for number, pair in pairs.items()}
    rivals = rival_peaks(np.stack([peaks for peaks, *_ in blocks.values()]), list(pairs), duplicates)
    found: list[tuple[float, int, int, int]] = []
    for (number, (_, rows, columns, nats)), rival in looking(zip(blocks.items(), rivals, strict=True), 16):
        excess = nats - rival[rows]
        worth = np.flatnonzero(excess >= scoring.margin)
        places = (rows[worth] + low).tolist(), columns[worth].tolist()
        found += zip(excess[worth].tolist(), [number] * len(worth), *places, strict=True)
    return found


def _plot(pair: Pair, low: int, high: int, scoring: Seeding) -> Matrix:
    """Evidence of shared tokens and sentences by cell, shape (high − low + 2, source cells): one row more on
    either side."""
    look()
    cell, rows, columns = scoring.cell, high - low + 2, _cells(len(pair.source), scoring.cell)
    first, last = max(0, (low - 1) * cell), min(len(pair.draft), (high + 1) * cell)
    plot = np.zeros((rows, columns), dtype=np.float32)
    rare = first + np.flatnonzero(_rare(pair, scoring.frequent)[pair.draft_word[first:last]])
    worth = pair.worth(rare, scoring.stretch, scoring.plot_retained)
    mark(pair.draft_word, rare, worth, pair.source_start, pair.source_order, cell, low - 1, plot)
    above, below = int(pair.draft.sentence[first]), int(pair.draft.sentence[last - 1]) + 1
    strong = above + np.flatnonzero(pair.best_semantic[above:below] > scoring.sentence_mark)
    which, source_sentences = np.nonzero(pair.semantic[strong] > scoring.sentence_mark)
    draft_sentences = strong[which]
    row = _middle(pair.draft.sentence, draft_sentences) // cell - low + 1
    inside = (row >= 0) & (row < rows)
    at = row[inside], _middle(pair.source.sentence, source_sentences[inside]) // cell
    np.add.at(plot, at, pair.semantic[draft_sentences[inside], source_sentences[inside]])
    return plot


def _rare(pair: Pair, frequent: int) -> Bools:
    """Which words of the source mark a place in the plot; the last one, for words it does not have, never does."""
    return np.append((pair.in_draft > 0) & (pair.in_draft * pair.in_source <= frequent), False)


def _middle(sentence_of_token: Ints, sentences: Ints) -> Ints:
    first = np.searchsorted(sentence_of_token, sentences)
    last = np.searchsorted(sentence_of_token, sentences, side="right")
    return np.asarray(np.minimum((first + last) // 2, len(sentence_of_token) - 1))


def _cells(size: int, cell: int) -> int:
    return -(-size // cell)


def _tokens(at: int, size: int, cell: int) -> Stretch:
    return max(0, (at - 1) * cell), min(size, (at + 2) * cell)
