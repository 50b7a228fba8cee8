"""The background: what every speech says is expected, what nobody says is surprising."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from made import chinese, random_chinese, taken_apart, texts

from simcheck.errors import ModelError
from simcheck.text.background import ORDER, RAREST, STEPS, CharacterBackground, load_background, shorten
from simcheck.text.fingerprint import grams

quick = settings(max_examples=100, deadline=None)
HIGHEST = 4.0


def background(documents: list[str]) -> CharacterBackground:
    """The background of a few texts, as it is learned: n-grams in at least ``RAREST`` of them, with rounded counts."""
    found: dict[int, int] = {}
    for text in documents:
        units = taken_apart(text).tokens.units
        own = {int(k) for n in range(1, ORDER + 1) for k in shorten(grams(units, n))}
        found.update({k: found.get(k, 0) + 1 for k in own})
    kept = sorted((key, count) for key, count in found.items() if count >= RAREST)
    keys = np.array([key for key, _ in kept], dtype=np.uint32)
    levels = np.array([round(STEPS * np.log(count / RAREST)) for _, count in kept], dtype=np.uint8)
    return CharacterBackground(len(documents), keys, levels)


def frequency(known: CharacterBackground, text: str) -> float:
    units = taken_apart(text).tokens.units
    return float(known.frequency(grams(units, len(text)))[0])


def surprise(known: CharacterBackground, text: str) -> list[float]:
    return [float(nats) for nats in known.surprise(taken_apart(text).tokens.units, HIGHEST)]


def test_a_frequency_is_the_number_of_documents_as_rounded() -> None:
    documents = ["坚持稳中求进"] * 40 + ["深化改革"] * 5 + ["扩大开放"] * 4
    known = background(documents)
    assert frequency(known, "坚持稳中") == pytest.approx(40, rel=0.3)
    assert frequency(known, "改革") == RAREST
    assert frequency(known, "开放") == 0.0
    assert frequency(known, "持坚") == 0.0


def test_what_must_follow_is_expected_and_what_may_follow_is_not() -> None:
    others = [f"坚持{a}{b}不动摇" for a, b in itertools.product("甲乙丙丁戊", "子丑寅卯辰")]
    known = background(["坚持稳中求进"] * 100 + others * 4)
    nats = surprise(known, "坚持稳中求进")
    # 持 always follows 坚, 稳 in half of the documents; then it is certain again. Counts are kept to half a nat.
    assert nats[1] < 0.1
    assert nats[2] == pytest.approx(np.log(2), abs=0.5)
    assert max(nats[3:]) < 0.1
    assert surprise(known, "坚持甲子不动摇")[2] == pytest.approx(np.log(10), abs=0.5)
    # Known words in an order that nobody has.
    assert surprise(known, "坚持求进稳中")[2] == HIGHEST


def test_an_unknown_context_makes_anything_as_surprising_as_can_be() -> None:
    known = background(["坚持稳中求进"] * 100)
    assert surprise(known, "鸟兽虫鱼") == [HIGHEST] * 4


@quick
@given(texts())
def test_surprise_is_bounded(text: str) -> None:
    nats = surprise(background(["坚持稳中求进，深化改革开放。"] * 20), text)
    assert len(nats) == len(taken_apart(text).tokens.units)
    assert all(0.0 < value <= HIGHEST for value in nats)


@quick
@given(chinese())
def test_an_empty_background_knows_nothing(text: str) -> None:
    nothing = CharacterBackground(0, np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint8))
    units = taken_apart(text).tokens.units
    assert nothing.frequency(grams(units, 2)).tolist() == [0.0] * max(0, len(units) - 1)
    assert nothing.surprise(units, HIGHEST).tolist() == [HIGHEST] * len(units)
    assert nothing.density(grams(units, 2)).tolist() == [0.0] * max(0, len(units) - 1)


def test_density_grows_with_frequency() -> None:
    known = background(["坚持稳中"] * 90 + ["求进"] * 10)
    often, seldom = (known.density(grams(taken_apart(text).tokens.units, 2))[0] for text in ("坚持", "求进"))
    # In a tenth of all documents: one time in ten documents of 2,500 tokens.
    assert seldom == pytest.approx(0.1 / 2500, rel=0.2)
    assert often > 10 * seldom


class TestShipped:
    """The file that ships with the package."""

    def test_keys_are_sorted_and_unique(self) -> None:
        known = load_background()
        assert known.documents > 1000
        assert len(known.keys) == len(known.levels) > 1_000_000
        assert (np.diff(known.keys.astype(np.int64)) > 0).all()
        assert known.levels.max() <= 15

    @pytest.mark.parametrize(
        "formula",
        [
            "习近平新时代中国特色社会主义思想",
            "以人民为中心的发展思想",
            "中华民族伟大复兴",
            "推进国家治理体系和治理能力现代化",
            "坚持中国共产党的领导",
        ],
    )
    def test_set_phrases_follow_from_themselves(self, formula: str) -> None:
        assert np.mean(surprise(load_background(), formula)[4:]) < 0.5

    @pytest.mark.parametrize(
        "odd", ["松鼠把红伞借给打瞌睡的渡船", "豆腐坊门口的石狮子少了半只耳朵", random_chinese(3, 40)]
    )
    def test_odd_sentences_are_surprising(self, odd: str) -> None:
        assert np.mean(surprise(load_background(), odd)) > 2.5

    def test_traditional_characters_make_no_difference(self) -> None:
        assert surprise(load_background(), "中華民族偉大復興") == surprise(load_background(), "中华民族伟大复兴")


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut short", b"no archive at all"])
def test_a_missing_or_damaged_file_is_a_model_error(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "ngrams.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelError, match="reinstall simcheck") as error:
        load_background(file)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_with_other_contents_is_a_model_error(tmp_path: Path) -> None:
    np.savez(tmp_path / "ngrams.npz", buckets=np.zeros(3, dtype=np.uint16))
    with pytest.raises(ModelError, match="reinstall simcheck"):
        load_background(tmp_path / "ngrams.npz")


def test_a_truncated_file_is_a_model_error(tmp_path: Path) -> None:
    ones, levels = np.ones(65536, dtype=np.uint16), np.zeros(65536, dtype=np.uint8)
    whole = tmp_path / "whole.npz"
    np.savez(whole, buckets=ones, rest=ones, levels=levels, documents=9)
    assert len(load_background(whole).keys) == 65536
    (tmp_path / "cut.npz").write_bytes(whole.read_bytes()[:-2000])
    np.savez(tmp_path / "keys.npz", buckets=ones, rest=ones[:7], levels=levels, documents=9)
    np.savez(tmp_path / "levels.npz", buckets=ones, rest=ones, levels=levels[:7], documents=9)
    for name in ("cut.npz", "keys.npz", "levels.npz"):
        with pytest.raises(ModelError, match=name):
            load_background(tmp_path / name)
