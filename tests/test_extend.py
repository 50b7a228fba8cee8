"""Extending a fragment from a seed: to the exact ends of what was copied."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made import random_chinese
from test_pair import pair

from simcheck.align.extend import Fragment, extend
from simcheck.align.pair import Pair
from simcheck.align.seeds import Seed
from simcheck.scoring import SCORING


def grow(both: Pair, draft: tuple[int, int], source: tuple[int, int], retained: float) -> Fragment | None:
    return extend(both, Seed("lexical", 0, draft, source, retained, 0, (0, 0)), SCORING)


def test_nothing_positive_is_nothing() -> None:
    assert grow(pair(random_chinese(1, 50), random_chinese(2, 50)), (0, 20), (0, 20), 0.5) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 120), st.data())
def test_a_verbatim_insertion_is_grown_to_exactly_its_tokens(seed: int, size: int, data: st.DataObject) -> None:
    copied = random_chinese(seed, size)
    before, behind = data.draw(st.integers(0, 150)), data.draw(st.integers(0, 150))
    draft = random_chinese(seed + 1, before) + copied + random_chinese(seed + 2, 150)
    source = random_chinese(seed + 3, behind) + copied + random_chinese(seed + 4, 150)
    inside = data.draw(st.integers(0, size - 12))
    assume(draft[:before][-1:] != source[:behind][-1:] or not before or not behind)
    assume(draft[before + size] != source[behind + size])
    at = (before + inside, before + inside + 10), (behind + inside, behind + inside + 10)
    fragment = grow(pair(draft, source), *at, 0.5)
    assert fragment is not None
    assert fragment.draft == (before, before + size - 1)
    assert fragment.source == (behind, behind + size - 1)
    assert fragment.retained > 0.8


def test_small_edits_do_not_part_a_passage() -> None:
    parts = [random_chinese(seed, 12) for seed in range(8)]
    copied, edited = "".join(parts), "又".join(parts)
    draft = random_chinese(20, 80) + edited + random_chinese(21, 80)
    source = random_chinese(22, 60) + copied + random_chinese(23, 60)
    fragment = grow(pair(draft, source), (85, 100), (65, 80), 0.5)
    assert fragment is not None
    assert fragment.draft == (80, 80 + len(edited) - 1)
    assert fragment.source == (60, 60 + len(copied) - 1)


def test_two_halves_in_another_order_are_one_fragment() -> None:
    first, second = random_chinese(1, 40), random_chinese(2, 40)
    draft = random_chinese(3, 100) + second + first + random_chinese(4, 100)
    source = random_chinese(5, 100) + first + second + random_chinese(6, 100)
    fragment = grow(pair(draft, source), (105, 130), (145, 170), 0.5)
    assert fragment is not None
    assert fragment.draft == (100, 179)
    assert fragment.source == (100, 179)


def test_meaning_alone_grows_whole_sentences() -> None:
    sentences = [random_chinese(seed, 20) + "。" for seed in range(6)]
    others = [random_chinese(seed, 20) + "。" for seed in range(10, 16)]
    both = pair("".join(sentences), "".join(others), nats=-8.0)
    for k in (2, 3, 4):
        both.semantic[k, k] = 40.0
    fragment = grow(both, (42, 57), (42, 57), 0.1)
    assert fragment is not None
    folded = [both.draft.span(*fragment.draft), both.source.span(*fragment.source)]
    assert folded == [(42, 105), (42, 105)]
