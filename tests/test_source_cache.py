"""The cache of sources: what it gives is what was put there, and its bytes are those that the process takes."""

from __future__ import annotations

import os
import tracemalloc

import numpy as np
import pytest
from fakes import HashingEncoder, speeches
from made import random_chinese

from simcheck.align.names import names_of
from simcheck.align.side import side
from simcheck.align.vocabulary import vocabulary_of
from simcheck.caching import MIB
from simcheck.corpus import source_cache
from simcheck.corpus.source_cache import MOST, SourceCache, room
from simcheck.text.analyze import analyze
from simcheck.types import Document

ENGLISH = "We built twelve bridges in Mianyang, and the old road along the river was paved. "


@pytest.mark.parametrize(
    "texts",
    [
        [document.text for document in speeches(20, sentences=60)],
        [random_chinese(number, 3000) for number in range(20)],
        [ENGLISH.replace("twelve", str(number)) * 30 for number in range(20)],
    ],
)
def test_the_bytes_are_those_that_the_process_takes(texts: list[str]) -> None:
    encoder, cache = HashingEncoder(256), SourceCache[int](100 * MIB)
    vectors = encoder.encode(["改革"])
    names_of(analyze(Document("", texts[0] + ENGLISH)))  # tables of characters and syllables are no part of it
    tracemalloc.start()
    try:
        for number, text in enumerate(texts):
            # A text of its own, as one that is read from the database is.
            analyzed = analyze(Document(f"{number}", text.encode().decode()))
            cache.put(number, analyzed, np.repeat(vectors, len(analyzed.sentences), axis=0).astype(np.float16))
            side(analyzed), vocabulary_of(analyzed), names_of(analyzed)
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 0.8 * taken < cache.nbytes < 1.6 * taken


def test_a_source_comes_back_as_it_was_put_there() -> None:
    cache = SourceCache[str](MIB)
    analyzed = analyze(Document("讲话", speeches(1)[0].text))
    vectors = HashingEncoder().encode([sentence.text for sentence in analyzed.sentences]).astype(np.float16)
    put, found = cache.put("讲话", analyzed, vectors), cache.get("讲话")
    assert found is not None
    assert found.analyzed is put.analyzed is analyzed
    assert found.vectors.dtype == put.vectors.dtype == np.float32
    assert found.vectors.tolist() == put.vectors.tolist() == vectors.tolist()
    assert cache.get("别的") is None


def test_on_a_small_machine_there_is_less_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < room() <= MOST
    monkeypatch.setattr(os, "sysconf", lambda name: 4096 if name == "SC_PAGE_SIZE" else 1 << 18, raising=False)
    assert room() <= 128 * MIB  # of one GiB
    monkeypatch.delattr(os, "sysconf")
    monkeypatch.setattr(source_cache, "Path", lambda name: os)  # no files of a container
    monkeypatch.setattr(os, "read_text", lambda encoding: str(800 * MIB), raising=False)
    assert room() == 100 * MIB
    monkeypatch.setattr(os, "read_text", lambda encoding: "max", raising=False)
    assert room() == MOST
