"""The innermost loops: machine code and the file that it is made from do the same, and that is what they should do."""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interpreted import interpreted
from made import random_chinese
from test_pair import pair

from simcheck.align import loops
from simcheck.align.pair import Pair

ROOT = Path(__file__).parent.parent
TYPED = sorted((ROOT / "simcheck").rglob("*.pxd"))
MOST = 1_000_000
Tile = tuple[int, int, int]
LIMITS = (30.0, 4.0, 0.03, 0.95, 0.9, 200, 12, 2, (100, 30, 0))
quick = settings(max_examples=100, deadline=None)


PLAIN = interpreted("simcheck.align.loops")
BACKENDS = [loops, PLAIN] if loops.COMPILED else [PLAIN]
both_backends = pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: str(backend.COMPILED))


def words(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def text(alphabet: int, size: int = 30) -> st.SearchStrategy[list[int]]:
    """Words of a small alphabet; the greatest stands for one that the source does not have."""
    return st.lists(st.integers(0, alphabet), max_size=size)


def parts(backend: ModuleType) -> list[ModuleType]:
    """The modules of the loops beside which types stand."""
    return [getattr(backend, types.stem) for types in TYPED if types.parent.name == "loops"]


def test_the_file_itself_runs_without_cython() -> None:
    assert not PLAIN.COMPILED
    assert all(str(part.__file__).endswith(".py") for part in parts(PLAIN))
    assert all(str(part.__file__).endswith(".py") != loops.COMPILED for part in parts(loops))


def test_the_file_itself_runs_with_cython() -> None:
    pytest.importorskip("cython")
    module = interpreted("simcheck.align.loops", cython=True)
    assert not module.COMPILED
    assert [part.tolist() for part in module.tiles(words(0, 1), words(0, 1), 2, 2, 9)] == [[0], [0], [2]]


@pytest.mark.skipif(not loops.COMPILED, reason="not compiled")
@pytest.mark.parametrize("types", TYPED, ids=lambda types: types.stem)
def test_what_is_compiled_is_the_file(types: Path) -> None:
    module = importlib.import_module(".".join(types.relative_to(ROOT).with_suffix("").parts))
    assert module.__file__
    for source in (types, types.with_suffix(".py")):
        assert source.stat().st_mtime <= Path(module.__file__).stat().st_mtime, (
            "compile it again: python hatch_build.py"
        )


# -- The dot plot


@both_backends
def test_a_mark_stands_wherever_the_source_has_the_word(backend: ModuleType) -> None:
    # The source: word 0 at the tokens 0 and 5, word 1 at 3. The draft: 2 (unknown), 0, 1, 0.
    plot = np.zeros((3, 3), dtype=np.float32)
    start, order = words(0, 2, 3), words(0, 5, 3)
    backend.mark(words(2, 0, 1, 0), words(1, 2, 3), np.array([1.0, 10.0, 100.0]), start, order, 2, -1, plot)
    assert plot.tolist() == [[0, 0, 0], [1, 0, 1], [100, 10, 100]]


@quick
@given(text(4), st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(1, 4))
def test_marks_are_those_of_every_pair_of_equal_words(draft: list[int], source: list[int], cell: int) -> None:
    draft_at = np.flatnonzero(np.array(draft, dtype=np.int64) < 4)
    order, count = np.argsort(source, kind="stable"), np.bincount(source, minlength=4)
    start, worth = np.concatenate([[0], np.cumsum(count)]), np.arange(1.0, 1.0 + len(draft_at))
    shape = len(draft) // cell + 1, len(source) // cell + 1
    brute = np.zeros(shape)
    for (nats, i), j in itertools.product(zip(worth, draft_at, strict=True), range(len(source))):
        brute[i // cell, j // cell] += nats * (draft[i] == source[j])
    for backend in BACKENDS:
        plot = np.zeros(shape, dtype=np.float32)
        backend.mark(words(*draft), draft_at, worth, start, order, cell, 0, plot)
        assert plot.tolist() == brute.tolist()


@quick
@given(
    st.integers(0, 999), st.integers(0, 9), st.integers(1, 60), st.sampled_from([-1.0, 9.0, 99.0]), st.integers(1, 99)
)
def test_sums_of_boxes(seed: int, rows: int, columns: int, floor: float, band: int) -> None:
    # Whole numbers, whose sums are exact.
    plot = np.random.default_rng(seed).integers(0, 3, (rows + 2, columns)).astype(np.float32)
    wide = np.pad(plot, ((0, 0), (1, 1)))
    brute = np.zeros((rows, columns))
    for r, c in np.ndindex(rows, columns):
        brute[r, c] = wide[r : r + 3, c : c + 3].sum()
    for backend, size in itertools.product(BACKENDS, (band, backend_band())):
        with mock.patch.object(backend.dot_plot, "BAND", size):
            peaks, at, there, values = backend.box_sums(plot, floor)
        assert peaks.tolist() == brute.max(axis=1).tolist()
        assert list(zip(at.tolist(), there.tolist(), strict=True)) == [tuple(k) for k in np.argwhere(brute >= floor)]
        assert values.tolist() == brute[at, there].tolist()


def backend_band() -> int:
    return int(PLAIN.dot_plot.BAND)


# -- Rivals


def brute_score(fragment: list[int], worth: list[float], offered: list[int], unknown: int) -> float:
    total = 0.0
    for word in set(fragment) - {unknown}:
        own = [nats for w, nats in zip(fragment, worth, strict=True) if w == word]
        total += sum(own) / len(own) * min(len(own), offered.count(word))
    return total


@both_backends
def test_a_window_of_one_word_over_and_over_is_not_the_best(backend: ModuleType) -> None:
    # Six times the same word looks like six nats as long as it is not asked how often the fragment has it.
    fragment, source = words(0, 1, 2, 3, 4, 5), words(0, 0, 0, 0, 0, 0, 6, 6, 5, 4, 3, 2, 1, 0)
    worth = np.ones(6)
    assert backend.stretch_score(fragment, worth, source[:6], 7) == 1.0
    assert backend.stretch_score(fragment, worth, source[8:], 7) == 6.0
    assert backend.window_score(fragment, worth, source, 7, 6) == 6.0


@both_backends
def test_a_word_earns_the_mean_of_its_places_as_often_as_both_have_it(backend: ModuleType) -> None:
    fragment, worth = words(0, 1, 0, 9), np.array([1.0, 5.0, 3.0, 100.0])
    assert backend.stretch_score(fragment, worth, words(0), 9) == 2.0
    assert backend.stretch_score(fragment, worth, words(0, 0, 0), 9) == 4.0
    assert backend.stretch_score(fragment, worth, words(0, 1, 8), 9) == 7.0
    assert backend.window_score(fragment, worth, words(0, 8, 8, 1, 0), 9, 3) == 7.0
    assert backend.window_score(fragment, worth, words(8, 7), 9, 2) == 0.0
    assert backend.window_score(fragment, worth, words(0), 9, 20) == 2.0


@settings(max_examples=300, deadline=None)
@given(text(3), st.lists(st.integers(0, 2), max_size=40), st.integers(1, 45), st.integers(0, 99))
def test_the_best_window_is_the_best_of_all(fragment: list[int], source: list[int], length: int, seed: int) -> None:
    worth = np.random.default_rng(seed).uniform(0, 4, len(fragment))
    starts = range(max(len(source) - length, 0) + 1)
    best = max(brute_score(fragment, worth.tolist(), source[k : k + length], 3) for k in starts)
    for backend in BACKENDS:
        found = backend.window_score(words(*fragment), worth, words(*source), 3, length)
        assert found == pytest.approx(best, abs=1e-12)
        whole = backend.stretch_score(words(*fragment), worth, words(*source), 3)
        assert whole == pytest.approx(brute_score(fragment, worth.tolist(), source, 3), abs=1e-12)


# -- Tiles


def found(backend: ModuleType, draft: list[int], source: list[int], unknown: int, most: int = MOST) -> list[Tile]:
    return list(
        zip(*(part.tolist() for part in backend.tiles(words(*draft), words(*source), unknown, 2, most)), strict=True)
    )


def brute_tiles(draft: list[int], source: list[int], unknown: int, least: int) -> list[Tile]:
    """As Wise tells it, looking everywhere each time."""
    one, other, chosen = list(draft), list(source), []
    while True:
        best = (least - 1, 0, 0)
        for i, j in itertools.product(range(len(one)), range(len(other))):
            size = 0
            while i + size < len(one) and j + size < len(other) and one[i + size] == other[j + size] != unknown:
                size += 1
            if size > best[0]:
                best = size, i, j
        size, i, j = best
        if size < least:
            return sorted(chosen)
        chosen.append((i, j, size))
        one[i : i + size], other[j : j + size] = [-1] * size, [-2] * size


@both_backends
def test_the_longest_run_is_taken_first(backend: ModuleType) -> None:
    # From left to right, 1 2 would be taken at the draft's beginning and leave no run of four.
    assert found(backend, [1, 2, 9, 0, 1, 2, 3], [0, 1, 2, 3, 8, 1, 2], 9) == [(0, 5, 2), (3, 0, 4)]
    assert found(backend, [1, 2, 1, 2], [1, 2], 9) == [(0, 0, 2)]
    assert found(backend, [1, 2], [1, 2, 1, 2], 9) == [(0, 0, 2)]
    assert found(backend, [9, 9], [1, 2], 9) == found(backend, [], [1], 9) == found(backend, [1], [], 9) == []


@quick
@given(text(3), st.lists(st.integers(0, 2), max_size=25), st.integers(1, 3))
def test_tiles_are_those_of_looking_everywhere(draft: list[int], source: list[int], least: int) -> None:
    for backend in BACKENDS:
        tiles = backend.tiles(words(*draft), words(*source), 3, least, MOST)
        assert list(zip(*(part.tolist() for part in tiles), strict=True)) == brute_tiles(draft, source, 3, least)


@quick
@given(text(3, 60), st.lists(st.integers(0, 2), max_size=60), st.integers(1, 300))
def test_with_too_many_pairs_the_longer_tiles_are_still_the_same(
    draft: list[int], source: list[int], most: int
) -> None:
    every = found(PLAIN, draft, source, 3)
    for backend in BACKENDS:
        some = found(backend, draft, source, 3, most)
        shortest = min((size for _, _, size in some), default=len(draft) + 1)
        # Longer ones than the shortest are all there; of the shortest all or none, for they were looked for together.
        assert some == [tile for tile in every if tile[2] >= shortest]


@both_backends
def test_a_text_of_one_word(backend: ModuleType) -> None:
    assert found(backend, [0] * 500, [0] * 500, 1, most=1000) == [(0, 0, 500)]
    assert found(backend, [0] * 400 + [1] + [0] * 300, [0] * 500, 2, most=5000) == [(0, 0, 400), (401, 400, 100)]


def test_a_long_text_of_one_word_in_bounded_work() -> None:
    # A hundred million pairs of equal words; only those of runs are visited that are nearly as long as the text.
    assert found(PLAIN, [0] * 10_000, [0] * 10_000, 1, most=10_000) == [(0, 0, 10_000)]


# -- From seed to fragment


@st.composite
def related(draw: st.DrawFn) -> Pair:
    """A draft that has pieces of a source, in any order, some twice, among words of its own; and some meaning."""
    pieces = [random_chinese(seed, 15) for seed in draw(st.lists(st.integers(0, 5), max_size=6))]
    fillers = [random_chinese(seed + 10, size) for seed, size in enumerate(draw(st.lists(st.integers(1, 60))))]
    parts = draw(st.permutations([*pieces, *fillers, "。", "今年GDP增长6%，"]))
    source = "".join(random_chinese(seed, 15) + random_chinese(seed + 50, seed) for seed in range(6)) + "GDP。增长"
    both = pair("".join(parts) or "我们", source * draw(st.integers(1, 3)))
    chance = np.random.default_rng(draw(st.integers(0, 99)))
    both.semantic[:] = chance.normal(-3, draw(st.sampled_from([0.0, 3.0, 12.0])), both.semantic.shape)
    return both


def stretch(data: st.DataObject, size: int) -> tuple[int, int]:
    first = data.draw(st.integers(0, size - 1))
    return first, data.draw(st.integers(first + 1, min(size, first + 60)))


def sides(backend: ModuleType, both: Pair) -> tuple[object, object, int]:
    word = both.source_word
    ours = both.draft_word, both.frequency, both.surprise, both.draft.sentence, both.draft.sentence_tokens
    theirs = both.word_frequency[word], both.word_surprise[word], both.source.sentence, both.source.sentence_tokens
    draft = backend.SideArrays(*ours, both.semantic, -np.inf)
    return draft, backend.SideArrays(word, *theirs, both.semantic.T, -5.0), both.words


def simple(backend: ModuleType, draft: list[int], source: list[int]) -> tuple[object, object, int]:
    """Texts of one sentence each that means nothing; every word is rare, and worth three nats at most."""
    unknown = max(source) + 1

    def side(text: list[int]) -> object:
        size = len(text)
        one = np.zeros((1, 1), dtype=np.float32)
        return backend.SideArrays(
            words(*text), np.full(size, 1e-4), np.full(size, 3.0), np.zeros(size), np.array([float(size)]), one, 0.0
        )

    return side(draft), side(source), unknown


@both_backends
def test_a_seed_grows_over_what_both_sides_have(backend: ModuleType) -> None:
    common = list(range(10, 30))
    draft, source = [99] * 40 + common + [99] * 40, [1] * 15 + common + [2] * 15
    texts = simple(backend, [word if word < 99 else 30 for word in draft], source)
    grown = backend.extend(*texts, ((45, 48), (20, 23)), 0.5, backend.Bounds(*LIMITS))
    assert grown.draft == (40, 60)
    assert grown.source == (15, 35)
    assert grown.nats == pytest.approx(20 * 3.0)
    # All of them were found; chance finds next to none; the share is believed up to nine tenths.
    assert grown.retained == pytest.approx(0.9)


@both_backends
def test_nothing_grows_from_nothing(backend: ModuleType) -> None:
    texts = simple(backend, [3] * 50, [0, 1, 2] * 20)
    assert backend.extend(*texts, ((10, 20), (10, 20)), 0.5, backend.Bounds(*LIMITS)) is None


@both_backends
def test_a_seed_too_faint_is_given_up(backend: ModuleType) -> None:
    texts = simple(backend, [9, 9, 0, 9, 9], [1, 0, 2] + [8] * 5)
    faint, bold = (backend.Bounds(*LIMITS[:1], nats, *LIMITS[2:]) for nats in (3.5, 2.5))
    assert backend.extend(*texts, ((2, 3), (1, 2)), 0.5, faint) is None
    assert backend.extend(*texts, ((2, 3), (1, 2)), 0.5, bold).draft == (2, 3)


@both_backends
def test_an_end_that_only_repeats_the_middle_is_trimmed(backend: ModuleType) -> None:
    texts = simple(backend, [*range(12), 3, 4, 3, 4, 3, 4], [*range(12), 12, 12])
    assert backend.trim(*texts, ((0, 18), (0, 14)), 0.7, 3, 2, MOST) == ((0, 12), (0, 12))


@quick
@given(related(), st.data())
def test_growing_and_trimming_are_the_same_on_both_backends(both: Pair, data: st.DataObject) -> None:
    seed = stretch(data, len(both.draft)), stretch(data, len(both.source))
    retained = data.draw(st.sampled_from([0.1, 0.5, 0.95]))
    grown = [one.extend(*sides(one, both), seed, retained, one.Bounds(*LIMITS)) for one in BACKENDS]
    trimmed = [one.trim(*sides(one, both), seed, retained, 3, 2, MOST) for one in BACKENDS]
    assert len({one is None for one in grown}) == len(set(trimmed)) == 1
    for one in grown:
        if one is not None:
            assert one[:2] == grown[0][:2]
            assert one[2:] == pytest.approx(grown[0][2:], rel=1e-9, abs=1e-9)


@quick
@given(st.lists(st.integers(-9, 9).map(float), min_size=1, max_size=25), st.data())
def test_the_best_stretch_is_the_best_that_grows_out_of_the_seed(nats: list[float], data: st.DataObject) -> None:
    """Each token a sentence of its own that means so many nats, against a source of one word that no draft has."""
    first = data.draw(st.integers(0, len(nats) - 1))
    last = data.draw(st.integers(first + 1, len(nats)))
    sums = [(sum(nats[a:b]), a, b) for a in range(len(nats)) for b in range(a + 1, len(nats) + 1)]
    # Without a limit to what may be lost: the best stretch inside the seed, then the best ends on both sides.
    inside = max(total for total, a, b in sums if first <= a and b <= last)
    for backend in BACKENDS:
        size, rare = len(nats), np.full(len(nats), 1e-9)
        meaning = np.array(nats, dtype=np.float32)[:, None]
        draft = backend.SideArrays(words(*[1] * size), rare, rare, words(*range(size)), np.ones(size), meaning, -np.inf)
        none = np.zeros((1, size), dtype=np.float32)
        source = backend.SideArrays(words(0), np.ones(1), np.ones(1), words(0), np.ones(1), none + 50.0, -np.inf)
        limits = backend.Bounds(np.inf, -np.inf, 1e-12, 1e-12, 0.9, 200, 1, 9, (0,))
        grown = backend.extend(draft, source, 1, ((first, last), (0, 1)), 1e-12, limits)
        if grown is None:
            assert inside <= 0
        else:
            total = sum(nats[slice(*grown.draft)])
            assert total >= inside - 1e-6
            longer = [one for one, a, b in sums if a <= grown.draft[0] and grown.draft[1] <= b]
            assert total == pytest.approx(max(longer))


# -- The build


def test_without_a_compiler_the_build_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("Cython")
    modules = ["simcheck/corpus/one.pxd", "simcheck/corpus/one.py"]
    shutil.copy(ROOT / "hatch_build.py", tmp_path)
    (tmp_path / "simcheck" / "corpus").mkdir(parents=True)
    (tmp_path / modules[0]).write_text("cdef int one()\n", "utf-8")
    (tmp_path / modules[1]).write_text("def one():\n    return 1\n", "utf-8")
    (tmp_path / "simcheck" / "corpus" / "one.abi3.so").write_bytes(b"of an older version")
    done = subprocess.run(
        [sys.executable, "hatch_build.py"],
        cwd=tmp_path,
        env={**os.environ, "CC": str(tmp_path / "none")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"simcheck works without them" in done.stderr
    assert b"Traceback" not in done.stderr
    left = sorted(path.relative_to(tmp_path).as_posix() for path in (tmp_path / "simcheck").glob("*/*"))
    assert left == modules


def cuts(random: np.random.Generator, words: int, quantiles: int) -> loops.Cut:
    """Sentences of one word and more, each word somewhere."""
    sizes = random.integers(1, 6, random.integers(1, 7))
    place = random.integers(0, words, sizes.sum())
    return loops.Cut(place, np.cumsum(sizes) - sizes, random.integers(0, 256, (words, quantiles), dtype=np.uint8))


@both_backends
@quick
@given(st.integers(0, 10**6), st.integers(1, 20), st.integers(1, 20), st.integers(1, 9))
def test_steps_are_those_of_the_nearest_words(
    backend: ModuleType, seed: int, ours: int, theirs: int, most: int
) -> None:
    random = np.random.default_rng(seed)
    mine, other = cuts(random, ours, 4), cuts(random, theirs, 4)
    similar = random.uniform(-1.2, 1.2, (ours, theirs)).astype(np.float32)
    found = backend.steps(similar, mine, other, 255, most)

    def said(nearest: np.float32, quantiles: np.ndarray) -> int:
        level = int(np.clip(nearest * np.float32(255), 0, 255))
        return min(max(sum(level >= one for one in quantiles.tolist()) - 1, 0), most)

    sentences = [np.split(cut.place, cut.starts[1:]) for cut in (mine, other)]
    for i, words in enumerate(sentences[0]):
        for j, others in enumerate(sentences[1]):
            near = similar[np.ix_(words, others)]
            one = sum(said(near[at].max(), mine.quantiles[word]) for at, word in enumerate(words.tolist()))
            two = sum(said(near[:, at].max(), other.quantiles[word]) for at, word in enumerate(others.tolist()))
            assert (found[0][i, j], found[1][i, j]) == (one, two)
