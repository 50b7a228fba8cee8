"""Caches: what they give is what would be worked out, they stay within their bytes, and nothing outlives its use."""

from __future__ import annotations

import threading
import tracemalloc

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import random_chinese

from simcheck import caching
from simcheck.accept.letters import Known
from simcheck.align.background import lexical_background
from simcheck.caching import (
    MIB,
    LRUCache,
    hold_at_most,
    memoize,
    memoize_blocks,
    memoize_per_object,
    sizeof,
    unremembered,
)
from simcheck.scoring import SCORING
from simcheck.text.analyze import analyze
from simcheck.text.background import load_background
from simcheck.types import Document

REACH = 2
PARTS = ["各位代表，现在，我代表市人民政府向大会报告工作。", "城北三条老河道两次漫堤。", "a big river", "改", "全面"]


@given(st.lists(st.tuples(st.sampled_from("一二三四五"), st.integers(1, 12)), max_size=40))
def test_a_cache_holds_what_was_used_last_within_its_bytes(puts: list[tuple[str, int]]) -> None:
    cache: LRUCache[str, int] = LRUCache(20, sizeof=lambda entry: entry[1])
    order: list[tuple[str, int]] = []
    for key, size in puts:
        cache.put(key, size)
        order = [one for one in order if one[0] != key] + [(key, size)]
        while sum(size for _, size in order) > 20:
            order.pop(0)
        assert cache.nbytes == sum(size for _, size in order)
        asked = order[0][0]
        assert cache.get(asked) == order[0][1]
        order = [*order[1:], order[0]]
    assert len(cache) == len(order)
    assert all(cache.get(key) == size for key, size in order)


def test_a_value_larger_than_the_cache_is_not_held_nor_is_the_one_before_it() -> None:
    cache: LRUCache[str, bytes] = LRUCache(1000)
    cache.put("改", b"")
    cache.put("改", bytes(2000))
    assert cache.get("改") is None
    assert cache.nbytes == 0


@pytest.mark.parametrize(
    "made",
    [
        lambda: np.arange(50_000),
        lambda: np.arange(50_000)[::2],
        lambda: tuple((number, number + 70_000, f"第{number}稿" * 20) for number in range(1000, 2000)),
        lambda: Known([random_chinese(7, 20_000)]),
        lambda: analyze(Document("稿", random_chinese(7, 20_000))),
        lambda: {str(number): [float(number)] for number in range(1000)},
    ],
)
def test_sizes_are_those_that_python_takes(made: object) -> None:
    made()  # type: ignore[operator]
    tracemalloc.start()
    try:
        value = made()  # type: ignore[operator]
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 0.7 * taken <= sizeof(value) <= 1.4 * taken


def test_a_memoized_function_is_called_once_for_equal_arguments_while_there_is_room() -> None:
    asked: list[str] = []

    @memoize(10_000)
    def letters(line: str) -> int:
        asked.append(line)
        return len(line)

    assert [letters(line) for line in ("改革", "改" + "革", "改")] == [2, 2, 1]
    assert asked == ["改革", "改"]
    for number in range(100):
        letters(f"第{number}条")
    letters("改革")
    assert asked[-1] == "改革"


def around(values: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], ...]:
    """The sum of what stands within ``REACH`` of each value, beyond the ends 50, and the least of the two before it."""
    wide = np.pad(values, REACH, constant_values=50)
    windows = [wide[at : at + len(values)] for at in range(2 * REACH + 1)]
    return np.sum(windows, axis=0, dtype=np.uint64), np.minimum(windows[0], windows[1])


def test_what_comes_once_is_neither_held_nor_pushes_anything_out() -> None:
    calls: list[str] = []

    @memoize(10_000)
    def length(text: str) -> int:
        calls.append(text)
        return len(text)

    assert length("草稿") == 2
    with unremembered():
        assert [length("来源一"), length("来源一"), length("草稿")] == [3, 3, 2]
        with unremembered():
            assert length("来源一") == 3
        assert length("来源一") == 3
        elsewhere = threading.Thread(target=length, args=("草稿",))
        elsewhere.start()
        elsewhere.join()
    assert calls == ["草稿", "来源一", "来源一", "草稿", "来源一", "来源一"]
    assert length("草稿") == 2
    assert len(calls) == 6


@settings(max_examples=300)
@given(st.lists(st.lists(st.integers(0, 3), max_size=40), min_size=2, max_size=6), st.integers(100, 5000))
def test_a_function_memoized_by_blocks_gives_what_it_gives_from_scratch(sequences: list[list[int]], room: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caching, "BITS", 1)
        patch.setattr(caching, "SHORTEST", 3)
        memoized = memoize_blocks(room, REACH)(around)
        for sequence in sequences:
            values = np.array(sequence, dtype=np.uint64)
            for found, fresh in zip(memoized(values), around(values), strict=True):
                assert found.tolist() == fresh.tolist()


def test_of_an_edited_sequence_only_the_blocks_around_the_edit_are_worked_out() -> None:
    worked: list[int] = []

    @memoize_blocks(MIB, REACH)
    def counted(values: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], ...]:
        worked.append(len(values))
        return around(values)

    values = np.random.default_rng(1).integers(0, 5000, 20_000).astype(np.uint64)
    counted(values)
    counted(np.insert(values, 9_000, [7, 8, 9]))
    counted(values)
    assert len(worked) == 2
    assert worked[1] < 2000


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=8), min_size=2, max_size=5))
def test_what_is_known_of_an_edited_draft_is_what_is_known_of_a_new_one(drafts: list[list[str]]) -> None:
    background = load_background()
    for parts in drafts:
        text = analyze(Document("稿", "".join(parts) + "。"))
        known = lexical_background(text, background, SCORING.lexical)
        fresh = lexical_background(text, load_background.__wrapped__(), SCORING.lexical)
        for name in ("surprise", "frequency", "weight", "floor"):
            assert getattr(known, name).tolist() == getattr(fresh, name).tolist()


def test_what_is_memoized_of_an_object_goes_with_it() -> None:
    class Text:
        pass

    class Slots:
        __slots__ = ()
        __hash__ = None  # type: ignore[assignment]

    calls: list[int] = []

    @memoize_per_object
    def length(text: object, least: int) -> int:
        calls.append(least)
        return least

    text = Text()
    assert [length(text, 1), length(text, 1), length(text, 2), length(Text(), 1)] == [1, 1, 2, 1]
    assert calls == [1, 2, 1]
    slots = Slots()
    assert [length(slots, 3), length(slots, 3)] == [3, 3]
    for _ in range(1000):  # where one was, another one comes to stand
        assert length(Text(), 4) == 4
    assert calls == [1, 2, 1, 3, 3, *[4] * 1000]


def test_a_cache_may_be_used_by_many_threads() -> None:
    cache: LRUCache[int, int] = LRUCache(50, sizeof=lambda entry: 1)
    wrong: list[int] = []

    def work(seed: int) -> None:
        for number in range(3000):
            key = number * seed % 97
            found = cache.get(key)
            if found not in (None, key * key):
                wrong.append(key)
            cache.put(key, key * key)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (3, 5, 7, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(cache) == cache.nbytes == 50


def test_a_process_can_bound_all_its_caches_but_those_that_somebody_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching._bound, "maxbytes", caching.GIB)
    hold_at_most(1000)
    assert LRUCache[str, int](2000).maxbytes == 1000
    assert LRUCache[str, int](500).maxbytes == 500
    assert LRUCache[str, int](2000, fixed=True).maxbytes == 2000
