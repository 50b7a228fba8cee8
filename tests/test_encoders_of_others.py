"""Encoders of others: whatever is wrong with what they give is told at every door, and never passes for "no reuse"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import HashingEncoder, speeches

from simcheck import Corpus, ModelError, Session, UsageError, compare, matrix
from simcheck.encode import counts_of, vectors_of
from simcheck.encode.evaluate import retrieval

SOURCES = speeches(3)
DRAFT = SOURCES[1].text[:60]
Spoil = Callable[[Any], Any]


class Spoiled(HashingEncoder):
    """An encoder that is right until it is spoiled."""

    def __init__(self, vectors: Spoil | None = None, counts: Spoil | None = None, name: str = "hashing:1") -> None:
        super().__init__(name=name)
        self.vectors, self.counts = vectors, counts

    def encode(self, sentences: Any) -> Any:
        right = super().encode(sentences)
        return self.vectors(right) if self.vectors else right

    def unknown(self, sentences: Any) -> Any:
        right = super().unknown(sentences)
        return self.counts(right) if self.counts else right


def _one_row(value: float) -> Spoil:
    def spoil(vectors: Any) -> Any:
        vectors[-1:] = value
        return vectors

    return spoil


VECTORS: dict[str, tuple[Spoil, str]] = {
    "nan": (lambda v: v * np.nan, "not finite"),
    "one nan": (_one_row(np.nan), "not finite"),
    "infinite": (_one_row(np.inf), "not finite"),
    "all zero": (lambda v: v * 0, "length 0"),
    "one zero": (_one_row(0), "length 0"),
    "too long": (lambda v: v * 3, "of length 3, not 1"),
    "one too short": (lambda v: np.concatenate([v[:-1], v[-1:] / 2]), "of length 0.5, not 1"),
    "too few": (lambda v: v[:-1], "shape"),
    "too many": (lambda v: np.concatenate([v, v]), "shape"),
    "flat": (lambda v: v.ravel(), "shape"),
    "other dimension": (lambda v: v[:, :-1], "shape"),
    "nothing": (lambda v: None, "vectors"),
    "words": (lambda v: [["甲"] * 48] * len(v), "vectors"),
    "ragged": (lambda v: [[1.0], [1.0, 2.0]], "vectors"),
    "complex": (lambda v: v * 1j, "vectors"),
}
COUNTS: dict[str, tuple[Spoil, str]] = {
    "too few": (lambda c: c[:-1], "shape"),
    "one column": (lambda c: c[:, 0], "shape"),
    "negative": (lambda c: c - 1000, "below 0"),
    "more unknown than there are": (lambda c: c[:, ::-1] + [[0, 1]], "above"),
    "no numbers": (lambda c: None, "counts"),
    "fractions": (lambda c: c / 2, "counts"),
}


@pytest.mark.parametrize(("spoil", "told"), VECTORS.values(), ids=VECTORS)
def test_wrong_vectors_pass_no_door(tmp_path: Path, spoil: Spoil, told: str) -> None:
    encoder = Spoiled()
    with Corpus.create(tmp_path / "库", encoder) as corpus:
        corpus.add(SOURCES)
        assert corpus.check(DRAFT).verdict.decision == "fail"
        encoder.vectors = spoil
        session = Session(corpus, DRAFT)
        doors: list[Callable[[], object]] = [
            lambda: corpus.check(DRAFT),
            lambda: corpus.check(DRAFT, incremental=True),
            lambda: corpus.explain(DRAFT, 0),
            session.report,
            lambda: corpus.add(speeches(1, first=9)),
            lambda: corpus.rebuild(Spoiled(spoil, name="hashing:2")),
            lambda: compare(DRAFT, SOURCES, model=Spoiled(spoil)),
            lambda: matrix(SOURCES, model=Spoiled(spoil)),
            lambda: retrieval(encoder, [("甲乙", "丙丁"), ("戊己", "庚辛")]),
        ]
        for door in doors:
            with pytest.raises(ModelError, match=rf"^hashing:[12]: gave .*{told}") as caught:
                door()
            assert "\n" not in str(caught.value)
        encoder.vectors = None
        assert corpus.verify() == []
        assert len(corpus.documents()) == len(SOURCES)
        assert corpus.check(DRAFT).verdict.decision == "fail"


@pytest.mark.parametrize(("spoil", "told"), COUNTS.values(), ids=COUNTS)
def test_wrong_counts_pass_no_check(spoil: Spoil, told: str) -> None:
    with pytest.raises(ModelError, match=rf"^hashing:1: gave .*{told}"):
        compare(DRAFT, SOURCES, model=Spoiled(counts=spoil))


def test_a_vector_is_zero_only_for_a_sentence_without_a_known_word() -> None:
    zero = Spoiled(lambda v: v * 0, lambda c: c[:, [0, 0]])
    assert not vectors_of(zero, ["ффф"]).any()
    assert counts_of(zero, ["ффф"]).tolist() == [[3, 3]]


def test_what_is_as_good_as_right_is_taken() -> None:
    right = compare(DRAFT, SOURCES, model=HashingEncoder())
    lists = Spoiled(lambda v: v.astype(np.float64).tolist(), lambda c: c.tolist())
    assert compare(DRAFT, SOURCES, model=lists).matches == right.matches
    half = compare(DRAFT, SOURCES, model=Spoiled(lambda v: v.astype(np.float16)))
    assert [match.draft for match in half.matches] == [match.draft for match in right.matches]


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ({}, "no method encode"),
        ({"encode": len}, "no method unknown"),
        ({"encode": len, "unknown": len}, "its name is None"),
        ({"encode": len, "unknown": len, "name": " "}, "its name is ' '"),
        ({"encode": len, "unknown": len, "name": "甲:1"}, "its dimension is None"),
        ({"encode": len, "unknown": len, "name": "甲:1", "dimension": 0}, "its dimension is 0"),
        ({"encode": len, "unknown": len, "name": "甲:1", "dimension": True}, "its dimension is True"),
    ],
)
def test_an_object_that_is_no_encoder_is_refused_where_it_is_given(
    tmp_path: Path, attributes: dict[str, object], told: str
) -> None:
    thing: Any = type("Thing", (), attributes)
    for door in (
        lambda: Corpus.create(tmp_path / "甲", thing),
        lambda: compare(DRAFT, SOURCES, model=thing),
        lambda: matrix(SOURCES, model=thing),
    ):
        with pytest.raises(UsageError, match=told):
            door()
    assert not (tmp_path / "甲").exists()
