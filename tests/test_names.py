"""Names: what English spells in letters and Chinese writes in characters is one word, for whoever copied from whom."""

from __future__ import annotations

import numpy as np
import pytest

from simcheck.align.background import LexicalBackground
from simcheck.align.pair import Pair
from simcheck.align.side import side
from simcheck.scoring import SCORING
from simcheck.text.analyze import Analyzed, analyze
from simcheck.text.names import names_of, spelled
from simcheck.types import Document


def taken_apart(text: str) -> Analyzed:
    return analyze(Document("文.txt", text))


def words_of(text: str) -> dict[str, set[int]]:
    analyzed = taken_apart(text)
    names = names_of(analyzed)
    tokens = analyzed.tokens
    assert [analyzed.normalized.text[tokens.starts[at] : tokens.ends[at]] for at in names.token] == list(names.words)
    return {word: set(spelled(word).tolist()) for word in names.words}


@pytest.mark.parametrize(
    ("spelled", "written"),
    [
        ("Mianyang", "绵阳"),
        ("Shijiazhuang", "石家庄"),
        ("Lanzhou", "兰州"),
        ("Xiaoming", "小明"),
        ("Lvliang", "吕梁"),
        ("Chongqing", "重庆"),
    ],
)
def test_a_name_may_be_the_characters_that_are_read_so(spelled: str, written: str) -> None:
    names = words_of(f"The delegation went to {spelled} yesterday.")
    assert int(taken_apart(written).tokens.ids[0]) in names[spelled.lower()]


@pytest.mark.parametrize("word", ["mianyang", "Government", "WTO", "Xi’anxi", "Strength", "Li", "绵阳"])
def test_what_is_no_name_is_none(word: str) -> None:
    assert words_of(f"We saw {word} there.") == {}


def pair(draft: str, source: str) -> Pair:
    ours, theirs = side(taken_apart(draft)), side(taken_apart(source))
    count = len(ours)
    known = LexicalBackground(np.full(count, 4.0), np.zeros(count), np.full(count, 1000.0), np.zeros(count))
    nats = np.zeros((len(ours.sentence_tokens), len(theirs.sentence_tokens)), dtype=np.float32)
    return Pair(ours, theirs, known, nats, SCORING)


@pytest.mark.parametrize(
    ("draft", "source", "found"),
    [
        ("Officials visited Mianyang and Deyang.", "代表团访问绵阳、德阳。", 2),
        ("代表团访问绵阳、德阳。", "Officials visited Mianyang and Deyang.", 2),
        ("Officials visited Chengdu.", "代表团访问绵阳、德阳。", 0),
        ("代表团访问成都。", "Officials visited Mianyang and Deyang.", 0),
    ],
)
def test_a_name_is_evidence_in_both_directions(draft: str, source: str, found: int) -> None:
    both = pair(draft, source)
    shared = both.found((0, len(both.draft)), (0, len(both.source)))
    assert shared.sum() == found
    assert np.isin(both.source_word, both.draft_word[shared]).sum() == found
    assert (both.worth(np.flatnonzero(shared), len(both.source), 0.5) > 1.0).all()


@pytest.mark.parametrize("source", ["蓝洲水厂。兰州地铁通车。兰州大桥通车。", "兰州地铁通车。兰州大桥通车。蓝洲水厂。"])
def test_a_name_is_the_pair_of_characters_that_the_source_has_most_often(source: str) -> None:
    both = pair("Officials visited Lanzhou.", source)
    often, once = (int(taken_apart(name).tokens.ids[0]) for name in ("兰州", "蓝洲"))
    assert {often, once} <= set(spelled("lanzhou").tolist())
    (word,) = both.draft_word[both.draft_word != both.words].tolist()
    assert word == both.source_word[both.source.analyzed.tokens.ids.tolist().index(often)]
