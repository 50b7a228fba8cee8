"""The scan of inverted lists: what it finds is what comparing everything finds, compiled or not, alone or together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interpreted import interpreted

from simcheck.corpus import scan

PLAIN = interpreted("simcheck.corpus.scan")


def lists(sizes: list[int], dimension: int, chance: np.random.Generator, values: int) -> scan.Lists:
    """Lists in any order in a file, with something between them; few ``values`` give equal vectors."""
    size, parts, offset, at = np.array(sizes, dtype=np.int64), [], np.zeros(len(sizes), dtype=np.int64), 0
    for number in chance.permutation(len(sizes)).tolist():
        parts.append(chance.integers(0, 256, 5, dtype=np.uint8))
        offset[number] = at + 5
        parts.append(chance.integers(0, values, sizes[number] * dimension, dtype=np.uint8))
        at += 5 + sizes[number] * dimension
    return scan.Lists(np.concatenate([np.zeros(0, np.uint8), *parts]), offset, size, np.cumsum(size) - size)


def brute(held: scan.Lists, queries: np.ndarray, probed: np.ndarray, base: np.ndarray, live: np.ndarray | None) -> list:
    """All places that count with their values, best first, for each query."""
    numbers, scale = scan.whole(queries)
    lost = (queries - numbers * scale[:, None]).sum(axis=1) * 127.5
    found = []
    for query in range(len(queries)):
        here = []
        for number, nearness in zip(probed[query].tolist(), base[query].tolist(), strict=True):
            for row in range(int(held.size[number]) if number >= 0 else 0):
                at = int(held.offset[number]) + row * queries.shape[1]
                product = numbers[query].astype(int) @ held.content[at : at + queries.shape[1]].astype(int)
                place = int(held.first[number]) + row
                if live is None or live[place]:
                    here.append((nearness + lost[query] + scale[query] * float(product), place))
        found.append(sorted(here, key=lambda one: (-one[0], one[1])))
    return found


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 40), min_size=1, max_size=6),
    dimension=st.sampled_from([1, 3, 64, 300]),
    count=st.integers(1, 5),
    k=st.integers(1, 30),
    values=st.sampled_from([1, 2, 256]),
    some=st.booleans(),
    seed=st.integers(0, 99),
)
def test_it_finds_what_comparing_everything_finds(
    sizes: list[int], dimension: int, count: int, k: int, values: int, some: bool, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    held = lists(sizes, dimension, chance, values)
    queries = chance.normal(size=(count, dimension)) * 1e-3
    probed = np.array([chance.permutation([*range(len(sizes)), -1])[:3] for _ in range(count)])
    base = np.round(chance.normal(size=probed.shape), 1)
    live = chance.integers(0, 2, sum(sizes), dtype=np.uint8) if some else None
    expected = brute(held, queries, probed, base, live)
    for module in (scan, PLAIN):
        found, places = module.best(held, queries, probed, base, k, live)
        alone = [module.best(held, queries[[at]], probed[[at]], base[[at]], k, live) for at in range(count)]
        assert np.array_equal(found, np.concatenate([one[0] for one in alone]))
        assert np.array_equal(places, np.concatenate([one[1] for one in alone]))
        for query, all_of_it in enumerate(expected):
            size = min(k, len(all_of_it))
            assert places[query].tolist() == [place for _, place in all_of_it[:size]] + [-1] * (k - size)
            assert found[query, :size].tolist() == pytest.approx([value for value, _ in all_of_it[:size]], abs=1e-12)
            assert np.isneginf(found[query, size:]).all()
    assert [part.tolist() for part in scan.best(held, queries, probed, base, k, live)] == [
        part.tolist() for part in PLAIN.best(held, queries, probed, base, k, live)
    ]


@settings(max_examples=50, deadline=None)
@given(dimension=st.sampled_from([1, 256, 257, 2048]), equal=st.booleans(), seed=st.integers(0, 99))
def test_no_sum_overflows(dimension: int, equal: bool, seed: int) -> None:
    queries = np.ones((1, dimension)) if equal else np.random.default_rng(seed).normal(size=(1, dimension))
    numbers, scale = scan.whole(queries)
    assert np.abs(numbers.astype(int)).sum() * scan.BYTE <= scan.SUM
    assert np.abs(numbers * scale[:, None] - queries).max() <= scale[0]
    content = np.full(dimension, 255, dtype=np.uint8)
    one = scan.Lists(content, np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
    found, _ = scan.best(one, np.abs(queries), np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1)), 1, None)
    assert found[0, 0] == pytest.approx(255 * np.abs(queries).sum(), rel=1e-4)


def test_a_query_of_nothing_finds_what_is_near_to_it() -> None:
    held = lists([3], 4, np.random.default_rng(0), 256)
    values, places = scan.best(held, np.zeros((1, 4)), np.zeros((1, 1), dtype=np.int64), np.full((1, 1), 0.5), 2, None)
    assert (values.tolist(), places.tolist()) == ([[0.5, 0.5]], [[0, 1]])
