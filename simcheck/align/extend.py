"""Extend: from seeds to fragments, local alignments that are extended and trimmed on both sides in turn.

The stretch on one side is the maximum subarray of its tokens' evidence given the stretch on the other, looked for by
X-drop (as in BLAST: stop where the sum has fallen by so much below its best). At first the other side is taken wider
than it is, which lets an alignment reach over gaps. In the end both sides are trimmed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from simcheck.align import loops
from simcheck.align.pair import Pair
from simcheck.align.pairs import Pairs
from simcheck.align.seeds import Seed
from simcheck.align.side import Stretch
from simcheck.cancelling import look
from simcheck.scoring import Scoring


class _Covered:
    """The cells that boxes of one source cover: for each row of the draft the columns, so that a long draft with many
    boxes is asked no slower."""

    def __init__(self) -> None:
        self._columns: dict[int, list[Stretch]] = defaultdict(list)

    def add(self, rows: Stretch, columns: Stretch) -> None:
        """Cover the cells from the first row and column to the last ones."""
        for row in range(rows[0], rows[1] + 1):
            self._columns[row].append(columns)

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        return any(left <= column <= right for left, right in self._columns.get(row, ()))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A local alignment: tokens ``[draft[0], draft[1])`` and tokens ``source`` of the source ``number``.

    ``nats`` is the evidence, that of the weaker side; ``retained`` the estimated share of words kept.
    """

    number: int
    draft: Stretch
    source: Stretch
    nats: float
    retained: float


def extend_all(seeds: Iterable[Seed], pairs: Pairs, scoring: Scoring) -> list[Fragment]:
    """The fragments that grow out of seeds, tried in the order given; none twice.

    A seed inside a fragment of its source is passed over, and so are those of a row of the draft after the first few.
    """
    cell = scoring.seeding.cell
    covered: dict[int, _Covered] = defaultdict(_Covered)
    tried: Counter[tuple[str, int]] = Counter()
    found: dict[tuple[int, Stretch, Stretch], Fragment] = {}
    for seed in seeds:
        if tried[seed.channel, seed.row] >= scoring.seeding.per_row or seed.cell in covered[seed.number]:
            continue
        tried.update((seed.channel, row) for row in range(seed.row - 1, seed.row + 2))
        if seed.channel == "lexical":
            covered[seed.number].add(_cells(seed.draft, cell), _cells(seed.source, cell))
        fragment = extend(pairs[seed.number], seed, scoring)
        if fragment is not None:
            covered[seed.number].add(_cells(fragment.draft, cell), _cells(fragment.source, cell))
            found.setdefault((fragment.number, fragment.draft, fragment.source), fragment)
    return list(found.values())


def extend(pair: Pair, seed: Seed, scoring: Scoring) -> Fragment | None:
    """The fragment around a seed, or None when nothing there has evidence enough to be kept."""
    look()
    parameters = scoring.extension
    bounds = loops.Bounds(
        parameters.drop,
        parameters.early,
        parameters.least_retained,
        parameters.most_retained,
        parameters.cautious,
        parameters.reach,
        parameters.rounds,
        parameters.early_round,
        parameters.lookahead,
    )
    extended = loops.extend(*pair.sides, pair.words, (seed.draft, seed.source), seed.retained, bounds)
    if extended is None or extended.nats < parameters.weighed:
        return None
    strict = max(parameters.trim_retained * extended.retained, parameters.least_retained)
    ends = extended.draft, extended.source
    tiling = parameters.trim_rounds, parameters.trim_run, parameters.trim_pairs
    trimmed = loops.trim(*pair.sides, pair.words, ends, strict, *tiling)
    return Fragment(seed.number, *trimmed, extended.nats, extended.retained)


def _cells(stretch: Stretch, cell: int) -> Stretch:
    """The first and the last cell of a stretch of tokens."""
    return stretch[0] // cell, (stretch[1] - 1) // cell
